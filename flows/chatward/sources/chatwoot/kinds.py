"""What a JSON record of Chatwoot is, by its fields: its records name no type, only webhook calls name their event."""

from typing import Any

from chatward.sources.helpdesk.documents import Layout

MESSAGE, CONVERSATION, CALL, PERSON, SURVEY = "message", "conversation", "call", "person", "survey"
READABLE = frozenset({MESSAGE, CONVERSATION, CALL, SURVEY})
LAYOUT = Layout(
    frozenset({"payload", "data"}), frozenset({"meta", "count", "total_count", "success"}), (("messages",),)
)

_CALLS = ("message_", "conversation_", "webwidget_triggered")
_OF_CALLS = ("account", "inbox", "inbox_id", "conversation", "message_type", "contact_inbox", "event_info")
_OF_MESSAGES = ("content_type", "private", "inbox_id", "content_attributes")
_OF_CONVERSATIONS = ("messages", "agent_last_seen_at", "contact_last_seen_at", "unread_count", "waiting_since")
_OF_PEOPLE = ("phone_number", "identifier", "availability_status", "contact_inboxes", "thumbnail", "available_name")
_OF_SURVEYS = frozenset({"rating", "feedback_message", "conversation_id"})
_MOST_OF_PEOPLE = 2


def kind_of(record: Any) -> str:
    """Return which of the kinds above a record is, ``""`` if none."""
    if not isinstance(record, dict):
        return ""
    event = record.get("event")
    if isinstance(event, str) and not record.keys().isdisjoint(_OF_CALLS):
        return PERSON if event.startswith("contact_") else CALL if event.startswith(_CALLS) else ""
    if record.keys() >= {"id", "message_type", "created_at"} and not record.keys().isdisjoint(_OF_MESSAGES):
        return MESSAGE
    if record.keys() >= {"id", "inbox_id", "status"} and not record.keys().isdisjoint(_OF_CONVERSATIONS):
        return CONVERSATION
    is_person = {"id", "name"} <= record.keys() and len(record.keys() & set(_OF_PEOPLE)) >= _MOST_OF_PEOPLE
    return SURVEY if record.keys() >= _OF_SURVEYS else PERSON if is_person else ""
