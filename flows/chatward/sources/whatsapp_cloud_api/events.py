"""What the Cloud API reports beside messages: reactions, edits, deliveries, calls, consent, changes of number."""

from collections.abc import Callable
from typing import Any

from chatward.sources.json_values import written
from chatward.sources.whatsapp_cloud_api.content import text_of
from chatward.sources.whatsapp_cloud_api.people import as_object, person_key

_ACCOUNT_FIELDS = (
    "account_",
    "business_",
    "phone_number_",
    "message_template_",
    "template_",
    "security",
    "flows",
    "payment_",
)
_CONSENT = {
    "stop": "consent_withdrawn",
    "resume": "consent_granted",
    "signup": "consent_granted",
    "start": "consent_granted",
}
_MOVED = ("user_changed_number", "customer_changed_number", "user_identity_changed", "customer_identity_changed")
_TOLD_ELSEWHERE = frozenset({"id", "from", "to", "timestamp", "recipient_id", "wa_id"})
_TOLD_OF_CALLS = _TOLD_ELSEWHERE - {"id"} | {"session"}
_TOLD_OF_PREFERENCES = _TOLD_ELSEWHERE | {"detail"}
_TOLD_OF_GROUPS = _TOLD_ELSEWHERE | {"subject", "invite_link"}
_TOLD_OF_SYSTEM = _TOLD_ELSEWHERE | {"body"}


Event = tuple[str, str | None, str | None, str | None]
"""An event without its place and time: what it is, id of the message it is about, its words, the rest as JSON."""


def event_of(section: str, item: dict[str, Any], field: Any) -> Event | None:
    """Return what an item reports; None if it is a message.

    Args:
        section: the list it stands in, like ``"statuses"``; ``""`` for a change without lists.
        item: the item itself.
        field: the field whose change is reported.
    """
    if section not in _MESSAGE_SECTIONS:
        make = _EVENTS.get(section)
        return make(item) if make else _notice(str(field), item)
    kind = item.get("type")
    tell = _TOLD_AS_MESSAGES.get(kind) if isinstance(kind, str) else None
    return tell(as_object(item.get(str(kind)))) if tell else None


def _delivery(status: dict[str, Any]) -> Event:
    rest = _rest(status, _TOLD_ELSEWHERE)
    if status.get("type") == "call":
        return "call", None, None, rest
    return "delivery_status", _string(status.get("id")), None, rest


def _call(item: dict[str, Any]) -> Event:
    """Return a call without the media session's description."""
    return "call", None, None, _rest({"id": item.get("id")} | item, _TOLD_OF_CALLS)


def _preference(item: dict[str, Any]) -> Event:
    """Return a customer's choice about marketing: a consent event, with the category in the detail."""
    value = item.get("value")
    event = _CONSENT.get(value, "other") if isinstance(value, str) else "other"
    return event, None, _string(item.get("detail")), _rest(item, _TOLD_OF_PREFERENCES)


def _notice(field: str, content: Any) -> Event:
    """Return a change of a field that has no items of its own, or an error."""
    event = "account" if field.startswith(_ACCOUNT_FIELDS) else "other"
    return event, None, None, _json({"field": field, "value": content})


def _group(item: dict[str, Any]) -> Event:
    """Return what became of a group: it was made, or something of it was changed or failed to be."""
    event = "group_created" if item.get("type") == "group_create" and not item.get("errors") else "other"
    return event, None, _string(item.get("subject")), _rest(item, _TOLD_OF_GROUPS)


def _reaction(content: dict[str, Any]) -> Event:
    emoji = content.get("emoji") or None
    return "reaction", _string(content.get("message_id")), emoji, None if emoji else _json({"is_removed": True})


def _edit(content: dict[str, Any]) -> Event:
    message, original = as_object(content.get("message")), _string(content.get("original_message_id"))
    return "message_edited", original, text_of(message), _json({"type": message.get("type")})


def _revoke(content: dict[str, Any]) -> Event:
    return "message_deleted", _string(content.get("original_message_id")), None, None


def _system(content: dict[str, Any]) -> Event:
    moved_to = person_key(content.get("wa_id") or content.get("new_wa_id"), content.get("user_id"))
    event = "identity_changed" if content.get("type") in _MOVED or moved_to else "notice"
    told = content | {"moved_to": moved_to} if moved_to else content
    return event, None, _string(content.get("body")), _rest(told, _TOLD_OF_SYSTEM)


def _rest(item: dict[str, Any], told: frozenset[str]) -> str | None:
    return _json({key: value for key, value in item.items() if key not in told})


def _json(detail: dict[str, Any]) -> str | None:
    return written(detail).decode() if detail else None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


_Make = Callable[[dict[str, Any]], Event]
_MESSAGE_SECTIONS = frozenset({"messages", "message_echoes", "history"})
_EVENTS: dict[str, _Make] = {"statuses": _delivery, "calls": _call, "user_preferences": _preference, "groups": _group}
_TOLD_AS_MESSAGES: dict[str, _Make] = {"reaction": _reaction, "edit": _edit, "revoke": _revoke, "system": _system}
