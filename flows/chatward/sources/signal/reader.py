"""Reads the chats of Signal that its own apps or signal-export wrote.

A record is a line with a header and the lines up to the next header. Times are the wall clock of the computer that
exported. Rejects have one of these reasons: ``no_header`` (before the first header), ``no_date``, ``no_time``; of JSON
``json``, ``truncated``, ``not_an_object``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from chatward.sources.collected import Collected
from chatward.sources.forms import seen_in
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.signal.contents import content_of
from chatward.sources.signal.grammar import ROW, is_chat
from chatward.sources.signal.history import COLUMNS, CONSTANTS, History, is_frame
from chatward.sources.signal.lines import is_line, line_entries
from chatward.sources.transcript.batches import batches
from chatward.sources.transcript.clocks import day_start, second_of_day
from chatward.sources.transcript.decoding import chat_texts, decode
from chatward.sources.transcript.entries import (
    Content,
    Entry,
    Transcript,
    chat_kind,
    conversation_key,
    name_key,
    named_people,
)
from chatward.sources.transcript.spans import orphans, record_ends

_PLATFORM = "signal"
_OWNER = "Me"
_JSON, _LINES = ".json", 5
_CHAT_FILES = ("chat", "index", "data")  # in a folder that is called like the chat
_REFUSAL = "the file is no chat of Signal as signal-export writes it"
_HINT = "export the chat again"


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records in file order; the owner of the exporting device, ``Me``, is staff.

    Raises:
        SourceFormatError: the export cannot be opened, or was not written by signal-export.
    """
    own = settings.own_accounts | {_OWNER}
    members = tuple(_told_once(export.members))
    for member, text in chat_texts(replace(export, members=members), _decoded, _REFUSAL, _HINT):
        if _is_history(text):
            yield from _history(member, text, settings.own_accounts)
            continue
        path = export.path / member if member else export.path
        title = path.parent.name if PurePath(path).stem.casefold() in _CHAT_FILES else None
        whole = f"\n{text}"
        entries, has_instants = line_entries(whole) if _is_json(text) else (list(_entries(whole)), False)
        names = dict.fromkeys(entry.sender.partition(":")[2] for entry in entries if entry.sender)
        people = named_people(_PLATFORM, names, own)
        key = conversation_key(_PLATFORM, title, people)
        kind = chat_kind(people, ())
        chat = Transcript(member, whole, entries, people, key, title, kind, has_instants=has_instants)
        yield from batches(chat, settings)


def _history(member: str, text: str, own_accounts: frozenset[str]) -> Iterator[Batch]:
    collected = Collected(COLUMNS, CONSTANTS)
    yield from History(member, collected, own_accounts).take(text.encode("utf-8", "replace"))
    yield collected.batch()


def _is_history(text: str) -> bool:
    first = text.lstrip()
    return first[:1] == "{" and any(is_frame(seen_in(line.encode())) for line in first.split("\n", _LINES)[:_LINES])


def _told_once(members: Sequence[str]) -> Iterator[str]:
    """Yield the members without the JSON of chats that are there as text, too: the same messages."""
    folders = {PurePath(member).parent for member in members if PurePath(member).suffix.casefold() != _JSON}
    for member in members:
        if PurePath(member).suffix.casefold() != _JSON or PurePath(member).parent not in folders:
            yield member


def _decoded(data: bytes) -> str | None:
    return decode(data, lambda text: _is_json(text) or is_chat(text) or _is_history(text), {})


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] == "{" and any(
        is_line(seen_in(line.encode())) for line in text.lstrip().split("\n", _LINES)[:_LINES]
    )


def _entries(text: str) -> Iterator[Entry]:
    matches = list(ROW.finditer(text))
    yield from orphans(text, 0, matches[0].start() if matches else len(text))
    for match, end in zip(matches, record_ends(matches, len(text)), strict=True):
        body = text[match.end() : end].rstrip()
        *written, name = match.group("year", "month", "day", "hour", "minute", "second", "name")
        wall, reason = _wall(*written)
        content = content_of(body) if name else Content("", body, event="notice")
        sender = name_key(_PLATFORM, name) if name else None
        yield Entry(match.start() + 1, end, wall, reason, sender, content, "second" if written[-1] else "minute")


@lru_cache(maxsize=4096)
def _wall(year: str, month: str, day: str, hour: str, minute: str, second: str | None) -> tuple[int | None, str]:
    """Return seconds since 1970 and no reason, or None and why not."""
    start = day_start(int(year), int(month), int(day))
    if start is None:
        return None, "no_date"
    since = second_of_day(int(hour), int(minute), int(second or 0))
    return (None, "no_time") if since is None else (start + since, "")
