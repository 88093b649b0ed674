"""Finds the conversations in a download: as JSON of any nesting, or as text."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from chatward.sources.file_text import Text
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken

_BLOCK = 512
_DEPTH = 6
_NAME = re.compile(r"(?:>>> )?((?:Group )?)Chat History with (.*?)[\s:]*", re.DOTALL | re.IGNORECASE)
_CONTAINERS = frozenset({"chathistory", "chat history", "group chat", "groupchat"})
_OWNER = b'"ProfileMap"'
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: UTC)?\s+(.*)", re.DOTALL)
_HEADING = ">>> "


class Chat(NamedTuple):
    """A conversation.

    Attributes:
        name: the other side's user name, or a group's name; ``""`` for what belongs to none.
    """

    name: str
    is_group: bool = False


Blocks = Iterator[tuple[Chat, list[Any]]]
_Lines = tuple[str | None, list[str]]
_NOWHERE = Chat("")


def owner_of(text: Text) -> str | None:
    """Return the user name of the account that a download as JSON is of; the profile may stand behind the messages."""
    at = text.find(_OWNER)
    cursor = Cursor(text, text.find(b"{", at) if at >= 0 else len(text))
    for name in cursor.fields() if cursor.opens == b"{" else ():
        if name == "userName":
            value = cursor.value()
            return value if isinstance(value, str) and value else None
    return None


def json_chats(text: Text) -> Blocks:
    """Yield the records of each conversation in file order, some at a time; what is broken is so in its place."""
    cursor = Cursor(text)
    last: list[Any] = []
    for chat, last in _walk(cursor, _DEPTH, is_listed=False):
        yield chat, last
    if cursor.was_cut and not (last and isinstance(last[-1], Broken)):
        yield _NOWHERE, [Broken(b"", "truncated")]
    elif cursor.opens:  # a bracket too many closed the download early
        yield _NOWHERE, [cursor.rest()]


def _walk(cursor: Cursor, depth: int, *, is_listed: bool) -> Blocks:
    """Yield the conversations in the object ahead; all arrays are some if ``is_listed``, else those called so."""
    for name in cursor.fields():
        called = _NAME.fullmatch(name)
        if cursor.opens == b"[" and (called or is_listed):
            chat = Chat(called[2], bool(called[1])) if called else Chat(name)
            yield chat, []  # so that a conversation without messages is known, too
            for block in cursor.blocks():
                yield chat, block
        elif cursor.opens == b"{" and depth:
            yield from _walk(cursor, depth - 1, is_listed=name.casefold() in _CONTAINERS)


def text_chats(text: str) -> Blocks:
    """Yield the same of a download as text, with records as in JSON.

    A message is a line that begins with its time, and all lines behind it that do not.
    """
    chat = _NOWHERE
    records: list[_Lines] = []
    for line in text.splitlines(keepends=True):
        if line.startswith(_HEADING) and (called := _NAME.fullmatch(line)):
            yield chat, _closed(records)
            chat, records = Chat(called[2], bool(called[1])), []
            yield chat, []
        elif found := _LINE.match(line):
            if len(records) == _BLOCK:
                yield chat, _closed(records)
                records = []
            records.append((found[1], [found[2]]))
        elif records:
            records[-1][1].append(line)
        elif not line.isspace():
            records.append((None, [line]))
    yield chat, _closed(records)


def _closed(records: list[_Lines]) -> list[Any]:
    return [_record(date, "".join(lines)) for date, lines in records]


def _record(date: str | None, said: str) -> Any:
    sender, colon, content = said.partition(":")
    if date is None or not colon:
        return Broken(f"{date or ''} {said}".encode(), "no_header")
    return {"Date": date, "From": sender, "Content": content.strip() or None}
