"""The sets that chatward can publish: class and columns of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from chatward.policy.vocabulary import SetClass


@dataclass(frozen=True, slots=True)
class KnownSet:
    """What a set may show."""

    set_class: SetClass
    columns: tuple[str, ...]


SETS: Mapping[str, KnownSet] = {
    "messages": KnownSet(
        SetClass.PSEUDONYMISED,
        (
            "message_token", "conversation_token", "sender_token", "sender_role", "source", "sent_on", "kind", "text",
            "attachments", "reactions", "is_reply", "is_edited",
        ),
    ),
    "conversations": KnownSet(
        SetClass.PSEUDONYMISED,
        (
            "conversation_token", "source", "opened_on", "closed_on", "customers", "customer_messages",
            "staff_messages", "first_response_minutes", "median_response_minutes", "resolution_hours",
        ),
    ),
    "daily_activity": KnownSet(
        SetClass.AGGREGATE,
        (
            "sent_on", "source", "customers", "conversations", "customer_messages", "staff_messages",
            "median_response_minutes",
        ),
    ),
}  # fmt: skip

DIRECT_IDENTIFIERS = frozenset(
    {
        "address", "author", "contact", "display_name", "email", "first_name", "from", "from_id", "full_name", "handle",
        "identifier", "ip", "ip_address", "last_name", "name", "nickname", "phone", "phone_number", "recipient",
        "sender", "sender_email", "sender_id", "sender_key", "sender_name", "sender_phone", "subject_id", "user",
        "user_id", "user_name", "username", "wa_id",
    }
)  # fmt: skip
"""Columns that name a person: refused with their own message, so that nobody looks for a spelling mistake."""
