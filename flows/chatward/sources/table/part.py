"""Some records of a table: the columns that the policy names, and what could not be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from chatward.sources.records import BATCH_ROWS

RECORD = "#"
"""Column of a part that counts the table's records from 1, those that could not be read too."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be read.

    Attributes:
        record: its number, counted from 1.
        reason: ``"columns"``, ``"quotes"``, ``"json"``, ``"truncated"``, ``"not_an_object"`` or ``"damaged"``.
        raw: its bytes, or as parsed JSON.
    """

    record: int
    reason: str
    raw: Any


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive records.

    Attributes:
        records: how many there are, counted before they were parsed.
        rows: the columns by name, texts or what Parquet has, and ``RECORD``.
        broken: those without a row.
    """

    records: int
    rows: pa.Table
    broken: Sequence[Broken] = field(default=())


def rows_of(columns: Mapping[str, Any], numbers: Any) -> pa.Table:
    """Return the rows of a part from its columns and the numbers of its records."""
    return pa.table({RECORD: pa.array(numbers, pa.int64()), **columns})


def gathered(parts: Iterator[Part]) -> Iterator[Part]:
    """Yield the parts put together, or cut, to ``BATCH_ROWS`` rows: a batch costs the same however small it is."""
    waiting: list[Part] = []
    for part in parts:
        if waiting and sum(each.records for each in waiting) + part.records > BATCH_ROWS:
            yield from _joined(waiting)
            waiting = []
        waiting.append(part)
    if waiting:
        yield from _joined(waiting)


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    rows = pa.concat_tables([part.rows for part in parts]).combine_chunks()
    broken = [each for part in parts for each in part.broken]
    records = sum(part.records for part in parts)
    for start in range(BATCH_ROWS, rows.num_rows, BATCH_ROWS):
        yield Part(BATCH_ROWS, rows.slice(start - BATCH_ROWS, BATCH_ROWS))
        records -= BATCH_ROWS
    last = (rows.num_rows - 1) // BATCH_ROWS * BATCH_ROWS if rows.num_rows else 0
    yield Part(records, rows.slice(last), broken)


def mapped(column: pa.Array, function: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """Return a column of texts with a function applied to each distinct one; what is missing stays missing."""
    encoded = column.dictionary_encode()
    values = [function(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(values, kind).take(encoded.indices)
