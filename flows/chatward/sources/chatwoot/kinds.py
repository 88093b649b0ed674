"""What a record of Chatwoot is: a message, with or without a webhook's event around it, or something that happened."""

from typing import Any

from chatward.sources.helpdesk.documents import Layout

LAYOUT = Layout(sections=frozenset({"payload"}), beside=frozenset({"meta", "data"}))
_EVENTS = (
    "message_", "conversation_", "contact_", "webwidget_triggered", "inbox_", "macro_", "typing_", "campaign_",
)  # fmt: skip
_OF_CALLS = frozenset({"account", "conversation", "inbox", "inbox_id", "messages", "contact", "changed_attributes"})
_OF_MESSAGES = frozenset({"conversation", "conversation_id", "inbox_id"})


def is_call(record: Any) -> bool:
    """Return whether a record is a webhook's call."""
    return (
        isinstance(record, dict)
        and isinstance(record.get("event"), str)
        and record["event"].startswith(_EVENTS)
        and not _OF_CALLS.isdisjoint(record)
    )


def is_message(record: Any) -> bool:
    """Return whether a record is a message: of a call, of an answer, or of a conversation's list."""
    return (
        isinstance(record, dict)
        and "message_type" in record
        and "content" in record
        and (not _OF_MESSAGES.isdisjoint(record) or "content_attributes" in record)
    )


def is_conversation(record: Any) -> bool:
    """Return whether a record is a conversation with the messages that an answer shows of it."""
    return (
        isinstance(record, dict)
        and isinstance(record.get("messages"), list)
        and not record.keys().isdisjoint(("inbox_id", "account_id", "contact_inbox", "can_reply"))
    )
