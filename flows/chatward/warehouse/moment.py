"""When, in which run and under which policy something is done."""

from dataclasses import dataclass
from datetime import UTC, datetime

from chatward.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Moment:
    """One run's fixed point: every stage decides by the same instant and the same policy."""

    run_id: str
    now: datetime
    policy: Policy

    @property
    def now_utc(self) -> datetime:
        """The instant as the warehouse's columns hold it: in UTC and without a zone."""
        return naive_utc(self.now)


def naive_utc(instant: datetime) -> datetime:
    """Return an aware instant in UTC and without its zone, as the warehouse stores it."""
    return instant.astimezone(UTC).replace(tzinfo=None)
