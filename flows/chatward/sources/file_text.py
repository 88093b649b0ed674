"""The text of a file or of an archive's member: whole where it is small, read piece by piece where it is large."""

import codecs
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

from chatward.errors import SourceFormatError

LARGE_BYTES = 2**25
"""A larger text is never held as a whole."""

_PIECE_BYTES = 2**22
_MARK_BYTES = 512  # tell UTF-16 without a byte order mark
_MARKS_OF_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FEWEST_ZEROS, _SHARE_OF_ZEROS = 4, 8  # spaces, digits and line ends, of which every language's texts have so many

Guard = Callable[[], AbstractContextManager[None]]
"""Gives a context that turns what reading fails with into errors of chatward."""


class FileText:
    """A large text that is sliced and searched as ``bytes`` are; the file stays open as long as it is in use.

    Going back in an archive's member unpacks it anew from its beginning, so that is left to what is rare.
    """

    def __init__(self, stream: BinaryIO, size: int, start: int = 0, guard: Guard = nullcontext) -> None:
        """Take the text behind the first ``start`` bytes of a stream of ``size`` bytes, read within ``guard``."""
        self._stream = stream
        self._guard = guard
        self._start = start
        self._size = size - start
        self._held, self._at = b"", 0

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, span: slice) -> bytes:
        """Return the bytes of a span without step, which are held as a whole.

        Raises:
            SourceFormatError: the file has become shorter.
        """
        start, stop, _ = span.indices(self._size)
        held = self._held[start - self._at :] if 0 <= start - self._at <= len(self._held) else b""
        if len(held) < stop - start:
            end = min(max(stop, start + _PIECE_BYTES), self._size)
            self._held, self._at = held + self._read(start + len(held), end), start
        return self._held[start - self._at : max(start, stop) - self._at]

    def _read(self, start: int, end: int) -> bytes:
        with self._guard():
            if self._stream.tell() != self._start + start:
                self._stream.seek(self._start + start)
            piece = self._stream.read(end - start)
            if end == self._size:
                self._stream.read(1)  # reading past the end is what checks an archive's CRC
        if len(piece) < end - start:
            raise SourceFormatError(
                "the export became shorter while it was read",
                hint="deliver files under another name and rename them when they are complete",
            )
        return piece

    def find(self, wanted: bytes, start: int = 0) -> int:
        """Return the first place of ``wanted`` from a place on, -1 if there is none."""
        while start < self._size:
            piece = self[start : start + _PIECE_BYTES]
            if (found := piece.find(wanted)) >= 0:
                return start + found
            start += max(1, len(piece) - len(wanted) + 1)
        return -1

    def __contains__(self, wanted: bytes) -> bool:
        return self.find(wanted) >= 0


Text = bytes | FileText
"""A text as UTF-8, however large."""


def as_utf8(data: bytes) -> bytes:
    """Return a text without a byte order mark; UTF-16 is transcoded, see ``utf16_of``."""
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :]
    if encoding := utf16_of(data):
        return data.decode(encoding, errors="replace").encode()
    return data


def utf16_of(data: bytes) -> str | None:
    """Return which UTF-16 a text or its beginning is in, None if in none.

    A byte order mark tells it, or where there is none the zeros that are one half of every space, digit and line end:
    all of them at even places, or all at odd ones.
    """
    if data.startswith(_MARKS_OF_UTF16):
        return "utf-16"
    head = data[:_MARK_BYTES]
    if b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) or max(even, odd) < max(_FEWEST_ZEROS, len(head) // 2 // _SHARE_OF_ZEROS):
        return None
    return "utf-16-le" if odd else "utf-16-be"


def large_text(stream: BinaryIO, size: int, guard: Guard = nullcontext) -> Text:
    """Return the text in a stream of ``size`` bytes that can be sought in; UTF-16 is held as a whole all the same."""
    with guard():
        head = stream.read(_MARK_BYTES)
    text = FileText(stream, size, len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0, guard)
    return as_utf8(text[:]) if utf16_of(head) else text
