"""Reads the dates of Google Chat, which are written out in the language of the account.

``Friday, May 29, 2026 at 3:00:29 AM UTC`` is ``2026年5月29日星期五 UTC 03:00:29`` in Chinese. The month is a word or
stands before its sign, so day and month are never taken for each other; nearly all dates name their zone.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from chatward.sources.calendars import FIRST_ISLAMIC_YEAR, FIRST_YEAR, persian_day
from chatward.sources.google_chat.months import CROATIAN_DAYS, CROATIAN_MONTHS, MONTHS, PERSIAN_MONTHS
from chatward.sources.instants import LAST_MICROSECOND, instant, microseconds
from chatward.sources.transcript.clocks import BUDDHIST_AHEAD, BUDDHIST_FROM
from chatward.sources.whatsapp.words import AFTERNOON, MORNING, fold_clock_word

_TIME = re.compile(
    r"(\d{1,2})(?:[:.]|[時时點点] ?|시 ?|\s?h\s?| ?นาฬิกา )(\d{1,2})(?:[:.]|分 ?|분 ?|\s?min\s?| ?นาที )"
    r"(\d{1,2})(?:秒|초|\s?s\b| ?วินาที)?"
)
_SIGNED = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_VIETNAMESE = re.compile(r"(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\s\d.,;:|()\-'’،၊]+")  # with the vowel signs that many scripts have
_UTC = re.compile(r"(?:utc|gmt) ?(?:([+-]) ?(\d{1,2})(?::?(\d{2}))?)?")
_OTHER_ZONE = re.compile(r"\b(?!UTC|GMT|PTG\b)[A-Z]{3,5}\b")
_THAI = re.compile("[\u0e00-\u0e7f]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_MOST_OFFSET = timedelta(hours=14)

_HALVES = (
    ("am", re.compile(r"\ba\. ?m\b|\bam\b|午前|上午|凌晨|清晨|早上|半夜|午夜|오전|π\.μ|\böö\b")),
    ("pm", re.compile(r"\bp\. ?m\b|\bpm\b|午後|下午|晚上|傍晚|오후|μ\.μ|\bös\b")),
    ("noon", re.compile(r"中午")),
)
_HOURS, _SIXTY, _SECOND = 24, 60, 1_000_000
_NOON, _LATE_MORNING = 12, 11

Time = tuple[int, int | None, str]
"""Microseconds since 1970; the wall clock in the same unit where the date names no zone; and the zone source."""


class _Day(NamedTuple):
    """What a date says besides hour, minute and second.

    Attributes:
        midnight: when the day begins, in microseconds since 1970; by its own zone, or without one by the wall clock.
        half: ``"am"``, ``"pm"`` or ``"noon"``, None where hours are counted to 24.
        has_zone: whether it names its zone.
    """

    midnight: int
    half: str | None
    has_zone: bool


class Dates:
    """Reads dates; those without a zone are of the zone given, or else of UTC."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._source = "assumed" if zone is None else "declared"

    def read(self, written: Any) -> Time | None:
        """Return when a date is, None if it is none, as ``Unknown Date``, or none of the calendar since 1970."""
        if written.__class__ is not str or (clock := _TIME.search(written)) is None:
            return None
        if written[4:5] == "-":
            at = instant(written)
            return (at[0] // _SECOND * _SECOND, None, "explicit") if at else None
        day = _day(written[: clock.start()], written[clock.end() :])
        if day is None:
            return None
        hour, minute, second = map(int, clock.groups())
        if day.half is not None:
            hour = _hour(hour, day.half)
        if hour >= _HOURS or minute >= _SIXTY or second >= _SIXTY:
            return None
        at_clock = day.midnight + (hour * 3600 + minute * 60 + second) * _SECOND
        if not 0 <= at_clock <= LAST_MICROSECOND:
            return None
        return (at_clock, None, "explicit") if day.has_zone else self._local(at_clock)

    def _local(self, wall_clock: int) -> Time | None:
        if self._zone is None:
            return wall_clock, wall_clock, self._source
        naive = (_EPOCH + wall_clock * _MICROSECOND).replace(tzinfo=self._zone)
        utc = microseconds(naive)
        return (utc, wall_clock, self._source) if 0 <= utc <= LAST_MICROSECOND else None


def _hour(hour: int, half: str) -> int:
    """Return the hour of the day, one that no day has if there is none such in its half."""
    if hour > _NOON:
        return _HOURS
    if half == "noon":
        return hour if hour >= _LATE_MORNING else hour + _NOON
    return hour % _NOON + (_NOON if half == "pm" else 0)


def _month(words: Sequence[str]) -> int:
    """Return the month that is named among the words, 0 if none is."""
    name = next((word for word in words if word in MONTHS), "")
    if name in CROATIAN_MONTHS and not CROATIAN_DAYS.isdisjoint(words):
        return CROATIAN_MONTHS[name]
    return MONTHS.get(name, 0)


@lru_cache(maxsize=4096)  # all messages of a day share it
def _day(before: str, after: str) -> _Day | None:
    """Return what a date says before and after its time; None if it has no day, or a zone that is not known."""
    if _OTHER_ZONE.search(before) or _OTHER_ZONE.search(after):
        return None
    text = unicodedata.normalize("NFKC", f"{before} | {after}").lower()
    on, offset = _date(_UTC.sub(" ", text)), _offset(text)
    if on is None or (offset is not None and abs(offset) > _MOST_OFFSET):
        return None
    half = next((half for half, sign in _HALVES if sign.search(text)), None) or _half_behind(after)
    midnight = (on - _FIRST_DAY) // _MICROSECOND - (offset or timedelta()) // _MICROSECOND
    return _Day(midnight, half, offset is not None)


def _half_behind(after: str) -> str | None:
    """Return the half of the day that the word right behind the time names, None for any other word."""
    word = fold_clock_word(next(iter(after.split()), ""))
    return "am" if word in MORNING else "pm" if word in AFTERNOON else None


def _offset(text: str) -> timedelta | None:
    found = _UTC.search(text)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return -offset if sign == "-" else offset


def _date(text: str) -> date | None:
    """Return the day that a text names, None if that leaves it open or is none of the calendar."""
    if signed := _SIGNED.search(text):
        year, month, day = map(int, signed.groups())
    elif signed := _VIETNAMESE.search(text):
        day, month, year = map(int, signed.groups())
    else:
        numbers, words = _NUMBER.findall(text), _WORD.findall(text)
        month = _month(words)
        if sorted(map(len, numbers)) not in ([1, 4], [2, 4]):
            return None
        day, year = map(int, sorted(numbers, key=len))
        if year in range(FIRST_YEAR, FIRST_ISLAMIC_YEAR):
            return persian_day(year, next((PERSIAN_MONTHS[word] for word in words if word in PERSIAN_MONTHS), 0), day)
    if year >= BUDDHIST_FROM and _THAI.search(text):
        year -= BUDDHIST_AHEAD
    try:
        return date(year, month, day)
    except ValueError:
        return None
