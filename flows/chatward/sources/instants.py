"""Times of ISO 8601 as instants, the way most platforms write them."""

from datetime import UTC, datetime
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MICROSECOND = 253_402_300_799_999_999  # 9999-12-31T23:59:59.999999Z
_DAY_MICROSECONDS = 86_400_000_000
_SHORTEST = len("2015-05-13T00:00:00")


def instant(value: Any) -> tuple[int, str] | None:
    """Return microseconds since 1970 and their precision; None if ``value`` is no time since then.

    Args:
        value: date and time of ISO 8601, with ``T`` or a space; without an offset it is UTC. A date alone is none.
    """
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    since = (at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH
    microseconds = since.days * _DAY_MICROSECONDS + since.seconds * 1_000_000 + since.microseconds
    if not 0 <= microseconds <= _LAST_MICROSECOND or len(value) < _SHORTEST:
        return None
    if "." not in value:
        return microseconds, "second"
    return microseconds, "microsecond" if value[_SHORTEST + 1 : _SHORTEST + 5].isdigit() else "millisecond"
