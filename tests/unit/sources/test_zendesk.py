"""Zendesk: tickets, comments, audits and incremental exports, as its API answers."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.reading import rows_of as rows
from support.reading import saved
from support.zendesk import AT, batches_of, comment, ticket

from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.records import Export, ReadSettings
from chatward.sources.zendesk.reader import read

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "zendesk"
GET = SAMPLES / "nukosuke+go-zendesk" / "fixture" / "GET"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports do not lie beside the repository")


def only(path: Path) -> dict[str, Any]:
    (row,) = rows(batches_of(path))
    return row


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@needs_samples
@pytest.mark.parametrize(
    ("name", "messages", "events", "first", "last"),
    [
        ("ticket.json", 1, 0, utc(2019, 6, 3, 2, 23, 47), utc(2019, 6, 3, 2, 23, 47)),
        ("tickets.json", 2, 0, utc(2019, 6, 3, 2, 23, 47), utc(2019, 6, 3, 2, 34, 52)),
        ("ticket_comments.json", 2, 0, utc(2019, 6, 3, 1, 23, 47), utc(2019, 6, 3, 2, 23, 47)),
        ("ticket_audit.json", 1, 1, utc(2011, 9, 25, 22, 35, 44), utc(2011, 9, 25, 22, 35, 44)),
        ("ticket_audits.json", 1, 1, utc(2011, 9, 25, 22, 35, 44), utc(2011, 9, 25, 22, 35, 44)),
    ],
)
def test_each_sample_of_the_support_api_is_read(name: str, messages: int, events: int, first: Any, last: Any):
    (export,) = find_exports([GET / name])
    assert isinstance(export, Export)
    batches = list(read(export, ReadSettings()))
    sent = [row["sent_at_utc"] for row in rows(batches)]
    assert (len(sent), len(rows(batches, "events"))) == (messages, events)
    assert (min(sent), max(sent)) == (first, last)
    assert not rows(batches, "rejects")
    assert {row["zone_source"] for row in rows(batches)} == {"explicit"}


@needs_samples
def test_the_samples_of_one_folder_are_one_export_with_the_people_of_its_users():
    (export,) = find_exports([GET])
    assert isinstance(export, Export)
    batches = list(read(export, ReadSettings(home_accounts=frozenset({"example.zendesk.com"}))))
    people = {row["sender_key"]: row for row in rows(batches, "participants")}
    assert people["zendesk_id:369531345753"]["role"] == "customer"
    assert people["zendesk_id:369537351454"]["role"] == "staff"
    assert people["zendesk_id:369537351454"]["same_as"] == ["email:nukosuke@lavabit.com"]
    assert (len(rows(batches)), len(rows(batches, "events")), rows(batches, "rejects")) == (7, 2, [])


@needs_samples
def test_a_sample_tells_sender_title_and_address_of_a_ticket_that_came_by_mail():
    batches = batches_of(GET / "ticket.json")
    (row,) = rows(batches)
    assert row["text"] == "Mail to create fixture ticket for testing\n\nnukosuke (●ↀ ω ↀ●)"
    assert row["platform_message_id"] == "ticket:2"
    (conversation,) = rows(batches, "conversations")
    assert conversation["title"] == "Mail to create fixture ticket for testing"
    person = rows(batches, "participants")[-1]
    assert (person["display_name"], person["same_as"]) == ("Yosuke Tamura", ["email:nukosuke@lavabit.com"])


@needs_samples
def test_a_comment_in_a_sample_audit_is_a_note_and_a_change_keeps_no_earlier_value():
    batches = batches_of(GET / "ticket_audit.json")
    (note,) = rows(batches)
    assert (note["kind"], note["text"]) == ("note", "This is a new private comment")
    assert (note["platform_message_id"], note["sender_key"]) == ("2127301148", "zendesk_id:5246746")
    (event,) = rows(batches, "events")
    assert json.loads(event["detail"]) == {"type": "Change", "field_name": "status", "value": "open"}


def test_a_description_is_no_second_message_where_its_comment_is_there(tmp_path: Path):
    whole = ticket(
        comments=[comment(), comment(id=6, author_id=9, body="Unterwegs", created_at="2024-03-05T15:00:00Z")]
    )
    assert [row["platform_message_id"] for row in rows(batches_of(saved(tmp_path, whole)))] == ["5", "6"]


def test_a_description_is_no_second_message_where_its_comment_lies_in_another_file(tmp_path: Path):
    saved(tmp_path, {"tickets": [ticket(), ticket(id=2)], "next_page": None}, "tickets.json")
    saved(tmp_path, {"comments": [comment()], "next_page": None}, "tickets/1/comments.json")
    (export,) = find_exports([tmp_path])
    assert isinstance(export, Export)
    found = rows(list(read(export, ReadSettings())))
    assert [(row["conversation_key"], row["platform_message_id"]) for row in found] == [
        ("zendesk:1", "5"),
        ("zendesk:2", "ticket:2"),
    ]


def test_a_description_stays_where_only_later_comments_were_exported(tmp_path: Path):
    later = ticket(comments=[comment(id=6, created_at="2024-04-01T10:00:00Z")])
    assert {row["platform_message_id"] for row in rows(batches_of(saved(tmp_path, later)))} == {"ticket:1", "6"}


def test_comments_get_the_ticket_that_the_next_page_names(tmp_path: Path):
    page = {"comments": [comment()], "next_page": "https://a.zendesk.com/api/v2/tickets/35436/comments.json?page=2"}
    assert only(saved(tmp_path, page))["conversation_key"] == "zendesk:35436"


def test_comments_get_the_ticket_that_their_file_is_named_after(tmp_path: Path):
    assert (
        only(saved(tmp_path, {"comments": [comment()]}, "ticket_77_comments.json"))["conversation_key"] == "zendesk:77"
    )


def test_comments_of_nothing_known_are_one_conversation_named_after_the_first(tmp_path: Path):
    found = rows(batches_of(saved(tmp_path, {"comments": [comment(), comment(id=6)]})))
    assert {row["conversation_key"] for row in found} == {"zendesk:comments:5"}


def test_what_is_not_public_is_a_note(tmp_path: Path):
    page = {"comments": [comment(public=False), comment(id=6)]}
    assert [row["kind"] for row in rows(batches_of(saved(tmp_path, page)))] == ["note", "text"]


def test_a_redacted_comment_comes_under_the_id_that_it_had(tmp_path: Path):
    before = only(saved(tmp_path, {"comments": [comment(ticket_id=1, body="Meine Nummer ist 4711")]}, "a.json"))
    after = only(saved(tmp_path, {"comments": [comment(ticket_id=1, body="Meine Nummer ist ▇▇▇▇")]}, "b.json"))
    assert (before["platform_message_id"], before["conversation_key"]) == ("5", "zendesk:1")
    assert (after["platform_message_id"], after["conversation_key"]) == ("5", "zendesk:1")
    assert after["text"] == "Meine Nummer ist ▇▇▇▇"


def test_nothing_of_a_deleted_ticket_is_kept(tmp_path: Path):
    gone = ticket(status="deleted", subject="Geheim", description="Geheimes", comments=[comment(body="Geheimes")])
    batches = batches_of(saved(tmp_path, gone))
    assert [(row["kind"], row["is_deleted"], row["text"]) for row in rows(batches)] == [("deleted", True, None)]
    (event,) = rows(batches, "events")
    assert (event["event"], event["conversation_key"]) == ("conversation_deleted", "zendesk:1")
    assert rows(batches, "conversations")[0]["title"] is None


def test_a_list_of_deleted_tickets_reports_deletions(tmp_path: Path):
    deleted = {"id": 1, "subject": "x", "actor": {"id": 9, "name": "Ana"}, "deleted_at": AT, "previous_state": "open"}
    page = {"deleted_tickets": [deleted], "count": 1, "next_page": None}
    (event,) = rows(batches_of(saved(tmp_path, page)), "events")
    assert (event["event"], event["conversation_key"], event["actor_key"]) == (
        "conversation_deleted",
        "zendesk:1",
        "zendesk_id:9",
    )


def test_a_body_that_is_only_html_becomes_text(tmp_path: Path):
    page = {"comments": [comment(body=None, html_body="<p>Wo ist <b>es</b>?</p><p>Bitte &amp; danke</p>")]}
    assert only(saved(tmp_path, page))["text"] == "Wo ist es?\nBitte & danke"


def test_attachments_are_named_and_a_comment_of_nothing_else_is_media(tmp_path: Path):
    file = {"file_name": "Beleg.pdf", "content_type": "application/pdf", "size": 2532}
    row = only(saved(tmp_path, {"comments": [comment(body="", attachments=[file])]}))
    assert (row["kind"], row["text"]) == ("media", None)
    assert row["attachments"] == [{"name": "Beleg.pdf", "media_type": "application/pdf", "size_bytes": 2532}]


def test_an_incremental_export_of_events_holds_comments_and_changes(tmp_path: Path):
    step = {
        "id": 900, "ticket_id": 1, "timestamp": 1_709_647_200, "created_at": AT, "updater_id": 9, "event_type": "Audit",
        "child_events": [
            comment(id=901, type=None, event_type="Comment", author_id=None, created_at=None),
            {"id": 902, "event_type": "Change", "status": "solved", "previous_value": "open"},
            {"id": 903, "event_type": "Comment", "comment_present": True, "comment_public": True},
        ],
    }  # fmt: skip
    batches = batches_of(saved(tmp_path, {"ticket_events": [step], "count": 1, "end_of_stream": True}))
    (message,) = rows(batches)
    assert (message["platform_message_id"], message["sender_key"], message["conversation_key"]) == (
        "901",
        "zendesk_id:9",
        "zendesk:1",
    )
    assert [row["event"] for row in rows(batches, "events")] == ["other", "other"]


def test_a_redaction_in_an_audit_takes_the_words_of_its_comment(tmp_path: Path):
    events = [
        {"id": 1, "type": "CommentRedactionEvent", "comment_id": 5},
        {"id": 2, "type": "Change", "field_name": "subject", "value": "Neu", "previous_value": "Alt"},
    ]
    audit = {"id": 1, "ticket_id": 1, "created_at": AT, "author_id": 9, "events": events}
    redaction, renamed = rows(batches_of(saved(tmp_path, {"audits": [audit]})), "events")
    assert (redaction["event"], redaction["target_message_id"], redaction["text"]) == ("message_edited", "5", None)
    assert (renamed["event"], renamed["text"]) == ("title_changed", "Neu")
    assert "Alt" not in renamed["detail"]


def test_the_chat_that_a_ticket_was_made_of_is_read_item_by_item(tmp_path: Path):
    history = [
        {"type": "ChatMessage", "timestamp": 1_709_647_200_123, "message": "Hallo", "actor_id": 7, "actor_name": "Zoë",
         "actor_type": "end-user", "chat_index": 0},
        {"type": "ChatFileAttachment", "timestamp": 1_709_647_201_000, "filename": "a.png", "mime_type": "image/png",
         "actor_id": 9, "actor_type": "agent"},
        {"type": "ChatLeave", "timestamp": 1_709_647_202_000, "actor_id": 7, "actor_type": "end-user"},
    ]  # fmt: skip
    started = {"id": 2, "type": "ChatStartedEvent", "value": {"chat_id": "x", "history": history}}
    batches = batches_of(
        saved(tmp_path, {"audits": [{"id": 1, "ticket_id": 1, "created_at": AT, "events": [started]}]})
    )
    assert [(row["text"], row["kind"], row["precision"]) for row in rows(batches)] == [
        ("Hallo", "text", "millisecond"),
        (None, "media", "millisecond"),
    ]
    assert [row["event"] for row in rows(batches, "events")] == ["member_left"]


def test_sideloaded_users_and_records_of_several_kinds_stand_on_one_page(tmp_path: Path):
    page = {
        "tickets": [ticket()], "users": [{"id": 7, "name": "Zoë", "role": "end-user", "email": "zoe@post.example"}],
        "groups": [{"id": 1, "name": "x"}], "count": 1, "end_of_stream": True,
    }  # fmt: skip
    batches = batches_of(saved(tmp_path, page))
    assert (len(rows(batches)), rows(batches, "rejects")) == (1, [])
    assert {"Zoë"} == {row["display_name"] for row in rows(batches, "participants")} - {None}


def test_whoever_is_assigned_is_staff_even_where_they_ask(tmp_path: Path):
    page = {"tickets": [ticket(), ticket(id=2, requester_id=9, submitter_id=9, assignee_id=9)]}
    people = {row["sender_key"]: row["role"] for row in rows(batches_of(saved(tmp_path, page)), "participants")}
    assert people == {"zendesk_id:9": "staff", "zendesk_id:7": "customer"}


def test_what_a_user_s_own_record_says_outweighs_a_note_in_their_name(tmp_path: Path):
    note = {"id": 1, "author_id": 7, "body": "mailed in by somebody copied", "public": False}
    comments = [note | {"created_at": "2024-05-01T08:00:00Z"}]
    users = [{"id": 7, "name": "Zoë", "role": "end-user"}, {"id": 9, "name": "Al", "role": "agent"}]
    for page in ({"comments": comments, "users": users}, {"users": users, "comments": comments}):
        people = {row["sender_key"]: row["role"] for row in rows(batches_of(saved(tmp_path, page)), "participants")}
        assert people == {"zendesk_id:7": "customer", "zendesk_id:9": "staff"}


def test_what_a_caller_said_is_among_the_words_of_a_call(tmp_path: Path):
    call = {
        "id": 1,
        "type": "VoiceComment",
        "author_id": 7,
        "body": "Call from: +1",
        "created_at": "2024-05-01T08:00:00Z",
    }
    page = {"comments": [call | {"data": {"transcription_text": "please call back"}}, call | {"id": 2, "data": {}}]}
    found = rows(batches_of(saved(tmp_path, page)))
    assert [(row["kind"], row["text"]) for row in found] == [
        ("call", "Call from: +1\nplease call back"), ("call", "Call from: +1"),
    ]  # fmt: skip


def test_the_policy_names_the_companys_own_accounts(tmp_path: Path):
    people = rows(batches_of(saved(tmp_path, ticket()), own_accounts=frozenset({"7"})), "participants")
    assert {row["sender_key"]: row["role"] for row in people}["zendesk_id:7"] == "staff"


@pytest.mark.parametrize(
    "form",
    [
        lambda tickets: json.dumps(tickets).encode(),
        lambda tickets: json.dumps({"tickets": tickets, "next_page": None}, indent=2).encode(),
        lambda tickets: b"\n".join(json.dumps(each).encode() for each in tickets),
        lambda tickets: json.dumps([{"tickets": [each], "count": 1} for each in tickets]).encode(),
        lambda tickets: b"\n".join(json.dumps({"ticket": each}).encode() for each in tickets),
        lambda tickets: json.dumps({"results": [each | {"result_type": "ticket"} for each in tickets]}).encode(),
        lambda tickets: b"\xef\xbb\xbf" + json.dumps(tickets).encode(),
        lambda tickets: json.dumps(tickets).encode("utf-16"),
        lambda tickets: b"".join(json.dumps({"count": 1, "tickets": [each]}, indent=1).encode() for each in tickets),
    ],
)  # fmt: skip
def test_the_same_tickets_are_read_however_they_were_saved(tmp_path: Path, form: Any):
    path = saved(tmp_path, form([ticket(), ticket(id=2)]), "SOMETHING.DAT")
    (export,) = find_exports([path])
    assert isinstance(export, Export)
    assert [row["platform_message_id"] for row in rows(list(read(export, ReadSettings())))] == ["ticket:1", "ticket:2"]


def test_an_export_is_found_in_folders_and_archives_and_beside_other_files(tmp_path: Path):
    packed = tmp_path / "Export (1).zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Übergabe/TICKETS.JSON", json.dumps({"tickets": [ticket()], "next_page": None}))
        archive.writestr("Übergabe/users/page1.json", json.dumps({"users": [{"id": 7, "name": "Z", "role": "agent"}]}))
        archive.writestr("Übergabe/notes.txt", "no export")
    (export,) = find_exports([packed])
    assert isinstance(export, Export)
    assert export.members == ("Übergabe/users/page1.json", "Übergabe/TICKETS.JSON")


def test_people_and_organisations_alone_are_no_export(tmp_path: Path):
    page = {"organizations": [{"id": 1, "name": "x", "url": "https://a.zendesk.com/api/v2/organizations/1.json"}]}
    (found,) = find_exports([saved(tmp_path, page)])
    assert isinstance(found, Unrecognised)


def test_tickets_of_which_a_dump_kept_little_are_found(tmp_path: Path):
    slim = {key: ticket()[key] for key in ("url", "id", "created_at", "description")}
    (export,) = find_exports([saved(tmp_path, {"tickets": [slim], "count": 1})])
    assert isinstance(export, Export)
    assert [row["text"] for row in rows(list(read(export, ReadSettings())))] == ["Wo ist es?"]


@pytest.mark.parametrize(
    "other",
    [
        {"comments": [{"id": 1, "author": "x", "body": "y"}]},
        {"tickets": [{"id": 1, "requester_id": 2, "responder_id": 3, "status": 2, "subject": "of another help desk"}]},
        {"users": [{"id": 1, "name": "x", "role": "user"}]},
        {"type": "chat", "id": "1", "title": "something else"},
        [{"type": "message", "user": "U1", "text": "hi", "ts": "1714550500.123456"}],
    ],
)
def test_what_only_looks_alike_is_not_taken(tmp_path: Path, other: Any):
    found = list(find_exports([saved(tmp_path, other)]))
    assert all(not isinstance(each, Export) or each.platform != "zendesk" for each in found)


def test_what_a_requester_remarked_on_rating_a_ticket_is_an_event(tmp_path: Path):
    rated = ticket(satisfaction_rating={"score": "bad", "comment": "Slow as ever", "id": 7})
    (event,) = rows(batches_of(saved(tmp_path, rated)), "events")
    requester = f"zendesk_id:{rated['requester_id']}"
    assert (event["event"], event["text"], event["actor_key"]) == ("other", "Slow as ever", requester)
    assert json.loads(event["detail"]) == {"type": "SatisfactionRating", "score": "bad"}


@pytest.mark.parametrize("rated", [{"score": "offered"}, {"score": "good", "comment": None}, None])
def test_a_rating_without_a_remark_is_no_record(tmp_path: Path, rated: Any):
    assert not rows(batches_of(saved(tmp_path, ticket(satisfaction_rating=rated))), "events")


def test_of_a_deleted_ticket_no_remark_is_left(tmp_path: Path):
    gone = ticket(status="deleted", satisfaction_rating={"score": "bad", "comment": "Slow as ever"})
    assert [row["event"] for row in rows(batches_of(saved(tmp_path, gone)), "events")] == ["conversation_deleted"]
