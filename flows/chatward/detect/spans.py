"""Where personal data stand in a column of texts."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect.kinds import Kind

NOBODY = -1
"""Subject of a span that no participant's name gave."""
PLAIN = -1
"""Detail of a span of which nothing is known beyond its kind."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of personal data, sorted by row and start, never overlapping; six arrays of the same length.

    Attributes:
        row: number of the text in the column, counted over all chunks.
        start: first byte, in the text's UTF-8.
        end: byte after the last.
        kind: a ``Kind``.
        subject: of a name, the number of the participant who bears it; ``NOBODY`` otherwise or if several do.
        detail: of a national id and the like, its number in ``identifiers.IDENTIFIERS``; ``PLAIN`` otherwise.
    """

    row: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    kind: NDArray[np.uint8]
    subject: NDArray[np.int32]
    detail: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.row)

    @classmethod
    def of(cls, rows: list[tuple[int, int, int, int]], details: list[int] | None = None) -> "Spans":
        """Build spans of nobody from (row, start, end, kind) in any order, and their details."""
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        detail = np.full(len(table), PLAIN) if details is None else np.array(details, dtype=np.int64)
        order = np.lexsort((table[:, 1], table[:, 0]))
        row, start, end, kind = table[order].T
        subject = np.full(len(table), NOBODY, dtype=np.int32)
        return cls(row, start, end, kind.astype(np.uint8), subject, detail[order].astype(np.int16))

    @classmethod
    def plain(
        cls, row: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64], kind: NDArray[np.uint8]
    ) -> "Spans":
        """Build spans of nobody, of which nothing else is known, from sorted columns."""
        subject, detail = np.full(len(row), NOBODY, dtype=np.int32), np.full(len(row), PLAIN, dtype=np.int16)
        return cls(row, start, end, kind, subject, detail)

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
        return replace(self, row=row)

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
        """Return the same spans counted in characters of ``texts`` instead of bytes."""
        start, end = self.start.copy(), self.end.copy()
        octets, row_before = b"", -1
        for i, row in enumerate(self.row.tolist()):
            octets = octets if row == row_before else texts[row].as_py().encode()
            row_before = row
            if not octets.isascii():
                start[i] = len(octets[: self.start[i]].decode())
                end[i] = len(octets[: self.end[i]].decode())
        return replace(self, start=start, end=end)


def without_overlaps(spans: Spans) -> Spans:
    """Return the spans by row and start, of overlapping ones the longest; of equally long ones the first given."""
    spans = spans.select(np.lexsort((spans.start, spans.row)))
    if not len(spans):
        return spans
    width = int(spans.end.max()) + 1
    reach = np.maximum.accumulate(spans.row * width + spans.end)
    is_apart = np.append(True, (spans.row * width + spans.start)[1:] >= reach[:-1])
    if is_apart.all():
        return spans
    bounds = np.append(np.flatnonzero(is_apart), len(spans))
    kept = np.ones(len(spans), dtype=bool)
    for i in np.flatnonzero(np.diff(bounds) > 1):
        crowd = range(bounds[i], bounds[i + 1])
        kept[crowd] = False
        kept[_longest(crowd, spans)] = True
    return spans.select(kept)


def _longest(crowd: range, spans: Spans) -> list[int]:
    """Return which spans of a crowd to keep: the longest, then the longest of those that leave it alone, and so on."""
    start, end = spans.start, spans.end
    kept: list[int] = []
    for i in sorted(crowd, key=lambda i: start[i] - end[i]):
        if all(end[i] <= start[j] or end[j] <= start[i] for j in kept):
            kept.append(i)
    return kept


def in_bytes(text: str, start: int, end: int) -> tuple[int, int]:
    """Turn a span of ``text`` in characters into one in bytes of its UTF-8."""
    if text.isascii():
        return start, end
    first = len(text[:start].encode())
    return first, first + len(text[start:end].encode())
