"""Texts that are no UTF-8: whether they are damaged UTF-8, or what an editor of Windows made of it."""

import re

import pyarrow as pa

from chatward.sources.file_text import as_utf8

_SMALL_BYTES = 2**16  # Arrow is the faster one for more
_LONGEST = 4  # bytes of a character
_LAST = re.compile(rb"[\xc0-\xff][\x80-\xbf]*\Z")
# in the languages that windows-1252 is for, letters beyond ASCII stand alone or in pairs
_OTHER_ALPHABET = re.compile(rb"[\x80-\xff]{4}")
# what has no meaning in it or that next to nobody writes, and what are letters in Turkish, Polish and Czech code pages
_NO_CHARACTER = re.compile(
    rb"[\x81\x8d\x8f\x90\x9d\x9f\xd0\xdd\xde\xf0\xfd-\xff]|[\xb3\xb9](?=[A-Za-z])|(?<=[a-z])[\xb9\xbf\x9a\x9e](?=[a-z])"
)
_FEW = 0.25


def as_text(data: bytes) -> bytes:
    """Return a text as UTF-8 without byte order mark; what is in no encoding that is beyond doubt stays as it is."""
    text = as_utf8(data)
    if text.isascii() or is_utf8(text):
        return text
    return from_western(text) or text


def is_utf8(data: bytes) -> bool:
    """Return whether a text is UTF-8; its last character may be cut off."""
    cut = _LAST.search(data, max(0, len(data) - _LONGEST))
    size = cut.start() if cut else len(data)
    if size <= _SMALL_BYTES:
        return _decodes(data[:size])
    whole = pa.LargeStringArray.from_buffers(1, pa.array([0, size], pa.int64()).buffers()[1], pa.py_buffer(data))
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_damaged_utf8(data: bytes) -> bool:
    """Return whether a text that is not UTF-8 was, until a few bytes of it were damaged."""
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = sum(character > "\x7f" for character in text)
    return text.count("\N{REPLACEMENT CHARACTER}") <= _FEW * beyond_ascii


def from_western(data: bytes) -> bytes | None:
    """Return as UTF-8 a text in windows-1252, None where it is not beyond doubt that it is that."""
    if _OTHER_ALPHABET.search(data) or _NO_CHARACTER.search(data) or is_damaged_utf8(data):
        return None
    return data.decode("cp1252").encode()
