"""Turns the digits of WhatsApp's headers into times: day and month order once a file, then wall clock, then UTC."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from chatward.sources.whatsapp_grammar import PM, UNKNOWN_HALF
from chatward.sources.whatsapp_headers import Headers

Seconds = NDArray[np.int64]

READABLE = ""
REASONS = (READABLE, "date_order", "no_date", "no_time", "unknown_half", "calendar")
"""Why a header's time cannot be read; the place in this list is what ``wall_clock`` returns."""

_DATE_ORDER, _NO_DATE, _NO_TIME, _UNKNOWN_HALF, _CALENDAR = range(1, 6)
_PLACES = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
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


def decide_order(headers: Headers, declared: str | None) -> DateOrder:
    """Return the one order in which all dates of the file are read: that in which most are dates, and in sequence."""
    if headers.shape.year == "first":
        return DateOrder("ymd", "evident")
    orders = ["dmy", "mdy"]
    faults = {order: _faults(headers, order) for order in _PLACES}
    if headers.shape.year == "short" and (basis := _basis_of_year_first(headers, faults, declared)):
        return DateOrder("ymd", basis)
    fewest = min(faults[order][0] for order in orders)
    orders = [order for order in orders if faults[order][0] == fewest]
    if len(orders) == 1:
        return DateOrder(orders[0], "evident")
    orders.sort(key=lambda order: faults[order][1])
    if 2 * faults[orders[0]][1] < faults[orders[1]][1]:
        return DateOrder(orders[0], "monotonic")
    return DateOrder(declared, "declared") if declared in orders else DateOrder(_usual(headers), "assumed")


def wall_clock(headers: Headers, order: str) -> tuple[Seconds, NDArray[np.int8]]:
    """Return the time each header shows, as seconds since 1970 without regard to zones, and why it has none.

    The second array holds places in ``REASONS``; where it is not 0, the first holds nothing of use.
    """
    days, is_date = _days(headers, order)
    reasons = np.zeros(len(days), dtype=np.int8)
    hours, minutes, seconds = headers.fields[:, 3:].T.astype(np.int64)
    has_half = headers.shape.has_half
    in_half = has_half & (hours <= 12)
    hours = np.where(in_half, hours % 12 + 12 * (headers.halves == PM), hours)
    reasons[(hours > 23) | (minutes > 59) | (seconds > 59)] = _NO_TIME
    reasons[headers.halves == UNKNOWN_HALF] = _UNKNOWN_HALF
    reasons[~is_date] = _NO_DATE
    if headers.shape.year != "first":
        for other in _PLACES.keys() - {order, "ymd"}:
            reasons[~is_date & _days(headers, other)[1]] = _DATE_ORDER
    reasons[~_is_known_calendar(_years(headers, order))] = _CALENDAR
    return days * _DAY + hours * 3600 + minutes * 60 + seconds, reasons


def to_utc(wall: Seconds, zone: tzinfo | None) -> Seconds:
    """Return the instants, in seconds since 1970, at which clocks in ``zone`` show the wall-clock seconds ``wall``.

    A time that the clocks skip moves forward by what they skip. One that they show twice is the first occurrence, until
    a later row shows an earlier time: there the clocks were set back. Rows are in file order.

    Args:
        wall: as ``wall_clock`` returns it; all rows readable.
        zone: None for UTC.
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
            offsets[twice[_is_after_step_back(wall[twice])]] = after
    return np.asarray(wall - offsets)


def _faults(headers: Headers, order: str) -> tuple[int, int]:
    """Return how many dates do not exist when read in ``order``, and how often the others step back."""
    days, is_date = _days(headers, order)
    return int((~is_date).sum()), int((np.diff(days[is_date]) < 0).sum())


def _basis_of_year_first(headers: Headers, faults: dict[str, tuple[int, int]], declared: str | None) -> str | None:
    """Return what says that two-digit years stand first: rare, so the file must say it clearly or the settings."""
    if headers.has_short_first:
        return None
    impossible, backward = faults["ymd"]
    fewest = min(faults["dmy"][0], faults["mdy"][0])
    if impossible != fewest:
        return "evident" if impossible < fewest else None
    if declared == "ymd":
        return "declared"
    steps_back = min(faults[order][1] for order in ("dmy", "mdy") if faults[order][0] == fewest)
    return "monotonic" if 4 * backward + 1 < steps_back else None


def _usual(headers: Headers) -> str:
    """Return the order that phones use which write dates like this: only US English writes ``1/4/23, 7:02 PM``."""
    shape = headers.shape
    is_american = shape.date_separator == "/" and shape.has_half and shape.year == "short" and headers.has_short_first
    return "mdy" if is_american else "dmy"


def _years(headers: Headers, order: str) -> Seconds:
    years = headers.fields[:, _PLACES[order][0]].astype(np.int64) + headers.first_years
    if headers.shape.year == "short":
        years += 2000
    return np.where(years >= _BUDDHIST_FROM, years - _BUDDHIST_AHEAD, years)


def _is_known_calendar(years: Seconds) -> NDArray[np.bool_]:
    """Tell which years can be the common era's; Persian and Islamic ones (13xx, 14xx) are not converted by guess."""
    return (years >= _FIRST_YEAR) & (years <= _LAST_YEAR)


def _days(headers: Headers, order: str) -> tuple[Seconds, NDArray[np.bool_]]:
    """Return the days since 1970 that the date fields name in ``order``, and which rows name a day at all."""
    _, month_place, day_place = _PLACES[order]
    months, days = headers.fields[:, month_place], headers.fields[:, day_place]
    is_date = (months >= 1) & (months <= 12) & (days >= 1) & (days <= 31)
    counted = np.where(is_date, (_years(headers, order) - 1970) * 12 + months - 1, 0)
    first, following = (
        (counted + step).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) for step in (0, 1)
    )
    is_date &= days <= following - first
    return first + days - 1, is_date


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


def _is_after_step_back(wall: Seconds) -> NDArray[np.bool_]:
    """Tell which rows come after the clocks were set back; small steps back are rows out of order, not the clocks."""
    steps = np.diff(wall, prepend=wall[:1])
    return np.asarray(np.cumsum(steps < -_JITTER) > 0)
