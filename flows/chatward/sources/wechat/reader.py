"""Reads the chats of WeChat that people's exporters wrote.

A record is a row of a CSV, or a line with time and sender and the lines up to the next one. MemoTrace's CSV of all
chats names instants; the other files show the wall clock of the computer that exported, to the second.

Rejects have one of these reasons: ``no_header`` (before the first record), ``no_time``, ``columns`` (another number of
fields than the first line has), and of JSON ``json``, ``truncated``, ``not_an_object``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from chatward.sources.drift import seen
from chatward.sources.instants import instant
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.transcript.batches import batches
from chatward.sources.transcript.clocks import day_start, second_of_day
from chatward.sources.transcript.csv_rows import CsvRow, csv_rows, header_of
from chatward.sources.transcript.decoding import chat_texts
from chatward.sources.transcript.entries import (
    Content,
    Entry,
    Person,
    Transcript,
    chat_kind,
    compared,
    conversation_key,
    name_key,
)
from chatward.sources.transcript.spans import orphans, record_ends
from chatward.sources.wechat.contents import bare_content_of, content_of
from chatward.sources.wechat.copied import is_copied, is_greeting, said
from chatward.sources.wechat.grammar import LAYOUTS, TIME, Layout, decode_chat, heads, layout_of, layout_of_objects
from chatward.sources.wechat.saved import saved_rows

_PLATFORM = "wechat"
_OWNER = "我"
_SYSTEM_NAMES = frozenset({"系统", "系统消息"})
_ROOM = "@chatroom"
_LATEST = 2**33  # seconds since 1970 that can be a time of this century
_MICROSECONDS = 1_000_000
_UNREAD = Content("", None)
_REFUSAL = "the file is no chat of WeChat that a known exporter wrote"
_HINT = "export the chat again as CSV"


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records, chat by chat; the owner of the account is staff.

    Raises:
        SourceFormatError: the export cannot be opened, or no exporter that is known wrote it.
    """
    own = frozenset(compared(account) for account in settings.own_accounts | {_OWNER})
    for member, text in chat_texts(export, decode_chat, _REFUSAL, _HINT):
        layout, chats = _chats(text, own)
        for chat in chats:
            yield from batches(_transcript(chat, member, layout), settings)


class _Chat(NamedTuple):
    """The entries of one chat, their places in the file, its people, and what the file calls it."""

    text: str
    places: list[int]
    entries: list[Entry]
    people: dict[str, Person]
    key: str | None
    title: str | None


def _transcript(chat: _Chat, member: str, layout: Layout | None) -> Transcript:
    is_room = bool(chat.key and chat.key.endswith(_ROOM))
    key = f"{_PLATFORM}:{chat.key}" if chat.key else conversation_key(_PLATFORM, chat.title, chat.people)
    kind = chat_kind(chat.people, chat.entries, is_group=is_room)
    has_instants = layout is not None and layout.has_instants
    return Transcript(
        member, chat.text, chat.entries, chat.people, key, chat.title, kind, places=chat.places,
        has_instants=has_instants,
    )  # fmt: skip


def _text_chat(text: str, own: frozenset[str]) -> _Chat:
    matches = heads(text)
    entries = list(orphans(text, 0, matches[0].start() if matches else len(text)))
    people: dict[str, Person] = {}
    for match, end in zip(matches, record_ends(matches, len(text)), strict=True):
        name = match["name"]
        person = people.setdefault(name_key(_PLATFORM, name), _person("", name, own, is_own=False))
        content = bare_content_of(text[match.end() + 1 : end].rstrip("\n"))
        wall, reason = _wall(*match.group("year", "month", "day", "hour", "minute", "second"))
        entries.append(Entry(match.start() + 1, end, wall, reason, person.key, content, "second"))
    return _Chat(text, list(range(1, len(entries) + 1)), entries, people, None, None)


def _chats(text: str, own: frozenset[str]) -> tuple[Layout | None, list[_Chat]]:
    """Return the layout of a file, None of a text, and its chats."""
    if text.lstrip()[:1] in ("[", "{"):
        kept, rows, reasons = saved_rows(text)
        of_rows = next(filter(None, (layout_of_objects(fields) for _, fields in rows)), LAYOUTS[0])
        return of_rows, _chats_of(kept, rows, of_rows, own, reasons)
    if layout := layout_of(text):
        return layout, _csv_chats(f"\n{text.lstrip()}", layout, own)
    return None, [_copied_chat(f"\n{text}", own) if is_copied(text) else _text_chat(f"\n{text}", own)]


def _copied_chat(text: str, own: frozenset[str]) -> _Chat:
    start, messages = said(text)
    entries = [line for line in orphans(text, 0, start) if not is_greeting(text[line.start : line.end])]
    people: dict[str, Person] = {}
    for each in messages:
        person = people.setdefault(name_key(_PLATFORM, each.name), _person("", each.name, own, is_own=False))
        wall, reason = _wall(*each.clock)
        precision = "second" if each.has_seconds else "minute"
        content = bare_content_of(each.text)
        entries.append(Entry(each.start, each.end, wall, reason, person.key, content, precision))
    return _Chat(text, list(range(1, len(entries) + 1)), entries, people, None, None)


def _csv_chats(text: str, layout: Layout, own: frozenset[str]) -> list[_Chat]:
    """Return the chats of a CSV; lines before its first row are the first one's."""
    columns = seen(header_of(text))
    start = text.find("\n", 1)
    rows = list(csv_rows(text, layout.row, start)) if start > 0 else []
    unread = orphans(text, start, rows[0].start if rows else len(text)) if start > 0 else ()
    before: list[tuple[CsvRow, dict[str, str] | None]] = [(CsvRow(line.start, line.end, None), None) for line in unread]
    broken = dict.fromkeys(range(1, len(before) + 1), "no_header")
    return _chats_of(text, [*before, *((row, _fields(row, columns)) for row in rows)], layout, own, broken)


def _chats_of(
    text: str,
    rows: Sequence[tuple[CsvRow, dict[str, str] | None]],
    layout: Layout,
    own: frozenset[str],
    reasons: Mapping[int, str] | None = None,
) -> list[_Chat]:
    """Return the chats of rows in the order of their first ones; those that cannot be read are the first one's."""
    chats: dict[str | None, _Chat] = defaultdict(lambda: _Chat(text, [], [], {}, None, None))
    broken: list[tuple[int, Entry]] = []
    for place, (row, fields) in enumerate(rows, 1):
        if fields is None or layout.time not in fields:
            reason = (reasons or {}).get(place, "columns")
            broken.append((place, Entry(row.start, row.end, None, reason, None, _UNREAD)))
            continue
        key = fields.get(layout.chat) or None
        if key not in chats:
            chats[key] = _Chat(text, [], [], {}, key, fields.get(layout.chat_title) or None)
        chats[key].places.append(place)
        chats[key].entries.append(_entry(row, fields, layout, chats[key], own))
    return _with_broken(list(chats.values()) or [chats[None]], broken)


def _with_broken(chats: list[_Chat], broken: Sequence[tuple[int, Entry]]) -> list[_Chat]:
    first = chats[0]
    pairs = sorted([*zip(first.places, first.entries, strict=True), *broken], key=lambda pair: pair[0])
    chats[0] = first._replace(places=[place for place, _ in pairs], entries=[entry for _, entry in pairs])
    return chats


def _fields(row: CsvRow, columns: Sequence[str]) -> dict[str, str] | None:
    """Return a row's fields by column; one too many at the end without a name is what some versions write."""
    if row.fields is None or not len(columns) <= len(row.fields) <= len(columns) + 1:
        return None
    return dict(zip(columns, row.fields, strict=False))


def _entry(row: CsvRow, fields: dict[str, str], layout: Layout, chat: _Chat, own: frozenset[str]) -> Entry:
    content = content_of(fields.get(layout.kind, ""), fields.get(layout.detail, ""), fields.get(layout.text, ""))
    sender_id, name = fields.get(layout.sender_id, ""), fields.get(layout.sender_name, "")
    is_own = fields.get(layout.own, "") in ("1", "True", "true")
    sender = None
    if not {name, sender_id} & _SYSTEM_NAMES and (sender_id or name or is_own):
        person = _person(sender_id, name or (_OWNER if is_own and not sender_id else ""), own, is_own=is_own)
        sender = chat.people.setdefault(person.key, person).key
    wall, reason = _instant(fields[layout.time]) if layout.has_instants else _written(fields[layout.time])
    message_id = fields.get(layout.message_id) or None
    return Entry(row.start, row.end, wall, reason, sender, content, "second", message_id)


@lru_cache(maxsize=4096)
def _person(number: str, name: str, own: frozenset[str], *, is_own: bool) -> Person:
    key = f"{_PLATFORM}_id:{number}" if number else name_key(_PLATFORM, name)
    is_staff = is_own or any(compared(each) in own for each in (number, name) if each)
    return Person(key, name or None, (), "staff" if is_staff else None)


def _instant(given: str) -> tuple[int | None, str]:
    is_time = given.isascii() and given.isdigit() and len(given) < 12 and int(given) < _LATEST
    if is_time:
        return int(given), ""
    at = instant(given)
    return (None, "no_time") if at is None else (at[0] // _MICROSECONDS, "")


def _written(time: str) -> tuple[int | None, str]:
    match = TIME.fullmatch(time.strip())
    return _wall(*match.group("year", "month", "day", "hour", "minute", "second")) if match else (None, "no_time")


def _wall(year: str, month: str, day: str, hour: str, minute: str, second: str) -> tuple[int | None, str]:
    """Return seconds since 1970 and no reason, or None and why not."""
    start = day_start(int(year), int(month), int(day))
    since = second_of_day(int(hour), int(minute), int(second))
    return (None, "no_time") if start is None or since is None else (start + since, "")
