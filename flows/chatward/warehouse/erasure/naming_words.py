"""The words of records by which others may name somebody who is erased, whether they are stored or arrive."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from chatward.rights.identifier_signs import is_id
from chatward.rights.naming import Naming

TakeOut = Callable[[str], str]
Attachment = dict[str, object]


def _of_files(attachments: Sequence[Attachment], take_out: TakeOut) -> list[Attachment]:
    return [each | {"name": take_out(name)} if isinstance(name := each["name"], str) else each for each in attachments]


def _of_values(detail: str, take_out: TakeOut) -> str:
    """Return a JSON object without what names somebody in its values, numbers among them."""
    left = take_out(detail)
    if left == detail:
        return detail
    try:
        return orjson.dumps(_of_value(orjson.loads(detail), take_out)).decode()
    except orjson.JSONDecodeError:
        return left


def _of_value(value: object, take_out: TakeOut) -> object:
    match value:
        case dict():
            return {name: _of_value(each, take_out) for name, each in value.items()}
        case list():
            return [_of_value(each, take_out) for each in value]
        case str():
            return take_out(value)
        case int() | float() if take_out(written := str(value)) != written:
            return take_out(written)
    return value


WORDS: Mapping[str, Mapping[str, Callable[..., object]]] = {
    "messages": {"text": lambda text, take_out: take_out(text), "attachments": _of_files},
    "events": {"text": lambda text, take_out: take_out(text), "detail": _of_values},
}
"""By kind of record and column, how names are taken out of a value."""


def identifier_types(types: Iterable[str]) -> frozenset[str]:
    """Return those of some identifier types that ids in texts may be of: not what people call themselves."""
    return frozenset(filter(is_id, types))


Told = tuple[datetime, Collection[bytes]]
"""When a record was sent, and which erased people may be named in it by their names."""


def without_names(
    naming: Naming, records: pa.Table, kind: str, column: str, told: Mapping[int, Told]
) -> tuple[pa.Table, NDArray[np.int64]]:
    """Return records without what names somebody in a column, and the places of those that are others now.

    Args:
        told: what is known of the records to look at, by their places.
    """
    values = records[column].take(pa.array(told, pa.int64())).to_pylist()
    take_out = WORDS[kind][column]
    changed: dict[int, object] = {}
    for (place, (at, people)), before in zip(told.items(), values, strict=True):
        after = (
            take_out(before, lambda text, at=at, people=people: naming.take_out(text, at, people)) if before else before
        )
        if after != before:
            changed[place] = after
    return replaced(records, column, changed), np.array(list(changed), dtype=np.int64)


def replaced(table: pa.Table, column: str, values: Mapping[int, object]) -> pa.Table:
    """Return a table with other values in some places of a column, of whatever type that is."""
    if not values:
        return table
    before = table[column].combine_chunks()
    taken = np.arange(table.num_rows)
    taken[list(values)] = table.num_rows + np.arange(len(values))
    after = pa.chunked_array([before, pa.array(values.values(), before.type)]).take(pa.array(taken))
    return table.set_column(table.column_names.index(column), table.field(column), after)
