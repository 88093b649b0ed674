"""Matches of a pattern in a column of texts, as arrays with one number a match."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.formed.marking import match_bounds

_SPACE = ord(" ")


@dataclass(frozen=True, slots=True)
class Matches:
    """What a pattern matches in a column, in order.

    Attributes:
        octets: bytes of the whole column.
        rows: numbers of the texts in which the matches are.
        starts, ends: of the matches, in ``octets``.
        lows, highs: of their texts.
    """

    octets: NDArray[np.uint8]
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    lows: NDArray[np.int64]
    highs: NDArray[np.int64]

    @classmethod
    def of(cls, strings: pa.Array, searches: Iterable[tuple[NDArray[np.int64], str]]) -> Self:
        """Search a string array without nulls and marks: rows of it, all of them apart, each for a pattern."""
        offsets, octets = layout.offsets_and_bytes(strings)
        places = [np.zeros((2, 0), dtype=np.int64)]
        for rows, pattern in searches:
            some = strings.take(pa.array(rows))
            begins = layout.offsets_and_bytes(some)[0]
            found = np.array(match_bounds(some, pattern))
            chosen = np.searchsorted(begins, found[0], side="right") - 1
            places.append(found - begins[chosen] + offsets[rows[chosen]])
        bounds = np.concatenate(places, axis=1)
        starts, ends = bounds[:, np.argsort(bounds[0])]
        rows = np.searchsorted(offsets, starts, side="right") - 1
        return cls(octets, rows, starts, ends, offsets[rows], offsets[rows + 1])

    def __len__(self) -> int:
        return len(self.starts)

    def select(self, chosen: NDArray[np.int64]) -> Self:
        """Return some of the matches."""
        return type(self)(self.octets, *(getattr(self, name)[chosen] for name in self.__slots__[1:]))

    def texts(self) -> pa.Array:
        """Return what was matched."""
        return layout.pieces(self.octets, self.starts, self.ends)

    def before(self, width: int) -> pa.Array:
        """Return up to ``width`` bytes before each match."""
        return layout.pieces(self.octets, np.maximum(self.starts - width, self.lows), self.starts)

    def around(self, width: int) -> pa.Array:
        """Return each match with up to ``width`` bytes before and behind."""
        lefts, rights = self.bounds_around(width)
        return layout.pieces(self.octets, lefts, rights)

    def bounds_around(self, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where each match with up to ``width`` bytes before and behind starts and ends."""
        return np.maximum(self.starts - width, self.lows), np.minimum(self.ends + width, self.highs)

    def beside(self, distance: int) -> NDArray[np.uint8]:
        """Return a byte beside each match, -1 right before and 1 right behind; a space where the text ends."""
        places = self.starts + distance if distance < 0 else self.ends + distance - 1
        is_inside = (places >= self.lows) & (places < self.highs)
        return np.where(is_inside, self.octets[np.where(is_inside, places, 0)], np.uint8(_SPACE))
