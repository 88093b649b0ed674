"""Google Chat out of Google's Takeout."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.exports import google_chat as written
from support.exports.google_chat import BOT, DIRECT, EDITED, FILE, KENJI, QUOTED, SPACE, ZOE, said
from support.reading import gathered

from chatward.errors import SourceFormatError
from chatward.sources.google_chat import reader as google_chat
from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.testing import check_reader

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "google_chat"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")


def read(folder: Path, *records: object, **declared: object) -> dict[str, list[dict]]:
    path = folder / "DM k6oxHQAAAAE" / "messages.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(orjson.dumps({"messages": list(records)}))
    return gathered(google_chat.read(Export(path, "google_chat"), ReadSettings(**declared)))


def found(path: Path, **declared: object) -> dict[str, list[dict]]:
    [export] = find_exports([path])
    assert isinstance(export, Export)
    assert export.platform == "google_chat"
    return gathered(read_export(export, ReadSettings(**declared)))


def put(folder: Path) -> Path:
    for name, data in written.example().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def one(folder: Path, text: str | None = "hi", **fields: object) -> dict:
    rows = read(folder, said(1, ZOE, text, **fields))
    assert not rows["rejects"]
    return rows["messages"][0]


def test_the_reader_keeps_what_every_reader_promises():
    check_reader("google_chat", written.example())


@needs_samples
def test_the_sample_is_read_to_the_last_field():
    rows = found(SAMPLES)
    told = ("platform_message_id", "thread_key", "sender_key", "text", "kind", "is_deleted")
    john = "email:john.smith@example.com"
    assert [tuple(row[name] for name in told) for row in rows["messages"]] == [
        ("k6oxHQAAAAE/LqFDi4ScZAQ/LqFDi4ScZAQ", "LqFDi4ScZAQ", john,
         "We should sync https://www.youtube.com/watch?v=dQw4w9WgXcQ", "text", False),
        ("k6oxHQAAAAE/abc/abc", "abc", "google_chat_name:Build Bot", None, "media", False),
        ("k6oxHQAAAAE/abc/def", "abc", john, None, "deleted", True),
    ]  # fmt: skip
    assert [row["sent_at_utc"] for row in rows["messages"]] == [
        datetime(2016, 11, 3, 11, 59, 50, tzinfo=UTC),
        datetime(2016, 11, 22, 21, 46, 26, tzinfo=UTC),
        datetime(2016, 11, 22, 21, 50, tzinfo=UTC),
    ]
    assert rows["messages"][1]["attachments"][0]["name"] == "4926?account_id=3.png"
    assert {row["sender_key"]: (row["display_name"], row["role"]) for row in rows["participants"]} == {
        john: ("John Smith", "staff"), "google_chat_name:Build Bot": ("Build Bot", "bot"),
    }  # fmt: skip
    [conversation] = rows["conversations"]
    assert conversation == {"conversation_key": "google_chat:k6oxHQAAAAE", "title": "Build Bot", "kind": "direct"}


def test_a_message_keeps_its_place_ids_sender_text_and_time(tmp_path):
    assert one(tmp_path, "Grüße 👋 <b>") == {
        "member": "", "record": 1, "platform_message_id": "k6oxHQAAAAE/topic1/topic1",
        "conversation_key": "google_chat:k6oxHQAAAAE", "reply_to": None, "thread_key": "topic1",
        "sender_key": "email:zoe@acme.example", "kind": "text", "text": "Grüße 👋 <b>", "attachments": None,
        "reactions": None, "is_edited": False, "is_deleted": False, "is_forwarded": False,
        "sent_at_utc": datetime(2026, 5, 29, 3, 1, 29, tzinfo=UTC), "sent_at_local": None, "zone_source": "explicit",
        "precision": "second", "as_of_utc": None,
    }  # fmt: skip


def test_an_edited_message_keeps_when_it_was_sent_and_loses_what_it_said(tmp_path):
    rows = read(tmp_path, EDITED)
    [row] = rows["messages"]
    assert (row["sent_at_utc"].minute, row["is_edited"], row["text"]) == (6, True, "nouveau texte")
    assert "ancien" not in str(rows)


def test_an_edited_message_without_its_versions_has_the_time_of_the_edit(tmp_path):
    row = one(tmp_path, created_date=None, updated_date="Friday, May 29, 2026 at 4:00:00 AM UTC")
    assert (row["sent_at_utc"].hour, row["is_edited"]) == (4, True)


def test_a_deleted_message_says_nothing_any_more(tmp_path):
    row = one(tmp_path, "rest", message_state="DELETED", attached_files=[FILE])
    assert (row["kind"], row["is_deleted"], row["text"], row["attachments"]) == ("deleted", True, None, None)
    assert one(tmp_path, None, deletion_metadata={"deletion_type": "CREATOR"})["is_deleted"]


@pytest.mark.parametrize("quoted", [QUOTED, [QUOTED]])
def test_a_reply_keeps_the_id_of_what_it_answers_and_not_its_words(tmp_path, quoted):
    rows = read(tmp_path, said(1, KENJI, "dazu", quoted_message_metadata=quoted))
    assert rows["messages"][0]["reply_to"] == QUOTED["message_id"]
    assert "Hallo" not in str(rows)


def test_reactions_files_links_and_calls_are_told(tmp_path):
    given = [
        {"emoji": {"unicode": "👍"}, "reactor_emails": ["a@x.example"]},
        {"emoji": {"custom_emoji": {"short_code": ":go:"}}},
    ]
    assert one(tmp_path, reactions=given)["reactions"] == [
        {"emoji": "👍", "sender_key": "email:a@x.example", "count": 1},
        {"emoji": ":go:", "sender_key": None, "count": 1},
    ]
    row = one(tmp_path, "with", attached_files=[FILE, {"export_name": "b_.png"}])
    assert (row["kind"], [file["name"] for file in row["attachments"]]) == ("media", ["Rechnung März?.pdf", "b_.png"])
    assert one(tmp_path, None, annotations=SPACE[2]["annotations"])["text"] == "Angebot"
    row = one(tmp_path, None, annotations=SPACE[3]["annotations"])
    assert (row["kind"], row["text"]) == ("call", "https://meet.example/abc")
    assert one(tmp_path, None)["kind"] == "unsupported"


def test_who_is_named_by_address_name_or_not_at_all(tmp_path):
    records = [said(1, person, "x") for person in (KENJI, BOT, {"user_type": "Human"}, {"name": "Ann", "email": ""})]
    rows = read(tmp_path, *records, own_accounts=frozenset({"kenji@customer.example"}))
    assert [row["sender_key"] for row in rows["messages"]] == [
        "email:kenji@customer.example", "google_chat_name:Build Bot", None, "google_chat_name:Ann",
    ]  # fmt: skip
    assert [row["role"] for row in rows["participants"]] == ["staff", "bot", None]


def test_conversations_are_known_by_their_id_whatever_their_folder(tmp_path):
    rows = found(put(tmp_path))
    assert sorted(rows["conversations"], key=lambda row: row["conversation_key"]) == [
        {"conversation_key": "google_chat:AAAAspace", "title": "Lieferung", "kind": "channel"},
        {"conversation_key": "google_chat:k6oxHQAAAAE", "title": "山田 健二", "kind": "direct"},
    ]
    old = [{name: value for name, value in record.items() if name != "message_id"} for record in DIRECT]
    assert {row["conversation_key"] for row in read(tmp_path, *old)["messages"]} == {"google_chat:k6oxHQAAAAE"}


def test_a_download_is_one_export_in_any_folder_beside_others_and_in_a_zip(tmp_path):
    place = put(tmp_path / "Übergabe")
    (place / "Takeout").rename(place / "TAKEOUT")
    groups = place / "TAKEOUT" / "Google Chat" / "Groups"
    (groups / "DM k6oxHQAAAAE" / "File-notes.txt").write_text("sent in the chat")
    (place / "TAKEOUT" / "archive_browser.html").write_text("<html></html>")
    (groups / "DM empty").mkdir()
    (groups / "DM empty" / "messages.json").write_text('{"messages": []}')
    (groups / "DM empty" / "group_info.json").write_text(json.dumps({"members": [ZOE]}))
    (place / "chat.txt").write_text("12/31/23, 9:05 PM - Anna: hi\n12/31/23, 9:06 PM - Bo: hello\n")
    put(place / "b")
    with zipfile.ZipFile(place / "c.zip", "w") as archive:
        for name, data in written.example().items():
            archive.writestr(name, data)
    exports = list(find_exports([tmp_path]))
    assert sorted((each.platform, each.path.name) for each in exports) == [
        ("google_chat", "TAKEOUT"), ("google_chat", "Takeout"), ("google_chat", "c.zip"), ("whatsapp", "chat.txt"),
    ]  # fmt: skip
    assert all(len(gathered(read_export(each, ReadSettings()))["messages"]) in (12, 2) for each in exports)


@pytest.mark.parametrize("name", ["MESSAGES.JSON", "ein anderer Name", "x.txt"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_one_conversation_is_read_on_its_own(tmp_path, name, encoding):
    (tmp_path / name).write_text(json.dumps({"messages": DIRECT}), encoding=encoding)
    assert len(found(tmp_path / name)["messages"]) == len(DIRECT)


@pytest.mark.parametrize(
    "other",
    [
        {"messages": []}, {"messages": [{"id": 1, "text": "x"}]}, {"members": [{"name": "a"}]}, {"user": {"name": "a"}},
        {"members": [ZOE]}, {"user": ZOE},
    ],
)  # fmt: skip
def test_what_only_looks_a_bit_like_a_conversation_and_companions_alone_are_none(tmp_path, other):
    (tmp_path / "a.json").write_text(json.dumps(other))
    [export] = find_exports([tmp_path / "a.json"])
    assert isinstance(export, Unrecognised)


def test_records_that_cannot_be_read_are_rejected_and_their_siblings_are_not(tmp_path):
    secret = {"previous_message_versions": [{"text": "SECRET"}], "quoted_message_metadata": {"text": "SECRET"}}
    unknown, impossible = "Unknown Date", "Sunday, February 30, 2020 at 1:00:00 AM UTC"
    dated = [said(1, ZOE, "a", created_date=date, **secret) for date in (None, unknown, impossible)]
    rows = read(tmp_path, *dated, 5, None, said(4, ZOE, "fine"))
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [
        (1, "no_time"), (2, "bad_time"), (3, "bad_time"), (4, "not_an_object"), (5, "not_an_object"),
    ]  # fmt: skip
    assert [(row["record"], row["text"]) for row in rows["messages"]] == [(6, "fine")]
    assert "SECRET" not in str(rows)


@pytest.mark.parametrize("text", [b"", b"[]", b'{"members": []}', b"hello"])
def test_what_is_no_conversation_is_refused(tmp_path, text):
    (tmp_path / "messages.json").write_bytes(text)
    with pytest.raises(SourceFormatError) as refused:
        list(google_chat.read(Export(tmp_path / "messages.json", "google_chat"), ReadSettings()))
    assert "messages" not in refused.value.message


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(400, len(json.dumps({"messages": DIRECT})) - 3))
def test_what_stands_before_a_cut_is_read(tmp_path, cut):
    whole = json.dumps({"messages": DIRECT})
    (tmp_path / "a.json").write_text(whole[:cut])
    rows = gathered(google_chat.read(Export(tmp_path / "a.json", "google_chat"), ReadSettings()))
    assert len(rows["messages"]) == sum(json.dumps({"messages": DIRECT[: n + 1]})[:-2] in whole[:cut] for n in range(7))
    assert len(rows["rejects"]) == 1


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["name", "email", "user_type", "emoji", "unicode", "url", "message_id"]), inner
        ),
    ),
    max_leaves=4,
)
FORMER = ("updated_date", "previous_message_versions", "quoted_message_metadata", "message_state", "deletion_metadata")
FIELDS = st.sampled_from([*said(1, ZOE, "x"), *FORMER, "attached_files", "attached_gifs", "annotations", "reactions"])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(oddities=st.lists(st.one_of(JUNK, st.dictionaries(FIELDS, JUNK, max_size=4)), max_size=4))
def test_whatever_stands_in_the_fields_each_record_comes_out_once(tmp_path, oddities):
    records = [said(1, ZOE, "x") | odd if isinstance(odd, dict) else odd for odd in oddities]
    rows = read(tmp_path, said(1, ZOE, "first"), *records, said(2, KENJI, "sound"))
    placed = sorted(row["record"] for name in ("messages", "rejects") for row in rows[name])
    assert placed == list(range(1, len(records) + 3))
    assert rows["messages"][-1]["text"] == "sound"


def test_a_long_conversation_comes_in_batches_with_its_records_counted_through(tmp_path):
    path = tmp_path / "long.json"
    path.write_bytes(orjson.dumps({"messages": [said(1, ZOE, "x")] * 100_001}))
    batches = list(google_chat.read(Export(path, "google_chat"), ReadSettings()))
    assert [batch.messages["record"][-1].as_py() for batch in batches] == [batches[0].records, 100_001]
