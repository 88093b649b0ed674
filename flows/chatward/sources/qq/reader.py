"""Reads the chats that QQ saves as text.

A record is a line with time and sender and the lines up to the next one; a file may hold many chats, each below its own
banner. Times are the wall clock of the computer that saved them, to the second.

Rejects have one of these reasons: ``no_header`` (before a chat's first message), ``no_date``, ``no_time``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from chatward.sources.qq.contents import content_of, notice_of
from chatward.sources.qq.grammar import BANNER, ROW, decode_chat, has_banner, is_preamble, plain_name
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.transcript.batches import batches
from chatward.sources.transcript.clocks import day_start, second_of_day
from chatward.sources.transcript.decoding import chat_texts
from chatward.sources.transcript.entries import (
    Entry,
    Person,
    Transcript,
    chat_kind,
    compared,
    conversation_key,
    name_key,
)
from chatward.sources.transcript.spans import orphans, record_ends

_SYSTEM_IDS = frozenset({"10000", "1000000", "80000000"})
_SYSTEM_NAMES = frozenset({"系统消息", "系統消息", "系统提示"})
_OWN_MAIL = re.compile(r"(?P<id>\d{4,12})@qq\.com", re.IGNORECASE)
_NO_ONE = Person("", None)
_REFUSAL = "the file is no chat of QQ: it has neither QQ's banner nor a sender with a number"
_HINT = "save the chat again with QQ's message manager, as text"


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records in file order.

    Raises:
        SourceFormatError: the export cannot be opened, or is none of QQ's.
    """
    own = frozenset(compared(account) for account in settings.own_accounts)
    for member, text in chat_texts(export, decode_chat, _REFUSAL, _HINT):
        record = 1
        for chat in _chats(f"\n{text}"):
            transcript = _transcript(chat, member, record, own)
            record += len(transcript.entries)
            yield from batches(transcript, settings)


class _Chat(NamedTuple):
    """One chat of a file: the text, where its messages start and end in it, and what the banner says."""

    text: str
    start: int
    end: int
    title: str | None
    is_group: bool
    is_announced: bool


def _chats(text: str) -> Iterator[_Chat]:
    is_announced = has_banner(text)
    banners = list(BANNER.finditer(text))
    first = banners[0].start() if banners else len(text)
    if not banners or any(not is_preamble(line) for line in text[:first].split("\n") if line.strip()):
        yield _Chat(text, 0, first, None, False, is_announced)
    for banner, end in zip(banners, record_ends(banners, len(text)), strict=True):
        is_group = "群" in (banner["group"] or "")
        yield _Chat(text, banner.end(), end, banner["title"].strip() or None, is_group, is_announced)


def _transcript(chat: _Chat, member: str, record: int, own: frozenset[str]) -> Transcript:
    found = ROW.finditer(chat.text, chat.start, chat.end)
    matches = [match for match in found if chat.is_announced or match["id"] or match["mail"]]
    first = matches[0].start() if matches else chat.end
    unread = (
        each for each in orphans(chat.text, chat.start, first) if not is_preamble(chat.text[each.start : each.end])
    )
    entries = [*unread, *_entries(chat, matches)]
    people = _people(matches, own)
    key = conversation_key("qq", chat.title, people)
    kind = chat_kind(people, entries, is_group=chat.is_group)
    return Transcript(member, chat.text, entries, people, key, chat.title, kind, record)


def _people(matches: Iterable[re.Match[str]], own: frozenset[str]) -> dict[str, Person]:
    """Return everybody by the last name they had."""
    senders = dict.fromkeys(match.group("name", "id", "mail") for match in matches)
    people = (_person(*sender, own=own) for sender in senders)
    return {person.key: person for person in people if person.key}


def _entries(chat: _Chat, matches: Sequence[re.Match[str]]) -> Iterator[Entry]:
    for match, end in zip(matches, record_ends(matches, chat.end), strict=True):
        body = chat.text[match.end() + 1 : end].strip("\n")
        wall, reason = _wall(match)
        key = _person(*match.group("name", "id", "mail")).key
        content = content_of(body) if key else notice_of(body)
        yield Entry(match.start() + 1, end, wall, reason, key or None, content, "second")


@lru_cache(maxsize=4096)
def _person(written: str, number: str | None, mail: str | None, own: frozenset[str] = frozenset()) -> Person:
    """Return who a sender is; somebody without a key is the system."""
    name = plain_name(written)
    if number in _SYSTEM_IDS or (not mail and name in _SYSTEM_NAMES):
        return _NO_ONE
    key = f"qq_id:{number}" if number else f"email:{mail.lower()}" if mail else name_key("qq", name)
    numbered = _OWN_MAIL.fullmatch(mail or "")
    same_as = (f"qq_id:{numbered['id']}",) if numbered else ()
    is_own = any(compared(each) in own for each in (name, number, mail) if each)
    return Person(key, name or None, same_as, "staff" if is_own else None)


def _wall(match: re.Match[str]) -> tuple[int | None, str]:
    """Return seconds since 1970 and no reason, or None and why not."""
    year, month, day, hour, minute, second = map(int, match.group("year", "month", "day", "hour", "minute", "second"))
    start = day_start(year, month, day)
    if start is None:
        return None, "no_date"
    since = second_of_day(hour, minute, second, match["before"] or match["after"] or "")
    return (None, "no_time") if since is None else (start + since, "")
