"""The one clock: everything that depends on time takes its instant from here, through a parameter."""

from datetime import UTC, datetime

from chatward.errors import UsageError

YEARS = range(1900, 3000)
"""Of instants that anything is reckoned from: periods of any length before and after them are dates still."""


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(tz=UTC)


def parse_instant(text: str) -> datetime:
    """Return the instant that ``text`` names, aware and in UTC.

    Args:
        text: ISO 8601 date or date-time; without an offset it is UTC, a bare date is its first instant.

    Raises:
        UsageError: the text is not ISO 8601, or of a year long past or far to come.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            "the time given is not an ISO 8601 date or date-time",
            hint="write it like 2026-11-23 or 2026-11-23T09:00:00Z",
        ) from None
    if instant.year not in YEARS:
        raise UsageError(
            f"the time given is of the year {instant.year}",
            hint=f"name one from {YEARS[0]} to {YEARS[-1]}",
        )
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
