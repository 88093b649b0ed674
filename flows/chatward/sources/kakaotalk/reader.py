"""Reads the chats that KakaoTalk exports.

A record is a row and the lines up to the next one; Windows' notices have no time, so theirs is the day above them. The
exports name no zone: times are the wall clock of the phone or computer that exported.

Rejects have one of these reasons: ``no_header`` (before the first row), ``no_date`` (no such day, or none above),
``no_time``, ``columns`` (a row of the CSV that has not three fields).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath

from chatward.errors import SourceFormatError
from chatward.sources.files import read_members
from chatward.sources.kakaotalk.contents import content_of, is_notice, notice_of
from chatward.sources.kakaotalk.grammar import (
    CSV_HEADER,
    CSV_ROW,
    CSV_TIME,
    PHONE,
    SAVED,
    WINDOWS,
    Layout,
    date_of,
    decode_chat,
    is_banner,
    layout_of,
    title_of,
    title_of_file,
)
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.transcript.batches import batches
from chatward.sources.transcript.clocks import day_start, second_of_day
from chatward.sources.transcript.csv_rows import CsvRow, csv_rows
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

_PLATFORM = "kakaotalk"
_PART_NUMBER = re.compile(r"-\d+\.txt$", re.IGNORECASE)
_UNREAD = Content("", None)

_Date = tuple[int, int, int]
_Wall = tuple[int | None, str]


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records in file order; parts of one chat without a title have the first part's.

    Raises:
        SourceFormatError: the export cannot be opened, or is none of KakaoTalk's.
    """
    titles: dict[str, str | None] = {}
    for member, data in read_members(export):
        text = decode_chat(data)
        layout = None if text is None else layout_of(text)
        if text is None or layout is None:
            raise SourceFormatError(
                "the file is no chat of KakaoTalk: no row looks as KakaoTalk writes them",
                hint="export the chat again from KakaoTalk",
            )
        name = PurePath(member or export.path.name).name
        title = _title(text, name) or titles.get(_PART_NUMBER.sub("", name))
        titles[_PART_NUMBER.sub("", name)] = title
        yield from batches(_transcript(f"\n{text}", layout, member, title, settings), settings)


def _title(text: str, name: str) -> str | None:
    return title_of(text.lstrip().partition("\n")[0]) or title_of_file(name)


def _transcript(text: str, layout: Layout, member: str, title: str | None, settings: ReadSettings) -> Transcript:
    if layout is Layout.CSV:
        entries = _csv_entries(text)
    else:
        matches = _rows(text, WINDOWS if layout is Layout.WINDOWS else PHONE)
        entries = [*_preamble(text, matches), *_text_entries(text, matches)]
    senders = (entry.sender for entry in entries if entry.sender and entry.wall is not None)
    names = [sender.partition(":")[2] for sender in dict.fromkeys(senders)]
    people = named_people(_PLATFORM, names, settings.own_accounts)
    conversation = conversation_key(_PLATFORM, title, people)
    return Transcript(member, text, entries, people, conversation, title, chat_kind(people, entries))


def _preamble(text: str, matches: Sequence[re.Match[str]]) -> Iterator[Entry]:
    """Yield what stands above the first row or day and is not what KakaoTalk puts there."""
    lines = list(orphans(text, 0, matches[0].start() if matches else len(text)))
    saved = next((at for at, line in enumerate(lines[:3]) if SAVED.match(text, line.start, line.end)), -1)
    yield from (line for line in lines[saved + 1 :] if not is_banner(text[line.start : line.end]))


def _rows(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """Return rows, notices and headings; what only looks like one is a line of the message above it."""
    matches = list(pattern.finditer(text))
    if pattern is WINDOWS:
        names = {match["name"] for match in matches if match["name"]}
        return [match for match in matches if match["teller"] is None or match["teller"] in names]
    return [match for match in matches if _is_row(match) or _is_heading(match)]


def _is_row(match: re.Match[str]) -> bool:
    return match["end"] is None and (match["hour"] or match["hour_alone"]) is not None


def _is_heading(match: re.Match[str]) -> bool:
    """Tell a line with a day alone that is KakaoTalk's: it names the day of the week, or the time of what follows."""
    return (
        match["end"] is not None
        and date_of(match) is not None
        and bool(match["weekday"] or match["weekday_en"] or match["hour"])
    )


def _text_entries(text: str, matches: Sequence[re.Match[str]]) -> Iterator[Entry]:
    names = (match["name"] for match in matches if match["name"])
    actors = Actors(_PLATFORM, names)
    is_windows = bool(matches) and matches[0].re is WINDOWS
    date: _Date | None = None
    for match, end in zip(matches, record_ends(matches, len(text)), strict=True):
        date = date_of(match) or date
        if is_windows and match["notice"]:
            yield from _notice(text, match, end, date, actors)
        elif match["hour"] if is_windows else _is_row(match):
            yield _entry(match, end, text[match.end() : end].rstrip("\n"), _wall_of(match, date, is_windows), actors)


def _entry(match: re.Match[str], end: int, body: str, wall: _Wall, actors: Actors) -> Entry:
    if match["name"]:
        return Entry(match.start() + 1, end, *wall, name_key(_PLATFORM, match["name"]), content_of(body))
    return Entry(match.start() + 1, end, *wall, actors.key_of(body), notice_of(body))


def _notice(text: str, match: re.Match[str], end: int, date: _Date | None, actors: Actors) -> Iterator[Entry]:
    """Yield a notice of Windows' exports: known to the day, and one line only."""
    notice = match["notice"]
    start = None if date is None else day_start(*date)
    reason = "no_date" if start is None else ""
    yield Entry(match.start() + 1, match.end(), start, reason, actors.key_of(notice), notice_of(notice), "day")
    yield from orphans(text, match.end(), end)


def _wall_of(match: re.Match[str], date: _Date | None, is_windows: bool) -> _Wall:
    if not is_windows and match["hour_alone"]:
        return _wall(date, match["hour_alone"], match["minute_alone"], None, match["half_alone"])
    half = match["before"] or match["after"] or ""
    return _wall(date, match["hour"], match["minute"], match["second"], half)


@lru_cache(maxsize=4096)
def _wall(date: _Date | None, hour: str, minute: str, second: str | None, half: str) -> _Wall:
    """Return seconds since 1970 and no reason, or None and why not."""
    start = None if date is None else day_start(*date)
    if start is None:
        return None, "no_date"
    since = second_of_day(int(hour), int(minute), int(second or 0), half)
    return (None, "no_time") if since is None else (start + since, "")


def _csv_entries(text: str) -> list[Entry]:
    header = CSV_HEADER.match(text)
    start = header.end() if header else 0
    rows = list(csv_rows(text, CSV_ROW, start))
    return [*orphans(text, start, rows[0].start if rows else len(text)), *_csv_rows(rows)]


def _csv_rows(rows: Iterable[CsvRow]) -> Iterator[Entry]:
    for start, end, fields in rows:
        if fields is None or len(fields) != 3:
            yield Entry(start, end, None, "columns", None, _UNREAD)
            continue
        time, user, text = fields
        match = CSV_TIME.fullmatch(time.strip())
        date = (int(match["year"]), int(match["month"]), int(match["day"])) if match else None
        wall = _wall(date, *match.group("hour", "minute", "second"), "") if match else (None, "no_time")
        is_event = not user or (text.startswith(user) and is_notice(text))
        content = notice_of(text) if is_event else content_of(text)
        sender = name_key(_PLATFORM, user) if user else None
        yield Entry(start, end, *wall, sender, content, "second")
