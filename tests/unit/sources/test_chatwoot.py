"""Chatwoot: webhook calls, and messages and conversations as its API answers."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports.chatwoot import example

from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "chatwoot"
CALL = json.loads(example()["calls.jsonl"].splitlines()[0])


def rows(path: Path) -> dict[str, list[dict]]:
    (export,) = find_exports([path])
    assert export.platform == "chatwoot"
    batches = list(read(export, ReadSettings()))
    names = ("messages", "events", "rejects", "participants", "conversations")
    found = {name: [row for batch in batches for row in getattr(batch, name).to_pylist()] for name in names}
    assert sum(batch.records for batch in batches) == sum(len(found[name]) for name in names[:3])
    return found


def put(folder: Path, value: object) -> Path:
    path = folder / "any"
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return path


def one(folder: Path, **fields: object) -> dict:
    (row,) = rows(put(folder, CALL | fields))["messages"]
    return row


def test_the_queue_is_read_whole(tmp_path):
    found = rows(put(tmp_path, example()["calls.jsonl"]))
    assert (len(found["messages"]), len(found["events"]), found["rejects"]) == (10, 2, [])
    assert [row["kind"] for row in found["messages"]] == [
        "text", "text", "text", "note", "text", "media", "text", "deleted", "interactive", "text",
    ]  # fmt: skip
    assert {row["conversation_key"] for row in found["messages"]} == {"chatwoot:7", "chatwoot:8"}
    roles = {row["display_name"]: row["role"] for row in found["participants"]}
    assert roles == {"Anna Müller": "customer", "Zoë": "staff", "Bot": "bot"}


def test_a_call_has_its_id_sender_and_instant(tmp_path):
    row = one(tmp_path)
    assert (row["platform_message_id"], row["sender_key"]) == ("101", "chatwoot_id:contact:1")
    assert row["sent_at_utc"] == row["as_of_utc"] == datetime(2026, 3, 3, 13, 5, 1, tzinfo=UTC)


def test_a_contact_is_the_same_person_by_mail_and_number(tmp_path):
    (person,) = rows(put(tmp_path, CALL))["participants"]
    assert person["same_as"] == ["email:anna@example.com", "phone:+491511"]


@pytest.mark.parametrize("at", [1772543101, "1772543101", "2026-03-03T13:05:01.000Z"])
def test_times_come_as_words_and_numbers(tmp_path, at):
    assert one(tmp_path, created_at=at)["sent_at_utc"] == datetime(2026, 3, 3, 13, 5, 1, tzinfo=UTC)


def test_an_answer_of_the_api_counts_types_and_names_the_conversation(tmp_path):
    message = {"id": 5, "content": "hi", "message_type": 0, "content_type": "text", "created_at": 1772543101,
               "conversation_id": 7, "inbox_id": 1, "private": False, "sender": {"id": 1, "name": "Anna"}}  # fmt: skip
    found = rows(put(tmp_path, {"meta": {"labels": []}, "payload": [message, message | {"id": 6, "message_type": 2}]}))
    assert [row["sender_key"] for row in found["messages"]] == ["chatwoot_id:contact:1"]
    assert [row["event"] for row in found["events"]] == ["notice"]
    assert found["messages"][0]["conversation_key"] == "chatwoot:7"


def test_conversations_of_an_answer_are_read_by_their_messages(tmp_path):
    message = {"id": 5, "content": "hi", "message_type": 1, "content_type": "text", "created_at": 1772543101,
               "content_attributes": {}}  # fmt: skip
    talk = {"id": 7, "inbox_id": 1, "account_id": 1, "can_reply": True, "messages": [message]}
    found = rows(put(tmp_path, {"data": {"meta": {}, "payload": [talk]}}))
    assert [row["conversation_key"] for row in found["messages"]] == ["chatwoot:7"]


def test_a_deleted_message_keeps_no_words_and_counts_as_newer(tmp_path):
    row = one(tmp_path, content="This message was deleted", content_attributes={"deleted": True}, updated_at=1772549999)
    assert (row["kind"], row["text"], row["is_deleted"]) == ("deleted", None, True)
    assert row["as_of_utc"] > row["sent_at_utc"]


@pytest.mark.parametrize(("at", "reason"), [(None, "no_time"), ("soon", "bad_time")])
def test_a_message_without_a_time_is_rejected(tmp_path, at, reason):
    assert [row["reason"] for row in rows(put(tmp_path, CALL | {"created_at": at}))["rejects"]] == [reason]


@pytest.mark.parametrize("value", [{"event": "message_created"}, {"message_type": 1}, {"payload": []}, [{"event": 1}]])
def test_other_objects_are_not_chatwoots(tmp_path, value):
    (found,) = find_exports([put(tmp_path, value)])
    assert isinstance(found, Unrecognised)


@given(cut=st.integers(0, 4000))
def test_a_cut_file_conserves_its_records(tmp_path_factory, cut):
    data = example()["calls.jsonl"]
    path = put(tmp_path_factory.mktemp("cut"), data[: max(0, len(data) - cut)])
    (found,) = find_exports([path])
    if not isinstance(found, Unrecognised):
        rows(path)


_VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.lists(st.none(), max_size=2)


@given(fields=st.dictionaries(st.sampled_from(sorted(CALL.keys() - {"event"})), _VALUES))
def test_any_value_in_any_field_costs_its_own_record_at_most(tmp_path_factory, fields):
    found = rows(put(tmp_path_factory.mktemp("any"), [CALL, CALL | fields, CALL]))
    assert len(found["messages"]) >= 2


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_sample_is_read_right():
    (row,) = rows(SAMPLES / "docs+chatwoot.com/message_created.json")["messages"]
    assert (row["text"], row["sent_at_utc"]) == ("Hi", datetime(2020, 3, 3, 13, 5, 57, tzinfo=UTC))
