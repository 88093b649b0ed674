"""Takes the columns out of a Parquet file, a row group at a time; nested ones by a path like ``author.email``."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from chatward.errors import SourceFormatError
from chatward.sources.table.mapping import TableMapping
from chatward.sources.table.part import Broken, Part, rows_of

MAGIC = b"PAR1"

_MOST_DAMAGED = 1_000_000  # a damaged file may claim any number of rows


def parts(data: bytes, mapping: TableMapping) -> Iterator[Part]:
    """Yield the rows of a Parquet file; those of a row group that is damaged are broken.

    Raises:
        SourceFormatError: the file is damaged as a whole, or lacks a column that the policy names.
    """
    try:
        file = parquet.ParquetFile(pa.BufferReader(data))
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError):
        raise SourceFormatError("the Parquet file is damaged or cut off", hint="deliver it again") from None
    for name in mapping.columns:
        _check(schema, name)
    first = 1
    for group in range(file.num_row_groups):
        part = _part(file, group, first, mapping)
        yield part
        first += part.records


def _part(file: parquet.ParquetFile, group: int, first: int, mapping: TableMapping) -> Part:
    records = file.metadata.row_group(group).num_rows
    names = {name: _path(file.schema_arrow, name) for name in mapping.columns}
    try:
        table = file.read_row_group(group, columns=[path[0] for path in names.values()], use_threads=False)
        table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError):
        return _damaged(records, first, mapping)
    if table.num_rows != records:
        return _damaged(records, first, mapping)
    columns = {name: _texts(_inner(table, path)) for name, path in names.items()}
    return Part(records, rows_of(columns, np.arange(first, first + records)))


def _damaged(records: int, first: int, mapping: TableMapping) -> Part:
    if not 0 <= records <= _MOST_DAMAGED:
        raise SourceFormatError("a row group of the Parquet file is damaged", hint="deliver it again")
    nothing = rows_of({name: pa.array([], pa.string()) for name in mapping.columns}, [])
    return Part(records, nothing, [Broken(number, "damaged", b"") for number in range(first, first + records)])


def _check(schema: pa.Schema, name: str) -> None:
    kind = schema
    for step in _path(schema, name):
        if step not in kind.names:
            raise SourceFormatError(
                f"the table has no column `{name}`, which the policy names",
                hint="correct `columns` in the source of the policy",
            )
        kind = kind.field(step).type
        kind = kind if pa.types.is_struct(kind) else pa.schema([])


def _path(schema: pa.Schema, name: str) -> list[str]:
    return [name] if name in schema.names else name.split(".")


def _inner(table: pa.Table, path: list[str]) -> pa.Array:
    column = table[path[0]].combine_chunks()
    return pc.struct_field(column, path[1:]) if path[1:] else column


def _texts(column: pa.Array) -> pa.Array:
    """Return times as they are and all else as text."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return column
    if pa.types.is_dictionary(kind):
        return _texts(column.dictionary_decode())
    if pa.types.is_floating(kind) and pc.all(pc.equal(pc.floor(column), column)).as_py():
        column = pc.cast(column, pa.int64(), safe=False)  # ids among which some are missing, as pandas writes them
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
