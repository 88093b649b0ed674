"""What the Cloud API reports beside messages: reactions, edits, deliveries, calls, consent, changes of number."""

from collections.abc import Callable
from typing import Any, NamedTuple

import orjson

from chatward.sources.whatsapp_cloud_api_content import text_of
from chatward.sources.whatsapp_cloud_api_people import as_object, person_key

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
_TOLD_OF_CALLS = _TOLD_ELSEWHERE | {"session"}
_TOLD_OF_PREFERENCES = _TOLD_ELSEWHERE | {"detail"}
_TOLD_OF_SYSTEM = _TOLD_ELSEWHERE | {"body"}


class Event(NamedTuple):
    """An event without its place and time; ``detail`` is a JSON object."""

    event: str
    target_message_id: str | None = None
    text: str | None = None
    detail: str | None = None


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
    detail = _json(_rest(status, _TOLD_ELSEWHERE))
    if status.get("type") == "call":
        return Event("call", detail=detail)
    return Event("delivery_status", _string(status.get("id")), None, detail)


def _call(item: dict[str, Any]) -> Event:
    """Return a call without the media session's description."""
    return Event("call", detail=_json({"id": item.get("id")} | _rest(item, _TOLD_OF_CALLS)))


def _preference(item: dict[str, Any]) -> Event:
    """Return a customer's choice about marketing: a consent event, with the category in the detail."""
    value = item.get("value")
    event = _CONSENT.get(value, "other") if isinstance(value, str) else "other"
    return Event(event, text=_string(item.get("detail")), detail=_json(_rest(item, _TOLD_OF_PREFERENCES)))


def _notice(field: str, content: Any) -> Event:
    """Return a change of a field that has no items of its own, or an error."""
    event = "account" if field.startswith(_ACCOUNT_FIELDS) else "other"
    return Event(event, detail=_json({"field": field, "value": content}))


def _reaction(content: dict[str, Any]) -> Event:
    emoji = content.get("emoji") or None
    return Event("reaction", _string(content.get("message_id")), emoji, None if emoji else _json({"is_removed": True}))


def _edit(content: dict[str, Any]) -> Event:
    message = as_object(content.get("message"))
    original, detail = _string(content.get("original_message_id")), _json({"type": message.get("type")})
    return Event("message_edited", original, text_of(message), detail)


def _revoke(content: dict[str, Any]) -> Event:
    return Event("message_deleted", _string(content.get("original_message_id")))


def _system(content: dict[str, Any]) -> Event:
    moved_to = person_key(content.get("wa_id") or content.get("new_wa_id"), content.get("user_id"))
    detail = _rest(content, _TOLD_OF_SYSTEM) | ({"moved_to": moved_to} if moved_to else {})
    event = "identity_changed" if content.get("type") in _MOVED or moved_to else "notice"
    return Event(event, text=_string(content.get("body")), detail=_json(detail))


def _rest(item: dict[str, Any], told: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in told}


def _json(detail: dict[str, Any]) -> str | None:
    return orjson.dumps(detail).decode() if detail else None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


_Make = Callable[[dict[str, Any]], Event]
_MESSAGE_SECTIONS = frozenset({"messages", "message_echoes", "history"})
_EVENTS: dict[str, _Make] = {"statuses": _delivery, "calls": _call, "user_preferences": _preference}
_TOLD_AS_MESSAGES: dict[str, _Make] = {"reaction": _reaction, "edit": _edit, "revoke": _revoke, "system": _system}
