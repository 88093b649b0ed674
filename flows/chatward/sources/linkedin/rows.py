"""Takes LinkedIn's CSV apart, so that a row that is broken costs itself and not those behind it."""

import csv
import io
import re
from collections.abc import Iterator

from chatward.sources.drift import seen
from chatward.sources.json_values import Broken

_DELIMITER = re.compile(r"[^,;\t]*([,;\t])")
_DATE = r'[,;\t]"?(?:\d{4}-\d\d-\d\d \d\d:\d\d|\d{1,2}/\d{1,2}/\d\d, \d)'
# a row's first line: an id without spaces, some more cells, and a date
_ROW = re.compile(rf'"?[^\s,;"]{{6,}}"?(?:[,;\t][^,;\t]*){{3,}}?{_DATE}')
_ROW_WITHOUT_ID = re.compile(rf"[^,;\t]*[,;\t][^;\t]*?{_DATE}")

Record = dict[str, str]


def read_rows(text: str) -> Iterator[Record | Broken]:
    """Yield each row by the names of the columns, ``Broken`` for one that is not sound; blank lines are none.

    A quote that is missing makes a row swallow those behind it: from the first line on that begins like a row, they are
    read again. What is broken is so as ``"columns"``, or as ``"truncated"`` where the text ends within it.
    """
    # the limit is that of the whole process, which other readers raise: what is read must not hang on who was first
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    lines = io.StringIO(text, newline="").readlines()  # at \r and \n only, as the parser does
    found = _DELIMITER.match(lines[0]) if lines else None
    delimiter = found[1] if found else ","
    names = seen([name.strip().upper() for name in next(csv.reader(lines[:1], delimiter=delimiter), [])])
    beginning = _ROW if "CONVERSATION ID" in names else _ROW_WITHOUT_ID
    at = 1
    while at < len(lines):
        for first, end, cells in _parsed(lines, at, delimiter):
            resumed = _next_row(lines, first, end, beginning)
            at = resumed or end
            if not resumed and _fits(cells, len(names)):
                yield dict(zip(names, cells, strict=False))
            elif resumed or not lines[first].isspace():
                is_cut = at == len(lines) and not text.endswith("\n")
                yield Broken("".join(lines[first:at]).encode(), "truncated" if is_cut else "columns")
            if resumed:
                break


def _parsed(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the first line of each row from ``start`` on, the line behind it, and its cells."""
    reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=delimiter)
    first = start
    while first < len(lines):
        try:
            cells = next(reader)
            end = start + reader.line_num
        except csv.Error:  # the parser gave up: all that is left may be in this row
            cells, end = [], len(lines)
        yield first, end, cells
        first = end


def _next_row(lines: list[str], first: int, end: int, beginning: re.Pattern[str]) -> int | None:
    """Return the first line within a row that begins like another."""
    if end - first == 1:
        return None
    prefix = lines[first][: 2 if beginning is _ROW else 0]
    return next(
        (at for at in range(first + 1, end) if lines[at].startswith(prefix) and beginning.match(lines[at])), None
    )


def _fits(cells: list[str], columns: int) -> bool:
    return len(cells) == columns or (len(cells) > columns and not any(cells[columns:]))
