"""signal-export's JSON: a message a line, with what the text form writes into its lines in fields of its own."""

import mimetypes
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chatward.sources.instants import microseconds
from chatward.sources.json_values import Broken
from chatward.sources.jsontext import json_lines
from chatward.sources.signal.contents import called
from chatward.sources.transcript.entries import Attachment, Content, Entry, Reaction, name_key

_FIELDS = frozenset({"date", "sender", "body", "quote", "attachments"})
_MICROSECONDS = 1_000_000
_UNREAD = Content("", None)
_NOBODY = "No-Sender"


def is_line(record: Any) -> bool:
    """Tell a message by its fields."""
    return isinstance(record, dict) and record.keys() >= _FIELDS


def line_entries(text: str) -> tuple[list[Entry], bool]:
    """Return the messages of a text that begins with a newline, and whether their times name instants."""
    places = list(_lines(text))
    values = list(json_lines("\n".join(text[start:end] for start, end in places).encode("utf-8", "replace")))
    times = [_time(value) for value in values]
    has_instants = any(at is not None and at.tzinfo for at in times)
    return [
        _entry(value, at, place, has_instants=has_instants)
        for value, at, place in zip(values, times, places, strict=True)
    ], has_instants


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that is not blank."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _time(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value["date"])
    except (KeyError, TypeError, ValueError):
        return None


def _entry(value: Any, at: datetime | None, place: tuple[int, int], *, has_instants: bool) -> Entry:
    if not isinstance(value, dict) or at is None:
        broken = (
            value.reason if isinstance(value, Broken) else "no_time" if isinstance(value, dict) else "not_an_object"
        )
        return Entry(*place, None, broken, None, _UNREAD)
    wall = microseconds(at if has_instants else at.replace(tzinfo=None)) // _MICROSECONDS
    name = value.get("sender")
    sender = name_key("signal", name) if isinstance(name, str) and name and name != _NOBODY else None
    return Entry(*place, wall, "", sender, _content(value), "second")


def _content(value: Mapping[str, Any]) -> Content:
    if value.get("deleted") is True:
        return Content("deleted", None, is_deleted=True)
    body = value.get("body")
    text = body.strip() if isinstance(body, str) else ""
    if value.get("call") is True or called(text):
        return Content("call", text or None)
    files = tuple(_file(each) for each in _listed(value.get("attachments")) if isinstance(each, dict))
    reactions = tuple(filter(None, map(_reaction, _listed(value.get("reactions")))))
    if value.get("sticker") and not text:
        return Content("sticker", None, files, reactions=reactions)
    return Content("media" if files else "text", text or (None if files else ""), files, reactions=reactions)


def _file(attached: Mapping[str, Any]) -> Attachment:
    name = attached.get("name") or attached.get("path")
    shown = name.rpartition("/")[2] if isinstance(name, str) else None
    return shown, mimetypes.guess_type(shown)[0] if shown else None


def _reaction(given: Any) -> Reaction | None:
    """Return a reaction, which is a pair of a name and a sign, or has them in fields."""
    name, sign = (
        (given.get("name"), given.get("emoji")) if isinstance(given, dict) else (*_listed(given), None, None)[:2]
    )
    return (sign, name if isinstance(name, str) else None) if isinstance(sign, str) and sign else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
