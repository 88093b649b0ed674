"""Reads the chats that LINE saves as text.

A record is a row with a time and the lines up to the next row or heading. Lines before the first of either are records
too, and rejected. Times are the wall clock of the phone or computer that saved the chat, to the minute.

Rejects have one of these reasons: ``no_header`` (before the first heading), ``no_date`` (no heading above, or one that
names no day), ``date_order`` (a day only if day and month changed places, against the rest of the chat), ``no_time``,
``unknown_half`` (a word that is neither AM nor PM to us), ``columns`` (a row of an account's CSV without five fields).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from chatward.sources.line.account import account_chat, is_account_chat
from chatward.sources.line.contents import bare_content_of, content_of, is_notice, notice_of
from chatward.sources.line.days import Heading, Order, heading_of, order_of, start_of
from chatward.sources.line.grammar import BANNER, ITEM, SPACED_ITEM, decode_chat, has_tabs, title_of, title_of_file
from chatward.sources.line.names import split_names
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.transcript.batches import batches
from chatward.sources.transcript.clocks import second_of_day
from chatward.sources.transcript.decoding import chat_texts
from chatward.sources.transcript.entries import (
    Content,
    Entry,
    Transcript,
    chat_kind,
    conversation_key,
    name_key,
    named_people,
)
from chatward.sources.transcript.notices import Actors
from chatward.sources.transcript.spans import orphans, record_ends

_MOST_QUOTED = 200  # rows that somebody may have pasted into one message
_ENGLISH_HALF = frozenset({"am", "pm"})
_REFUSAL = "the file is no chat of LINE: it begins with neither LINE's banner nor a day and a row"
_HINT = "save the chat again from LINE, as text"


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records in file order; ``messages`` carry the date order in their schema's metadata.

    A file may hold several chats, or several savings of one, each below a banner of its own.

    Raises:
        SourceFormatError: the export cannot be opened, or is none of LINE's.
    """
    for member, text in chat_texts(export, decode_chat, _REFUSAL, _HINT):
        if is_account_chat(text):
            yield from batches(account_chat(text, member, settings.own_accounts), settings)
            continue
        record = 1
        for chat in _chats(f"\n{text}", title_of_file(PurePath(member or export.path.name).name)):
            transcript = _transcript(chat, member, record, settings)
            record += len(transcript.entries)
            yield from batches(transcript, settings)


class _Chat(NamedTuple):
    """One chat of a file: the text, where its rows start and end in it, and what the banner says."""

    text: str
    start: int
    end: int
    title: str | None
    is_group: bool


class _Row(NamedTuple):
    """A row as found: its clock, its place, its sender if it has a column for that, and its text."""

    clock: re.Match[str]
    end: int
    heading: Heading | None
    name: str | None
    text: str


def _chats(text: str, title: str | None) -> Iterator[_Chat]:
    banners = list(BANNER.finditer(text))
    if not banners or text[: banners[0].start()].strip():
        yield _Chat(text, 0, banners[0].start() if banners else len(text), title, False)
    for banner, end in zip(banners, record_ends(banners, len(text)), strict=True):
        yield _Chat(text, banner.end(), end, *title_of(banner["title"]))


def _transcript(chat: _Chat, member: str, record: int, settings: ReadSettings) -> Transcript:
    is_spaced = not has_tabs(chat.text)
    pattern = SPACED_ITEM if is_spaced else ITEM
    matches = _of_one_shape(pattern.finditer(chat.text, chat.start, chat.end))
    rows = list(_rows(chat, matches))
    if is_spaced:
        rows = _named(rows, settings.own_accounts | ({chat.title} if chat.title else set()))
    headings = [heading_of(match) for match in matches if match["heading"]]
    order = order_of(headings, settings.date_order, is_american=_is_american(rows))
    actors = Actors("line", {row.name: None for row in rows if row.name})
    first = matches[0].start() if matches else chat.end
    entries = [
        *orphans(chat.text, chat.start, first),
        *(_entry(row, order, actors, bare_content_of if is_spaced else content_of) for row in rows),
    ]
    people = named_people("line", actors.names, settings.own_accounts)
    return Transcript(
        member, chat.text, entries, people, conversation_key("line", chat.title, people), chat.title,
        chat_kind(people, entries, is_group=chat.is_group), record, date_order=" ".join(order),
    )  # fmt: skip


def _of_one_shape(matches: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    """Return rows and headings; a heading unlike the first one is a date in a message."""
    found: list[re.Match[str]] = []
    shape = None
    for match in matches:
        if match["heading"]:
            own = (bool(match["first"]), bool(match["last"]), match["separator"], len(match["a"]) == 4)
            shape = shape or own
            if own != shape:
                continue
        found.append(match)
    return found


def _rows(chat: _Chat, matches: Sequence[re.Match[str]]) -> Iterator[_Row]:
    heading = None
    place = 0
    while place < len(matches):
        match, following = matches[place], place + 1
        if match["heading"]:
            heading = heading_of(match)
        else:
            if chat.text.startswith('"', match.end()):
                following = _after_quote(chat, matches, place)
            end = _start(chat, matches, following)
            yield _Row(match, end, heading, match["name"], chat.text[match.end() : end].rstrip("\n"))
        place = following


def _start(chat: _Chat, matches: Sequence[re.Match[str]], place: int) -> int:
    return matches[place].start() if place < len(matches) else chat.end


def _after_quote(chat: _Chat, matches: Sequence[re.Match[str]], place: int) -> int:
    """Return the place of the first match after a quoted message: what looks like rows in it was pasted into it."""
    opening = matches[place].end()
    for last in range(place, min(place + _MOST_QUOTED, len(matches))):
        part = chat.text[matches[last].end() : _start(chat, matches, last + 1)].rstrip("\n")
        if last > place and part.startswith('"'):
            break
        is_closed = (len(part) - len(part.rstrip('"'))) % 2 == 1 and matches[last].end() + len(part) > opening + 1
        if is_closed and (last == place or "\n" in part):
            return last + 1
        if is_closed or ("\n" not in part and last == place and part == '"'):
            break
    return place + 1


def _named(rows: Sequence[_Row], known: frozenset[str] | set[str]) -> list[_Row]:
    """Return the rows of a file without columns with their names found."""
    firsts = [row.text.partition("\n")[0] for row in rows]
    senders = iter(split_names([first for first in firsts if not is_notice(first)], known))
    named = []
    for row, first in zip(rows, firsts, strict=True):
        if is_notice(first):
            named.append(row)
            continue
        name, text = next(senders)
        named.append(_Row(row.clock, row.end, row.heading, name, text + row.text[len(first) :]))
    return named


def _is_american(rows: Sequence[_Row]) -> bool:
    return bool(rows) and (rows[0].clock["after"] or "").casefold() in _ENGLISH_HALF


def _entry(row: _Row, order: Order, actors: Actors, content_of_row: Callable[[str], Content]) -> Entry:
    wall, reason = _wall(row.heading, order.order, *row.clock.group("hour", "minute", "before", "after"))
    start = row.clock.start() + 1
    if row.name:
        return Entry(start, row.end, wall, reason, name_key("line", row.name), content_of_row(row.text))
    return Entry(start, row.end, wall, reason, actors.key_of(row.text), notice_of(row.text))


@lru_cache(maxsize=4096)
def _wall(
    heading: Heading | None, order: str, hour: str, minute: str, before: str | None, after: str | None
) -> tuple[int | None, str]:
    """Return seconds since 1970 and no reason, or None and why not."""
    if heading is None:
        return None, "no_date"
    day = start_of(heading, order)
    if day is None:
        is_other_way_round = order != "ymd" and start_of(heading, "dmy" if order == "mdy" else "mdy") is not None
        return None, "date_order" if is_other_way_round else "no_date"
    half = before or after or ""
    second = second_of_day(int(hour), int(minute), 0, half)
    if second is None:
        return None, "unknown_half" if half and int(hour) <= 24 and int(minute) < 60 else "no_time"
    return day + second, ""
