"""Cuts an archive's file into its blocks, by how each begins: what is broken in one never reaches into the next."""

import re
from collections.abc import Iterator

from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken

# such bytes cannot stand inside a string, for its quotes would have a backslash before them
_NEXT = re.compile(rb',\s*+(?=\{\s*+"dmConversation"\s*+:)')
_ENDS = (b"", b";")


def blocks(text: bytes, start: int) -> Iterator[bytes | Broken]:
    """Yield the JSON of each block of the array ahead, ``Broken`` for what stands beside them or is missing."""
    cursor = Cursor(text, start)
    if cursor.opens == b"[":
        at = cursor.at + 1
        for found in _NEXT.finditer(text, at):
            yield text[at : found.start()]
            at = found.end()
        cursor = Cursor(b"[" + text[at:])
        yield from _last_blocks(cursor)
    if cursor.opens not in _ENDS:
        yield cursor.rest()


def _last_blocks(cursor: Cursor) -> Iterator[bytes | Broken]:
    is_told = False
    for _ in cursor.elements():
        begin, value = cursor.at, cursor.value()
        is_told = isinstance(value, Broken) and value.reason == "truncated"
        yield cursor.text[begin : cursor.at]
    if cursor.was_cut and not is_told:
        yield Broken(b"", "truncated")
