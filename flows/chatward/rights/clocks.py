"""When a request must be answered: periods counted as Regulation (EEC, Euratom) No 1182/71 says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from chatward.policy.model import Policy
from chatward.policy.period import Period
from chatward.policy.sections import Regime
from chatward.rights.kinds import CLOCKS, Right
from chatward.rights.laws import LAWS, PLAIN, Law

_SATURDAY = 5
_MIDNIGHT = time(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose days are counted: in which zone, and which of them are public holidays."""

    zone: tzinfo = UTC
    is_holiday: Callable[[date], bool] = lambda _: False

    def is_working(self, day: date) -> bool:
        """Return whether the day is no Saturday, Sunday or public holiday."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)


def last_day(received: date, period: Period, calendar: Calendar, *, ends_on_working_days: bool) -> date:
    """Return the day on which a period ends that an event on the day ``received`` starts.

    The day of the event is not counted (Art. 3(1)). A period in months ends on the day with the same date, or where the
    month has none on its last day (Art. 3(2)(c)). If that is no working day, it ends with the next one (Art. 3(4)).
    """
    day = period.after(datetime.combine(received, _MIDNIGHT)).date()
    while ends_on_working_days and not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the instant, in UTC, at which a day is over in a zone: what was done by then was done in time."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def due_at(right: Right, received: datetime, regime: Regime, calendar: Calendar) -> datetime:
    """Return the instant by which a request must be answered; ``received`` is aware.

    The clock runs from receipt, whether or not the identity was verified by then: no law takes that for granted, and
    a clock that waits hides who waits.
    """
    law, period = _law(regime), _period(right, regime)
    if period.seconds and not (period.months or period.days):
        return period.after(received)  # a period in hours has no last day
    day = last_day(_day(received, calendar), period, calendar, ends_on_working_days=law.ends_on_working_days)
    return end_of(day, calendar.zone)


def extended_to(right: Right, received: datetime, regime: Regime, calendar: Calendar) -> datetime | None:
    """Return the instant to which the time may be prolonged, counted from receipt as a whole; None where it may not."""
    law = _law(regime)
    extension = regime.extension if regime.extension is not None else law.extension
    if not extension:
        return None
    period = _period(right, regime)
    whole = Period(period.months + extension.months, period.days + extension.days, period.seconds + extension.seconds)
    day = last_day(_day(received, calendar), whole, calendar, ends_on_working_days=law.ends_on_working_days)
    return end_of(day, calendar.zone)


def strictest(right: Right, received: datetime, policy: Policy) -> str:
    """Return the regime of the policy that gives the least time: it counts where nobody says which law applies."""
    return min(
        policy.regimes,
        key=lambda name: (due_at(right, received, policy.regimes[name], calendar_of(policy, name)), name),
    )


def calendar_of(policy: Policy, regime: str) -> Calendar:
    """Return the calendar by which the controller counts days under a regime."""
    spec, country = policy.regimes[regime], policy.controller.country
    return Calendar(spec.zone or UTC, lambda day: day in spec.holidays or day in _national(country, day.year))


@lru_cache(maxsize=64)
def _national(country: str, year: int) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415 - slow to import, and only a request needs it

    try:
        return holidays.country_holidays(country, years=[year])
    except NotImplementedError:  # a country that nobody has listed: weekends alone count
        return {}


def _law(regime: Regime) -> Law:
    return LAWS.get(regime.law or regime.name, PLAIN)


def _period(right: Right, regime: Regime) -> Period:
    """Return the policy's clock for the right, else the law's own, else the policy's clock for access."""
    clocks = regime.clocks
    if CLOCKS[right] in clocks:
        return clocks[CLOCKS[right]]
    law = _law(regime)
    return law.periods.get(right, law.period)


def _day(received: datetime, calendar: Calendar) -> date:
    return received.astimezone(calendar.zone).date()
