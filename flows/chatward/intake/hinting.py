"""At what texts hint, of what retention rules name."""

from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from chatward.detect.hinting import HintFinder


@lru_cache(maxsize=4)
def hint_finder(hints: frozenset[str]) -> "HintFinder":
    """Return what finds the hints of these names, as policies write them."""
    from chatward.detect.hinting import HintFinder  # noqa: PLC0415 - its words load only where they are looked for
    from chatward.detect.kinds import Kind  # noqa: PLC0415

    return HintFinder(frozenset(Kind[hint.upper()] for hint in hints))


def with_hints(records: pa.Table, hints: frozenset[str]) -> pa.Table:
    """Return records with the column ``hints`` by their texts; it is null where nothing is looked for."""
    if not hints:
        return records.append_column("hints", pa.nulls(records.num_rows, pa.uint8()))
    return records.append_column("hints", pa.array(hint_finder(hints).hints_of(records["text"]), pa.uint8()))
