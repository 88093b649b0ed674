"""Cuts a file that people keep into rows, one a line, so that a mistake costs its own line and no other."""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import orjson

from chatward.clock import YEARS

Row = Mapping[str, str] | str
"""Values by column, without spaces around them; or the reason why there are none."""

_DELIMITERS = ",;\t"
_COMMENT = b"#"


def json_rows(data: bytes, *, flags: Collection[str] = ()) -> Iterator[tuple[int, Row]]:
    """Yield the number of each line that is not blank, from 1, with the object on it.

    Args:
        data: the file without a byte order mark.
        flags: keys that say yes or no, where JSON's ``true`` and ``false`` count as these words.
    """
    for number, raw in enumerate(data.splitlines(), start=1):
        if raw.strip():
            yield number, _from_object(raw, flags)


def _from_object(raw: bytes, flags: Collection[str]) -> Row:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return "json" if isinstance(_decoded(raw), str) else "encoding"
    return {key: _plain(value, key in flags) for key, value in found.items()} if isinstance(found, dict) else "json"


def _plain(value: object, is_flag: bool) -> str:
    """Return a text or a whole number as text; nothing else names a person, a purpose or a time."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower() if is_flag else ""
    return str(value) if isinstance(value, int) else ""


def csv_rows(data: bytes, *, known: Sequence[str], required: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Yield the number of each line that says something, from 1, with its cells by the names in the header.

    A cell ends on its line: one with a line break in quotes, which nothing here needs, cannot be told from a quote that
    somebody forgot to close. The header says what separates cells. Where it is none, it and all other lines have no
    row. Comments, which begin with ``#``, and lines without any value are passed by.

    Args:
        data: the file without a byte order mark.
        known: names of all columns that are of use; others may be there.
        required: those that the header must have.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(data)))
    lines = data.splitlines()
    numbers = (n for n, raw in enumerate(lines, start=1) if raw.strip() and not raw.lstrip().startswith(_COMMENT))
    first = next(numbers, None)
    if first is None:
        return
    names, delimiter, fault = _header(lines[first - 1], known, required)
    if fault:
        yield first, fault
        yield from ((number, fault) for number in numbers)
        return
    cut_off = 0 if data.endswith((b"\n", b"\r")) else len(lines)
    for number in numbers:
        cells = _cells(lines[number - 1], delimiter)
        if isinstance(cells, str):
            yield number, cells
        elif number == cut_off and len(cells) < len(names):
            yield number, "cut_off"
        elif any(cells[len(names) :]):
            yield number, "too_many_cells"
        elif any(cells):
            yield number, dict(zip(names, cells, strict=False))


def _header(raw: bytes, known: Sequence[str], required: Sequence[str]) -> tuple[list[str], str, str | None]:
    """Return the names of the columns, what separates them, and what is wrong with them."""
    read = {delimiter: _cells(raw, delimiter) for delimiter in _DELIMITERS}
    named = {
        delimiter: ["_".join(cell.casefold().split()) for cell in cells]
        for delimiter, cells in read.items()
        if not isinstance(cells, str)
    }
    if not named:
        return [], "", f"header_{read[_DELIMITERS[0]]}"
    separator = max(named, key=lambda delimiter: len(set(known) & set(named[delimiter])))
    names = named[separator]
    missing = next((name for name in required if name not in names), None)
    repeated = next((name for name in known if names.count(name) > 1), None)
    return names, separator, _fault(missing, repeated)


def _fault(missing: str | None, repeated: str | None) -> str | None:
    if missing:
        return f"header_without_{missing}"
    return f"header_repeats_{repeated}" if repeated else None


def _cells(raw: bytes, delimiter: str) -> list[str] | str:
    """Return the cells of one line, or the reason why there are none."""
    text = _decoded(raw)
    if text is None:
        return "encoding"
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter, strict=True))]
    except csv.Error:
        return "open_quote"


def _decoded(raw: bytes) -> str | None:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def instant_of(text: str) -> datetime | None:
    """Return the instant that a cell names in ISO 8601, or None; a time without an offset is UTC.

    Of the years 1 and 9999, by which systems say that they know no time, it is None.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.year not in YEARS:
        return None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
