"""When Teams' records happened."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from chatward.sources.collected import UnreadableError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant(written: Any, zone: tzinfo | None) -> tuple[int, str]:
    """Return microseconds since 1970 and the zone source of an ISO 8601 time; all exports seen name the offset.

    Raises:
        UnreadableError: it is missing, or no time: .NET writes the year 1 for none.
    """
    if written is None:
        raise UnreadableError("no_time")
    try:
        time = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        raise UnreadableError("bad_time") from None
    source = "explicit"
    if time.tzinfo is None:
        time = time.replace(tzinfo=zone or UTC)
        source = "declared" if zone else "assumed"
    microseconds = (time - _EPOCH) // _MICROSECOND
    if microseconds <= 0:
        raise UnreadableError("bad_time")
    return microseconds, source
