"""Tells what Messenger's interfaces handed out from what Instagram's did."""

from collections.abc import Iterator
from typing import Any

from chatward.sources.forms import Look
from chatward.sources.meta.payloads import EVENT_LISTS, is_call, payloads

PLATFORMS = {"page": "messenger_webhook", "instagram": "instagram_webhook"}
"""The platform of a webhook call by its ``object``."""

_MARKS = (b"entry", b"recipient", b"created_time", b"updated_time", b'"data"')
_INSTAGRAM_IDS = "aWdf"  # what "ig_" is in base64
_NESTED = 6


def platform_of(look: Look) -> str | None:
    """Return which platform's payloads a file holds; None if it holds none, or those of another platform."""
    if not look.may_be_json or not any(mark in look.head for mark in _MARKS):
        return None
    return next(filter(None, map(of_payload, payloads(look.sketch))), None)


def of_payload(payload: Any) -> str | None:
    """Return the platform of one payload; a call whose ``object`` is cut off, or an answer, tells by its ids."""
    if not isinstance(payload, dict):
        return None
    if is_call(payload) and payload.get("object") is not None:
        kind = payload["object"]
        return PLATFORMS.get(kind) if isinstance(kind, str) else None
    if is_call(payload) and not _has_events(payload):
        return None
    is_instagrams = any(map(_is_instagrams, _fields(payload, _NESTED)))
    return PLATFORMS["instagram" if is_instagrams else "page"]


def _has_events(call: dict[str, Any]) -> bool:
    entries = [entry for entry in call["entry"] if isinstance(entry, dict)]
    events = (event for entry in entries for name in EVENT_LISTS[:2] for event in _rows(entry.get(name)))
    return any(isinstance(event, dict) and "recipient" in event for event in events)


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_instagrams(field: tuple[str, Any]) -> bool:
    name, value = field
    return name == "username" or (name in ("id", "mid") and isinstance(value, str) and value.startswith(_INSTAGRAM_IDS))


def _fields(value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield all fields of the objects in a value, as names and values."""
    inner: Any = value if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield from value.items()
        inner = value.values()
    if depth:
        for each in inner:
            yield from _fields(each, depth - 1)
