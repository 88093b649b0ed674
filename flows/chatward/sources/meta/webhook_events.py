"""What the webhooks of Messenger and Instagram report beside messages: edits, reactions, receipts, consent and more."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from chatward.sources.collected import UnreadableError
from chatward.sources.json_values import written

# keys by which somebody could act in a person's name: they go nowhere
_SECRETS = frozenset({"authorization_code", "notification_messages_token", "one_time_notif_token", "token"})
_PLACE = frozenset({"sender", "recipient", "timestamp"})
_STOP = "STOP"
_TEXT = (str, type(None))


class Event(NamedTuple):
    """An event without its place and time; ``detail`` is what else there is to know, as JSON."""

    kind: str
    target: str | None = None
    text: str | None = None
    detail: str | None = None


def event_of(record: Mapping[str, Any]) -> Event | None:
    """Return what an element of ``messaging`` or ``standby`` reports; None if it is a message.

    Raises:
        UnreadableError: what it reports is not of the type that the platform writes.
    """
    name = next((name for name in _REPORTS if name in record), None)
    if name is None:
        return Event("other", None, None, _json({name: each for name, each in record.items() if name not in _PLACE}))
    content = record[name]
    if not isinstance(content, dict):
        raise UnreadableError("bad_field")
    return _REPORTS[name](content)


def change_of(change: Mapping[str, Any]) -> Event:
    """Return what an element of ``changes`` reports: a post, a comment, a mention, with its words."""
    value = change.get("value")
    content = value if isinstance(value, dict) else {}
    words = next((each for name in ("message", "text") if isinstance(each := content.get(name), str)), None)
    told = {name: each for name, each in content.items() if name not in ("message", "text")} or value
    return Event("other", None, words, _json({"field": change.get("field"), "value": told}))


def _said(message: Mapping[str, Any]) -> Event | None:
    return Event("message_deleted", _id(message.get("mid"))) if message.get("is_deleted") else None


def _pressed(postback: Mapping[str, Any]) -> None:  # noqa: ARG001  # a button pressed is said like words
    return None


def _edited(content: Mapping[str, Any]) -> Event:
    text = content.get("text")
    if not isinstance(text, _TEXT):
        raise UnreadableError("bad_field")
    return Event("message_edited", _id(content.get("mid")), text)


def _reacted(content: Mapping[str, Any]) -> Event:
    emoji = next((each for name in ("emoji", "reaction") if isinstance(each := content.get(name), str)), None)
    if content.get("action") == "unreact":
        return Event("reaction", _id(content.get("mid")), None, _json({"is_removed": True}))
    return Event("reaction", _id(content.get("mid")), emoji)


def _read(content: Mapping[str, Any]) -> Event:
    return Event("delivery_status", _id(content.get("mid")), None, _json({"status": "read", **_rest(content, "mid")}))


def _delivered(content: Mapping[str, Any]) -> Event:
    """Return a receipt; one for several messages names them in the detail."""
    ids = content.get("mids")
    if isinstance(ids, list) and len(ids) == 1 and isinstance(ids[0], str):
        return Event("delivery_status", ids[0], None, _json({"status": "delivered", **_rest(content, "mids")}))
    return Event("delivery_status", None, None, _json({"status": "delivered", **content}))


def _opted(content: Mapping[str, Any]) -> Event:
    """Return a person's consent to be written to, or its end, where the event says so."""
    status = content.get("notification_messages_status")
    is_over = isinstance(status, str) and status.upper().startswith(_STOP)
    return Event("consent_withdrawn" if is_over else "consent_granted", None, None, _json(_rest(content)))


def _linked(content: Mapping[str, Any]) -> Event:
    return Event("account", None, None, _json(_rest(content)))


def _rest(content: Mapping[str, Any], *told: str) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in _SECRETS and name not in told}


def _id(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _json(detail: Mapping[str, Any]) -> str | None:
    return written(detail).decode() if detail else None


_REPORTS: dict[str, Callable[[dict[str, Any]], Event | None]] = {
    "message": _said,
    "postback": _pressed,
    "message_edit": _edited,
    "reaction": _reacted,
    "read": _read,
    "delivery": _delivered,
    "optin": _opted,
    "account_linking": _linked,
}
