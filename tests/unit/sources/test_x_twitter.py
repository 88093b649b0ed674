"""Direct messages in archives of X, formerly Twitter."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.exports import x_twitter as written
from support.exports.x_twitter import ANN, DIRECT, GROUP, KENJI, LINK, MANIFEST, ZOE, at, conversation, said, script
from support.reading import gathered

from chatward.errors import SourceFormatError
from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.testing import check_reader
from chatward.sources.x_twitter import reader as x_twitter

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "x_twitter"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")
PAIR = f"{ZOE}-{KENJI}"


def read_bytes(folder: Path, data: bytes, **declared: object) -> dict[str, list[dict]]:
    path = folder / "direct-messages.js"
    path.write_bytes(data)
    return gathered(x_twitter.read(Export(path, "x_twitter"), ReadSettings(**declared)))


def read(folder: Path, *blocks: object, **declared: object) -> dict[str, list[dict]]:
    return read_bytes(folder, script("YTD.direct_messages.part0", blocks), **declared)


def found(path: Path, **declared: object) -> dict[str, list[dict]]:
    [export] = find_exports([path])
    assert isinstance(export, Export)
    assert export.platform == "x_twitter"
    return gathered(read_export(export, ReadSettings(**declared)))


def put(folder: Path, **scripts: bytes) -> Path:
    for name, data in scripts.items():
        (folder / "data").mkdir(parents=True, exist_ok=True)
        (folder / "data" / f"{name.replace('_', '-')}.js").write_bytes(data)
    return folder


def one(folder: Path, *args: object, **fields: object) -> dict:
    rows = read(folder, conversation(PAIR, said(1, ZOE, *args, **fields)))
    assert not rows["rejects"]
    return rows["messages"][0]


def test_the_reader_keeps_what_every_reader_promises():
    check_reader("x_twitter", written.example())


@needs_samples
def test_the_sample_is_read_to_the_last_field():
    rows = found(SAMPLES)
    told = ("platform_message_id", "conversation_key", "sender_key", "text", "kind")
    assert [tuple(row[name] for name in told) for row in rows["messages"]] == [
        ("9000000000000000002", "x_twitter:1001-2002", "x_twitter_id:1001",
         "Please see https://example.com/help & reply", "media"),
        ("9000000000000000001", "x_twitter:1001-2002", "x_twitter_id:2002",
         "My order 4711 never came. Call +1 415 555 0100", "text"),
    ]  # fmt: skip
    assert [row["sent_at_utc"] for row in rows["messages"]] == [
        datetime(2025, 5, 27, 15, 20, tzinfo=UTC),
        datetime(2025, 5, 27, 15, 0, 0, 744_000, tzinfo=UTC),
    ]
    assert rows["messages"][0]["reactions"] == [{"emoji": "like", "sender_key": "x_twitter_id:2002", "count": 1}]
    assert rows["messages"][0]["attachments"] == [{"name": "x.jpg", "media_type": None, "size_bytes": None}]
    assert rows["participants"] == [
        {"sender_key": "x_twitter_id:1001", "display_name": "Acme", "role": "staff",
         "same_as": ["x_twitter_name:acme", "email:owner@example.invalid"]},
        {"sender_key": "x_twitter_id:2002", "display_name": None, "role": None, "same_as": []},
    ]  # fmt: skip
    assert rows["conversations"] == [{"conversation_key": "x_twitter:1001-2002", "title": None, "kind": "direct"}]


def test_a_message_keeps_its_place_ids_sender_text_and_time(tmp_path):
    assert one(tmp_path, "Grüße 👋") == {
        "member": "", "record": 1, "platform_message_id": "9000000000000000001",
        "conversation_key": "x_twitter:1001-2002",
        "reply_to": None, "thread_key": None, "sender_key": "x_twitter_id:1001", "kind": "text", "text": "Grüße 👋",
        "attachments": None, "reactions": None, "is_edited": False, "is_deleted": False, "is_forwarded": False,
        "sent_at_utc": datetime(2025, 5, 27, 15, 1, 0, 744_000, tzinfo=UTC), "sent_at_local": None,
        "zone_source": "explicit", "precision": "millisecond", "as_of_utc": None,
    }  # fmt: skip


def test_entities_are_decoded_once_and_links_lead_where_they_led(tmp_path):
    row = one(tmp_path, "&lt;b&gt; &amp;lt; https://t.co/abc AT&T", urls=[LINK])
    assert row["text"] == "<b> &lt; https://example.com/?a=1&copy=2 AT&T"


def test_an_edited_message_has_its_last_text_only_and_a_reject_has_no_former_one(tmp_path):
    history = [{"createdAtSec": "1", "editedText": "SECRET"}]
    row = one(tmp_path, "new", editHistory=history)
    assert (row["is_edited"], row["text"]) == (True, "new")
    rows = read(tmp_path, conversation(PAIR, said(1, ZOE, "x", editHistory=history, createdAt=None)))
    assert rows["rejects"][0]["reason"] == "no_time"
    assert b"SECRET" not in rows["rejects"][0]["raw"]


def test_overlapping_blocks_of_one_conversation_keep_their_ids(tmp_path):
    rows = read(tmp_path, conversation(PAIR, *DIRECT[:3]), conversation(PAIR, *DIRECT[1:]))
    ids = [row["platform_message_id"][-1] for row in rows["messages"]]
    assert ids == ["5", "4", "3", "4", "3", "1"]
    assert [row["record"] for row in rows["messages"]] == [1, 2, 3, 4, 5, 7]
    assert {row["conversation_key"] for row in rows["messages"]} == {"x_twitter:1001-2002"}


def test_what_happens_in_a_group_is_told_as_events_and_its_last_name_is_its_title(tmp_path):
    rows = read(tmp_path, conversation("77", *GROUP[3:]), conversation("77", *GROUP[:3]))
    assert [(row["event"], row["actor_key"], row["text"]) for row in rows["events"]] == [
        ("title_changed", "x_twitter_id:1001", "Versuch"),
        ("member_joined", "x_twitter_id:1001", None),
        ("member_joined", "x_twitter_id:1001", None),
        ("member_left", None, None),
        ("title_changed", "x_twitter_id:1001", "Lieferung"),
    ]
    assert json.loads(rows["events"][1]["detail"])["members"] == [f"x_twitter_id:{ANN}"]
    assert rows["conversations"] == [
        {"conversation_key": "x_twitter:77", "title": None, "kind": "group"},
        {"conversation_key": "x_twitter:77", "title": "Lieferung", "kind": None},
    ]


def test_reactions_on_their_own_and_types_that_are_not_known_are_kept(tmp_path):
    odd = {"trustConversation": {"createdAt": at(1), "senderId": KENJI}}
    rows = read(tmp_path, conversation(PAIR, DIRECT[3], odd))["events"]
    assert [(row["event"], row["text"]) for row in rows] == [("reaction", "agree"), ("other", None)]
    assert json.loads(rows[1]["detail"]) == {"type": "trustConversation"}


def test_a_conversation_without_id_is_that_of_its_two_sides(tmp_path):
    rows = read(tmp_path, {"dmConversation": {"messages": [GROUP[0], said(1, KENJI, "hi")]}}, {"messages": [GROUP[0]]})
    keys = [row["conversation_key"] for row in rows["conversations"]]
    assert keys == ["x_twitter:1001-2002", "x_twitter:unknown"]


@pytest.mark.parametrize(
    "opening",
    [
        "window.YTD.direct_messages.part0 = ", "window.YTD.direct_message.part0 = ", "YTD.dm.part0=",
        "window.YTD.direct_messages_group.part12 = ", "\ufeffwindow.YTD.direct_messages.part0 =\n", "",
        "window.YTD.some_later_name.part0 = ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["DIRECT-MESSAGES.JS", "ein anderer Name.txt", "x"])
def test_an_archive_s_file_is_known_by_its_variable_or_by_its_first_block(tmp_path, opening, name):
    (tmp_path / name).write_text(opening + json.dumps([conversation(PAIR, *DIRECT)]) + ";\n")
    rows = found(tmp_path / name)
    assert (len(rows["messages"]), len(rows["rejects"])) == (4, 0)


def test_headers_of_messages_and_other_data_are_not_read(tmp_path):
    headers = conversation(PAIR, {"messageCreate": {"id": "1", "senderId": ZOE, "createdAt": at(1)}})
    put(tmp_path, direct_message_headers=script("YTD.direct_message_headers.part0", [headers]))
    [alone] = find_exports([tmp_path / "data" / "direct-message-headers.js"])
    assert isinstance(alone, Unrecognised)
    put(
        tmp_path,
        tweets=script("YTD.tweets.part0", [{"tweet": {}}]),
        direct_messages=script("YTD.direct_messages.part0", []),
    )
    (tmp_path / "Your archive.html").write_text("<html></html>")
    assert found(tmp_path)["messages"] == []


def test_an_archive_is_one_export_beside_others_and_in_a_zip(tmp_path):
    for name in ("twitter-a", "twitter-b"):
        for file, data in written.example().items():
            (tmp_path / name / "DATA").mkdir(parents=True, exist_ok=True)
            (tmp_path / name / "DATA" / Path(file).name).write_bytes(data)
    (tmp_path / "twitter-a" / "chat.txt").write_text("12/31/23, 9:05 PM - Anna: hi\n12/31/23, 9:06 PM - Bo: hello\n")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        for file, data in written.example().items():
            archive.writestr(f"twitter-2025/{file}", data)
    exports = [(each.platform, each.path.name) for each in find_exports([tmp_path])]
    assert sorted(exports) == [
        ("whatsapp", "chat.txt"), ("x_twitter", "c.zip"), ("x_twitter", "twitter-a"), ("x_twitter", "twitter-b"),
    ]  # fmt: skip


def test_a_part_that_the_manifest_counts_and_that_is_not_there_is_told_of(tmp_path):
    direct = script("YTD.direct_messages.part0", [conversation(PAIR, *DIRECT)])
    put(tmp_path, manifest=script("__THAR_CONFIG", MANIFEST), direct_messages=direct)
    rows = found(tmp_path)
    assert len(rows["messages"]) == 4
    assert [(row["member"], row["reason"]) for row in rows["rejects"]] == [("data/manifest.js", "missing_part")] * 3
    listed = [json.loads(row["raw"])["globalName"] for row in rows["rejects"]]
    assert listed == ["YTD.direct_messages.part0", "YTD.direct_messages_group.part0", "YTD.direct_messages_group.part1"]


def test_the_owner_is_known_by_the_manifest_where_the_account_is_missing(tmp_path):
    put(tmp_path, manifest=script("__THAR_CONFIG", {"userInfo": MANIFEST["userInfo"]}))
    put(tmp_path, direct_messages=script("YTD.direct_messages.part0", [conversation(PAIR, *DIRECT)]))
    assert found(tmp_path)["participants"][0]["role"] == "staff"


def test_the_company_s_own_accounts_are_staff(tmp_path):
    rows = read(tmp_path, conversation(PAIR, *DIRECT), own_accounts=frozenset({KENJI}))["participants"]
    assert {row["sender_key"]: row["role"] for row in rows} == {"x_twitter_id:1001": None, "x_twitter_id:2002": "staff"}


def test_records_and_blocks_that_cannot_be_read_cost_nothing_beside_them(tmp_path):
    odd = [{}, {"messageCreate": None}, 5, said(2, ZOE, "b", createdAt="soon"), said(3, ZOE, "fine")]
    rows = read(tmp_path, conversation(PAIR, *odd), 7, {"dmConversation": {"messages": {}}}, {"x": 1})
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [
        (1, "bad_field"), (2, "bad_field"), (3, "not_an_object"), (4, "bad_time"),
        (6, "json"), (7, "no_conversation"), (8, "no_conversation"),
    ]  # fmt: skip
    assert [row["text"] for row in rows["messages"]] == ["fine"]


@pytest.mark.parametrize("text", [b"", b"window.", b"hello", b"{}"])
def test_what_is_no_part_of_an_archive_is_refused(tmp_path, text):
    with pytest.raises(SourceFormatError):
        read_bytes(tmp_path, text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), indent=st.sampled_from([None, 2]))
def test_what_stands_before_a_cut_is_read(tmp_path, data, indent):
    whole = "window.YTD.direct_messages.part0 = " + json.dumps([conversation(PAIR, *DIRECT)], indent=indent)
    start = whole.index("[", whole.index("messages"))
    cut = data.draw(st.integers(start + 20, len(whole) - 1))
    rows = read_bytes(tmp_path, whole[:cut].encode())
    sound = len(rows["messages"]) + len(rows["events"])
    assert sound + len(rows["rejects"]) <= len(DIRECT) + 1
    assert sound >= whole[:cut].count('"createdAt"') - whole[:cut].count('"eventId"') - 2
    assert len(rows["rejects"]) == 1


@pytest.mark.parametrize("indent", [None, 2])
def test_a_cut_behind_the_last_message_is_told_of(tmp_path, indent):
    whole = "window.YTD.direct_messages.part0 = " + json.dumps([conversation(PAIR, *DIRECT)], indent=indent)
    for cut in range(whole.rindex("]", 0, -1) + 1, len(whole)):
        rows = read_bytes(tmp_path, whole[:cut].encode())
        assert len(rows["messages"]) + len(rows["events"]) == len(DIRECT)
        assert [row["reason"] for row in rows["rejects"]] == ["truncated"]


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["url", "expanded", "senderId", "reactionKey"]), inner),
    ),
    max_leaves=4,
)
FIELDS = st.sampled_from(
    [*said(1, ZOE, "")["messageCreate"], "userIds", "name", "initiatingUserId", "participantsSnapshot"]
)
TYPES = st.sampled_from(["messageCreate", "participantsJoin", "conversationNameUpdate", "odd"])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(oddities=st.lists(st.one_of(JUNK, st.tuples(TYPES, st.dictionaries(FIELDS, JUNK, max_size=4))), max_size=4))
def test_whatever_stands_in_the_fields_each_record_comes_out_once(tmp_path, oddities):
    sound = said(1, ZOE, "sound")["messageCreate"]
    records = [{odd[0]: sound | odd[1]} if isinstance(odd, tuple) else odd for odd in oddities]
    data = orjson.dumps([conversation(PAIR, *records, {"messageCreate": sound})])
    rows = read_bytes(tmp_path, b"window.YTD.direct_messages.part0 = " + data)
    placed = sorted(row["record"] for name in ("messages", "events", "rejects") for row in rows[name])
    assert placed == list(range(1, len(records) + 2))
    assert rows["messages"][-1]["text"] == "sound"


def test_a_long_archive_comes_in_batches_with_its_records_counted_through(tmp_path):
    path = tmp_path / "long.js"
    block = conversation(PAIR, *[said(1, ZOE, "x")] * 1000)
    path.write_bytes(b"window.YTD.direct_messages.part0 = " + orjson.dumps([block] * 101))
    batches = list(x_twitter.read(Export(path, "x_twitter"), ReadSettings()))
    assert [batch.messages["record"][-1].as_py() for batch in batches] == [batches[0].records, 101_000]
