"""Splits a data package's ``messages.csv`` into records, so that a broken one ends where the next line begins."""

import re
from collections.abc import Iterator
from typing import Any

from chatward.sources.csv_line import csv_fields
from chatward.sources.discord.form import columns
from chatward.sources.drift import seen
from chatward.sources.json_values import Broken

_ROWS = 4096  # at a time
_FIELD = r'(?:"(?:[^"]++|"")*+"|[^",\r\n][^,\r\n]*+)?+'
_ROW = re.compile(rf"({_FIELD}(?:,{_FIELD})*+)[ \t]*+(?:\r?\n|\r|\Z)")
_LINE = re.compile(r"[^\r\n]*+(?:\r?\n|\r|\Z)")


def rows(text: str) -> Iterator[list[Any]]:
    """Yield the rows below the header as objects by column, some at a time, ``Broken`` for one that is none.

    Blank lines are no rows. A row with more or fewer fields than the header is ``Broken``, for nothing tells which of
    them are missing.
    """
    header = _LINE.match(text)
    assert header is not None
    names, at = seen(columns(header[0])), header.end()
    part: list[Any] = []
    while at < len(text):
        row, at = _row(text, at, names)
        if row is not None:
            part.append(row)
        if len(part) == _ROWS:
            yield part
            part = []
    yield part


def _row(text: str, at: int, names: list[str]) -> tuple[Any, int]:
    """Return the row at a place, None for a blank line, and the place of the next."""
    found = _ROW.match(text, at) or _LINE.match(text, at)
    assert found is not None
    end, row = found.end(), found[0].rstrip("\r\n")
    if not row.strip():
        return None, end
    values = _fields(row) if found.re is _ROW else []
    if len(values) == len(names):
        return dict(zip(names, values, strict=True)), end
    return Broken(found[0].encode("utf-8", errors="replace"), "truncated" if end == len(text) else "fields"), end


def _fields(row: str) -> list[str]:
    if '"' not in row:
        return row.split(",")
    return csv_fields(row) or []
