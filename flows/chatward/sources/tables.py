"""Builds the tables of ``records`` fast: whole columns where a reader has them, rows where it has not."""

from collections.abc import Mapping
from typing import Any

import orjson
import pyarrow as pa

from chatward.sources.records import RAW_BYTES, REJECTS, empty

_PLAIN = (str, bool, type(None))


def build(schema: pa.Schema, rows: int, columns: Mapping[str, Any]) -> pa.Table:
    """Return a table of ``schema`` with ``rows`` rows.

    Args:
        schema: one of ``records``.
        rows: how many rows every column has.
        columns: by name, a list, an Arrow array (cast where its type differs), or one text, number or flag that holds
            for all rows. A column that is not given is null. Instants are integers of microseconds or aware datetimes.
    """
    unknown = columns.keys() - set(schema.names)
    if unknown:
        raise KeyError(f"no such columns: {sorted(unknown)}")
    if not rows:
        return empty(schema)
    return pa.Table.from_arrays([_column(columns.get(each.name), each.type, rows) for each in schema], schema=schema)


def as_sent(messages: pa.Table) -> pa.Table:
    """Return messages that were reported as they happened: what they say holds for the instant when they were sent."""
    place = messages.schema.get_field_index("as_of_utc")
    return messages.set_column(place, messages.schema.field(place), messages["sent_at_utc"])


class Rows:
    """Collects rows of one schema; what is not given of a row is null."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._rows: list[dict[str, Any]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, **values: Any) -> None:
        """Append one row; the names are the schema's columns."""
        self._rows.append(values)

    def table(self) -> pa.Table:
        """Return the rows so far."""
        rows = self._rows
        given: set[str] = set().union(*rows)
        return build(self._schema, len(rows), {name: [row.get(name) for row in rows] for name in given})


class Rejects(Rows):
    """Collects what could not be read.

    Attributes:
        raw_bytes: how much of it is kept.
    """

    def __init__(self) -> None:
        super().__init__(REJECTS)
        self.raw_bytes = 0

    def refuse(self, member: str, record: int, reason: str, raw: object) -> None:
        """Append one reject.

        Args:
            member: as in ``Export.members``.
            record: place of the record, as in the messages.
            reason: a code out of the reader's list.
            raw: the record as bytes or as parsed JSON; at most ``RAW_BYTES`` of it are kept.
        """
        kept = _bytes_of(raw)[:RAW_BYTES]
        self.raw_bytes += len(kept)
        self.add(member=member, record=record, reason=reason, raw=kept)


def _bytes_of(raw: object) -> bytes:
    if isinstance(raw, bytes):
        return raw
    try:
        return orjson.dumps(raw, option=orjson.OPT_NON_STR_KEYS)
    except orjson.JSONEncodeError:
        return b""  # nested deeper than orjson writes, though it reads it


def _column(values: Any, kind: pa.DataType, rows: int) -> pa.Array:
    if isinstance(values, list) and rows and values[0].__class__ in _PLAIN and values.count(values[0]) == rows:
        values = values[0]  # the same for all rows, as it is in most columns: no list needs to be converted
    if values is None:
        return pa.nulls(rows, kind)
    if isinstance(values, pa.Array):
        return values if values.type == kind else values.cast(kind)
    if not pa.types.is_dictionary(kind):
        return pa.array(values, kind) if isinstance(values, list) else pa.repeat(pa.scalar(values, kind), rows)
    if isinstance(values, list):
        return pa.array(values, kind.value_type).dictionary_encode()
    indices = pa.repeat(pa.scalar(0, kind.index_type), rows)
    return pa.DictionaryArray.from_arrays(indices, pa.array([values], kind.value_type))
