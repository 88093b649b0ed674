"""Reads stored webhook calls of the WhatsApp Cloud API: one, a list or lines of them, wrapped in JSON, or parts."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.jsontext import ANY, json_lines, saved
from chatward.sources.records import BATCH_ROWS, Batch, Export, ReadSettings
from chatward.sources.whatsapp_cloud_api.parts import call_of, unpacked
from chatward.sources.whatsapp_cloud_api.rows import Gathering

_DEPTH = 3
_LINES = 5
_CHANGES = ("entry", ANY, "changes")
_LISTS = ("messages", "message_echoes", "statuses", "calls", "user_preferences")
_RECORDS = (("entry",), _CHANGES, *((*_CHANGES, ANY, "value", each) for each in _LISTS))


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:  # noqa: ARG001  # calls name instants and sides
    """Yield what the calls report, in file order; every item of a call is one record, a message or an event.

    Calls are delivered at least once, so the same item may come twice. Rejects are ``no_time``, ``json``,
    ``truncated``, ``not_object``, and ``no_payload`` for JSON without a call in it.

    Raises:
        SourceFormatError: the archive is damaged, or a member holds no call.
    """
    for member, text in read_texts(export):
        gathered = Gathering(member)
        has_calls = False
        for document in _documents(text):
            payloads = _payloads(document, _DEPTH)
            has_calls = has_calls or any(not isinstance(payload, Broken) for payload in payloads)
            for payload in payloads or [document]:
                if isinstance(payload, dict) and payloads:
                    gathered.take(payload)
                else:
                    gathered.refuse("no_payload", payload)
            if len(gathered) >= BATCH_ROWS:
                yield gathered.batch()
        if not has_calls:
            raise SourceFormatError("the file holds no webhook call of the WhatsApp Cloud API")
        yield gathered.batch()


def _documents(text: Text) -> Iterator[Any]:
    """Yield the JSON values at the top: the elements of an array, or one a line, or one behind the other."""
    cursor = Cursor(text)
    if cursor.opens != b"[":
        lines = json_lines(text)
        first = list(islice(lines, _LINES))
        if any(isinstance(value, dict) for value in first):
            yield from first
            yield from lines
            return
    while cursor.opens:
        if cursor.opens == b"[":
            for block in cursor.blocks():
                yield from block
        else:
            yield _document(cursor)


def _document(cursor: Cursor) -> Any:
    """Return the value ahead; of a call that is broken or cut what is sound, with the rest broken in its place."""
    start = cursor.at
    value = cursor.value()
    if isinstance(value, Broken):
        end = cursor.at
        part = saved(Cursor(cursor.text[:end], start), _RECORDS)
        value = part if isinstance(part, dict) and part.get("entry") else value
    return value


def _payloads(value: Any, depth: int) -> list[Any]:
    """Return the calls within a value, made of the parts of one where it holds no more, and what is broken beside."""
    if isinstance(value, Broken) or (isinstance(value, dict) and isinstance(value.get("entry"), list)):
        return [value]
    value = unpacked(value)
    if call := call_of(value):
        return [call]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [payload for each in inner for payload in _payloads(each, depth - 1)] if depth else []
