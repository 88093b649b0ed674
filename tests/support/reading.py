"""What reading an export came to, as rows; and exports with something odd in them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from chatward.sources.conformity import faults
from chatward.sources.records import Batch

TABLES = ("messages", "events", "participants", "conversations", "rejects")
ODD = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.lists(st.none(), max_size=1)
    | st.just({})
)
"""Values that hardly any field has."""


def gathered(batches: Iterable[Batch]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of all batches by table, and assert that no record vanished and every row is sound."""
    batches = list(batches)
    assert list(faults(batches)) == []
    rows = {name: rows_of(batches, name) for name in TABLES}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows


def rows_of(batches: Iterable[Batch], table: str = "messages") -> list[dict[str, Any]]:
    """Return the rows of one table of all batches."""
    return pa.concat_tables([getattr(batch, table) for batch in batches]).to_pylist()


def columns_of(table: pa.Table, *columns: str) -> list[Any]:
    """Return the values of one column, or tuples of several, row by row."""
    found = table.to_pylist()
    return [row[columns[0]] if len(columns) == 1 else tuple(row[name] for name in columns) for row in found]


def saved(folder: Path, data: Any, name: str = "export.json") -> Path:
    """Write bytes, or anything else as JSON, and return where."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


def with_odd_fields(record: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """Return a copy of a record that has odd values in some fields of one of the objects in it."""
    copy = json.loads(json.dumps(record))
    holders, waiting = [], [copy]
    while waiting:
        holder = waiting.pop()
        holders.append(holder)
        inner = [each for value in holder.values() for each in (value if isinstance(value, list) else [value])]
        waiting += [each for each in inner if isinstance(each, dict) and each]
    holder = data.draw(st.sampled_from(holders))
    for name in data.draw(st.sets(st.sampled_from(sorted(holder)), max_size=3)):
        holder[name] = data.draw(ODD)
    return copy
