"""Keeps what is too long for any chat out of the warehouse: such a record is rejected, and costs no other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from chatward.sources.records import RAW_BYTES, REJECTS, Batch

TOO_LONG = "too_long"
"""Reason code of a record whose words are beyond the policy's limit."""

_WORDS = {"messages": ("text",), "events": ("text", "detail")}


def bounded(batches: Iterable[Batch], most_bytes: int) -> Iterator[Batch]:
    """Yield the batches of an export with records that hold more than ``most_bytes`` in one field as rejects."""
    for batch in batches:
        kept = batch
        for name, columns in _WORDS.items():
            for column in columns:
                kept = _bounded(kept, name, column, most_bytes)
        yield kept


def _bounded(batch: Batch, name: str, column: str, most_bytes: int) -> Batch:
    table: pa.Table = getattr(batch, name)
    if not table.num_rows or table[column].nbytes <= most_bytes:
        return batch
    is_long = pc.fill_null(pc.greater(pc.binary_length(table[column]), most_bytes), fill_value=False)
    if not pc.any(is_long).as_py():
        return batch
    refused = _rejects(table.filter(is_long), column)
    rejects = pa.concat_tables([batch.rejects.cast(REJECTS), refused])
    return replace(batch, rejects=rejects, **{name: table.filter(pc.invert(is_long))})


def _rejects(table: pa.Table, column: str) -> pa.Table:
    return pa.table(
        {
            "member": table["member"].cast(pa.string()),
            "record": table["record"],
            "reason": [TOO_LONG] * table.num_rows,
            "raw": pc.binary_slice(table[column].cast(pa.binary()), 0, RAW_BYTES),
        },
        schema=REJECTS,
    )
