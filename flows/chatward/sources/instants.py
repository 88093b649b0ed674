"""Times as instants: what all readers count, and ISO 8601 the way most platforms write it."""

from datetime import UTC, datetime, tzinfo
from typing import Any

from chatward.sources.collected import UnreadableError

LAST_MICROSECOND = 253_402_300_799_999_999
"""9999-12-31T23:59:59.999999Z"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_MICROSECONDS = 86_400_000_000
_SHORTEST = len("2015-05-13T00:00:00")


def microseconds(at: datetime, zone: tzinfo = UTC) -> int:
    """Return microseconds since 1970; a wall clock is one of ``zone``."""
    since = (at if at.tzinfo else at.replace(tzinfo=zone)) - _EPOCH
    return since.days * _DAY_MICROSECONDS + since.seconds * 1_000_000 + since.microseconds


def utc_microseconds(written: Any) -> int:
    """Return microseconds since 1970 of a time like ``2025-03-01 08:00:00``; it is UTC, and may say so.

    Raises:
        UnreadableError: it is no time.
    """
    try:
        return microseconds(datetime.fromisoformat(written.removesuffix(" UTC")))
    except (AttributeError, ValueError):
        raise UnreadableError("bad_time") from None


def instant(value: Any) -> tuple[int, str] | None:
    """Return microseconds since 1970 and their precision; None if ``value`` is no time since then.

    Args:
        value: date and time of ISO 8601, with ``T`` or a space; without an offset it is UTC. A date alone is none.
    """
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    since = microseconds(at)
    if not 0 <= since <= LAST_MICROSECOND or len(value) < _SHORTEST:
        return None
    if "." not in value:
        return since, "second"
    return since, "microsecond" if value[_SHORTEST + 1 : _SHORTEST + 5].isdigit() else "millisecond"
