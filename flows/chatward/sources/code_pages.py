"""Texts that are no UTF-8: whether they are damaged UTF-8, or what an editor of Windows made of it."""

import codecs
import re

from chatward.sources.file_text import as_utf8

_PIECE_BYTES = 2**20
# in the languages that windows-1252 is for, letters beyond ASCII stand alone or in pairs
_OTHER_ALPHABET = re.compile(rb"[\x80-\xff]{4}")
_NO_CHARACTER = re.compile(rb"[\x81\x8d\x8f\x90\x9d\xff]")  # and the one letter that next to nobody writes
_FEW = 0.25


def as_text(data: bytes) -> bytes:
    """Return a text as UTF-8 without byte order mark; what is in no encoding that is beyond doubt stays as it is."""
    text = as_utf8(data)
    if text.isascii() or is_utf8(text):
        return text
    return from_western(text) or text


def is_utf8(data: bytes) -> bool:
    """Return whether a text is UTF-8; its last character may be cut off."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PIECE_BYTES):
            decoder.decode(data[start : start + _PIECE_BYTES])
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
