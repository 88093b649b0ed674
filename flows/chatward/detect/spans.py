"""Where personal data stand in a column of texts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect.kinds import Kind

NOBODY = -1
"""Subject of a span that no participant's name gave."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of personal data, sorted by row and start, never overlapping; five arrays of the same length.

    Attributes:
        row: number of the text in the column, counted over all chunks.
        start: first byte, in the text's UTF-8.
        end: byte after the last.
        kind: a ``Kind``.
        subject: of a name, the number of the participant who bears it; ``NOBODY`` otherwise or if several do.
    """

    row: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    kind: NDArray[np.uint8]
    subject: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.row)

    @classmethod
    def of(cls, rows: list[tuple[int, int, int, int]], subjects: list[int] | None = None) -> "Spans":
        """Build spans from (row, start, end, kind) in any order."""
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        subject = np.full(len(table), NOBODY) if subjects is None else np.array(subjects)
        order = np.lexsort((table[:, 1], table[:, 0]))
        row, start, end, kind = table[order].T
        return cls(row, start, end, kind.astype(np.uint8), subject[order].astype(np.int32))

    @classmethod
    def concat(cls, parts: "list[Spans]") -> "Spans":
        """Put parts one behind the other; their rows must already be numbered through."""
        if not parts:
            return cls.of([])
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    def select(self, chosen: NDArray[Any]) -> "Spans":
        """Return the spans that a mask or an order chooses."""
        return Spans(*(getattr(self, name)[chosen] for name in self.__slots__))

    def with_rows(self, row: NDArray[np.int64]) -> "Spans":
        """Return the same spans in other rows."""
        return Spans(row, self.start, self.end, self.kind, self.subject)

    def spread(self, value_of_row: NDArray[np.int64], values: int) -> "Spans":
        """Turn spans of distinct values into spans of rows: ``value_of_row`` says which value each row has."""
        first = np.searchsorted(self.row, np.arange(values + 1))
        counts = np.diff(first)[value_of_row]
        row = np.repeat(np.arange(len(value_of_row)), counts)
        within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        return self.select(first[value_of_row][row] + within).with_rows(row)

    def sorted(self) -> "Spans":
        """Return the spans by row and start."""
        return self.select(np.lexsort((self.start, self.row)))

    def counts(self) -> dict[str, int]:
        """Return how many spans there are of each kind that occurs, by the kind's name."""
        numbers = np.bincount(self.kind, minlength=max(Kind) + 1)
        return {kind.name: int(numbers[kind]) for kind in Kind if numbers[kind]}

    def in_characters(self, texts: pa.Array | pa.ChunkedArray) -> "Spans":
        """Return the same spans counted in characters of ``texts`` instead of bytes; only non-ASCII rows take time."""
        start, end = self.start.copy(), self.end.copy()
        for row in np.unique(self.row):
            text = texts[int(row)].as_py().encode()
            if not text.isascii():
                for i in np.flatnonzero(self.row == row):
                    start[i] = len(text[: self.start[i]].decode())
                    end[i] = len(text[: self.end[i]].decode())
        return Spans(self.row, start, end, self.kind, self.subject)


def without_overlaps(spans: Spans) -> Spans:
    """Return the spans by row and start, of overlapping ones the longest; of equally long ones the first given."""
    spans = spans.select(np.lexsort((spans.start - spans.end, spans.start, spans.row)))
    while True:
        overlaps = (spans.row[1:] == spans.row[:-1]) & (spans.start[1:] < spans.end[:-1])
        if not overlaps.any():
            return spans
        length = spans.end - spans.start
        first_loses = overlaps & (length[1:] > length[:-1])
        second_loses = overlaps & ~first_loses
        loses = np.append(first_loses, False) | np.append(False, second_loses)
        # what lost to a loser is looked at again in the next round
        drops = np.append(first_loses & ~loses[1:], False) | np.append(False, second_loses & ~loses[:-1])
        spans = spans.select(~drops)
