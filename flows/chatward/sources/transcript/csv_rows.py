"""Cuts CSV into rows so that a quotation mark too many costs one row, and not all that follow."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from chatward.sources.csv_line import csv_fields

_MOST_PASTED = 50  # lines like the beginning of a row that one quoted field may hold


class CsvRow(NamedTuple):
    """A row: where it stands in the text, and its fields; None if they cannot be told apart."""

    start: int
    end: int
    fields: list[str] | None


def header_of(text: str) -> list[str]:
    """Return the names in the first line."""
    line = text.lstrip("\n").partition("\n")[0]
    return [name.strip() for name in csv_fields(line) or []]


def csv_rows(text: str, beginning: re.Pattern[str], start: int) -> Iterator[CsvRow]:
    """Yield the rows from ``start`` on.

    Args:
        text: the whole text.
        beginning: matches the newline before a row and how rows begin; what looks so within quotes is part of a field.
        start: where the newline before the first row stands.
    """
    starts = [match.start() + 1 for match in beginning.finditer(text, start)]
    borders = [*starts, len(text) + 1]
    place = 0
    while place < len(starts):
        following = _after(text, borders, place)
        end = borders[following] - 1
        yield CsvRow(starts[place], end, csv_fields(text[starts[place] : end].rstrip("\n")))
        place = following


def _after(text: str, borders: list[int], place: int) -> int:
    quotes = 0
    for last in range(place, min(place + _MOST_PASTED, len(borders) - 1)):
        quotes += text.count('"', borders[last], borders[last + 1])
        if quotes % 2 == 0:
            return last + 1
    return place + 1
