"""Finds the headers of a WhatsApp chat, all lines at once, and reads the digits in them.

Every line that may begin with a header is cut after its first ``]``, `` - `` or ``: ``, its digits become ``0``, and
the few distinct skeletons that result are given to the grammar. The shape that most lines have is the file's; a line
of another shape is text, however much it looks like a header: people paste chats into chats.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.sources.whatsapp_grammar import FILLER, Layout, Shape, parse_skeleton
from chatward.sources.whatsapp_words import DIGIT_BLOCKS

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]

WIDEST = 96
"""Bytes after the last one of a chat that ``find`` needs to be there, all zero."""

_WIDTH = 56  # no header with ASCII digits and without marks is longer
_DATE_WIDTH = 10  # bytes in which the first signs of a date stand, whatever is ahead of it
_MARK = "\u200e".encode()
_NEWLINE, _SPACE, _HYPHEN, _COLON, _BRACKET, _ZERO = b"\n -:]0"
_EN_DASH, _EM_DASH = 0x93, 0x94  # last of their three bytes
_FIRST = np.zeros(256, dtype=bool)
_FIRST[list(b" [0123456789RH\xc2\xd8\xd9\xdb\xdf\xe0\xe1\xe2\xef")] = True


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of one chat, in file order.

    Attributes:
        shape: what they have in common.
        starts: where each header's line starts, in bytes.
        bodies: where what follows the header starts.
        fields: one row a header: the three date fields as written, hour, minute, second.
        halves: ``NO_HALF``, ``AM``, ``PM`` or ``UNKNOWN_HALF``, one a header.
        first_years: what is added to each year, see ``Layout``.
        has_short_first: whether a first date field has one digit, so that it cannot be a two-digit year.
    """

    shape: Shape
    starts: Offsets
    bodies: Offsets
    fields: NDArray[np.int32]
    halves: NDArray[np.int8]
    first_years: NDArray[np.int32]
    has_short_first: bool


def line_starts(data: Bytes, size: int) -> Offsets:
    """Return where the lines in the first ``size`` bytes start; a newline that ends the data starts none."""
    starts = np.concatenate(([0], np.flatnonzero(data[:size] == _NEWLINE) + 1))
    return starts[starts < size]


def find(data: Bytes, lines: Offsets) -> Headers | None:
    """Return the headers among ``lines``, or None if there is none.

    Args:
        data: the chat in UTF-8, followed by ``WIDEST`` zero bytes.
        lines: where its lines start.
    """
    starts = lines[_FIRST[data[lines]]]
    heads = _heads(data, starts)
    ends = _ends(heads)
    is_cut = ends > 0
    starts, heads, ends = starts[is_cut], heads[is_cut], ends[is_cut]
    kinds, skeletons = _distinct(_skeletons(heads, ends))
    layouts = [parse_skeleton(skeleton.rstrip(b"\0")) for skeleton in skeletons]
    shape = _shape(kinds, layouts)
    if shape is None:
        return None
    kept = np.array([layout is not None and layout.shape == shape for layout in layouts])[kinds]
    starts, ends = starts[kept], ends[kept]
    bodies = starts + ends
    bodies += data[bodies] == _SPACE
    return _read(heads[kept], kinds[kept], layouts, (shape, starts, bodies))


def _heads(data: Bytes, starts: Offsets) -> Bytes:
    """Return the first bytes of each line, one row a line, with all digits as ASCII."""
    heads = _rows(data, starts, _WIDTH)
    # a mark ahead of the line says nothing yet; one within the date means that more of them, or longer digits, follow
    if not (heads[:, len(_MARK) : _DATE_WIDTH] >= 0x80).any():
        return heads
    heads = _rows(data, starts, WIDEST)
    for lead, zero in DIGIT_BLOCKS:
        if _holds_digits(heads[:, :_DATE_WIDTH], lead, zero):
            _to_ascii(heads, lead, zero)
    return heads


def _rows(data: Bytes, starts: Offsets, width: int) -> Bytes:
    """Return ``width`` bytes from each start; one wide item a row, so that rows are copied whole."""
    windows = np.ndarray((len(data) - width + 1,), dtype=f"V{width}", buffer=data, strides=(1,))
    return windows[starts].view(np.uint8).reshape(len(starts), width)


def _digits_of(heads: Bytes, lead: bytes, zero: int) -> NDArray[np.bool_]:
    """Tell at which bytes a digit of one script starts; the last bytes, where none fits any more, are left out."""
    last = heads[:, len(lead) :]
    found = (last >= zero) & (last < zero + 10)
    for offset, byte in enumerate(lead):
        found &= heads[:, offset : offset + last.shape[1]] == byte
    return found


def _holds_digits(heads: Bytes, lead: bytes, zero: int) -> bool:
    return bool((heads == lead[0]).any()) and bool(_digits_of(heads, lead, zero).any())


def _to_ascii(heads: Bytes, lead: bytes, zero: int) -> None:
    """Replace the digits of one script, in place: fillers, then the ASCII digit where the last byte stood."""
    rows, columns = np.nonzero(_digits_of(heads, lead, zero))
    for offset in range(len(lead)):
        heads[rows, columns + offset] = ord(FILLER)
    heads[rows, columns + len(lead)] -= zero - _ZERO


def _ends(heads: Bytes) -> Offsets:
    """Return how many bytes of each row go up to and with the first sign that may end a header; 0 if there is none."""
    # few bytes can end a header, so their neighbours are looked at one by one and not in the whole table
    signs = heads.ravel()
    is_sign = (signs == _HYPHEN) | (signs == _COLON) | (signs == _BRACKET) | (signs == _EN_DASH) | (signs == _EM_DASH)
    places = np.flatnonzero(is_sign)
    column = places % heads.shape[1]
    places = places[(column > 0) & (column < heads.shape[1] - 1)]
    before, sign, after = signs[places - 1], signs[places], signs[places + 1]
    is_dash = (sign == _HYPHEN) & ((before == _SPACE) | (before >= 0x80)) & ((after == _SPACE) | (after >= 0x80))
    is_dash |= (sign >= 0x80) & (before == 0x80) & (after == _SPACE)
    is_end = (sign == _BRACKET) | ((sign == _COLON) & (after == _SPACE)) | is_dash
    rows, first = np.unique(places[is_end] // heads.shape[1], return_index=True)
    ends = np.zeros(len(heads), dtype=np.int64)
    ends[rows] = places[is_end][first] % heads.shape[1] + 1
    return ends


def _skeletons(heads: Bytes, ends: Offsets) -> Bytes:
    digits = heads - np.uint8(_ZERO)
    skeletons = heads - digits * (digits < 10)
    skeletons *= np.arange(heads.shape[1]) < ends[:, None]
    return skeletons


def _distinct(rows: Bytes) -> tuple[Offsets, list[bytes]]:
    """Return for each row the number of its value, and the values."""
    count, width = rows.shape
    column = pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), count, [None, pa.py_buffer(rows)])
    encoded = column.dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()


def _shape(kinds: Offsets, layouts: Sequence[Layout | None]) -> Shape | None:
    """Return the shape that most headers have; of equally frequent ones, that which comes first."""
    counts: Counter[Shape] = Counter()
    for layout, count in zip(layouts, np.bincount(kinds, minlength=len(layouts)), strict=True):
        if layout is not None:
            counts[layout.shape] += int(count)
    return counts.most_common(1)[0][0] if counts else None


def _read(
    heads: Bytes, kinds: Offsets, layouts: Sequence[Layout | None], found: tuple[Shape, Offsets, Offsets]
) -> Headers:
    """Read the digits of all headers, layout by layout."""
    count = len(heads)
    fields = np.zeros((count, 6), dtype=np.int32)
    halves = np.zeros(count, dtype=np.int8)
    first_years = np.zeros(count, dtype=np.int32)
    has_short_first = False
    order = np.argsort(kinds, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(kinds[order])) + 1):
        layout = layouts[kinds[rows[0]]]
        assert layout is not None
        for number, places in enumerate((*layout.date, *layout.clock)):
            for place in places:
                fields[rows, number] = fields[rows, number] * 10 + (heads[rows, place] - np.uint8(_ZERO))
        halves[rows] = layout.half
        first_years[rows] = layout.first_year
        has_short_first |= len(layout.date[0]) == 1
    return Headers(*found, fields, halves, first_years, has_short_first)
