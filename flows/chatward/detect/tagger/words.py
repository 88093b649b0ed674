"""Words of a column of texts: where they stand, and which distinct ones there are."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout

_SPACE, _LETTER, _SIGN = 0, 1, 2
_CLASSES = np.full(256, _LETTER, dtype=np.uint8)
_CLASSES[:128] = [
    _SPACE if code <= ord(" ") else _LETTER if chr(code).isalnum() or chr(code) in "_@#" else _SIGN
    for code in range(128)
]
# First bytes of characters beyond ASCII that are in no word, the second bytes for which that holds, and their length.
_SIGNS = ((0xC2, 0x80, 0xBF, 2), (0xE2, 0x80, 0xAF, 3), (0xE3, 0x80, 0x80, 3), (0xF0, 0x9F, 0x9F, 4))


@dataclass(frozen=True, slots=True)
class Words:
    """Words and runs of punctuation marks, in the order of the texts; spaces are in none.

    Attributes:
        row: number of the text, for each word.
        start: first byte, in the column's bytes.
        end: byte after the last.
        distinct: every word once, as bytes of UTF-8.
        number: which of ``distinct`` each word is.
        offsets: where each text starts in the column's bytes.
    """

    row: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    distinct: pa.Array
    number: NDArray[np.int32]
    offsets: NDArray[np.int64]


def split(strings: pa.Array) -> Words:
    """Cut a string array without nulls into words; letters, digits, ``_``, ``@`` and ``#`` make words, signs runs."""
    offsets, octets = layout.offsets_and_bytes(strings)
    classes = _classes(octets)
    is_bound = np.ones(len(octets) + 1, dtype=bool)
    is_bound[1:-1] = classes[1:] != classes[:-1]
    is_bound[offsets] = True
    bounds = np.flatnonzero(is_bound)
    is_word = classes[bounds[:-1]] != _SPACE
    start, end = bounds[:-1][is_word], bounds[1:][is_word]
    lengths = np.append(0, np.cumsum(end - start))
    pieces = layout.strings_of(lengths, octets[classes != _SPACE]).cast(pa.binary())
    encoded = pieces.dictionary_encode()
    row = np.searchsorted(offsets, start, side="right") - 1
    return Words(row, start, end, encoded.dictionary, encoded.indices.to_numpy(), offsets)


def _classes(octets: NDArray[np.uint8]) -> NDArray[np.uint8]:
    classes = _CLASSES[octets]
    if octets.size and octets.max() >= 0x80:
        for first, low, high, width in _SIGNS:
            places = np.flatnonzero(octets[: len(octets) - width + 1] == first)
            second = octets[places + 1]
            places = places[(second >= low) & (second <= high)]
            for byte in range(width):
                classes[places + byte] = _SIGN
    return classes
