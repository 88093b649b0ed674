"""Turns a file into text: UTF-8, UTF-16 by its mark, and the code page of an older computer where nothing else fits."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from chatward.errors import SourceFormatError
from chatward.sources.file_text import as_utf8
from chatward.sources.files import read_members
from chatward.sources.records import Export

_HEAD_BYTES = 65_536  # what forms are shown of a file
_LONGEST_CHARACTER = 4  # bytes; a beginning may be cut within one
_SOUND = 3  # so many good signs to each broken one still make UTF-8, only damaged


def decode(data: bytes, is_ours: Callable[[str], bool], code_pages: Mapping[str, str]) -> str | None:
    """Return the text of a platform's file with ``\\n`` between its lines, None if it is not the platform's.

    Forms ask it of a file's beginning and readers of the whole file, so that both see the same text.

    Args:
        data: the file, or its beginning.
        is_ours: tells the platform's texts.
        code_pages: where the text is no UTF-8, the encodings to try in their order; each with a sign that the text must
            hold so that it is no other code page's, ``""`` for none.
    """
    plain, is_utf8 = _beginning(data) if len(data) <= _HEAD_BYTES else _as_text(data)
    if not is_utf8:
        for code_page, sign in code_pages.items():
            found = _strictly(as_utf8(data), code_page)
            if found is not None and sign in found and is_ours(other := _plain(found)):
                return other
    return plain if is_ours(plain) else None


def _as_text(data: bytes) -> tuple[str, bool]:
    """Return the text of a file as UTF-8, and whether it is that."""
    text = as_utf8(data).decode("utf-8", "replace")
    return _plain(text), _is_utf8(text)


_beginning = lru_cache(maxsize=1)(_as_text)
"""One form after the other asks about the beginning of one file."""


def chat_texts(
    export: Export, decode_chat: Callable[[bytes], str | None], refusal: str, hint: str
) -> Iterator[tuple[str, str]]:
    """Yield the export's members, each with its text.

    Raises:
        SourceFormatError: the export cannot be opened, or ``decode_chat`` says of a member that it is not the
            platform's: then with the words of ``refusal`` and ``hint``.
    """
    for member, data in read_members(export):
        text = decode_chat(data)
        if text is None:
            raise SourceFormatError(refusal, hint=hint)
        yield member, text


def _is_utf8(text: str) -> bool:
    broken = text.count("\ufffd")
    if not broken:
        return True
    return broken * _SOUND <= len(text) - len(text.encode("ascii", "ignore")) - broken


def _strictly(raw: bytes, code_page: str) -> str | None:
    for cut in range(min(_LONGEST_CHARACTER, len(raw))):
        try:
            return raw[: len(raw) - cut].decode(code_page)
        except UnicodeDecodeError:
            continue
    return None


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n") if "\r" in text else text.removeprefix("\ufeff")
