"""When Teams' records happened."""

from datetime import UTC, datetime, tzinfo
from typing import Any

from chatward.sources.collected import UnreadableError
from chatward.sources.instants import microseconds


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
    since = microseconds(time, zone or UTC)
    if since <= 0:
        raise UnreadableError("bad_time")
    return since, "explicit" if time.tzinfo else "declared" if zone else "assumed"
