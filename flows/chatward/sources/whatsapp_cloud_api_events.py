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
_TOLD_ELSEWHERE = ("id", "from", "to", "timestamp", "recipient_id", "wa_id")


class Event(NamedTuple):
    """An event without its place and time."""

    event: str
    target: str | None = None
    text: str | None = None
    detail: dict[str, Any] | None = None

    def row(self) -> dict[str, str | None]:
        """Return its columns of ``EVENTS``; ``detail`` as JSON."""
        detail = orjson.dumps(self.detail).decode() if self.detail else None
        return {"event": self.event, "target_message_id": self.target, "text": self.text, "detail": detail}


def event_of(message: dict[str, Any]) -> Event | None:
    """Return what an item of ``messages`` reports if it is no message but tells of one, or of a person; None else."""
    kind = message.get("type")
    make = _EVENTS.get(kind) if isinstance(kind, str) else None
    return make(as_object(message.get(str(kind)))) if make else None


def delivery(status: dict[str, Any]) -> Event:
    """Return what an item of ``statuses`` reports; a call has statuses, too."""
    is_call = status.get("type") == "call"
    return Event(
        "call" if is_call else "delivery_status", None if is_call else _id(status.get("id")), None, _rest(status)
    )


def call(item: dict[str, Any]) -> Event:
    """Return what an item of ``calls`` reports, without the media session's description."""
    return Event("call", detail={"id": item.get("id")} | _rest(item, "session"))


def preference(item: dict[str, Any]) -> Event:
    """Return a customer's choice about marketing: a consent event, with the category in the detail."""
    value = item.get("value")
    words = item.get("detail")
    event = _CONSENT.get(value, "other") if isinstance(value, str) else "other"
    return Event(event, text=words if isinstance(words, str) else None, detail=_rest(item, "detail"))


def notice(field: str, content: Any) -> Event:
    """Return a change of a field that has no items of its own, or an error."""
    return Event("account" if field.startswith(_ACCOUNT_FIELDS) else "other", detail={"field": field, "value": content})


def _reaction(content: dict[str, Any]) -> Event:
    emoji = content.get("emoji") or None
    return Event("reaction", _id(content.get("message_id")), emoji, None if emoji else {"is_removed": True})


def _edit(content: dict[str, Any]) -> Event:
    message = as_object(content.get("message"))
    return Event(
        "message_edited", _id(content.get("original_message_id")), text_of(message), {"type": message.get("type")}
    )


def _revoke(content: dict[str, Any]) -> Event:
    return Event("message_deleted", _id(content.get("original_message_id")))


def _system(content: dict[str, Any]) -> Event:
    words = content.get("body")
    moved_to = person_key(content.get("wa_id") or content.get("new_wa_id"), content.get("user_id"))
    detail = _rest(content, "body") | ({"moved_to": moved_to} if moved_to else {})
    event = "identity_changed" if content.get("type") in _MOVED or moved_to else "notice"
    return Event(event, text=words if isinstance(words, str) else None, detail=detail)


def _rest(item: dict[str, Any], *told: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in (*_TOLD_ELSEWHERE, *told)}


def _id(value: Any) -> str | None:
    return value if isinstance(value, str) else None


_EVENTS: dict[str, Callable[[dict[str, Any]], Event]] = {
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "system": _system,
}
