"""Parts of webhook calls that somebody kept by themselves, and what servers of before the Cloud API sent.

A call holds entries, an entry changes, and a change the value with messages and statuses, which was all of a call when
companies ran WhatsApp's servers themselves.
"""

from collections.abc import Mapping
from typing import Any

from chatward.sources.json_values import Broken, parse

_PRODUCT = "whatsapp"
_SECTIONS = ("messages", "message_echoes", "statuses", "calls", "user_preferences", "history")
_OF_SERVERS = frozenset({"contacts", "messages", "statuses", "errors", "meta", "metadata", "messaging_product"})
_MESSAGE = frozenset({"from", "id", "timestamp", "type"})
_STATUS = frozenset({"id", "recipient_id", "status", "timestamp"})


def call_of(value: Any) -> dict[str, Any] | None:
    """Return a call that holds what a part of one does, None if the value is no part of one."""
    if not isinstance(value, dict):
        return None
    if _is_entry(value):
        return {"entry": [value]}
    if _is_change(value):
        return {"entry": [{"changes": [value]}]}
    if _is_message(value):
        value = {"messages": [value]}
    return {"entry": [{"changes": [{"field": "messages", "value": value}]}]} if _is_value(value) else None


def unpacked(value: Any) -> Any:
    """Return the object that a text holds as JSON, as queues keep calls; any other value as it is."""
    if not (isinstance(value, str) and value.startswith("{") and value.rstrip().endswith("}")):
        return value
    inner = parse(value.encode("utf-8", errors="replace"))
    return value if isinstance(inner, Broken) else inner


def _is_entry(value: Mapping[str, Any]) -> bool:
    changes = value.get("changes")
    return isinstance(changes, list) and any(isinstance(each, dict) and _is_change(each) for each in changes)


def _is_change(value: Mapping[str, Any]) -> bool:
    inner = value.get("value")
    return isinstance(value.get("field"), str) and isinstance(inner, dict) and _names_product(inner)


def _is_value(value: Mapping[str, Any]) -> bool:
    if _names_product(value):
        return any(isinstance(value.get(section), list) for section in _SECTIONS)
    return value.keys() <= _OF_SERVERS and (
        _has(value.get("messages"), _MESSAGE) or _has(value.get("statuses"), _STATUS)
    )


def _is_message(value: Mapping[str, Any]) -> bool:
    return value.keys() >= _MESSAGE and str(value["id"]).startswith("wamid.")


def _names_product(value: Mapping[str, Any]) -> bool:
    return value.get("messaging_product") == _PRODUCT


def _has(rows: Any, fields: frozenset[str]) -> bool:
    return isinstance(rows, list) and any(isinstance(row, dict) and row.keys() >= fields for row in rows)
