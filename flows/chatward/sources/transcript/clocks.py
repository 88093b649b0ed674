"""Reads dates and clock times as apps write them for people."""

from datetime import date
from functools import lru_cache

from chatward.sources.whatsapp.words import AFTERNOON, MORNING, fold_clock_word

DAY_SECONDS = 86_400
BUDDHIST_FROM, BUDDHIST_AHEAD = 2400, 543
"""No year of the common era is that late, and by so many the Buddhist era is ahead of it."""

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_MIDNIGHT = 24  # what clocks write that count hours from 1 to 24


@lru_cache(maxsize=4096)
def day_start(year: int, month: int, day: int) -> int | None:
    """Return the first second of a day since 1970, None if there is no such day.

    Args:
        year: of the common era, or of the Buddhist one; with two digits of this century.
        month: counted from 1.
        day: counted from 1.
    """
    if year < 100:
        year += 2000
    elif year >= BUDDHIST_FROM:
        year -= BUDDHIST_AHEAD
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return (date(year, month, day).toordinal() - _EPOCH) * DAY_SECONDS
    except ValueError:
        return None


def second_of_day(hour: int, minute: int, second: int = 0, half: str = "") -> int | None:
    """Return the seconds since midnight, None if there is no such time or nobody knows the word.

    Args:
        hour: as written; 24 is the hour after midnight of the same day.
        minute: as written.
        second: as written.
        half: the word for the half of the day beside the time, ``""`` for none.
    """
    if half:
        is_afternoon = _is_afternoon(half)
        if is_afternoon is None:
            return None
        if hour <= 12:
            hour = hour % 12 + 12 * is_afternoon
    if hour == _MIDNIGHT:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second


@lru_cache(maxsize=256)
def _is_afternoon(half: str) -> bool | None:
    folded = fold_clock_word(half)
    return folded in AFTERNOON if folded in AFTERNOON or folded in MORNING else None
