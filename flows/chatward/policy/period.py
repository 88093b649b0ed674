"""Lengths of time as laws write them: years and months of the calendar, days, hours."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import total_ordering

from chatward.errors import PolicyError

EXAMPLE = "P2Y"
LONGEST_YEARS = 1000
"""A longer period is taken for a typing error."""

PATTERN = r"^P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$"
"""Texts that ``Period.parse`` takes, for JSON Schema."""

_DAY_SECONDS = 86_400
# the mean month of the Gregorian calendar, in which 400 years have 146,097 days
_MONTH_SECONDS = 146_097 * _DAY_SECONDS // 4_800

_ISO = re.compile(
    r"P(?=.)(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,11})S)?)?",
    re.ASCII,
)
_WORDS = re.compile(r"(\d{1,6})\s*(year|month|week|day|hour|minute|second)s?", re.ASCII | re.IGNORECASE)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A length of time whose months are months of the calendar; see ISO 8601-1:2019, 5.5.2.

    Arithmetic is done in UTC: months first, then days, then seconds. Where the resulting month is too short,
    its last day is taken: one month after 31 January is 28 or 29 February, one year after 29 February is
    28 February. So ``before`` does not undo ``after``, and a limit must always be computed forwards, from the
    starting point: ``period.after(start) <= now``.

    Periods are ordered by their mean length, in which a month has 30.436875 days; equal lengths by their months,
    then their days. ``P1M`` therefore counts as longer than ``P30D``, though it is shorter in February.
    """

    months: int = 0
    days: int = 0
    seconds: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period that an ISO 8601 duration names: ``P2Y``, ``P18M``, ``P6W``, ``P7D``, ``PT72H``.

        Raises:
            PolicyError: it is none, has a fraction or a sign, or is longer than ``LONGEST_YEARS``.
        """
        found = _ISO.fullmatch(text)
        if found is None:
            raise PolicyError(f"expected an ISO 8601 duration like `{EXAMPLE}`", hint=_suggestion(text))
        count = {unit: int(digits or 0) for unit, digits in found.groupdict().items()}
        period = cls(
            months=12 * count["years"] + count["months"],
            days=7 * count["weeks"] + count["days"],
            seconds=3600 * count["hours"] + 60 * count["minutes"] + count["seconds"],
        )
        if period > cls(months=12 * LONGEST_YEARS):
            raise PolicyError(f"expected a duration of at most {LONGEST_YEARS} years")
        return period

    def after(self, instant: datetime) -> datetime:
        """Return the instant, in UTC, at which the period that starts at ``instant`` ends.

        ``instant`` is aware. What would lie beyond the year 9999 is its last instant.
        """
        return self._moved(instant, 1)

    def before(self, instant: datetime) -> datetime:
        """Return the instant, in UTC, that lies this period before ``instant``, which is aware.

        What would lie before the year 1 is its first instant.
        """
        return self._moved(instant, -1)

    @property
    def approximate_days(self) -> float:
        """Mean length in days: for sorting and forecasts, never for a limit."""
        return self._mean_seconds / _DAY_SECONDS

    @property
    def sql_interval(self) -> str:
        """Text for DuckDB's ``INTERVAL '…'``; a UTC ``TIMESTAMP`` moves by it as by ``after`` and ``before``."""
        counts = ((self.months, "months"), (self.days, "days"), (self.seconds, "seconds"))
        return " ".join(f"{count} {unit}" for count, unit in counts if count) or "0 days"

    def __bool__(self) -> bool:
        """Return whether the period has any length."""
        return self._mean_seconds > 0

    def __lt__(self, other: "Period") -> bool:
        return self._rank < other._rank

    def __str__(self) -> str:
        """Return the shortest ISO 8601 duration without weeks; ``parse`` gives back an equal period."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        years, months = divmod(self.months, 12)
        date = _designated((years, "Y"), (months, "M"), (self.days, "D"))
        time = _designated((hours, "H"), (minutes, "M"), (seconds, "S"))
        return f"P{date}T{time}" if time else f"P{date or '0D'}"

    @property
    def _mean_seconds(self) -> int:
        return self.months * _MONTH_SECONDS + self.days * _DAY_SECONDS + self.seconds

    @property
    def _rank(self) -> tuple[int, int, int]:
        return (self._mean_seconds, self.months, self.days)

    def _moved(self, instant: datetime, sign: int) -> datetime:
        if instant.tzinfo is None:
            raise ValueError("an instant needs a zone")
        try:
            moved = _add_months(instant.astimezone(UTC), sign * self.months)
            return moved + sign * timedelta(days=self.days, seconds=self.seconds)
        except (OverflowError, ValueError):
            return _LATEST if sign > 0 else _EARLIEST


def _add_months(instant: datetime, months: int) -> datetime:
    years, month_index = divmod(instant.month - 1 + months, 12)
    year, month = instant.year + years, month_index + 1
    if not 1 <= year <= 9999:
        raise OverflowError("year out of range")
    return instant.replace(year=year, month=month, day=min(instant.day, monthrange(year, month)[1]))


def _designated(*counts: tuple[int, str]) -> str:
    return "".join(f"{count}{designator}" for count, designator in counts if count)


def _suggestion(text: str) -> str:
    """Return how to write what was probably meant: "2 years", or a duration in small letters."""
    words = _WORDS.fullmatch(text.strip())
    if words:
        prefix = "PT" if words[2].lower() in ("hour", "minute", "second") else "P"
        return f"write `{prefix}{int(words[1])}{words[2][0].upper()}`"
    if _ISO.fullmatch(text.strip().upper()):
        return f"write `{text.strip().upper()}`"
    return "P, then years Y, months M, weeks W, days D, then T, hours H, minutes M, seconds S, in whole numbers"
