"""Walks through files of Graph's records, however they were saved: a list, pages, a record a line, replies within."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from chatward.sources.file_text import Text
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import parse
from chatward.sources.jsontext import json_lines
from chatward.sources.teams.spelling import CAMEL, PAGES, PASCAL

_BLOCK = 512
_REPLIES = (CAMEL.replies, PASCAL.replies)
_NESTING = (*PAGES, *_REPLIES)


def records(text: Text) -> Iterator[list[Any]]:
    """Yield what a file holds in its order, some at a time, ``Broken`` in the place of what is not sound.

    A page is its records. A reply that stands within the message it answers comes right behind that message.
    """
    cursor = Cursor(text)
    if cursor.opens == b"{" and _is_a_record_a_line(text, cursor.at):
        lines = json_lines(text)
        while block := list(islice(lines, _BLOCK)):
            yield _flat(block)
        return
    while cursor.opens:
        if cursor.opens == b"[":
            yield from map(_flat, cursor.blocks())
        elif cursor.opens == b"{":
            yield from _pages(cursor)
        else:
            yield [cursor.value()]


def _is_a_record_a_line(text: Text, start: int) -> bool:
    end = text.find(b"\n", start)
    return end > 0 and isinstance(parse(text[start:end]), dict) and bool(Cursor(text, end).opens)


def _pages(cursor: Cursor) -> Iterator[list[Any]]:
    """Yield the records of the page ahead, or the object ahead itself if it is none."""
    start, has_page = cursor.at, False
    for name in cursor.fields():
        if name in PAGES and cursor.opens == b"[":
            has_page = True
            yield from map(_flat, cursor.blocks())
    if not has_page:
        cursor.at = start
        yield _flat([cursor.value()])


def _flat(values: list[Any]) -> list[Any]:
    """Return the values with all that are nested in them behind each."""
    if not any(isinstance(value, dict) and not value.keys().isdisjoint(_NESTING) for value in values):
        return values
    return [record for value in values for record in _unnested(value)]


def _unnested(value: Any) -> Iterator[Any]:
    waiting = [value]
    while waiting:
        record = waiting.pop()
        if not isinstance(record, dict):
            yield record
            continue
        pages = [page for name in PAGES if isinstance(page := record.get(name), list)]
        replies = [page for name in _REPLIES if isinstance(page := record.get(name), list)]
        if not pages:
            yield {name: each for name, each in record.items() if name not in _REPLIES} if replies else record
        waiting += reversed([each for page in (*pages, *replies) for each in page])
