"""What a JSON record of Intercom is, by the type that it names and by its fields."""

from typing import Any

from chatward.sources.helpdesk.documents import Layout
from chatward.sources.helpdesk.values import as_object

CONVERSATION, TICKET, NOTIFICATION, PERSON = "conversation", "ticket", "notification", "person"
READABLE = frozenset({CONVERSATION, TICKET, NOTIFICATION})

PARTS = (("conversation_parts", "conversation_parts"), ("ticket_parts", "ticket_parts"))
LAYOUT = Layout(
    frozenset({"conversations", "tickets", "data", "contacts", "users", "leads", "admins"}),
    frozenset({"type", "pages", "total_count", "has_more", "url", "limited", "errors", "scroll_param", "request_id"}),
    PARTS,
)

_PEOPLE = ("contact", "user", "lead", "visitor", "admin")
_OF_CONVERSATIONS = ("source", "conversation_message", "conversation_parts", "first_contact_reply", "admin_assignee_id")
_OF_PEOPLE = (
    "workspace_id",
    "app_id",
    "external_id",
    "user_id",
    "social_profiles",
    "has_inbox_seat",
    "away_mode_enabled",
)


def kind_of(record: Any) -> str:
    """Return which of the kinds above a record is, ``""`` if none."""
    if not isinstance(record, dict):
        return ""
    name = record.get("type")
    if name == "notification_event":
        return NOTIFICATION if isinstance(record.get("data"), dict) and "topic" in record else ""
    if name == "conversation" or (name is None and "conversation_parts" in record):
        return CONVERSATION if "id" in record and not record.keys().isdisjoint(_OF_CONVERSATIONS) else ""
    if name == "ticket":
        return TICKET if "ticket_attributes" in record or "ticket_parts" in record else ""
    if name in _PEOPLE:
        return PERSON if "id" in record and not record.keys().isdisjoint(_OF_PEOPLE) else ""
    return ""


def parts_of(record: dict[str, Any]) -> list[Any]:
    """Return the parts of a conversation or ticket, those that cannot be read included."""
    for outer, inner in PARTS:
        held = record.get(outer)
        parts = held if isinstance(held, list) else as_object(held).get(inner)
        if isinstance(parts, list):
            return parts
    return []
