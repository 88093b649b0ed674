"""Times as help desks write them: ISO 8601, Ruby's way of it, or counted since 1970 in any unit."""

import re
from datetime import UTC, datetime, tzinfo
from typing import Any

from chatward.sources.instants import LAST_MICROSECOND, microseconds

_ISO_DATE_CHARS = len("2024-01-31")
_DIGITS = re.compile(r"[0-9]{1,20}")
_FRACTION = re.compile(r"\.([0-9]+)")
_MILLISECOND_DIGITS = 3
# the least number that is too big for a unit is one of the next smaller: 10**11 seconds would be the year 5138
_UNITS = (
    (10**11, 1_000_000, 1, "second"),
    (10**14, 1_000, 1, "millisecond"),
    (10**17, 1, 1, "microsecond"),
    (10**20, 1, 1_000, "microsecond"),
)

Instant = tuple[int, str, str]
"""Microseconds since 1970, the precision they are known to, and where the zone is from, as in ``records``."""


def instant(value: Any, zone: tzinfo | None = None) -> Instant | None:
    """Return the instant that a time names, None if it is none, or one before 1970.

    Args:
        value: ISO 8601 with ``Z`` or an offset, the same with spaces and ``UTC``, or a number of seconds, milliseconds,
            microseconds or nanoseconds since 1970, also as text.
        zone: of a text that names no zone; None means UTC.
    """
    if value.__class__ is str:
        return _counted(int(value)) if _DIGITS.fullmatch(value) else _written(value, zone)
    return _counted(value) if value.__class__ in (int, float) else None


def _counted(number: float) -> Instant | None:
    if number <= 0:
        return None
    for limit, factor, divisor, precision in _UNITS:
        if number < limit:
            whole = int(number)
            if whole == number:
                return whole * factor // divisor, precision, "explicit"
            return round(number * factor / divisor), "microsecond", "explicit"
    return None


def _written(text: str, zone: tzinfo | None) -> Instant | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        ruby = text.strip().removesuffix("UTC").rstrip() + "+00:00" if text.rstrip().endswith("UTC") else text.strip()
        try:
            at = datetime.fromisoformat(ruby.replace(" +", "+").replace(" -", "-"))
        except ValueError:
            return None
    source = "explicit" if at.tzinfo else "declared" if zone else "assumed"
    since = microseconds(at, zone or UTC)
    return (since, _precision(text), source) if 0 <= since <= LAST_MICROSECOND else None


def _precision(text: str) -> str:
    if fraction := _FRACTION.search(text):
        return "millisecond" if len(fraction[1]) <= _MILLISECOND_DIGITS else "microsecond"
    return "second" if len(text) > _ISO_DATE_CHARS else "day"
