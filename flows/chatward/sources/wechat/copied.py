"""Chats as WeChat itself hands them out: mailed from a phone, or copied from the window of a computer.

A mail has a heading a day and a line with name and time above each message; what is copied has the day in that line.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_DASHES = r"[—–─-]{2,}"
_DATE = r"(?P<year>\d{4})(?:[-/.]|年)(?P<month>\d\d?)(?:[-/.]|月)(?P<day>\d\d?)日?"
_CLOCK = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
_NAME = r"(?P<name>[^\n—]{1,60}?)"
_DAY = re.compile(rf"\n[ ]*{_DASHES}[ ]*{_DATE}[ ]*{_DASHES}[ ]*(?=\n|\Z)")
_MAILED = re.compile(rf"\n{_NAME}[ ]+{_CLOCK}[ ]*(?=\n[ ]*\n\s*\S)")
_COPIED = re.compile(rf"\n{_NAME}:?[ ]+{_DATE}[ ]+{_CLOCK}[ ]*(?=\n)")
_GREETING = re.compile(r".*(?:聊天记录|聊天記錄|chat history|[:：,，])[^\n]{0,60}", re.IGNORECASE)
_LOOKED_AT = 4000


class Said(NamedTuple):
    """A message: where it stands in the text, who wrote it, its words, and its wall clock as written."""

    start: int
    end: int
    name: str
    text: str
    clock: tuple[str, ...]
    has_seconds: bool


def is_copied(text: str) -> bool:
    """Tell such a text by its beginning."""
    head = f"\n{text.lstrip()[:_LOOKED_AT]}"
    if day := _DAY.search(head):
        return _MAILED.match(f"\n{head[day.end() :].lstrip()}") is not None
    first = _COPIED.match(head)
    return first is not None and len(_apart(head, list(_COPIED.finditer(head)))) > 1


def said(text: str) -> tuple[int, list[Said]]:
    """Return where the first record begins, and the messages in a text that begins with a newline."""
    days = list(_DAY.finditer(text))
    if not days:
        found = _apart(text, list(_COPIED.finditer(text)))
        ends = [*(match.start() for match in found[1:]), len(text)]
        told = [_said(text, match, end, match) for match, end in zip(found, ends, strict=False)]
        return (found[0].start() if found else len(text)), told
    return days[0].start(), list(_mailed(text, days))


def is_greeting(line: str) -> bool:
    """Tell what WeChat writes above the chat in a mail."""
    return _GREETING.fullmatch(line.strip()) is not None


def _mailed(text: str, days: list[re.Match[str]]) -> Iterator[Said]:
    borders = [*(day.start() for day in days), len(text)]
    for day, (_, border) in zip(days, pairwise(borders), strict=True):
        found = _apart(text, list(_MAILED.finditer(text, day.end(), border)))
        ends = [*(match.start() for match in found[1:]), border]
        for match, end in zip(found, ends, strict=False):
            yield _said(text, match, end, day)


def _said(text: str, match: re.Match[str], end: int, day: re.Match[str]) -> Said:
    clock = (*day.group("year", "month", "day"), *match.group("hour", "minute"), match["second"] or "0")
    words = text[match.end() : end].strip("\n")
    return Said(match.start() + 1, end, match["name"].strip(), words, clock, match["second"] is not None)


def _apart(text: str, matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the lines above messages: a blank line stands before each but the first."""
    return [match for match in matches if not text[: match.start()].strip() or text[match.start() - 1] == "\n"]
