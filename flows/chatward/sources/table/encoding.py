"""Which encoding a text is in: what is declared, what a byte order mark says, else UTF-8, else what is beyond doubt."""

import codecs
import re

from chatward.errors import SourceFormatError

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# in the languages that windows-1252 is for, letters beyond ASCII stand alone or in pairs
_OTHER_ALPHABET = re.compile(rb"[\x80-\xff]{4}")
_NO_CHARACTER = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_FEW = 0.25


def as_text(data: bytes, encoding: str | None) -> bytes:
    """Return a text as UTF-8 without byte order mark; bytes that have no meaning in its encoding become U+FFFD.

    Args:
        data: the whole text.
        encoding: what is declared; None for nothing. A byte order mark counts more.

    Raises:
        SourceFormatError: the encoding is neither declared nor beyond doubt.
    """
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), encoding)
    if marked:
        return data.decode(marked, errors="replace").encode()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        was_cut = error.reason == "unexpected end of data" and error.end == len(data)
        return data[: error.start] if was_cut else _guessed(data)
    return data


def _guessed(data: bytes) -> bytes:
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = sum(character > "\x7f" for character in text)
    if text.count("\N{REPLACEMENT CHARACTER}") <= _FEW * beyond_ascii:
        return text.encode()  # UTF-8 in which a few bytes were damaged
    if _OTHER_ALPHABET.search(data) or _NO_CHARACTER.search(data):
        raise SourceFormatError(
            "the table is not in UTF-8, and its encoding is not declared",
            hint="declare it in the source of the policy, like `table: {encoding: shift_jis}`",
        )
    return data.decode("cp1252").encode()
