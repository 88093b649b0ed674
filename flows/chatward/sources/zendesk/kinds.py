"""What a JSON record of Zendesk is, by its fields: the same record stands on pages, in lists, in files and in calls."""

import re
from typing import Any

from chatward.sources.helpdesk.documents import Layout

TICKET, COMMENT, AUDIT, USER = "ticket", "comment", "audit", "user"
DELETED, SUSPENDED = "deleted_ticket", "suspended_ticket"
CHAT, CALL = "chat", "call"
CONVERSATION_CALL, CONVERSATION_MESSAGE = "conversation_call", "conversation_message"
RATING = "satisfaction_rating"

SECTIONS = {
    "tickets": TICKET, "results": "", "comments": COMMENT, "audits": AUDIT, "ticket_events": AUDIT, "users": USER,
    "deleted_tickets": DELETED, "suspended_tickets": SUSPENDED, "chats": CHAT, "messages": CONVERSATION_MESSAGE,
    "satisfaction_ratings": RATING,
}  # fmt: skip
"""The arrays of records of a page, and what a record in them is; ``""`` where it depends on the record."""
SINGLES = {
    "ticket": TICKET, "comment": COMMENT, "audit": AUDIT, "user": USER, "chat": CHAT,
    "suspended_ticket": SUSPENDED, "satisfaction_rating": RATING,
}  # fmt: skip
"""The fields in which an answer about one record has it."""
READABLE = frozenset(
    {TICKET, COMMENT, AUDIT, DELETED, SUSPENDED, CHAT, CALL, CONVERSATION_CALL, CONVERSATION_MESSAGE, RATING}
)
"""Of all that can be told, what makes messages or events."""

_BESIDE = frozenset(
    {"next_page", "previous_page", "count", "meta", "links", "end_of_stream", "end_time", "after_cursor", "after_url"}
    | {"before_cursor", "before_url", "facets", "next_url", "prev_url", "generated_timestamp"}
    | {"groups", "organizations", "brands", "metric_sets", "last_audits", "dates", "sharing_agreements"}
    | {"incident_counts", "ticket_forms", "macros", "custom_statuses", "slas"}
)
LAYOUT = Layout(frozenset(SECTIONS), _BESIDE, (("comments",), ("events",), ("child_events",), ("history",)))

_RESOURCE = re.compile(r"https?://[^/]++/api/v2/[a-z_/]++\w*\.json$")
_CALL_TYPE = "zen:event-type:"
_CHAT_TYPES = ("chat", "offline_msg")
_OF_CHATS = ("session", "history", "webpath", "message", "department_id", "agent_ids", "zendesk_ticket_id")
_BODIES = ("body", "html_body", "plain_body")
_OF_COMMENTS = ("public", "audit_id", "via", "html_body", "plain_body", "attachments")
_OF_TICKETS = ("submitter_id", "assignee_id", "raw_subject", "via", "brand_id", "ticket_form_id", "custom_status_id")
_ROLES = ("end-user", "agent", "admin")
_CONVERSATION_CALLS = ("conversation:", "switchboard:", "user:", "client:")


def kind_of(record: Any) -> str:
    """Return which of the kinds above a record is, ``""`` if none."""
    if not isinstance(record, dict):
        return ""
    return next((kind for kind, fits in _TESTS if fits(record)), "")


def is_other_resource(value: Any) -> bool:
    """Return whether a value is, or holds, something that names itself as one of what the Support API has."""
    if not isinstance(value, dict):
        return False
    inner = (each[0] if isinstance(each, list) and each else each for each in value.values())
    return _is_resource(value) or any(map(_is_resource, inner))


def _is_resource(record: Any) -> bool:
    url = record.get("url") if isinstance(record, dict) else None
    return isinstance(url, str) and _RESOURCE.match(url) is not None


def _is_call(record: dict[str, Any]) -> bool:
    kind = record.get("type")
    return isinstance(kind, str) and kind.startswith(_CALL_TYPE)


def _is_chat(record: dict[str, Any]) -> bool:
    return (
        record.get("type") in _CHAT_TYPES
        and ("visitor" in record or "session" in record)
        and not record.keys().isdisjoint(_OF_CHATS)
    )


def _is_audit(record: dict[str, Any]) -> bool:
    return "ticket_id" in record and (
        isinstance(record.get("events"), list) or isinstance(record.get("child_events"), list)
    )


def _is_comment(record: dict[str, Any]) -> bool:
    return (
        "author_id" in record
        and not record.keys().isdisjoint(_BODIES)
        and not record.keys().isdisjoint(_OF_COMMENTS)
        and "requester_id" not in record
    )


def _is_ticket(record: dict[str, Any]) -> bool:
    status = record.get("status")
    return (
        "id" in record
        and "requester_id" in record
        and (status is None or isinstance(status, str))
        and not record.keys().isdisjoint(("subject", "description", "status"))
        and not record.keys().isdisjoint(_OF_TICKETS)
    )


def _is_user(record: dict[str, Any]) -> bool:
    return "id" in record and "name" in record and record.get("role") in _ROLES


def _is_deleted(record: dict[str, Any]) -> bool:
    return {"id", "deleted_at", "previous_state"} <= record.keys()


def _is_suspended(record: dict[str, Any]) -> bool:
    return {"id", "cause", "content"} <= record.keys() and isinstance(record.get("author"), dict)


def _is_rating(record: dict[str, Any]) -> bool:
    return {"id", "score", "ticket_id", "requester_id"} <= record.keys()


def _is_conversation_call(record: dict[str, Any]) -> bool:
    events = record.get("events")
    if not isinstance(events, list) or not isinstance(record.get("app") or record.get("webhook"), dict):
        return False
    return any(
        isinstance(event, dict) and str(event.get("type")).startswith(_CONVERSATION_CALLS) and "payload" in event
        for event in events
    )


def _is_conversation_message(record: dict[str, Any]) -> bool:
    return (
        {"id", "received"} <= record.keys()
        and isinstance(record.get("author"), dict)
        and isinstance(record.get("content"), dict)
    )


_TESTS = (
    (CALL, _is_call),
    (CHAT, _is_chat),
    (AUDIT, _is_audit),
    (COMMENT, _is_comment),
    (TICKET, _is_ticket),
    (RATING, _is_rating),
    (DELETED, _is_deleted),
    (SUSPENDED, _is_suspended),
    (CONVERSATION_CALL, _is_conversation_call),
    (CONVERSATION_MESSAGE, _is_conversation_message),
    (USER, _is_user),
)
