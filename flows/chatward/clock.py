"""The one clock: everything that depends on time takes its instant from here, through a parameter."""

from datetime import UTC, datetime

from chatward.errors import UsageError


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(tz=UTC)


def parse_instant(text: str) -> datetime:
    """Return the instant that ``text`` names, aware and in UTC.

    Args:
        text: ISO 8601 date or date-time; without an offset it is UTC, a bare date is its first instant.

    Raises:
        UsageError: the text is not ISO 8601.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            "the time given is not an ISO 8601 date or date-time",
            hint="write it like 2026-11-23 or 2026-11-23T09:00:00Z",
        ) from None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
