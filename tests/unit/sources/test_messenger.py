import json
import random
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.sources import collected
from chatward.sources.messenger import reader as messenger
from chatward.sources.records import EVENT_KINDS, MESSAGE_KINDS, Export, ReadSettings


def read(path: Path, *members: str, own: frozenset[str] = frozenset()) -> dict[str, list[dict]]:
    batches = list(messenger.read(Export(path, "messenger", members or ("",)), ReadSettings(own_accounts=own)))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    records = sum(batch.records for batch in batches)
    assert records == len(rows["messages"]) + len(rows["events"]) + len(rows["rejects"])
    return rows


def thread(*messages: object, **fields: object) -> dict:
    people = [{"name": "Jane Doe"}, {"name": "Acme Care"}]
    return {
        "participants": people,
        "messages": list(messages),
        "title": "Jane Doe",
        "thread_path": "inbox/jane_1",
    } | fields


def said(**fields: object) -> dict:
    return {"sender_name": "Jane Doe", "timestamp_ms": 1600000000123} | fields


def read_thread(folder: Path, document: object) -> dict[str, list[dict]]:
    file = folder / "message_1.json"
    file.write_text(document if isinstance(document, str) else json.dumps(document))
    return read(file)


def one(folder: Path, **fields: object) -> dict:
    rows = read_thread(folder, thread(said(**fields)))
    assert not rows["rejects"]
    return (rows["messages"] + rows["events"])[0]


@pytest.mark.parametrize("words", ["Reacted 😆 to your message ", "Reagierte mit 😆 auf deine Nachricht"])
def test_words_that_only_report_a_reaction_are_an_event(tmp_path, words):
    row = one(tmp_path, content=words)
    assert (row["event"], json.loads(row["detail"])) == ("reaction", {"emoji": "😆"})


def test_words_that_stand_in_for_what_was_sent_are_no_text(tmp_path):
    row = one(tmp_path, content="Jane Doe sent an attachment.", share={"link": "https://a.example/b"})
    assert "sent an attachment" not in row["text"]


def test_a_message_of_words_has_sender_text_and_instant(tmp_path):
    row = one(tmp_path, content="Wo ist meine Bestellung?")
    assert row["conversation_key"] == "messenger:jane_1"
    assert row["sender_key"] == "messenger_name:Jane Doe"
    assert (row["kind"], row["text"], row["is_deleted"]) == ("text", "Wo ist meine Bestellung?", False)
    assert row["sent_at_utc"] == datetime(2020, 9, 13, 12, 26, 40, 123000, UTC)
    assert (row["zone_source"], row["precision"], row["sent_at_local"]) == ("explicit", "millisecond", None)
    assert (row["record"], row["platform_message_id"], row["attachments"], row["reactions"]) == (1, None, None, None)


def test_a_curly_quote_beside_mangled_text_breaks_nothing(tmp_path):
    rows = read_thread(tmp_path, thread(said(content="“wörtlich”"), said(content="caf\u00c3\u00a9")))
    assert [row["text"] for row in rows["messages"]] == ["“wörtlich”", "café"]


def test_mangled_names_make_the_same_person_as_clean_ones(tmp_path):
    rows = read_thread(
        tmp_path, thread(said(sender_name="Zo\u00c3\u00ab", content="a"), said(sender_name="Zoë", content="b"))
    )
    assert {row["sender_key"] for row in rows["messages"]} == {"messenger_name:Zoë"}


def test_an_unsent_message_leaves_nothing_of_what_it_said(tmp_path):
    gone = said(
        content="secret words", is_unsent=True, photos=[{"uri": "a/secret.jpg"}], share={"link": "https://secret"}
    )
    rows = read_thread(tmp_path, thread(gone | {"reactions": [{"reaction": "x", "actor": "Jane Doe"}]}))
    [row] = rows["messages"]
    assert (row["kind"], row["is_deleted"], row["text"], row["attachments"]) == ("deleted", True, None, None)
    assert row["reactions"] == [{"emoji": "x", "sender_key": "messenger_name:Jane Doe", "count": 1}]
    assert "secret" not in str(rows)


def test_an_unsent_message_that_is_rejected_leaves_nothing_either(tmp_path):
    rows = read_thread(tmp_path, thread({"content": "secret", "is_unsent": True, "ip": "192.0.2.7"}))
    assert rows["rejects"][0]["reason"] == "no_time"
    assert b"secret" not in rows["rejects"][0]["raw"]
    assert b"192.0.2.7" not in rows["rejects"][0]["raw"]


def test_the_ip_address_of_old_exports_goes_nowhere(tmp_path):
    rows = read_thread(tmp_path, thread(said(content="hi", ip="192.0.2.7", sender_id_INTERNAL=4711)))
    assert "192.0.2.7" not in str(rows)
    assert "4711" not in str(rows)


def test_a_message_without_words_and_files_counts_as_deleted(tmp_path):
    row = one(tmp_path, is_geoblocked_for_viewer=False)
    assert (row["kind"], row["is_deleted"], row["text"]) == ("deleted", True, None)


def test_attachments_of_all_kinds_are_kept_by_name(tmp_path):
    row = one(tmp_path, photos=[{"uri": "m/1.jpg"}], videos=[{"uri": "m/2.mp4"}], gifs=[{}], content="look")
    assert (row["kind"], row["text"]) == ("media", "look")
    assert [(file["name"], file["media_type"]) for file in row["attachments"]] == [
        ("1.jpg", "image/jpeg"),
        ("2.mp4", "video/mp4"),
        (None, None),
    ]


def test_a_sticker_is_a_sticker(tmp_path):
    row = one(tmp_path, sticker={"uri": "messages/stickers_used/39178562.png"})
    assert (row["kind"], row["attachments"][0]["name"], row["text"]) == ("sticker", "39178562.png", None)


def test_a_shared_link_is_text(tmp_path):
    row = one(tmp_path, content="here", share={"link": "https://a.example/", "share_text": "A shop"})
    assert (row["kind"], row["text"]) == ("text", "here\nhttps://a.example/\nA shop")


def test_a_call_is_an_event_with_its_duration(tmp_path):
    row = one(tmp_path, content="Jane called you.", call_duration=61, type="Call")
    assert (row["event"], row["actor_key"], row["text"]) == ("call", "messenger_name:Jane Doe", "Jane called you.")
    assert json.loads(row["detail"]) == {"duration_seconds": 61, "is_missed": False}


@pytest.mark.parametrize(
    "fields", [{"call_duration": 0, "missed": True}, {"missed": True}, {"type": "Call", "missed": 1}]
)
def test_a_missed_call_says_so(tmp_path, fields):
    assert json.loads(one(tmp_path, content="missed", **fields)["detail"])["is_missed"] is True


@pytest.mark.parametrize(("kind", "event"), [("Subscribe", "member_joined"), ("Unsubscribe", "member_left")])
def test_members_come_and_go_by_type(tmp_path, kind, event):
    row = one(tmp_path, content="Jane added Bob.", type=kind, users=[{"name": "Bob"}])
    assert row["event"] == event
    assert json.loads(row["detail"]) == {"members": ["messenger_name:Bob"]}


def test_a_notice_without_a_type_stays_a_message(tmp_path):
    assert one(tmp_path, content="Jane named the group Crew.", type="Generic")["kind"] == "text"


def test_you_acted_only_where_the_sender_may_be_the_exports_owner(tmp_path):
    words = "You turned off disappearing messages."
    file = tmp_path / "message_1.json"
    file.write_text(json.dumps(thread(said(content=words), said(sender_name="Acme Care", content=words))))
    for own in (frozenset(), frozenset({"Acme Care"})):
        rows = read(file, own=own)
        assert [row["sender_key"] for row in rows["messages"]] == ["messenger_name:Jane Doe"]
        assert [row["actor_key"] for row in rows["events"]] == ["messenger_name:Acme Care"]
    group = thread(said(content=words), title="Crew", participants=[{"name": name} for name in ("Jane Doe", "A", "B")])
    assert read_thread(tmp_path, group)["events"]
    file.write_text(json.dumps(group))
    assert read(file, own=frozenset({"A"}))["messages"]


def test_the_same_thread_in_inbox_and_archive_is_one_conversation(tmp_path):
    for section in ("inbox", "archived_threads"):
        (tmp_path / f"{section}.json").write_text(
            json.dumps(thread(said(content="x"), thread_path=f"{section}/jane_1"))
        )
    rows = read(tmp_path, "inbox.json", "archived_threads.json")
    assert {row["conversation_key"] for row in rows["messages"]} == {"messenger:jane_1"}
    assert rows["conversations"] == [{"conversation_key": "messenger:jane_1", "title": "Jane Doe", "kind": "direct"}]


def test_ex_members_appear_as_participants(tmp_path):
    rows = read_thread(tmp_path, thread(said(sender_name="Left Long Ago", content="x")))
    assert "messenger_name:Left Long Ago" in {row["sender_key"] for row in rows["participants"]}


def test_the_companys_own_account_is_staff(tmp_path):
    file = tmp_path / "message_1.json"
    file.write_text(json.dumps(thread(said(content="x"))))
    roles = {row["display_name"]: row["role"] for row in read(file, own=frozenset({"Acme Care"}))["participants"]}
    assert roles == {"Jane Doe": None, "Acme Care": "staff"}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"sender_name": "Jane", "content": "x"}, "no_time"),
        (said(content="x", timestamp_ms="yesterday"), "bad_time"),
        (said(content=["x"]), "bad_field"),
        (said(sender_name=7), "bad_field"),
        ("just text", "not_an_object"),
        (None, "not_an_object"),
    ],
)
def test_a_record_that_cannot_be_read_is_rejected_and_its_siblings_are_not(tmp_path, record, reason):
    rows = read_thread(tmp_path, thread(said(content="a"), record, said(content="b")))
    assert [(row["record"], row["text"]) for row in rows["messages"]] == [(1, "a"), (3, "b")]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, reason)]


@pytest.mark.parametrize("text", ["{broken", "", "[]", '{"messages": 1}'])
def test_a_corrupt_file_is_one_reject_and_the_others_are_read(tmp_path, text):
    (tmp_path / "1.json").write_text(text)
    (tmp_path / "2.json").write_text(json.dumps(thread(said(content="fine"))))
    rows = read(tmp_path, "1.json", "2.json")
    assert [row["text"] for row in rows["messages"]] == ["fine"]
    assert [(row["member"], row["reason"]) for row in rows["rejects"]] == [("1.json", "json")]


def test_a_cut_off_file_loses_its_last_record_only(tmp_path):
    whole = json.dumps(thread(said(content="a"), said(content="b")) | {"title": "t"})
    rows = read_thread(tmp_path, whole[: whole.index('"b"') + 1])
    assert [row["text"] for row in rows["messages"]] == ["a"]
    assert [row["reason"] for row in rows["rejects"]] == ["truncated"]


def test_batches_hold_no_more_than_they_may(tmp_path, monkeypatch):
    monkeypatch.setattr(collected, "BATCH_ROWS", 1000)
    file = tmp_path / "message_1.json"
    file.write_text(json.dumps(thread(*(said(content=str(number)) for number in range(2500)))))
    batches = list(messenger.read(Export(file, "messenger"), ReadSettings()))
    assert [batch.records for batch in batches] == [batch.messages.num_rows for batch in batches]
    assert max(batch.records for batch in batches) <= 1000
    assert [text for batch in batches for text in batch.messages["text"].to_pylist()] == [str(n) for n in range(2500)]


def test_encrypted_chats_of_one_name_and_people_are_one_conversation_whatever_their_number(tmp_path):
    for number in (3, 8):
        document = {"participants": ["Jane", "Acme"], "threadName": f"Jane_{number}", "messages": []}
        (tmp_path / f"Jane_{number}.json").write_text(json.dumps(document))
    rows = read(tmp_path, "Jane_3.json", "Jane_8.json")
    assert [row["conversation_key"] for row in rows["conversations"]] == ["messenger:e2ee:Jane|Acme,Jane"]


def test_encrypted_chats_may_count_seconds(tmp_path):
    record = {"senderName": "Jane", "text": "hi", "timestamp": 1600000000, "isUnsent": False, "media": []}
    rows = read_thread(tmp_path, {"participants": ["Jane"], "threadName": "Jane", "messages": [record]})
    assert rows["messages"][0]["sent_at_utc"] == datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)
    assert rows["messages"][0]["precision"] == "second"


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.lists(st.one_of(st.none(), st.text(max_size=3), st.dictionaries(st.text(max_size=3), st.none())), max_size=2),
    st.dictionaries(st.sampled_from(["uri", "link", "name", "x"]), st.integers(0, 9), max_size=2),
)
FIELDS = [
    *("sender_name", "timestamp_ms", "content", "photos", "gifs", "sticker", "share", "reactions", "call_duration"),
    *("missed", "is_unsent", "type", "users", "ip", "senderName", "timestamp", "text", "media"),
]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    records=st.lists(st.one_of(JUNK, st.dictionaries(st.sampled_from(FIELDS), JUNK)), max_size=4), secure=st.booleans()
)
def test_whatever_the_records_are_each_comes_out_once(tmp_path, records, secure):
    document = thread(*records, said(content="sound")) | ({"threadName": "Jane"} if secure else {})
    file = tmp_path / "message_1.json"
    file.write_bytes(orjson.dumps(document))
    rows = read(file)
    placed = sorted(row["record"] for name in ("messages", "events", "rejects") for row in rows[name])
    assert placed == list(range(1, len(records) + 2))
    assert {row["kind"] for row in rows["messages"]} <= set(MESSAGE_KINDS)
    assert {row["event"] for row in rows["events"]} <= set(EVENT_KINDS)


def test_damaged_bytes_never_stop_the_reading(tmp_path):
    chance = random.Random(7)
    sound = json.dumps(thread(*(said(content=f"n{number}", reactions=[]) for number in range(5)))).encode()
    for _ in range(200):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / "message_1.json").write_bytes(damaged)
        rows = read(tmp_path / "message_1.json")
        assert rows["messages"] or rows["rejects"]
