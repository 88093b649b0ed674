"""Where RE2 finds something in a column: it puts marks around each match, and their places are read off at once."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.formed import patterns

_OPEN, _CLOSE = ord(patterns.OPEN), ord(patterns.CLOSE)
_MARKED = patterns.OPEN + r"\0" + patterns.CLOSE


def without_marks(strings: pa.Array) -> pa.Array:
    """Return texts with spaces for the characters that mark matches."""
    offsets, octets = layout.offsets_and_bytes(strings)
    if not octets.size or octets.min() > _CLOSE:
        return strings
    return layout.strings_of(offsets, np.where((octets == _OPEN) | (octets == _CLOSE), ord(" "), octets))


def match_bounds(strings: pa.Array, pattern: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where matches start and end, in bytes of the column, whose texts hold no marks."""
    _, marked = layout.offsets_and_bytes(pc.replace_substring_regex(strings, pattern, _MARKED))
    marks = np.flatnonzero(marked <= _CLOSE)
    marks = marks[marked[marks] >= _OPEN]
    places = marks - np.arange(len(marks))
    return places[::2], places[1::2]
