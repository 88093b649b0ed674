"""Reads whole JSON texts of unknown origin: strict and fast where they are sound, and what can be saved where not."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import orjson

from chatward.errors import SourceFormatError
from chatward.sources.drift import watch
from chatward.sources.file_text import Text, as_utf8
from chatward.sources.json_cursor import Cursor, watched
from chatward.sources.json_values import Broken, parse

__all__ = ["ANY", "Broken", "json_lines", "load_json", "saved"]

ANY = "*"
"""In a record path: every element of an array."""

_BLOCK_LINES = 64  # looked at together; more of them leave the processor's caches before they are read
_BLOCK_BYTES = 2**16  # lines split at a time: so little stays in the processor's caches


def load_json(data: bytes, *, records: Sequence[tuple[str, ...]] = ((),)) -> Any:
    """Return the JSON object or array that ``data`` holds, repaired as ``json_values.parse`` does.

    Args:
        data: the whole text; a byte order mark is dropped, UTF-16 with one is decoded.
        records: paths of the arrays whose elements are records, e.g. ``("chats", "list", ANY, "messages")``; ``()`` is
            an array at the top. An element of such an array that cannot be read is a ``Broken`` in its place, a value
            beside them that cannot be read is missing.

    Raises:
        SourceFormatError: there is no JSON object or array at the top, or more follows after it.
    """
    text = as_utf8(data)
    looker = watch()
    try:
        value = None if looker and looker.sets_aside else orjson.loads(text)
    except orjson.JSONDecodeError:
        value = None
    if value is None:
        value = _piece_by_piece(text, records)
    elif looker:
        looker.values((), [value])
    if not isinstance(value, (dict, list)):
        raise SourceFormatError("the file is no JSON object or array, or is broken at its very top")
    return value


def _piece_by_piece(text: bytes, records: Sequence[tuple[str, ...]]) -> Any:
    cursor = Cursor(text)
    value = saved(cursor, tuple(records))
    if Cursor(text, cursor.at).opens:
        raise SourceFormatError("the file goes on after the end of its JSON value")
    return value


def json_lines(text: Text) -> Iterator[Any]:
    """Yield the value of each line that is not blank, ``Broken`` for one that is no JSON; repaired as by ``parse``."""
    looker = watch()
    values = (parse(line) for line in _lines(text) if line and not line.isspace())
    if looker is None:
        yield from values
        return
    while block := watched(looker, (), list(islice(values, _BLOCK_LINES))):
        yield from block


def _lines(text: Text) -> Iterator[bytes]:
    start = 0
    while start < len(text):
        end = text.find(b"\n", start + _BLOCK_BYTES) + 1 or len(text)
        yield from text[start:end].splitlines()
        start = end


def saved(cursor: Cursor, paths: tuple[tuple[str, ...], ...]) -> Any:
    """Return what can be saved of the value ahead; only containers on ``paths`` are entered."""
    if cursor.opens == b"{" and paths:
        fields = {
            name: saved(cursor, tuple(path[1:] for path in paths if path and path[0] == name))
            for name in cursor.fields()
        }
        return {name: value for name, value in fields.items() if not isinstance(value, Broken)}
    if cursor.opens == b"[" and paths:
        if inner := tuple(path[1:] for path in paths if path and path[0] == ANY):
            return [saved(cursor, inner) for _ in cursor.elements()]
        return [element for block in cursor.blocks() for element in block]
    return cursor.value()
