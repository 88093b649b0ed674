"""Takes the columns out of JSON: an object a line, or an array of objects."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import pyarrow as pa

from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken as BrokenJson
from chatward.sources.json_values import written
from chatward.sources.jsontext import json_lines
from chatward.sources.table.mapping import TableMapping
from chatward.sources.table.part import Broken, Part, rows_of

_BLOCK_BYTES = 2**17  # so little stays in the processor's caches


def parts(text: bytes, mapping: TableMapping) -> Iterator[Part]:
    """Yield the records of a JSON text in UTF-8."""
    first = 1
    for values in _values(text):
        yield _part(values, first, mapping.columns)
        first += len(values)


def _values(text: bytes) -> Iterator[Sequence[Any]]:
    cursor = Cursor(text)
    if cursor.opens != b"[":
        yield from _blocks_of_lines(text)
        return
    yield from cursor.blocks()
    if cursor.opens:  # a bracket too many closed the array early
        yield [cursor.rest()]


def _blocks_of_lines(text: bytes) -> Iterator[Sequence[Any]]:
    """Yield the values of lines, parsed together where that gives one for each line."""
    start = 0
    while start < len(text):
        end = text.find(b"\n", start + _BLOCK_BYTES) + 1 or len(text)
        block = text[start:end]
        start = end
        lines = [line for line in block.split(b"\n") if line and not line.isspace()]
        try:
            values = orjson.loads(b"[" + b",".join(lines) + b"]")
        except orjson.JSONDecodeError:
            values = []
        yield values if len(values) == len(lines) else list(json_lines(block))


def _part(values: Sequence[Any], first: int, names: Sequence[str]) -> Part:
    if all(type(value) is dict for value in values):
        return Part(len(values), rows_of(_columns(values, names), range(first, first + len(values))))
    sound = [(number, value) for number, value in enumerate(values, first) if isinstance(value, dict)]
    broken = [_broken(number, value) for number, value in enumerate(values, first) if not isinstance(value, dict)]
    columns = _columns([value for _, value in sound], names)
    return Part(len(values), rows_of(columns, [number for number, _ in sound]), broken)


def _broken(number: int, value: Any) -> Broken:
    if isinstance(value, BrokenJson):
        return Broken(number, value.reason, value.raw)
    return Broken(number, "not_an_object", value)


def _columns(records: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, pa.Array]:
    return {name: _column(records, name) for name in names}


def _column(records: Sequence[dict[str, Any]], name: str) -> pa.Array:
    values = [record.get(name) for record in records]
    if "." in name and None in values:
        values = [
            _inner(record, name) if value is None else value for record, value in zip(records, values, strict=True)
        ]
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return pa.array([_words(value) for value in values], pa.string())


def _inner(record: dict[str, Any], path: str) -> Any:
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _words(value: Any) -> str | None:
    """Return a value as text, as CSV would have it; what is no single value as JSON."""
    if value is None or isinstance(value, str):
        return value
    return str(value) if type(value) is int else written(value).decode()
