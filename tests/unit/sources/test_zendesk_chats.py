"""Zendesk: chats, webhook calls, and messages of Sunshine Conversations."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import ODD
from support.reading import rows_of as rows

from chatward.sources.conformity import faults
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Batch, Export, ReadSettings

SAMPLE = (
    Path(__file__).resolve().parents[3]
    / ".."
    / "shared/exports/zendesk/docs+developer.zendesk.com/chat_offline_msg.json"
)


def batches_of(folder: Path, data: Any) -> list[Batch]:
    path = folder / "export.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    (export,) = find_exports([path])
    assert isinstance(export, Export)
    assert export.platform == "zendesk"
    batches = list(read(export, ReadSettings()))
    assert list(faults(batches)) == []
    return batches


def chat(*history: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "2403.1", "type": "chat", "timestamp": "2024-03-07T10:00:00Z", "session": {"ip": "192.0.2.9"},
        "visitor": {"id": "1.7", "name": "Łucja", "email": "lucja@post.example", "phone": "+48 12 345"},
        "history": [{"timestamp": "2024-03-07T10:00:05Z"} | item for item in history], **more,
    }  # fmt: skip


def call(name: str, event: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "account_id": 1, "id": "c", "type": f"zen:event-type:{name}", "time": "2025-01-08T10:12:07.672717030Z",
        "subject": "zen:ticket:12", "zendesk_event_version": "2022-11-06", "event": event,
        "detail": {"id": "12", "subject": "Paket", "requester_id": "7", "submitter_id": "7", "actor_id": "9"}, **more,
    }  # fmt: skip


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample exports do not lie beside the repository")
def test_the_sample_of_a_message_left_while_nobody_was_there():
    (export,) = find_exports([SAMPLE])
    assert isinstance(export, Export)
    batches = list(read(export, ReadSettings()))
    (row,) = rows(batches)
    assert (row["text"], row["sent_at_utc"]) == ("Hi there!", datetime(2014, 10, 9, 5, 28, 35, tzinfo=UTC))
    (person,) = rows(batches, "participants")
    assert (person["display_name"], person["role"], person["same_as"]) == (
        "John",
        "customer",
        ["email:visitor_john@doe.com"],
    )


def test_a_chat_is_its_history(tmp_path: Path):
    batches = batches_of(tmp_path, chat(
        {"type": "chat.memberjoin", "nick": "visitor:1"},
        {"type": "chat.msg", "nick": "visitor:1", "name": "Łucja", "msg": "Cześć", "msg_id": "1"},
        {"type": "chat.msg", "nick": "agent:31", "name": "Ana", "msg": "Dzień dobry"},
        {"type": "chat.msg", "sender_type": "Trigger", "name": "Bot", "msg": "Proszę czekać"},
        {"type": "chat.file", "nick": "agent:31", "attachment": {"name": "a.png", "mime_type": "image/png", "size": 7}},
        {"type": "chat.rating", "nick": "visitor:1", "new_rating": "good"},
    ))  # fmt: skip
    assert [(row["platform_message_id"], row["sender_key"], row["text"], row["kind"]) for row in rows(batches)] == [
        ("chat:2403.1:1", "zendesk_visitor_id:1.7", "Cześć", "text"),
        ("chat:2403.1:3", "zendesk_agent_id:31", "Dzień dobry", "text"),
        ("chat:2403.1:4", "zendesk_name:Bot", "Proszę czekać", "text"),
        ("chat:2403.1:5", "zendesk_agent_id:31", None, "media"),
    ]
    assert [row["event"] for row in rows(batches, "events")] == ["member_joined", "other"]
    roles = {row["sender_key"]: row["role"] for row in rows(batches, "participants")}
    assert roles == {"zendesk_visitor_id:1.7": "customer", "zendesk_agent_id:31": "staff", "zendesk_name:Bot": "bot"}


def test_in_old_histories_a_visitor_is_told_by_name(tmp_path: Path):
    batches = batches_of(
        tmp_path,
        [chat({"type": "chat.msg", "name": "Łucja", "msg": "a"}, {"type": "chat.msg", "name": "Ana", "msg": "b"})],
    )
    assert [row["sender_key"] for row in rows(batches)] == ["zendesk_visitor_id:1.7", "zendesk_name:Ana"]


def test_a_chat_in_which_nothing_was_said_is_an_event(tmp_path: Path):
    batches = batches_of(tmp_path, {"chats": [chat(missed=True)], "count": 1, "next_page": None})
    assert [row["event"] for row in rows(batches, "events")] == ["other"]


def test_chats_are_found_under_their_ids(tmp_path: Path):
    message = {"type": "chat.msg", "nick": "visitor:1", "msg": "a", "msg_id": "1"}
    docs = {"2403.1": chat(message), "2403.2": chat(message, id="2403.2")}
    found = rows(batches_of(tmp_path, {"count": 2, "docs": docs}))
    assert [row["conversation_key"] for row in found] == ["zendesk:chat:2403.1", "zendesk:chat:2403.2"]


def test_a_message_of_messaging_has_its_id_and_the_time_down_to_microseconds(tmp_path: Path):
    event = {
        "actor": {"id": "7", "name": "Zoë", "type": "end_user"},
        "conversation_id": "66ab",
        "message": {"id": "66ac", "body": "Hallo?"},
    }
    batches = batches_of(tmp_path, call("messaging_ticket.message_added", event))
    (row,) = rows(batches)
    assert (row["platform_message_id"], row["text"], row["sender_key"], row["conversation_key"]) == (
        "66ac",
        "Hallo?",
        "zendesk_id:7",
        "zendesk:12",
    )
    assert row["sent_at_utc"] == row["as_of_utc"] == datetime(2025, 1, 8, 10, 12, 7, 672717, tzinfo=UTC)
    assert row["precision"] == "microsecond"
    assert {person["role"] for person in rows(batches, "participants") if person["display_name"] == "Zoë"} == {
        "customer"
    }


def test_a_comment_that_is_not_public_is_a_note_in_calls_too(tmp_path: Path):
    comment = {
        "id": "5",
        "body": "Kundin rief an",
        "is_public": False,
        "author": {"id": "9", "is_staff": True, "name": "Ana"},
    }
    batches = batches_of(tmp_path, call("ticket.comment_added", {"comment": comment}))
    (row,) = rows(batches)
    assert (row["kind"], row["platform_message_id"]) == ("note", "5")
    assert "staff" in {person["role"] for person in rows(batches, "participants")}


@pytest.mark.parametrize(
    ("name", "event", "reported"),
    [
        ("ticket.description_changed", {"current": "neu", "previous": "alt"}, ("message_edited", "ticket:12", "neu")),
        ("ticket.subject_changed", {"current": "neu", "previous": "alt"}, ("title_changed", None, "neu")),
        ("ticket.soft_deleted", {}, ("conversation_deleted", None, None)),
        ("ticket.comment_redacted", {"comment": {"id": "5", "body": "▇▇"}}, ("message_edited", "5", "▇▇")),
        ("ticket.status_changed", {"current": "SOLVED", "previous": "alt"}, ("other", None, None)),
        ("user.created", {}, ("account", None, None)),
    ],
)
def test_a_call_that_reports_a_change_tells_nothing_of_before(tmp_path: Path, name: str, event: Any, reported: Any):
    (row,) = rows(batches_of(tmp_path, [call(name, event)]), "events")
    assert (row["event"], row["target_message_id"], row["text"]) == reported
    assert "alt" not in str(row["detail"])


def test_a_call_that_a_ticket_was_made_holds_its_description(tmp_path: Path):
    made = call("ticket.created", {})
    made["detail"] |= {"description": "Wo ist es?", "created_at": "2025-01-08T10:12:07Z"}
    (row,) = rows(batches_of(tmp_path, made))
    assert (row["platform_message_id"], row["text"], row["conversation_key"]) == (
        "ticket:12",
        "Wo ist es?",
        "zendesk:12",
    )


MESSAGE = {
    "id": "m1", "received": "2024-03-08T11:00:00.123Z", "source": {"type": "whatsapp"},
    "author": {"userId": "u1", "displayName": "Zoë", "type": "user"}, "content": {"type": "text", "text": "Hallo"},
}  # fmt: skip


def test_a_page_of_messages_of_a_conversation_is_read(tmp_path: Path):
    place = MESSAGE | {"id": "m2", "content": {"type": "location", "coordinates": {"lat": 1.5, "long": 2.5}}}
    picture = MESSAGE | {
        "id": "m3",
        "content": {"type": "image", "mediaUrl": "https://a/b/c.png?x=1", "mediaType": "image/png"},
    }
    gone = MESSAGE | {"id": "m4", "deleted": True}
    found = rows(batches_of(tmp_path, {"messages": [MESSAGE, place, picture, gone], "meta": {}, "links": {}}))
    assert [(row["kind"], row["text"]) for row in found] == [
        ("text", "Hallo"),
        ("location", "1.5,2.5"),
        ("media", None),
        ("deleted", None),
    ]
    assert found[2]["attachments"][0]["name"] == "c.png"
    assert found[0]["sender_key"] == "zendesk_id:u1"


def test_a_call_of_conversations_holds_messages_and_what_happened_to_them(tmp_path: Path):
    about = {"conversation": {"id": "k1", "type": "personal"}}
    user = {"id": "u1", "profile": {"email": "z@post.example"}}
    told = [
        ("conversation:message", about | {"message": MESSAGE}),
        ("conversation:message:delivery:user", about | {"message": {"id": "m1"}}),
        ("user:merge", {"user": user}),
    ]
    events = [{"id": name, "createdAt": "2024-03-08T11:00:01Z", "type": name, "payload": load} for name, load in told]
    batches = batches_of(tmp_path, {"app": {"id": "a"}, "webhook": {"id": "w"}, "events": events})
    (row,) = rows(batches)
    assert (row["conversation_key"], row["platform_message_id"]) == ("zendesk:conversation:k1", "m1")
    assert [(row["event"], row["target_message_id"]) for row in rows(batches, "events")] == [
        ("delivery_status", "m1"),
        ("identity_changed", None),
    ]


_CALLS = [
    call("ticket.comment_added", {"comment": {"id": 1, "body": "x", "author": {"id": 1}}}),
    chat({"type": "chat.msg", "msg": "x"}),
    {"app": {"id": "a"}, "events": [{"type": "conversation:message", "createdAt": 1, "payload": {"message": MESSAGE}}]},
    MESSAGE,
]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_odd_values_in_any_field_lose_no_record(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    record = json.loads(json.dumps(data.draw(st.sampled_from(_CALLS))))
    holders = [
        record,
        *(value for value in record.values() if isinstance(value, dict)),
        *record.get("events", []),
        *record.get("history", []),
    ]
    holder = data.draw(st.sampled_from(holders))
    for name in data.draw(st.sets(st.sampled_from(sorted(holder) or ["x"]), max_size=3)):
        holder[name] = data.draw(ODD)
    path = tmp_path_factory.mktemp("odd") / "export.jsonl"
    path.write_text("\n".join(map(json.dumps, [_CALLS[0], record])), encoding="utf-8")
    batches = list(read(Export(path, "zendesk"), ReadSettings()))
    assert list(faults(batches)) == []
    assert sum(batch.records for batch in batches) >= 1


def test_what_a_visitor_remarked_on_rating_a_chat_is_an_events_text(tmp_path):
    item = {"type": "chat.comment", "new_comment": "rude agent", "nick": "visitor", "name": "Łucja"}
    (event,) = rows(batches_of(tmp_path, chat(item)), "events")
    assert (event["text"], event["actor_key"]) == ("rude agent", "zendesk_visitor_id:1.7")
    assert "rude agent" not in event["detail"]
