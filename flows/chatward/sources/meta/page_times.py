"""Wall clocks as Meta's HTML downloads write them, in the language of the account and without a zone.

``Oct 19, 2019, 2:37 PM``, ``Oct 19, 2019 2:37:05 pm``, ``19 oct. 2019 à 14:37``, ``19. Okt. 2019 um 14:37 Uhr``,
``2019/10/19 14:37`` and many more: the month in words, or else three numbers; then the time.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from chatward.sources.instants import microseconds
from chatward.sources.month_names import MONTH_NAMES

ORDERS = ("dmy", "mdy", "ymd")

_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "da", "nb", "ru")
_MONTHS = (
    *(MONTH_NAMES[language] for language in _LANGUAGES),
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "january february mrz april may june july august sept october november december",
    "january february mrt april may june july august set october november december",
)
_FIRST = datetime(1970, 1, 2)  # noqa: DTZ001  # so that no zone leads before 1970
_SHORTEST = 3
_LONGEST = 64
_MOST_OTHER_WORDS = 6  # weekday, "at", "de"
_CLOCK = re.compile(
    r"(?<![\d.:])(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?\s*+(?:(?:([ap])\.?\s?m\.?)|(öö|ös))?+(?:\s*+uhr)?\.?\Z",
    re.IGNORECASE,
)
_START = re.compile(r"\s*+(?:[^\W\d_]++[.,]?\s++)?+([^\W\d_]+|\d)")  # a weekday may come first
_PART = re.compile(r"[^\W\d_]+|\d+")


def _months() -> dict[str, int]:
    """Return the month of each beginning of three letters or more that only one month has."""
    found: dict[str, set[int]] = {}
    for names in _MONTHS:
        for number, name in enumerate(names.split(), 1):
            for length in range(_SHORTEST, len(name) + 1):
                found.setdefault(name[:length], set()).add(number)
    return {beginning: numbers.pop() for beginning, numbers in found.items() if len(numbers) == 1}


_MONTH_OF = _months()


def order_of(texts: Iterable[str], declared: str | None) -> tuple[str, str] | None:
    """Return in which order dates of three numbers stand, and what says so; None if there are none.

    ``("dmy", "evident")``: some day is over 12. ``"contradictory"`` for the order if that holds of both places. Without
    any evidence the ``declared`` order is taken, or else the day is assumed to come first.
    """
    dates = [numbers for text in texts if len(numbers := _numbers(text)) == 3]
    if not dates:
        return None
    first, second = (any(12 < date[place] < 32 for date in dates) for place in (0, 1))
    if all(date[0] > 99 for date in dates):
        return "ymd", "evident"
    if first or second:
        return ("contradictory" if first and second else "dmy" if first else "mdy"), "evident"
    return (declared, "declared") if declared in ORDERS[:2] else ("dmy", "assumed")


@lru_cache(maxsize=2**12)
def wall_clock(text: str, order: str = "dmy") -> tuple[datetime, str] | None:
    """Return what a clock without a zone showed, and the precision it is known to; None if ``text`` is no such time.

    Args:
        text: a time and nothing else.
        order: of dates that are three numbers, as ``order_of`` returns it.
    """
    clock = _CLOCK.search(text) if len(text) <= _LONGEST else None
    if clock is None:
        return None
    date = _date(text[: clock.start()], order)
    hour = _hour(int(clock[1]), (clock[4] or clock[5] or "").casefold())
    if date is None or hour is None:
        return None
    try:
        return datetime(*date, hour, int(clock[2]), int(clock[3] or 0)), "second" if clock[3] else "minute"  # noqa: DTZ001
    except ValueError:
        return None


class Clock:
    """Makes instants of the times on a page.

    Args:
        zone: what the policy declares of the clock, UTC being assumed without it.
        order: of dates that are three numbers.
    """

    def __init__(self, zone: tzinfo | None, order: str) -> None:
        self._zone = zone or UTC
        self._source = "assumed" if zone is None else "declared"
        self._order = order

    def __call__(self, time: object) -> tuple[int, str, datetime, str] | None:
        """Return microseconds since 1970, their precision, the clock as written, and where its zone is from.

        None if ``time`` is no time, or none that has been: clocks count from the year 1970 on.
        """
        read = wall_clock(time, self._order) if isinstance(time, str) else None
        if read is None or read[0] < _FIRST:
            return None
        return microseconds(read[0], self._zone), read[1], read[0], self._source


def _hour(hour: int, half: str) -> int | None:
    if not half:
        return hour
    is_late = half in ("p", "ös")
    return hour % 12 + 12 * is_late if 1 <= hour <= 12 else None


def _date(text: str, order: str) -> tuple[int, int, int] | None:
    parts = _PART.findall(text)
    words = [part.casefold() for part in parts if not part.isdecimal()]
    months = [_MONTH_OF[word] for word in words if word in _MONTH_OF]
    numbers = [int(part) for part in parts if part.isdecimal() and len(part) <= 4]
    start = _START.match(text)
    if (
        len(words) > _MOST_OTHER_WORDS
        or start is None
        or not (start[1].isdecimal() or start[1].casefold() in _MONTH_OF)
    ):
        return None
    if len(months) == 1 and len(numbers) == 2:
        day, year = sorted(numbers)
        return (year, months[0], day) if year > 99 else None
    if months or len(numbers) != 3:
        return None
    if numbers[0] > 99:
        return numbers[0], numbers[1], numbers[2]
    first, second, year = numbers
    if order not in ORDERS[:2]:
        return None
    return (year if year > 99 else 2000 + year, *((second, first) if order == "dmy" else (first, second)))


def _numbers(text: str) -> list[int]:
    clock = _CLOCK.search(text) if len(text) <= _LONGEST else None
    parts = _PART.findall(text[: clock.start()]) if clock else []
    return [int(part) for part in parts if part.isdecimal()] if len(parts) == 3 else []
