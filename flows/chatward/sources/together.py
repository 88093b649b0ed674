"""Many small exports that were read in one pass: their records in common tables, and where each one's end in them.

What a column of a table costs hardly depends on how few rows it has, so whoever can works on the common tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.sources.records import Batch

TABLES = ("messages", "events", "participants", "conversations", "rejects")
"""The tables of a batch."""


@dataclass(frozen=True, slots=True)
class Together:
    """Exports that were read in one pass.

    Attributes:
        whole: all that they hold; each table is in one piece.
        borders: by table the first row of each export, and at last the number of rows.
        records: how many records each export holds.
        date_orders: how dates of three numbers were read in each.
    """

    whole: Batch
    borders: Mapping[str, NDArray[np.int64]]
    records: Sequence[int]
    date_orders: Sequence[str]

    def __len__(self) -> int:
        return len(self.records)

    def apart(self) -> Iterator[Batch]:
        """Yield each export's own batch; its ``messages`` carry the date order in their schema's metadata."""
        slices = zip(*(_slices(getattr(self.whole, name), self.borders[name]) for name in TABLES), strict=True)
        for records, order, (messages, *others) in zip(self.records, self.date_orders, slices, strict=True):
            yield Batch(records, messages.replace_schema_metadata({"date_order": order}), *others)


def _slices(table: pa.Table, borders: NDArray[np.int64]) -> Iterator[pa.Table]:
    if len(borders) == 2 or not table.num_rows:
        yield from [table] * (len(borders) - 1)
        return
    [whole] = table.to_batches()
    for low, high in pairwise(borders.tolist()):
        yield pa.Table.from_batches([whole.slice(low, high - low)])
