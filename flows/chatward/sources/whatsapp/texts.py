"""Puts many texts one behind the other, so that all of them are searched at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatward.sources.code_pages import as_text

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Flags = NDArray[np.bool_]

WIDEST = 96
"""So many zero bytes stand after each text, for whoever looks a little ahead."""

_NEWLINE = ord("\n")
_GAP = bytes(WIDEST) + b"\n"


@dataclass(frozen=True, slots=True)
class Texts:
    """Some texts in UTF-8 and without byte order marks; all numbers are offsets into ``raw``.

    Attributes:
        raw: the texts, each with ``WIDEST`` zero bytes behind it.
        data: the same as numbers.
        ends: where each text ends.
        lines: where the lines of all texts start; a newline that ends a text starts none.
        owners: which text each line is in.
    """

    raw: bytes
    data: Bytes
    ends: Offsets
    lines: Offsets
    owners: Offsets


def join(raws: Iterable[bytes]) -> Texts:
    """Return the texts in files as exported: UTF-8, or what somebody's editor made of it, UTF-16 or windows-1252."""
    plain = [_utf8(raw) for raw in raws]
    # the newline of a gap starts the first line of the next text
    raw = b"".join((b"\n", *(part for text in plain for part in (text, _GAP))))
    data = np.frombuffer(raw, dtype=np.uint8)
    sizes = np.array([len(text) for text in plain], dtype=np.int64)
    ends = 1 + np.cumsum(sizes + len(_GAP)) - len(_GAP)
    lines = np.flatnonzero(data == _NEWLINE) + 1
    owners = np.repeat(np.arange(len(plain)), np.diff(np.searchsorted(lines, ends - sizes), append=len(lines)))
    is_line = lines < ends[owners]
    return Texts(raw, data, ends, lines[is_line], owners[is_line])


def _utf8(raw: bytes) -> bytes:
    text = as_text(raw)
    return text if b"\n" in text else text.replace(b"\r", b"\n")  # as editors of old Macs end lines
