"""Takes the columns out of CSV (RFC 4180): whole blocks by Arrow, and record by record where one is in doubt.

A quote that is missing or too many seems to swallow what follows. So every block's quotes are checked: each must open
a field, close one, or stand doubled inside one. Where that does not hold, records are matched one by one, and a line
with which none can begin costs itself alone.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv

from chatward.errors import SourceFormatError
from chatward.sources.table.mapping import TableMapping
from chatward.sources.table.part import Broken, Part, rows_of

_BLOCK_BYTES = 2**20
_LONGEST_RECORD_BYTES = 2**24
_DELIMITERS = (b",", b";", b"\t", b"|")
_DECLARED_BY_EXCEL = re.compile(rb"sep=([\t !#-~])\r?\n")
_LINE = re.compile(rb"[^\n]*+\n?")
_NEWLINE, _RETURN, _QUOTE = b'\n\r"'

_Places = npt.NDArray[np.int64]


def parts(text: bytes, mapping: TableMapping) -> Iterator[Part]:
    """Yield the records of a CSV text in UTF-8; lines without anything on them are none.

    Raises:
        SourceFormatError: a column that the policy names is missing, or there twice.
    """
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")  # the line ends of old spreadsheets
    table, at = _opened(text, mapping)
    first = 1
    while at < len(text):
        end = _end_of_block(text, at)
        part = table.whole_block(text[at:end], first)
        at, part = (end, part) if part else table.one_by_one(text, at, end, first)
        first += part.records
        yield part


def _opened(text: bytes, mapping: TableMapping) -> tuple["_Table", int]:
    """Return the table, and where its first record begins."""
    at = 0
    delimiter = mapping.delimiter.encode() if mapping.delimiter else None
    if excel := _DECLARED_BY_EXCEL.match(text):
        at, delimiter = excel.end(), delimiter or excel[1]
    choices = (delimiter,) if delimiter else _DELIMITERS
    if mapping.header:
        return _Table(choices[0], mapping.header, mapping.columns), at
    headers = {choice: _header(text, at, choice) for choice in choices}
    fitting = max(choices, key=lambda choice: len(set(mapping.columns) & set(headers[choice][0])))
    names, at = headers[fitting]
    return _Table(fitting, names, mapping.columns), at


def _header(text: bytes, at: int, delimiter: bytes) -> tuple[tuple[str, ...], int]:
    record = re.compile(_record(delimiter)).match(text, at) or _LINE.match(text, at)
    assert record is not None
    fields = re.findall(
        rb"(?:\A|" + re.escape(delimiter) + rb")(" + _field(delimiter) + rb")", record[0].rstrip(b"\r\n")
    )
    return tuple(_plain(field).decode(errors="replace").strip() for field in fields), record.end()


class _Table:
    """The columns of a table, and two ways to read its records."""

    def __init__(self, delimiter: bytes, header: Sequence[str], wanted: Sequence[str]) -> None:
        for name in wanted:
            if header.count(name) != 1:
                raise SourceFormatError(
                    f"the table has {'no' if name not in header else 'more than one'} column `{name}`, which the policy"
                    " names",
                    hint="correct `columns` in the source of the policy, or declare its `delimiter` or `header`",
                )
        self._delimiter = delimiter
        self._places = {name: header.index(name) for name in wanted}
        self._width = len(header)
        field = rb"(" + _field(delimiter) + rb")"
        self._good = re.compile(re.escape(delimiter).join([field] * self._width) + _END)
        self._any = re.compile(_record(delimiter))

    def whole_block(self, block: bytes, first: int) -> Part | None:
        """Return the records of a block that begins and ends between two; None if any of them is in doubt."""
        bytes_ = np.frombuffer(block, np.uint8)
        quotes: _Places = np.flatnonzero(bytes_ == _QUOTE)
        if block.count(b"\r") != block.count(b"\r\n") or not self._is_clean(bytes_, quotes):
            return None
        records = _count(bytes_, quotes)
        names = [str(place) for place in range(self._width)]
        wanted = [names[place] for place in self._places.values()]
        is_whole = True

        def doubt(_row: csv.InvalidRow) -> str:
            nonlocal is_whole
            is_whole = False
            return "skip"

        delimiter = self._delimiter.decode()
        try:
            table = csv.read_csv(
                pa.BufferReader(block),
                csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=names),
                csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=doubt),
                csv.ConvertOptions(column_types=dict.fromkeys(wanted, pa.string()), include_columns=wanted),
            )
        except pa.ArrowInvalid:
            return None
        if not is_whole or table.num_rows != records:
            return None
        columns = {name: table[str(place)] for name, place in self._places.items()}
        return Part(records, rows_of(columns, np.arange(first, first + records)))

    def one_by_one(self, text: bytes, at: int, end: int, first: int) -> tuple[int, Part]:
        """Return the records from ``at`` to ``end`` or just behind it, and where the next begins."""
        number = first
        rows: list[tuple[bytes, ...]] = []
        numbers: list[int] = []
        broken: list[Broken] = []
        while at < end:
            record = _match(self._good, text, at)
            if record:
                rows.append(record.groups())
                numbers.append(number)
            else:
                any_record = _match(self._any, text, at)
                record = any_record or _LINE.match(text, at)
                assert record is not None
                if record[0].strip():
                    broken.append(Broken(number, "columns" if any_record else "quotes", record[0].rstrip(b"\r\n")))
            number += bool(record[0].strip())
            at = record.end()
        columns = {name: _column([row[place] for row in rows]) for name, place in self._places.items()}
        return at, Part(number - first, rows_of(columns, numbers), broken)

    def _is_clean(self, bytes_: npt.NDArray[np.uint8], quotes: _Places) -> bool:
        """Return whether every quote opens or closes a field, or is doubled in one."""
        if len(quotes) % 2:
            return False
        if not len(quotes):
            return True
        around = np.concatenate((bytes_[-1:], bytes_, bytes_[:1]))
        around[0] = around[-1] = _NEWLINE
        before, after = around[quotes[0::2]], around[quotes[1::2] + 2]
        mark = self._delimiter[0]
        opens = (before == mark) | (before == _NEWLINE) | (before == _QUOTE)
        closes = (after == mark) | (after == _NEWLINE) | (after == _RETURN) | (after == _QUOTE)
        return bool(opens.all() and closes.all())


def _match(pattern: re.Pattern[bytes], text: bytes, at: int) -> re.Match[bytes] | None:
    """Return the record at ``at``, unless it is longer than any may be."""
    limit = at + _LONGEST_RECORD_BYTES
    found = pattern.match(text, at, limit)
    return None if found and found.end() == limit < len(text) else found


def _field(delimiter: bytes) -> bytes:
    """Return the pattern of one field: quoted, plain with a quote at most inside, or empty."""
    mark = re.escape(delimiter)
    return rb'"(?:[^"]++|"")*+"(?=\r?\n|' + mark + rb'|\r?\Z)|[^\n"' + mark + rb"][^\n" + mark + rb"]*+|"


_END = rb"\r?(?:\n|\Z)"


def _record(delimiter: bytes) -> bytes:
    field = rb"(?:" + _field(delimiter) + rb")"
    return field + rb"(?:" + re.escape(delimiter) + field + rb")*+" + _END


def _end_of_block(text: bytes, at: int) -> int:
    """Return the end of the last record, by its quotes, within the next bytes; further on if a record is long."""
    size = _BLOCK_BYTES
    while at + size < len(text) and size <= _LONGEST_RECORD_BYTES:
        block = np.frombuffer(text, np.uint8, size, at)
        ends = _record_ends(block, np.flatnonzero(block == _QUOTE))
        if len(ends):
            return at + int(ends[-1]) + 1
        size *= 4
    return min(at + size, len(text))


def _record_ends(bytes_: npt.NDArray[np.uint8], quotes: _Places) -> _Places:
    ends: _Places = np.flatnonzero(bytes_ == _NEWLINE)
    return ends[np.searchsorted(quotes, ends) % 2 == 0] if len(quotes) else ends


def _count(bytes_: npt.NDArray[np.uint8], quotes: _Places) -> int:
    """Return how many records a block holds, without those lines that are empty."""
    ends = _record_ends(bytes_, quotes)
    if len(bytes_) and (not len(ends) or ends[-1] != len(bytes_) - 1):
        ends = np.append(ends, len(bytes_))
    starts = np.concatenate(([0], ends[:-1] + 1))
    is_empty = ends == starts
    is_empty |= (ends == starts + 1) & (bytes_[np.minimum(starts, len(bytes_) - 1)] == _RETURN)
    return int(len(ends) - is_empty.sum())


def _column(fields: Sequence[bytes]) -> pa.Array:
    return pa.array([_plain(field) for field in fields], pa.binary()).cast(pa.string())


def _plain(field: bytes) -> bytes:
    return field[1:-1].replace(b'""', b'"') if field.startswith(b'"') else field.rstrip(b"\r")
