"""Walks through saved answers and calls, however they were put together: pages, lists, a record a line, one alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from chatward.sources.file_text import Text
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken, parse
from chatward.sources.jsontext import json_lines, saved

_BLOCK = 64  # lines parsed at a time: the more objects wait, the more the collector of garbage has to look through
_LINES = 5
_BLANK_BYTES = 512
_LONG = b"0" * 20
_HELD = range(2**64)
_SHAPES = bytes(ord("0") if byte in b"0123456789" else ord(" ") for byte in range(256))
# behind a key: what somebody wrote cannot look so, because its quotes are escaped
_LONG_INTEGER = re.compile(rb'((?<!\\)"\s*+:\s*+)(-?[0-9]{20,}+)(?=\s*+[,}\]])')


@dataclass(frozen=True, slots=True)
class Layout:
    """How a platform's answers are built.

    Attributes:
        sections: the fields of a page whose arrays hold records.
        beside: all other fields that a page may have; an object with any further one is a record itself.
        parts: paths below a record of the arrays of what it consists of, as in ``jsontext.saved``; of a record that is
            broken or cut, those that are sound are read.
    """

    sections: frozenset[str]
    beside: frozenset[str]
    parts: tuple[tuple[str, ...], ...] = ()
    page_fields: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "page_fields", self.sections | self.beside)

    def pages(self, value: Any) -> list[tuple[str, list[Any]]]:
        """Return the sections of a page by name, none if ``value`` is no page."""
        if not isinstance(value, dict) or not value.keys() <= self.page_fields:
            return []
        return [(name, page) for name, page in value.items() if name in self.sections and isinstance(page, list)]

    def mended(self, value: Any) -> Any:
        """Return a record; of a broken one what is left of it, if that includes parts of it."""
        if not isinstance(value, Broken) or not self.parts:
            return value
        left = saved(Cursor(value.raw), self.parts)
        return left if isinstance(left, dict) and any(_has(left, path) for path in self.parts) else value


def records(text: Text, layout: Layout) -> Iterator[tuple[str, list[Any]]]:
    """Yield the records of a JSON text in its order, some at a time, ``Broken`` in the place of what is not sound.

    Before them stands the section of the page that they are from, ``""`` for those that stand on no page.
    """
    if isinstance(text, bytes):
        text = exact(text)
    cursor = Cursor(text)
    if cursor.opens == b"{" and _is_a_record_a_line(text, cursor.at):
        lines = json_lines(text)
        while block := list(islice(lines, _BLOCK)):
            yield from _sorted_out(block, layout)
        return
    while opener := cursor.opens:
        if opener == b"[":
            for block in cursor.blocks():
                yield from _sorted_out(block, layout)
        elif opener == b"{":
            yield from _page_or_record(cursor, layout)
        else:
            yield "", [cursor.value()]


def exact(text: bytes) -> bytes:
    """Return a JSON text in which fields' integers of over 64 bits are texts: as numbers they lose digits.

    That a text has any long number is found several times as fast as which.
    """
    return _LONG_INTEGER.sub(_as_text, text) if _LONG in text.translate(_SHAPES) else text


def _as_text(found: re.Match[bytes]) -> bytes:
    is_held = len(found[2]) == len(_LONG) and int(found[2]) in _HELD
    return found[0] if is_held else b'%s"%s"' % (found[1], found[2])


def _is_a_record_a_line(text: Text, start: int) -> bool:
    end = text.find(b"\n", start)
    if end < 0 or not text[end : end + _BLANK_BYTES].strip():
        return False
    ahead = text[start : text.find(b"\n", end + 1) + 1 or None].splitlines()
    return any(isinstance(parse(line), dict) for line in ahead[:_LINES])


def _page_or_record(cursor: Cursor, layout: Layout) -> Iterator[tuple[str, list[Any]]]:
    """Yield the records of the page ahead without ever holding it as a whole, or the record ahead."""
    start, is_page = cursor.at, False
    for name in cursor.fields():
        if name in layout.sections and cursor.opens == b"[":
            is_page = True
            for block in cursor.blocks():
                yield name, list(map(layout.mended, block))
        elif name not in layout.page_fields and not is_page:
            break
    if not is_page:
        cursor.at = start
        yield "", [layout.mended(cursor.value())]


def _sorted_out(values: list[Any], layout: Layout) -> Iterator[tuple[str, list[Any]]]:
    bare: list[Any] = []
    for value in values:
        if sections := layout.pages(value):
            yield "", bare
            bare = []
            yield from sections
        else:
            bare.append(layout.mended(value))
    yield "", bare


def _has(value: Any, path: tuple[str, ...]) -> bool:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return isinstance(value, list) and bool(value)
