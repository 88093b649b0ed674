"""Finds what Messenger's and Instagram's interfaces handed out in files that people stored it in.

A payload is either a webhook call, ``{"object", "entry": [...]}``, or an answer of the Graph API's conversations: a
page of conversations or of messages, one conversation, or one message. Files hold one, a list of them or one a line,
bare or wrapped: logs and queues put a call into a field of their own, often as text, and some keep only the entries or
the events out of a call.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import Any

import orjson

from chatward.sources.drift import watch
from chatward.sources.file_text import Text
from chatward.sources.json_cursor import Cursor, watched
from chatward.sources.json_values import Broken, parse
from chatward.sources.jsontext import ANY, json_lines, saved

EVENT_LISTS = ("messaging", "standby", "changes")
"""Lists of a webhook call's entry whose elements are records."""

_DEPTH = 4
_LINES = 5
_CONVERSATION = ("messages", "data")
_RECORDS = (
    ("entry",),
    *(("entry", ANY, each) for each in EVENT_LISTS),
    ("data",),
    ("data", ANY, *_CONVERSATION),
    _CONVERSATION,
)
_REPORTS = ("message_edit", "reaction", "postback", "read", "delivery", "referral", "optin")
_MESSAGE_IDS = ("m_", "mid.", "m.", "aWdf")
_CONVERSATION_IDS = ("t_", "aWdf")
_OF_PAGES = frozenset({"data", "paging", "summary"})
_OF_CONVERSATIONS = ("participants", "messages", "updated_time")


def documents(text: Text) -> Iterator[Any]:
    """Yield the JSON values at the top: the elements of an array, or one a line, or one behind the other.

    Of a value that is broken or cut the sound part is yielded, with ``Broken`` in the place of what is not.
    """
    cursor = Cursor(text)
    if cursor.opens == b"{":
        lines = json_lines(text)
        first = list(islice(lines, _LINES))
        if any(isinstance(value, dict) for value in first):
            yield from map(_salvaged, chain(first, lines))
            return
        with suppress(orjson.JSONDecodeError):
            yield _salvaged(watched(watch(), (), [orjson.loads(text[:])])[0])
            return
    while cursor.opens:
        if cursor.opens == b"[":
            for block in cursor.blocks():
                yield from map(_salvaged, block)
        else:
            yield _salvaged(cursor.value())


def payloads(value: Any, depth: int = _DEPTH) -> list[Any]:
    """Return the payloads within a value, and what is broken beside them."""
    if isinstance(value, Broken) or is_call(value) or is_answer(value):
        return [value]
    if is_entry(value):
        return [{"entry": [value]}]
    if is_event(value):
        return [{"entry": [{"messaging": [value]}]}]
    if isinstance(value, dict):
        inner: Any = value.values()
    elif isinstance(value, str) and value.startswith("{") and value.rstrip().endswith("}"):
        inner = (parse(value.encode("utf-8", errors="replace")),)
        inner = () if isinstance(inner[0], Broken) else inner
    else:
        inner = value if isinstance(value, list) else ()
    return [payload for each in inner for payload in payloads(each, depth - 1)] if depth else []


def is_call(value: Any) -> bool:
    """Return whether a value is a webhook call, of whatever platform."""
    return isinstance(value, dict) and isinstance(value.get("entry"), list)


def is_entry(value: Any) -> bool:
    """Return whether a value is an entry out of a call."""
    return isinstance(value, dict) and any(
        any(map(is_event, islice(rows, _LINES)))
        for name in EVENT_LISTS[:2]
        if isinstance(rows := value.get(name), list)
    )


def is_event(value: Any) -> bool:
    """Return whether a value is an event out of an entry: it goes from one side to the other, and reports something."""
    if not isinstance(value, dict) or not all(isinstance(value.get(side), dict) for side in ("sender", "recipient")):
        return False
    message = value.get("message")
    if isinstance(message, dict):
        return "mid" in message
    return any(isinstance(value.get(name), dict) for name in _REPORTS)


def is_answer(value: Any) -> bool:
    """Return whether a value came from the Graph API's conversations; posts and comments did not."""
    if not isinstance(value, dict):
        return False
    if is_empty_page(value):
        return True
    rows = islice(listed(value), _LINES)
    return is_conversation(value) or is_message(value) or any(is_conversation(row) or is_message(row) for row in rows)


def is_empty_page(value: dict[str, Any]) -> bool:
    """Return whether a value is a page of the Graph API with nothing on it; how it would go on tells it from others."""
    return value.get("data") == [] and "paging" in value and value.keys() <= _OF_PAGES


def is_conversation(value: Any) -> bool:
    """Return whether a value is one conversation: it has messages, or an id that only chats have."""
    if not isinstance(value, dict):
        return False
    if any(map(is_message, islice(listed(value.get("messages")), _LINES))):
        return True
    return _starts(value.get("id"), _CONVERSATION_IDS) and not value.keys().isdisjoint(_OF_CONVERSATIONS)


def is_message(value: Any) -> bool:
    """Return whether a value is one message: a comment has a time and an author too, but no recipients."""
    if not isinstance(value, dict) or "created_time" not in value:
        return False
    return _starts(value.get("id"), _MESSAGE_IDS) or ("from" in value and isinstance(value.get("to"), dict))


def listed(value: Any) -> list[Any]:
    """Return the rows of a page, ``{"data": [...]}``; any other value has none."""
    rows = value.get("data") if isinstance(value, dict) else None
    return rows if isinstance(rows, list) else []


def _starts(value: Any, beginnings: tuple[str, ...]) -> bool:
    return isinstance(value, str) and value.startswith(beginnings)


def _salvaged(value: Any) -> Any:
    if not isinstance(value, Broken):
        return value
    part = saved(Cursor(value.raw), _RECORDS)
    return part if is_call(part) or is_answer(part) else value
