"""Which encoding a text is in: what is declared, what a byte order mark says, else UTF-8, else what is beyond doubt."""

import codecs

from chatward.errors import SourceFormatError
from chatward.sources.code_pages import from_western, is_damaged_utf8
from chatward.sources.file_text import utf16_of

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def as_text(data: bytes, encoding: str | None) -> bytes:
    """Return a text as UTF-8 without byte order mark; bytes that have no meaning in its encoding become U+FFFD.

    Args:
        data: the whole text.
        encoding: what is declared; None for nothing. A byte order mark counts more.

    Raises:
        SourceFormatError: the encoding is neither declared nor beyond doubt.
    """
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), encoding) or utf16_of(data)
    if marked:
        return data.decode(marked, errors="replace").encode()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        was_cut = error.reason == "unexpected end of data" and error.end == len(data)
        return data[: error.start] if was_cut else _guessed(data)
    return data


def _guessed(data: bytes) -> bytes:
    if is_damaged_utf8(data):
        return data.decode("utf-8", errors="replace").encode()
    if (text := from_western(data)) is None:
        raise SourceFormatError(
            "the table is not in UTF-8, and its encoding is not declared",
            hint="declare it in the source of the policy, like `table: {encoding: shift_jis}`",
        )
    return text
