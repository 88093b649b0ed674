"""When requests are due: last days of months, weekends, holidays, extensions, and laws beside each other."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.policy.period import Period
from chatward.policy.sections import Regime
from chatward.rights.clocks import Calendar, due_at, end_of, extended_to, last_day
from chatward.rights.kinds import Right

MONTH = Period(months=1)
PLAIN = Calendar()


def regime(name: str, **keys: object) -> Regime:
    made = Regime.model_validate_json(json.dumps({"title": "a law", "clocks": {}, **keys}))
    made._name = name
    return made


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        # EDPB Guidelines 01/2022 on access, 5.3: received on 5 March, to be answered until 5 April at the latest
        (date(2021, 3, 5), date(2021, 4, 6)),  # 5 April 2021 is Easter Monday
        (date(2019, 3, 5), date(2019, 4, 5)),
        # "31 August": September has no 31st, so it ends on the 30th
        (date(2022, 8, 31), date(2022, 9, 30)),
        # 30 January 2027 and one month: 28 February is a Sunday
        (date(2027, 1, 30), date(2027, 3, 1)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        # 1 April 2026 and one month is Labour Day, a Friday: Monday
        (date(2026, 4, 1), date(2026, 5, 4)),
        # 25 November and one month is Christmas, a Friday, in 2026: the 26th and 27th are no working days either
        (date(2026, 11, 25), date(2026, 12, 28)),
    ],
)
def test_under_the_gdpr_a_month_ends_on_the_same_date_or_the_next_working_day(received: date, last: date) -> None:
    holidays = {date(2021, 4, 5), date(2026, 5, 1), date(2026, 12, 25), date(2026, 12, 26)}
    calendar = Calendar(is_holiday=holidays.__contains__)
    assert last_day(received, MONTH, calendar, ends_on_working_days=True) == last


def test_holidays_are_those_of_the_controllers_country() -> None:
    from chatward.rights.clocks import _national

    assert date(2026, 10, 3) in _national("DE", 2026)
    assert date(2026, 7, 14) in _national("FR", 2026)
    assert not _national("ZZ", 2026)


@pytest.mark.parametrize(
    ("law", "due", "prolonged"),
    [
        ("gdpr", date(2026, 4, 7), date(2026, 6, 8)),  # 7 June 2026 is a Sunday
        ("ccpa", date(2026, 4, 21), date(2026, 6, 5)),
        ("lgpd", date(2026, 3, 22), None),  # a Sunday: nothing in that law moves it
        ("fadp", date(2026, 4, 6), date(2026, 5, 6)),
        ("somewhere", date(2026, 4, 7), None),
    ],
)
def test_each_law_has_its_own_time(law: str, due: date, prolonged: date | None) -> None:
    received = at(date(2026, 3, 7))
    assert due_at(Right.ACCESS, received, regime(law), PLAIN) == end_of(due, UTC)
    assert extended_to(Right.ACCESS, received, regime(law), PLAIN) == (end_of(prolonged, UTC) if prolonged else None)


def test_the_policy_may_promise_less_and_forbid_an_extension() -> None:
    own = regime("gdpr", clocks={"access_request": "P10D"}, extension="PT0S")
    assert due_at(Right.ACCESS, at(date(2026, 3, 2)), own, PLAIN) == end_of(date(2026, 3, 12), UTC)
    assert due_at(Right.ERASURE, at(date(2026, 3, 2)), own, PLAIN) == end_of(date(2026, 4, 2), UTC)
    assert extended_to(Right.ACCESS, at(date(2026, 3, 2)), own, PLAIN) is None


def test_a_day_begins_where_the_regime_says_so() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)  # 00:30 of the next day in Berlin
    assert due_at(Right.ACCESS, late, regime("lgpd"), Calendar(berlin)) == datetime(2026, 3, 19, 23, tzinfo=UTC)
    assert due_at(Right.ACCESS, late, regime("lgpd"), PLAIN) == datetime(2026, 3, 19, tzinfo=UTC)


def test_a_clock_in_hours_runs_from_the_instant() -> None:
    hours = regime("gdpr", clocks={"withdrawal": "PT72H"})
    assert due_at(Right.WITHDRAWAL, at(date(2026, 3, 6)), hours, PLAIN) == at(date(2026, 3, 9))


def test_a_clock_in_days_and_hours_ends_with_a_day_as_one_in_days_does() -> None:
    both = regime("somewhere", clocks={"withdrawal": "P1DT12H"})
    assert due_at(Right.WITHDRAWAL, at(date(2026, 3, 6)), both, PLAIN) == end_of(date(2026, 3, 7), UTC)


def test_an_opt_out_in_california_has_a_shorter_time_than_other_requests() -> None:
    assert due_at(Right.OBJECTION, at(date(2026, 3, 7)), regime("cpra"), PLAIN) == end_of(date(2026, 3, 22), UTC)


@given(days=st.integers(0, 40_000), months=st.integers(1, 12))
def test_a_period_never_ends_on_a_day_off_nor_before_its_date(days: int, months: int) -> None:
    received = date(1990, 1, 1) + timedelta(days)
    period = Period(months=months)
    plain = last_day(received, period, PLAIN, ends_on_working_days=False)
    moved = last_day(received, period, PLAIN, ends_on_working_days=True)
    assert PLAIN.is_working(moved)
    assert plain <= moved <= plain + timedelta(days=2)
    assert received < plain


@given(days=st.integers(0, 40_000), later=st.integers(1, 60))
def test_who_asks_later_is_never_due_earlier(days: int, later: int) -> None:
    first = date(1990, 1, 1) + timedelta(days)
    ends = [last_day(day, MONTH, PLAIN, ends_on_working_days=True) for day in (first, first + timedelta(later))]
    assert ends[0] <= ends[1]
