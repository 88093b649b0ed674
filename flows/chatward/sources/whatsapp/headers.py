"""Finds the headers of WhatsApp chats, all lines of many chats at once, and reads the digits in them.

Every line that may begin with a header is cut after its first ``]``, `` - `` or ``: ``, its digits become ``0``, and
the few distinct skeletons that result are given to the grammar. The shape that most lines of a chat have is the chat's;
a line of another shape is text, however much it looks like a header: people paste chats into chats.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.sources.whatsapp.grammar import FILLER, Layout, Shape, parse_skeleton
from chatward.sources.whatsapp.texts import WIDEST, Bytes, Flags, Offsets, Texts
from chatward.sources.whatsapp.words import DIGIT_BLOCKS

_WIDTH = 56  # no header with ASCII digits and without marks is longer
_DATE_WIDTH = 10  # bytes in which the first signs of a date stand, whatever is ahead of it
_MARK = "\u200e".encode()
_SPACE, _HYPHEN, _COLON, _BRACKET, _ZERO = b" -:]0"
_EN_DASH, _EM_DASH = 0x93, 0x94  # last of their three bytes
_FIRST = np.zeros(256, dtype=bool)
_FIRST[list(b" [0123456789RH\xc2\xd8\xd9\xdb\xdf\xe0\xe1\xe2\xef")] = True


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of some chats, in file order, chat by chat.

    Attributes:
        texts: places of the chats among the texts that were searched; a text without any header is no chat.
        shapes: what the headers of each chat have in common.
        has_short_first: by chat, whether a first date field has one digit, so that it cannot be a two-digit year.
        chats: the chat of each header, as its place in ``shapes``.
        starts: where each header's line starts, in bytes.
        bodies: where what follows the header starts.
        has_short_last: by header, whether the last date field has one digit, so that it cannot be a year.
        fields: one row a header: the three date fields as written, hour, minute, second.
        halves: ``NO_HALF``, ``AM``, ``PM`` or ``UNKNOWN_HALF``, one a header.
        first_years: what is added to each year, see ``Layout``.
    """

    texts: Offsets
    shapes: list[Shape]
    has_short_first: Flags
    chats: Offsets
    starts: Offsets
    bodies: Offsets
    has_short_last: Flags
    fields: NDArray[np.int32]
    halves: NDArray[np.int8]
    first_years: NDArray[np.int32]

    def only(self, rows: Flags) -> "Headers":
        """Return some of the headers, at least one of each chat."""
        parts = ("chats", "starts", "bodies", "has_short_last", "fields", "halves", "first_years")
        return replace(self, **{part: getattr(self, part)[rows] for part in parts})


def find(texts: Texts) -> Headers:
    """Return the headers in ``texts``."""
    data = texts.data
    is_candidate = _FIRST[data[texts.lines]]
    starts, owners = texts.lines[is_candidate], texts.owners[is_candidate]
    heads, ends = _heads(data, starts, owners)
    is_cut = ends > 0
    starts, owners, heads, ends = starts[is_cut], owners[is_cut], heads[is_cut], ends[is_cut]
    kinds, skeletons = _distinct(_skeletons(heads, ends))
    layouts = [parse_skeleton(skeleton.rstrip(b"\0")) for skeleton in skeletons]
    shapes, is_header = _shapes(kinds, layouts, owners)
    starts, ends = starts[is_header], ends[is_header]
    bodies = starts + ends
    bodies += data[bodies] == _SPACE
    found = np.array(list(shapes), dtype=np.int64)
    chats = np.searchsorted(found, owners[is_header])
    digits = _read(heads[is_header], kinds[is_header], layouts, chats)
    return Headers(found, list(shapes.values()), digits[0], chats, starts, bodies, *digits[1:])


def _heads(data: Bytes, starts: Offsets, owners: Offsets) -> tuple[Bytes, Offsets]:
    """Return the first bytes of each line, one row a line, all digits as ASCII, and where the header in them ends."""
    heads = _rows(data, starts, _WIDTH)
    # a mark ahead of the line says nothing yet; one within the date means that more of them, or longer digits, follow
    is_wide = np.any(heads[:, len(_MARK) : _DATE_WIDTH] >= 0x80, axis=1)
    if not is_wide.any():
        return heads, _ends(heads)
    is_wide = _in_owners_of(is_wide, owners)
    ends = np.zeros(len(heads), dtype=np.int64)
    ends[~is_wide] = _ends(heads[~is_wide])
    wide = _with_ascii_digits(_rows(data, starts[is_wide], WIDEST), owners[is_wide])
    ends[is_wide] = _ends(wide)
    heads = np.pad(heads, ((0, 0), (0, WIDEST - _WIDTH)))
    heads[is_wide] = wide
    return heads, ends


def _in_owners_of(rows: Flags, owners: Offsets) -> Flags:
    """Tell which rows are in a text of which any row is in ``rows``."""
    return np.asarray(np.bincount(owners, rows)[owners] > 0)


def _rows(data: Bytes, starts: Offsets, width: int) -> Bytes:
    """Return ``width`` bytes from each start; one wide item a row, so that rows are copied whole."""
    windows = np.ndarray((len(data) - width + 1,), dtype=f"V{width}", buffer=data, strides=(1,))
    return windows[starts].view(np.uint8).reshape(len(starts), width)


def _with_ascii_digits(heads: Bytes, owners: Offsets) -> Bytes:
    """Replace the digits of each script that a text writes its dates in: fillers, and ASCII for the last byte."""
    for lead, zero in DIGIT_BLOCKS:
        if not (heads[:, :_DATE_WIDTH] == lead[0]).any():
            continue
        is_digit = _digits_of(heads, lead, zero)
        is_digit &= _in_owners_of(np.any(is_digit[:, : _DATE_WIDTH - len(lead)], axis=1), owners)[:, None]
        rows, columns = np.nonzero(is_digit)
        for offset in range(len(lead)):
            heads[rows, columns + offset] = ord(FILLER)
        heads[rows, columns + len(lead)] -= zero - _ZERO
    return heads


def _digits_of(heads: Bytes, lead: bytes, zero: int) -> Flags:
    """Tell at which bytes a digit of one script starts; the last bytes, where none fits any more, are left out."""
    last = heads[:, len(lead) :]
    found = (last >= zero) & (last < zero + 10)
    for offset, byte in enumerate(lead):
        found &= heads[:, offset : offset + last.shape[1]] == byte
    return found


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
    places = places[(sign == _BRACKET) | ((sign == _COLON) & (after == _SPACE)) | is_dash]
    rows, columns = np.divmod(places, heads.shape[1])
    is_first = np.diff(rows, prepend=-1) > 0
    ends = np.zeros(len(heads), dtype=np.int64)
    ends[rows[is_first]] = columns[is_first] + 1
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


def _shapes(kinds: Offsets, layouts: Sequence[Layout | None], owners: Offsets) -> tuple[dict[int, Shape], Flags]:
    """Return the shape that most headers of each text have, of equally frequent ones the first, and who has it."""
    numbers = {layout.shape: number for number, layout in enumerate(layouts) if layout is not None}
    shape_of = np.array([-1 if layout is None else numbers[layout.shape] for layout in layouts], dtype=np.int64)[kinds]
    is_shaped = shape_of >= 0
    pairs = pa.array((owners * len(layouts) + shape_of)[is_shaped]).dictionary_encode()
    counts = np.bincount(pairs.indices.to_numpy(), minlength=len(pairs.dictionary)).tolist()
    best: dict[int, tuple[int, int]] = {}
    for pair, count in zip(pairs.dictionary.to_pylist(), counts, strict=True):
        owner, number = divmod(pair, len(layouts))
        if count > best.get(owner, (0, 0))[0]:
            best[owner] = count, number
    winners = np.full(int(owners[-1]) + 1 if len(owners) else 0, -1)
    winners[list(best)] = [number for _, number in best.values()]
    shapes = dict(zip(numbers.values(), numbers, strict=True))
    return {owner: shapes[number] for owner, (_, number) in best.items()}, is_shaped & (shape_of == winners[owners])


def _read(
    heads: Bytes, kinds: Offsets, layouts: Sequence[Layout | None], chats: Offsets
) -> tuple[Flags, Flags, NDArray[np.int32], NDArray[np.int8], NDArray[np.int32]]:
    """Read the digits of all headers, layout by layout; the result's parts are as in ``Headers``."""
    count = len(heads)
    fields = np.zeros((count, 6), dtype=np.int32)
    halves = np.zeros(count, dtype=np.int8)
    first_years = np.zeros(count, dtype=np.int32)
    has_short_first = np.zeros(int(chats[-1]) + 1 if count else 0, dtype=bool)
    has_short_last = np.zeros(count, dtype=bool)
    order = np.argsort(kinds, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(kinds[order])) + 1) if count else ():
        layout = layouts[kinds[rows[0]]]
        assert layout is not None
        for number, places in enumerate((*layout.date, *layout.clock)):
            for place in places:
                fields[rows, number] = fields[rows, number] * 10 + (heads[rows, place] - np.uint8(_ZERO))
        halves[rows] = layout.half
        first_years[rows] = layout.first_year
        if len(layout.date[0]) == 1:
            has_short_first[chats[rows]] = True
        has_short_last[rows] = len(layout.date[2]) == 1
    return has_short_first, has_short_last, fields, halves, first_years
