"""Chatwoot: webhook calls, and messages and conversations as its API answers."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import rows_of as rows
from support.reading import saved, with_odd_fields

from chatward.errors import SourceFormatError
from chatward.sources.chatwoot.reader import read
from chatward.sources.conformity import faults
from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.records import Batch, Export, ReadSettings

SAMPLE = Path(__file__).resolve().parents[3] / ".." / "shared/exports/chatwoot/docs+chatwoot.com/message_created.json"
ZOE = {"id": 1, "name": "Zoë", "email": "zoe@post.example", "type": "contact"}
ANA = {"id": 1, "name": "Ana", "type": "user"}


def batches_of(folder: Path, data: Any, **settings: Any) -> list[Batch]:
    (export,) = find_exports([saved(folder, data)])
    assert isinstance(export, Export)
    assert export.platform == "chatwoot"
    batches = list(read(export, ReadSettings(**settings)))
    assert list(faults(batches)) == []
    return batches


def message(**more: Any) -> dict[str, Any]:
    return {
        "id": 5, "content": "Hallo", "inbox_id": 4, "conversation_id": 7, "message_type": 0, "content_type": "text",
        "content_attributes": {}, "created_at": 1_709_647_200, "private": False, "sender": ZOE, **more,
    }  # fmt: skip


def call(event: str, **more: Any) -> dict[str, Any]:
    about = {"id": 7, "inbox_id": 4, "status": "open"}
    return message(event=event, account={"id": 1, "name": "Acme"}, conversation=about, **more)


def conversation(**more: Any) -> dict[str, Any]:
    return {
        "id": 7, "inbox_id": 4, "status": "open", "unread_count": 0, "created_at": 1_709_640_000,
        "timestamp": 1_709_647_300, "meta": {"sender": ZOE, "assignee": ANA}, "messages": [message()], **more,
    }  # fmt: skip


def only(folder: Path, data: Any) -> dict[str, Any]:
    (row,) = rows(batches_of(folder, data))
    return row


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample exports do not lie beside the repository")
def test_the_sample_of_a_webhook_call():
    (export,) = find_exports([SAMPLE])
    assert isinstance(export, Export)
    batches = list(read(export, ReadSettings()))
    (row,) = rows(batches)
    assert (row["platform_message_id"], row["text"], row["conversation_key"]) == ("1", "Hi", "chatwoot:1")
    assert row["sent_at_utc"] == row["as_of_utc"] == datetime(2020, 3, 3, 13, 5, 57, tzinfo=UTC)
    (person,) = rows(batches, "participants")
    assert person == {
        "sender_key": "chatwoot_contact_id:1",
        "display_name": "Agent",
        "same_as": ["email:agent@example.com"],
        "role": "customer",
    }


@pytest.mark.parametrize("time", ["2024-03-05 14:00:00 UTC", "2024-03-05T14:00:00.000Z", 1_709_647_200, "1709647200"])
def test_a_time_is_the_same_in_every_spelling(tmp_path: Path, time: Any):
    assert only(tmp_path, message(created_at=time))["sent_at_utc"] == datetime(2024, 3, 5, 14, tzinfo=UTC)


def test_a_contact_and_an_agent_of_the_same_number_are_two_people(tmp_path: Path):
    batches = batches_of(tmp_path, {"payload": [message(), message(id=6, message_type=1, sender=ANA)], "meta": {}})
    assert [row["sender_key"] for row in rows(batches)] == ["chatwoot_contact_id:1", "chatwoot_user_id:1"]
    assert {row["role"] for row in rows(batches, "participants")} == {"customer", "staff"}


@pytest.mark.parametrize(
    ("given", "sender"),
    [
        (message(sender=None, sender_type="User", sender_id=9), "chatwoot_user_id:9"),
        (message(sender=None, sender_type="Captain::Assistant", sender_id=9), "chatwoot_assistant_id:9"),
        (message(sender={"id": 3, "name": "Bot", "type": "agent_bot"}), "chatwoot_bot_id:3"),
        (message(sender={"id": 3, "name": "Ana"}, message_type="outgoing"), "chatwoot_user_id:3"),
        (message(sender={"id": 3, "name": "Zoë"}, message_type="incoming"), "chatwoot_contact_id:3"),
        (message(sender=None, contact={"id": 8}), "chatwoot_contact_id:8"),
        (message(sender=None, message_type=3), None),
    ],
)
def test_the_sender_is_found_wherever_a_record_names_it(tmp_path: Path, given: dict[str, Any], sender: str | None):
    assert only(tmp_path, given)["sender_key"] == sender


@pytest.mark.parametrize(
    ("given", "kind", "text"),
    [
        (message(private=True), "note", "Hallo"),
        (message(content=None, attachments=[{"file_type": "image", "data_url": "https://a/b.png"}]), "media", None),
        (
            message(
                content=None, attachments=[{"file_type": "location", "coordinates_lat": 1.5, "coordinates_long": 2.5}]
            ),
            "location",
            "1.5,2.5",
        ),
        (message(content="[@Ana B](mention://user/1/Ana%20B) schau"), "text", "@Ana B schau"),
        (
            message(content=None, content_attributes={"email": {"html_content": {"full": "<p>a</p><p>b</p>"}}}),
            "text",
            "a\nb",
        ),
        (
            message(
                content="Was?",
                content_type="input_select",
                content_attributes={"submitted_values": [{"title": "Rot", "value": "r"}]},
            ),
            "interactive",
            "Was?\nRot\nr",
        ),
        (message(content_attributes={"deleted": True}), "deleted", None),
        (message(content=None), "unsupported", None),
    ],
)
def test_what_a_message_says_and_what_it_is(tmp_path: Path, given: dict[str, Any], kind: str, text: str | None):
    row = only(tmp_path, [given])
    assert (row["kind"], row["text"]) == (kind, text)


def test_an_answer_names_the_message_it_answers(tmp_path: Path):
    assert only(tmp_path, message(content_attributes={"in_reply_to": 4}))["reply_to"] == "4"


def test_an_attachment_has_name_type_and_size(tmp_path: Path):
    file = {"file_type": "file", "data_url": "https://a.example/r/Beleg%20M.pdf?x=1", "file_size": 7}
    assert only(tmp_path, message(attachments=[file]))["attachments"] == [
        {"name": "Beleg%20M.pdf", "media_type": "file", "size_bytes": 7}
    ]


def test_what_chatwoot_says_itself_is_a_notice(tmp_path: Path):
    (event,) = rows(
        batches_of(tmp_path, message(message_type=2, content="Conversation was resolved", sender=None)), "events"
    )
    assert (event["event"], event["text"], event["conversation_key"]) == (
        "notice",
        "Conversation was resolved",
        "chatwoot:7",
    )


def test_the_same_message_comes_under_one_id_from_calls_and_from_the_api(tmp_path: Path):
    found = rows(
        batches_of(tmp_path, [call("message_created", id="5"), call("message_updated"), message(), conversation()])
    )
    assert {(row["platform_message_id"], row["conversation_key"]) for row in found} == {("5", "chatwoot:7")}
    assert [row["as_of_utc"] is None for row in found] == [False, False, True, True]
    assert found[0]["as_of_utc"] < found[1]["as_of_utc"], "what was changed counts, though it tells no later time"


def test_a_deletion_that_is_reported_names_its_message_and_no_words(tmp_path: Path):
    batches = batches_of(tmp_path, call("message_updated", content="geheim", content_attributes={"deleted": True}))
    (event,) = rows(batches, "events")
    assert (event["event"], event["target_message_id"], rows(batches)) == ("message_deleted", "5", [])
    assert "geheim" not in str(event)


def test_a_call_about_a_conversation_is_an_event_and_brings_messages(tmp_path: Path):
    batches = batches_of(tmp_path, conversation(event="conversation_status_changed", status="resolved"))
    (event,) = rows(batches, "events")
    assert json.loads(event["detail"]) == {"event": "conversation_status_changed", "status": "resolved"}
    assert event["at_utc"] == datetime.fromtimestamp(1_709_647_300, UTC)
    assert len(rows(batches)) == 1


def test_a_visitor_who_opens_the_widget_is_an_event(tmp_path: Path):
    came = {"initiated_at": {"timestamp": "Tue Mar 03 2020 18:37:38 GMT-0700 (Mountain Standard Time)"}, "referer": "x"}
    opened = {"event": "webwidget_triggered", "id": "", "contact": ZOE, "inbox": {"id": 4}, "event_info": came}
    (event,) = rows(batches_of(tmp_path, opened), "events")
    assert (event["at_utc"], event["actor_key"]) == (
        datetime(2020, 3, 4, 1, 37, 38, tzinfo=UTC),
        "chatwoot_contact_id:1",
    )


def test_a_page_of_conversations_holds_their_last_messages(tmp_path: Path):
    page = {"data": {"meta": {"all_count": 2}, "payload": [conversation(), conversation(id=8, messages=[])]}}
    batches = batches_of(tmp_path, page)
    assert [row["platform_message_id"] for row in rows(batches)] == ["5"]
    assert [row["conversation_key"] for row in rows(batches, "events")] == ["chatwoot:8"]


def test_contacts_beside_messages_add_what_is_known_of_people(tmp_path: Path):
    contact = {"id": 1, "name": "Zoë", "email": None, "phone_number": "+4930", "identifier": "k-1", "thumbnail": ""}
    saved(tmp_path, {"payload": [message()], "meta": {}}, "messages.json")
    saved(tmp_path, {"payload": [contact], "meta": {"count": 1}}, "contacts.json")
    (export,) = find_exports([tmp_path])
    assert isinstance(export, Export)
    last = rows(list(read(export, ReadSettings())), "participants")[-1]
    assert last["same_as"] == ["phone:+4930", "chatwoot_external_id:k-1", "email:zoe@post.example"]


def test_contacts_alone_are_no_export(tmp_path: Path):
    (found,) = find_exports(
        [saved(tmp_path, {"payload": [{"id": 1, "name": "Z", "phone_number": "1", "identifier": ""}]})]
    )
    assert isinstance(found, Unrecognised)


def test_the_policy_names_the_companys_own_accounts(tmp_path: Path):
    people = rows(batches_of(tmp_path, message(), own_accounts=frozenset({"zoe@post.example"})), "participants")
    assert [row["role"] for row in people] == ["staff"]


@pytest.mark.parametrize(
    "form",
    [
        lambda each: json.dumps(each).encode(),
        lambda each: json.dumps({"meta": {}, "payload": each}, indent=2).encode(),
        lambda each: b"\n".join(json.dumps(one).encode() for one in each),
        lambda each: b"\n\n".join(json.dumps(one, indent=1).encode() for one in each),
        lambda each: json.dumps(each).encode("utf-16"),
        lambda each: b"\xef\xbb\xbf" + json.dumps(each, sort_keys=True).encode(),
    ],
)
def test_the_same_messages_are_read_however_they_were_saved(tmp_path: Path, form: Any):
    path = saved(tmp_path, form([message(), message(id=6)]), "SOMETHING.DAT")
    (export,) = find_exports([path])
    assert isinstance(export, Export)
    assert [row["platform_message_id"] for row in rows(list(read(export, ReadSettings())))] == ["5", "6"]


@pytest.mark.parametrize(
    "other",
    [
        {"event": "message_created", "text": "x"},
        {"id": 1, "message_type": "x", "text": "y"},
        {"id": 1, "inbox_id": 2},
        {"event": "something_else", "account": {}},
    ],
)
def test_what_only_looks_alike_is_not_taken(tmp_path: Path, other: Any):
    found = list(find_exports([saved(tmp_path, other)]))
    assert all(not isinstance(each, Export) or each.platform != "chatwoot" for each in found)


def test_a_broken_record_costs_only_itself(tmp_path: Path):
    odd = [message(id=6, created_at=None), 17, message(id=7, created_at="soon"), message(id=8)]
    data = (
        json.dumps([message(), *odd])[:-1]
        + ', {"id": 9, "content": oops, "message_type": 0}, '
        + json.dumps(message(id=10))
        + "]"
    )
    batches = batches_of(tmp_path, data.encode())
    assert [row["platform_message_id"] for row in rows(batches)] == ["5", "8", "10"]
    assert [row["reason"] for row in rows(batches, "rejects")] == ["no_time", "not_an_object", "bad_time", "json"]


def test_a_file_of_something_else_is_refused_as_a_whole(tmp_path: Path):
    with pytest.raises(SourceFormatError):
        list(read(Export(saved(tmp_path, {"hello": "world"}), "chatwoot"), ReadSettings()))


_FULL = [
    call(
        "message_created",
        attachments=[{"file_type": "x"}],
        content_attributes={"email": {"text_content": {"full": "x"}}},
    ),
    conversation(event="conversation_updated"),
    {"event": "webwidget_triggered", "contact": ZOE, "inbox": {}, "event_info": {"initiated_at": {"timestamp": "x"}}},
]


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_odd_values_in_any_field_lose_no_record(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    record = with_odd_fields(data.draw(st.sampled_from(_FULL)), data)
    path = saved(tmp_path_factory.mktemp("odd"), [_FULL[0], record])
    batches = list(read(Export(path, "chatwoot"), ReadSettings()))
    assert list(faults(batches)) == []
    assert sum(batch.records for batch in batches) >= 1


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_a_file_cut_anywhere_keeps_what_is_before_the_cut(tmp_path_factory: pytest.TempPathFactory, share: float):
    whole = json.dumps({"meta": {}, "payload": [message(), message(), message()]}).encode()
    end = int(share * len(whole))
    try:
        batches = list(read(Export(saved(tmp_path_factory.mktemp("cut"), whole[:end]), "chatwoot"), ReadSettings()))
    except SourceFormatError:
        assert b"[" not in whole[:end]
        return
    assert list(faults(batches)) == []
    assert len(rows(batches)) >= whole[:end].count(b'"contact"}}')
