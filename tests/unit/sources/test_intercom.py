"""Intercom: conversations as its API answers and as its webhooks report them."""

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
from chatward.sources.conformity import faults
from chatward.sources.intercom.reader import read
from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.records import Batch, Export, ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "intercom" / "intercom+Intercom-OpenAPI"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports do not lie beside the repository")
ZOE = {"type": "user", "id": "u1", "name": "Zoë", "email": "zoe@post.example"}
ANA = {"type": "admin", "id": "9", "name": "Ana", "email": "ana@acme.example"}


def batches_of(folder: Path, data: Any, **settings: Any) -> list[Batch]:
    (export,) = find_exports([saved(folder, data)])
    assert isinstance(export, Export)
    assert export.platform == "intercom"
    batches = list(read(export, ReadSettings(**settings)))
    assert list(faults(batches)) == []
    return batches


def conversation(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    source = {
        "type": "conversation",
        "id": "40",
        "subject": "",
        "body": "<p>Wo ist es?</p>",
        "author": ZOE,
        "redacted": False,
    }
    return {
        "type": "conversation", "id": "1", "created_at": 1_719_492_825, "source": source, "title": "<p>Paket</p>",
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "u1", "external_id": "70"}]},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": list(parts)}, **more,
    }  # fmt: skip


def part(kind: str = "comment", body: str | None = "<p>Ja</p>", **more: Any) -> dict[str, Any]:
    return {
        "type": "conversation_part",
        "id": "115",
        "part_type": kind,
        "body": body,
        "created_at": 1_719_492_939,
        "author": ANA,
        **more,
    }


@needs_samples
@pytest.mark.parametrize(
    ("name", "key", "id_", "sent"),
    [
        (
            "2.11_get_conversations_conversation_id_conversation-found.json",
            "intercom:367",
            "source:403918255",
            1_719_492_825,
        ),
        ("2.11_get_conversations_successful.json", "intercom:335", "source:403918241", 1_719_492_795),
        ("2.11_post_conversations_search_successful.json", "intercom:378", "source:403918266", 1_719_492_843),
    ],
)
def test_the_first_message_of_each_sample_is_its_source(name: str, key: str, id_: str, sent: int):
    (export,) = find_exports([SAMPLES / name])
    assert isinstance(export, Export)
    batches = list(read(export, ReadSettings()))
    (row,) = rows(batches)
    assert (row["conversation_key"], row["platform_message_id"]) == (key, id_)
    assert row["sent_at_utc"] == datetime.fromtimestamp(sent, UTC)
    assert (row["text"], row["zone_source"], row["precision"]) == ("this is the message body", "explicit", "second")
    author = next(each for each in rows(batches, "participants") if each["sender_key"] == row["sender_key"])
    assert author["role"] == "staff"
    assert author["same_as"][0].startswith("email:admin")


@needs_samples
def test_the_redacted_part_of_a_sample_is_deleted_and_has_no_words():
    (export,) = find_exports([SAMPLES / "2.11_post_conversations_redact_Redact-a-conversation-part.json"])
    assert isinstance(export, Export)
    _, part_row = rows(list(read(export, ReadSettings())))
    assert (part_row["platform_message_id"], part_row["kind"], part_row["is_deleted"], part_row["text"]) == (
        "115",
        "deleted",
        True,
        None,
    )
    assert part_row["sender_key"] == "intercom_id:667d614a8a68186f43bafe42"


@needs_samples
def test_contacts_and_visitors_are_companions():
    assert all(
        isinstance(each, Unrecognised) for each in find_exports(sorted(SAMPLES.glob("*_get_[cv]*s*_contact_id*")))
    )
    (export,) = find_exports([SAMPLES])
    assert isinstance(export, Export)
    people = {row["sender_key"]: row for row in rows(list(read(export, ReadSettings())), "participants")}
    assert people["intercom_id:667d60a98a68186f43bafdb9"]["same_as"] == [
        "email:joe@bloggs.com",
        "intercom_external_id:70",
    ]
    assert "intercom_id:667d61ce8a68186f43bafe9b" in people


@pytest.mark.parametrize(
    ("given", "kind", "text"),
    [
        (part(), "text", "Ja"),
        (part("note", "<p>intern</p>"), "note", "intern"),
        (part("note_and_reopen", "<p>intern</p>"), "note", "intern"),
        (part("assignment", "<p>für dich</p>"), "note", "für dich"),
        (part("close", "<p>Tschüss &amp; danke</p>"), "text", "Tschüss & danke"),
        (part("comment", None, attachments=[{"name": "a.png"}]), "media", None),
        (part("comment", None), "unsupported", None),
        (part("open", "<p><i>This message was deleted</i></p>", redacted=True), "deleted", None),
        (part("note", "<p>intern</p>", redacted=True), "deleted", None),
    ],
)
def test_a_part_with_words_is_a_message(tmp_path: Path, given: dict[str, Any], kind: str, text: str | None):
    _, row = rows(batches_of(tmp_path, conversation(given)))
    assert (row["kind"], row["text"], row["platform_message_id"]) == (kind, text, "115")


@pytest.mark.parametrize(
    ("kind", "event"),
    [("assignment", "other"), ("close", "other"), ("participant_added", "member_joined"), ("something_new", "other")],
)
def test_a_part_without_words_is_an_event(tmp_path: Path, kind: str, event: str):
    (row,) = rows(batches_of(tmp_path, conversation(part(kind, None, state="open"))), "events")
    assert (row["event"], row["actor_key"]) == (event, "intercom_id:9")
    assert json.loads(row["detail"]) == {"type": kind, "state": "open"}


def test_a_conversation_has_its_title_and_its_people_with_their_roles(tmp_path: Path):
    batches = batches_of(tmp_path, conversation(part(author={"type": "bot", "id": "5", "name": "Fin"})))
    assert rows(batches, "conversations")[0]["title"] == "Paket"
    people = {row["sender_key"]: row["role"] for row in rows(batches, "participants")}
    assert people == {"intercom_id:u1": "customer", "intercom_id:5": "bot"}
    assert rows(batches, "participants")[0]["same_as"] == ["intercom_external_id:70"]


def test_a_redacted_source_leaves_neither_words_nor_title(tmp_path: Path):
    gone = conversation(title=None)
    gone["source"] |= {"redacted": True, "subject": "geheim", "body": "<p>geheim</p>"}
    batches = batches_of(tmp_path, gone)
    assert rows(batches)[0]["kind"] == "deleted"
    assert "geheim" not in str([rows(batches, table) for table in ("messages", "conversations", "events")])


def test_an_empty_source_is_no_message(tmp_path: Path):
    silent = conversation(part())
    silent["source"] |= {"body": None}
    batches = batches_of(tmp_path, silent)
    assert [row["platform_message_id"] for row in rows(batches)] == ["115"]
    assert [row["event"] for row in rows(batches, "events")] == ["other"]


def test_the_older_api_calls_the_first_message_otherwise(tmp_path: Path):
    old = conversation(part(), user={"type": "user", "id": "u1"})
    old["conversation_message"] = old.pop("source") | {"type": "conversation_message"}
    del old["contacts"]
    assert [row["text"] for row in rows(batches_of(tmp_path, old))] == ["Wo ist es?", "Ja"]


def test_a_ticket_begins_with_its_description(tmp_path: Path):
    ticket = {
        "type": "ticket", "id": "8", "created_at": 1_719_492_825, "contacts": {"contacts": [{"id": "u1"}]},
        "ticket_attributes": {"_default_title_": "Retoure", "_default_description_": "Wie?"},
        "ticket_parts": {"ticket_parts": [part(), part("ticket_state_updated", None, ticket_state="resolved")]},
    }  # fmt: skip
    batches = batches_of(tmp_path, ticket)
    assert [(row["text"], row["sender_key"]) for row in rows(batches)] == [
        ("Wie?", "intercom_id:u1"),
        ("Ja", "intercom_id:9"),
    ]
    assert len(rows(batches, "events")) == 1
    assert rows(batches, "conversations")[0]["title"] == "Retoure"


def call(topic: str, item: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "notification_event",
        "id": "n",
        "topic": topic,
        "created_at": 1_719_500_000,
        "data": {"item": item},
    }


def test_a_call_about_a_conversation_says_when_its_words_held(tmp_path: Path):
    found = rows(batches_of(tmp_path, call("conversation.user.replied", conversation(part()))))
    assert [row["platform_message_id"] for row in found] == ["source:40", "115"]
    assert {row["as_of_utc"] for row in found} == {datetime.fromtimestamp(1_719_500_000, UTC)}


@pytest.mark.parametrize(
    ("topic", "event"),
    [
        ("contact.unsubscribed", "consent_withdrawn"),
        ("contact.subscribed", "consent_granted"),
        ("contact.deleted", "account"),
        ("ping", "other"),
    ],
)
def test_calls_about_people_are_events(tmp_path: Path, topic: str, event: str):
    (row,) = rows(batches_of(tmp_path, call(topic, ZOE | {"type": "contact"})), "events")
    assert (row["event"], row["actor_key"]) == (event, None if topic == "ping" else "intercom_id:u1")


@pytest.mark.parametrize(
    "form",
    [
        lambda each: json.dumps(each).encode(),
        lambda each: json.dumps({"type": "conversation.list", "conversations": each, "pages": {}}, indent=1).encode(),
        lambda each: b"\r\n".join(json.dumps(one).encode() for one in each),
        lambda each: b"\xef\xbb\xbf" + json.dumps(each).encode(),
        lambda each: json.dumps(each).encode("utf-16"),
        lambda each: json.dumps([{"type": "conversation.list", "conversations": [one]} for one in each]).encode(),
        lambda each: json.dumps(each, sort_keys=True, indent=4).encode(),
    ],
)
def test_the_same_conversations_are_read_however_they_were_saved(tmp_path: Path, form: Any):
    path = saved(tmp_path, form([conversation(part()), conversation(id="2")]), "SOMETHING.DAT")
    (export,) = find_exports([path])
    assert isinstance(export, Export)
    found = rows(list(read(export, ReadSettings())))
    assert [row["conversation_key"] for row in found] == ["intercom:1", "intercom:1", "intercom:2"]


@pytest.mark.parametrize(
    "other",
    [
        {"type": "conversation", "id": "1"},
        {"type": "contact", "id": 1, "name": "x"},
        {"conversations": [{"id": "1", "messages": []}]},
    ],
)
def test_what_only_looks_alike_is_not_taken(tmp_path: Path, other: Any):
    found = list(find_exports([saved(tmp_path, other)]))
    assert all(not isinstance(each, Export) or each.platform != "intercom" for each in found)


def test_a_broken_part_costs_only_itself(tmp_path: Path):
    whole = json.dumps(
        conversation(
            part(id="1"), part(id="2"), part(id="3"), part(id="4", created_at=None), part(id="5", created_at="x")
        )
    )
    batches = batches_of(tmp_path, whole.replace('"id": "2", "part_type"', '"id": oops, "part_type"').encode())
    assert [row["platform_message_id"] for row in rows(batches)] == ["source:40", "1", "3"]
    assert [row["reason"] for row in rows(batches, "rejects")] == ["json", "no_time", "bad_time"]


def test_a_file_of_something_else_is_refused_as_a_whole(tmp_path: Path):
    with pytest.raises(SourceFormatError):
        list(read(Export(saved(tmp_path, {"hello": "world"}), "intercom"), ReadSettings()))


_FULL = [
    conversation(part(attachments=[{"name": "x", "filesize": 1}], redacted=False), user=ZOE, customers=[ZOE]),
    {
        "type": "ticket", "id": "8", "created_at": 1, "ticket_attributes": {"_default_description_": "x"},
        "ticket_parts": {"ticket_parts": [part()]},
    },
    call("conversation.user.replied", conversation(part())),
    call("contact.unsubscribed", ZOE),
]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_odd_values_in_any_field_lose_no_record(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    record = with_odd_fields(data.draw(st.sampled_from(_FULL)), data)
    path = saved(tmp_path_factory.mktemp("odd"), [_FULL[0], record])
    batches = list(read(Export(path, "intercom"), ReadSettings()))
    assert list(faults(batches)) == []
    assert sum(batch.records for batch in batches) >= 2


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_a_file_cut_anywhere_keeps_what_is_before_the_cut(tmp_path_factory: pytest.TempPathFactory, share: float):
    whole = json.dumps({"conversations": [conversation(part()), conversation(part()), conversation(part())]}).encode()
    end = int(share * len(whole))
    try:
        batches = list(read(Export(saved(tmp_path_factory.mktemp("cut"), whole[:end]), "intercom"), ReadSettings()))
    except SourceFormatError:
        assert b"[" not in whole[:end]
        return
    assert list(faults(batches)) == []
    assert len(rows(batches)) >= 2 * whole[:end].count(b"}]}}")


def test_what_a_customer_remarked_on_rating_is_an_event_at_its_own_time(tmp_path):
    rating = {"rating": 2, "remark": "<p>Took too long</p>", "created_at": 1_719_493_000, "contact": {"id": "u1"}}
    (event,) = rows(batches_of(tmp_path, conversation(conversation_rating=rating)), "events")
    assert (event["event"], event["text"], event["actor_key"]) == ("other", "Took too long", "intercom_id:u1")
    assert event["at_utc"].timestamp() == 1_719_493_000
    assert '"rating":2' in event["detail"]


def test_a_rating_without_a_remark_is_no_record(tmp_path):
    assert not rows(batches_of(tmp_path, conversation(conversation_rating={"rating": 5, "remark": ""})), "events")
