"""Reads the headings of days: in one order of day and month for the whole chat, decided once from all of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from chatward.sources.line.weekdays import weekday
from chatward.sources.transcript.clocks import DAY_SECONDS, day_start

_PLACES = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}
_FIRST_WEEKDAY = 3  # 1970-01-01 was a Thursday
_YEAR_DIGITS = 4


class Order(NamedTuple):
    """How a chat writes its dates, and what says so; the words are those of the schema's metadata."""

    order: str
    basis: str


class Heading(NamedTuple):
    """The heading of one day.

    Attributes:
        fields: the three numbers as written.
        is_year_first: whether the first of them has the digits of a year.
        weekday: 0 for Monday, None where the heading names none that we know.
    """

    fields: tuple[int, int, int]
    is_year_first: bool
    weekday: int | None


def heading_of(match: re.Match[str]) -> Heading:
    """Return what a match of ``grammar.DATE`` says."""
    named = (weekday(match[word]) for word in ("first", "last") if match[word])
    fields = (int(match["a"]), int(match["b"]), int(match["c"]))
    return Heading(fields, len(match["a"]) == _YEAR_DIGITS, next(named, None))


def start_of(heading: Heading, order: str) -> int | None:
    """Return the first second of the day since 1970, None if there is no such day in this order."""
    year, month, day = (heading.fields[place] for place in _PLACES[order])
    return day_start(year, month, day)


def order_of(headings: Sequence[Heading], declared: str | None, *, is_american: bool) -> Order:
    """Return the order in which most headings are days, and then those days of the week that they say, in sequence.

    Args:
        headings: of one chat, in file order.
        declared: what the settings say where the headings leave it open.
        is_american: whether the chat looks like one of the only region that puts months first.
    """
    if not headings or headings[0].is_year_first:
        return Order("ymd", "evident")
    faults = {order: (_impossible(headings, order), _backward(headings, order)) for order in ("dmy", "mdy")}
    (few, fewer), (many, more) = sorted(faults.values())
    first, second = sorted(faults, key=lambda order: faults[order])
    if few < many:
        return Order(first, "evident")
    if 2 * fewer < more:
        return Order(first, "monotonic")
    if declared in (first, second):
        return Order(declared, "declared")
    return Order("mdy" if is_american else "dmy", "assumed")


def _impossible(headings: Sequence[Heading], order: str) -> int:
    """Return how many headings name no day, or another day of the week than that day was."""
    starts = [(heading, start_of(heading, order)) for heading in headings]
    return sum(start is None or not _is_on_weekday(heading, start) for heading, start in starts)


def _is_on_weekday(heading: Heading, start: int) -> bool:
    return heading.weekday is None or (start // DAY_SECONDS + _FIRST_WEEKDAY) % 7 == heading.weekday


def _backward(headings: Sequence[Heading], order: str) -> int:
    return sum(after < before for before, after in pairwise(_starts(headings, order)))


def _starts(headings: Sequence[Heading], order: str) -> Iterator[int]:
    yield from (start for heading in headings if (start := start_of(heading, order)) is not None)
