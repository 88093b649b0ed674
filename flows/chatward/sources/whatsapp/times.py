"""Turns the digits of WhatsApp's headers into times: day and month order once a chat, then wall clock, then UTC."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatward.sources.calendars import days_of, is_of_another
from chatward.sources.whatsapp.grammar import PM, UNKNOWN_HALF, Shape
from chatward.sources.whatsapp.headers import Headers
from chatward.sources.whatsapp.texts import Flags, Offsets

Seconds = NDArray[np.int64]

READABLE = ""
REASONS = (READABLE, "date_order", "no_date", "no_time", "unknown_half", "calendar")
"""Why a header's time cannot be read; the place in this list is what ``Times.reasons`` holds."""

_DATE_ORDER, _NO_DATE, _NO_TIME, _UNKNOWN_HALF, _CALENDAR = range(1, 6)
PLACES = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
"""By date order the places of year, month and day in a header."""

_ORDERS = tuple(PLACES)
_BUDDHIST_FROM, _BUDDHIST_AHEAD = 2400, 543
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_DAY = 86_400
_JITTER = 120  # seconds by which neighbours in a file may be out of order without meaning anything


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How a file writes its dates, and what says so.

    Attributes:
        order: ``"dmy"``, ``"mdy"`` or ``"ymd"``.
        basis: ``"evident"`` (a field tells), ``"monotonic"`` (only so the file is in order), ``"declared"`` (by the
            settings) or ``"assumed"`` (nothing says anything).
    """

    order: str
    basis: str


@dataclass(frozen=True, slots=True)
class Times:
    """When the records of some chats were written.

    Attributes:
        orders: of each chat, the one order in which all its dates are read.
        wall: the time each header shows, as seconds since 1970 without regard to zones.
        reasons: why a header has no time, as its place in ``REASONS``; where it has one, ``wall`` is of no use.
    """

    orders: list[DateOrder]
    wall: Seconds
    reasons: NDArray[np.int8]

    def only(self, rows: Flags) -> "Times":
        """Return the times of some headers."""
        return replace(self, wall=self.wall[rows], reasons=self.reasons[rows])


class _Days(NamedTuple):
    """Dates read in one order: days since 1970, which rows name a day at all, and which a year that can be."""

    days: Seconds
    is_date: Flags
    is_known: Flags


class _Faults(NamedTuple):
    """How many of a chat's dates do not exist when read in one order, and how often the others step back."""

    impossible: int
    backward: int


def read_times(headers: Headers, declared: str | None) -> Times:
    """Return the times of all headers; a chat's dates are read in that order in which most are dates, and in sequence.

    Args:
        declared: what the settings say of the order, for chats that leave it open.
    """
    if not headers.shapes:
        return Times([], np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int8))
    has_year_first = _by_row(headers, [shape.year == "first" for shape in headers.shapes])
    needed = ("ymd",) if has_year_first.all() else _ORDERS
    readings = {order: _days(headers, order) for order in needed}
    orders = _decide_orders(headers, readings, declared)
    chosen = _by_row(headers, [needed.index(order.order) for order in orders])
    days, is_date, is_known = (np.choose(chosen, [readings[order][part] for order in needed]) for part in range(3))
    reasons = np.zeros(len(days), dtype=np.int8)
    hours, minutes, seconds = headers.fields[:, 3:].T.astype(np.int64)
    in_half = _by_row(headers, [shape.has_half for shape in headers.shapes]) & (hours <= 12)
    hours = np.where(in_half, hours % 12 + 12 * (headers.halves == PM), hours)
    reasons[(hours > 23) | (minutes > 59) | (seconds > 59)] = _NO_TIME
    reasons[headers.halves == UNKNOWN_HALF] = _UNKNOWN_HALF
    reasons[~is_date] = _NO_DATE
    if len(needed) > 1:
        reasons[~is_date & ~has_year_first & (readings["dmy"].is_date | readings["mdy"].is_date)] = _DATE_ORDER
    reasons[~is_known] = _CALENDAR
    return Times(orders, days * _DAY + hours * 3600 + minutes * 60 + seconds, reasons)


def to_utc(wall: Seconds, zone: tzinfo | None, chats: Offsets | None = None) -> Seconds:
    """Return the instants, in seconds since 1970, at which clocks in ``zone`` show the wall-clock seconds ``wall``.

    A time that the clocks skip moves forward by what they skip. One that they show twice is the first occurrence, until
    a later row of the chat shows an earlier time: there the clocks were set back. Rows are in file order.

    Args:
        wall: as in ``Times``; all rows readable.
        zone: None for UTC.
        chats: the chat of each row, chat by chat; without them all rows are one chat's.
    """
    if zone is None or not len(wall):
        return wall
    changes = list(_changes(np.unique(wall // _DAY), zone))
    if not changes:
        return wall - _offset(int(wall[0]), zone)
    borders = [instant + max(before, after) for instant, before, after in changes]
    table = np.array([changes[0][1], *(after for _, _, after in changes)])
    offsets = table[np.searchsorted(borders, wall, side="right")]
    for instant, before, after in changes:
        if after < before:
            twice = np.flatnonzero((wall >= instant + after) & (wall < instant + before))
            owners = np.zeros(len(twice), dtype=np.int64) if chats is None else chats[twice]
            offsets[twice[_is_after_step_back(wall[twice], owners)]] = after
    return np.asarray(wall - offsets)


def _by_row(headers: Headers, values: list[Any]) -> NDArray[Any]:
    """Return for each header the value of its chat."""
    return np.array(values)[headers.chats]


def _decide_orders(headers: Headers, readings: dict[str, _Days], declared: str | None) -> list[DateOrder]:
    count = len(headers.shapes)
    faults = {order: _faults(headers.chats, reading, count) for order, reading in readings.items()}
    chats = zip(headers.shapes, headers.has_short_first.tolist(), strict=True)
    return [
        _decide_order(shape, {order: found[chat] for order, found in faults.items()}, declared, has_short_first)
        for chat, (shape, has_short_first) in enumerate(chats)
    ]


def _decide_order(shape: Shape, faults: dict[str, _Faults], declared: str | None, has_short_first: bool) -> DateOrder:
    if shape.year == "first":
        return DateOrder("ymd", "evident")
    if shape.year == "short" and not has_short_first and (basis := _basis_of_year_first(faults, declared)):
        return DateOrder("ymd", basis)
    fewest = min(faults[order].impossible for order in ("dmy", "mdy"))
    orders = [order for order in ("dmy", "mdy") if faults[order].impossible == fewest]
    if len(orders) == 1:
        return DateOrder(orders[0], "evident")
    orders.sort(key=lambda order: faults[order].backward)
    if 2 * faults[orders[0]].backward < faults[orders[1]].backward:
        return DateOrder(orders[0], "monotonic")
    if declared in orders:
        return DateOrder(declared, "declared")
    return DateOrder(_usual(shape, has_short_first=has_short_first), "assumed")


def _faults(chats: Offsets, reading: _Days, count: int) -> list[_Faults]:
    impossible = np.bincount(chats[~reading.is_date], minlength=count)
    days, owners = reading.days[reading.is_date], chats[reading.is_date]
    is_backward = (np.diff(days) < 0) & (np.diff(owners) == 0)
    backward = np.bincount(owners[1:][is_backward], minlength=count)
    return [_Faults(*pair) for pair in zip(impossible.tolist(), backward.tolist(), strict=True)]


def _basis_of_year_first(faults: dict[str, _Faults], declared: str | None) -> str | None:
    """Return what says that two-digit years stand first: rare, so the chat must say it clearly or the settings."""
    impossible, backward = faults["ymd"]
    fewest = min(faults["dmy"].impossible, faults["mdy"].impossible)
    if impossible != fewest:
        return "evident" if impossible < fewest else None
    if declared == "ymd":
        return "declared"
    steps_back = min(faults[order].backward for order in ("dmy", "mdy") if faults[order].impossible == fewest)
    return "monotonic" if 4 * backward + 1 < steps_back else None


def _usual(shape: Shape, *, has_short_first: bool) -> str:
    """Return the order that phones use which write dates like this: only US English writes ``1/4/23, 7:02 PM``."""
    is_american = shape.date_separator == "/" and shape.has_half and shape.year == "short" and has_short_first
    return "mdy" if is_american else "dmy"


def _days(headers: Headers, order: str) -> _Days:
    year_place, month_place, day_place = PLACES[order]
    years = headers.fields[:, year_place].astype(np.int64) + headers.first_years
    years += _by_row(headers, [2000 * (shape.year == "short") for shape in headers.shapes])
    years -= _BUDDHIST_AHEAD * (years >= _BUDDHIST_FROM)
    months, days = headers.fields[:, month_place].astype(np.int64), headers.fields[:, day_place].astype(np.int64)
    is_date = (months >= 1) & (months <= 12) & (days >= 1) & (days <= 31)
    if order != "ymd":
        is_date &= ~(headers.has_short_last & _by_row(headers, [shape.year == "short" for shape in headers.shapes]))
    counted = np.where(is_date, (years - 1970) * 12 + months - 1, 0)
    first, following = (
        (counted + step).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) for step in (0, 1)
    )
    is_date &= days <= following - first
    found = _Days(first + days - 1, is_date, (years >= _FIRST_YEAR) & (years <= _LAST_YEAR))
    is_other = is_of_another(years)
    return _of_another(found, is_other, headers.chats, days_of(years, months, days)) if is_other.any() else found


def _of_another(common: _Days, is_other: Flags, chats: Offsets, days: tuple[Seconds, Flags]) -> _Days:
    """Return dates of which the Persian and Islamic ones are read as such, in chats that have more of them than not."""
    counts, others = np.bincount(chats), np.bincount(chats, is_other)
    is_other &= (2 * others > counts)[chats]
    counted, is_date = (np.where(is_other, other, own) for other, own in zip(days, common[:2], strict=True))
    return _Days(counted, is_date, common.is_known | is_other)


def _changes(days: Seconds, zone: tzinfo) -> Iterator[tuple[int, int, int]]:
    """Yield when the offset of ``zone`` changes around ``days``: the instant, and the offsets before and after.

    Days far apart are looked at too, as one stretch, so that the offset is right on either side.
    """
    edges = np.unique(np.concatenate([days + step for step in (-1, 0, 1, 2)])) * _DAY
    known = [(int(edge), _offset(int(edge), zone)) for edge in edges]
    for (low, before), (high, after) in pairwise(known):
        if before != after:
            yield _bisect(low, high, zone), before, after


def _bisect(low: int, high: int, zone: tzinfo) -> int:
    before = _offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(instant: int, zone: tzinfo) -> int:
    """Return the seconds by which clocks in ``zone`` are ahead of UTC at ``instant``."""
    aware = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=instant)
    offset = aware.astimezone(zone).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def _is_after_step_back(wall: Seconds, chats: Offsets) -> Flags:
    """Tell which rows come after the clocks were set back; small steps back are rows out of order, not the clocks."""
    steps = np.cumsum(np.diff(wall, prepend=wall[:1]) < -_JITTER)
    # what came before a chat's first row, or lies between it and the chat before, is no step of this chat
    return np.asarray(steps > steps[np.searchsorted(chats, chats)])
