"""Periods: reading, calendar arithmetic, order, and agreement with DuckDB."""

import re
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.errors import PolicyError
from chatward.policy.period import PATTERN, Period

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PERIODS = st.builds(Period, months=st.integers(0, 600), days=st.integers(0, 4000), seconds=st.integers(0, 10_000_000))
INSTANTS = st.integers(-(10**15), 10**16).map(lambda microseconds: _EPOCH + timedelta(microseconds=microseconds))


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P2Y", Period(months=24)),
        ("P18M", Period(months=18)),
        ("P1Y6M", Period(months=18)),
        ("P6W", Period(days=42)),
        ("P7D", Period(days=7)),
        ("PT72H", Period(seconds=72 * 3600)),
        ("P1DT1H2M3S", Period(days=1, seconds=3723)),
        ("PT5M", Period(seconds=300)),
        ("P5M", Period(months=5)),
        ("P0D", Period()),
    ],
)
def test_a_duration_is_read_into_months_days_and_seconds(text, period):
    assert Period.parse(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1YT",
        "1Y",
        "P-1D",
        "-P1D",
        "P1.5D",
        "P1D2Y",
        "PY",
        " P1D",
        "P1D\n",
        "P１D",
        "P1S",
        "PT1D",
        "P2Y ago",
    ],
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(PolicyError, match="expected an ISO 8601 duration"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["P1001Y", "P999999D", "PT99999999999S"])
def test_a_duration_beyond_a_thousand_years_is_taken_for_a_typing_error(text):
    with pytest.raises(PolicyError, match="at most 1000 years"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "hint"), [("2 years", "P2Y"), ("72 hours", "PT72H"), ("1 Month", "P1M"), ("p2y", "P2Y")]
)
def test_a_duration_in_words_gets_the_right_spelling_as_hint(text, hint):
    with pytest.raises(PolicyError) as caught:
        Period.parse(text)
    assert caught.value.hint == f"write `{hint}`"


@given(PERIODS)
def test_a_period_written_and_read_again_is_the_same(period):
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize("text", ["P2Y", "P1Y6M", "P7D", "PT72H", "P1DT1H2M3S", "P0D"])
def test_a_shortest_text_is_written_as_it_was_read(text):
    assert str(Period.parse(text)) == text


@given(st.text(alphabet="PPT12YMWDHS", max_size=8))
def test_the_schema_s_pattern_and_the_reader_take_the_same_texts(text):
    try:
        Period.parse(text)
        is_read = True
    except PolicyError as error:
        is_read = "at most" in error.message
    assert is_read == bool(re.match(PATTERN, text))


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2023-01-31", "P1M", "2023-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2024-12-31", "P2M", "2025-02-28"),
        ("2024-01-31", "P1M1D", "2024-03-01"),
        ("2024-03-30T23:30:00", "PT1H", "2024-03-31T00:30:00"),
        ("2024-05-05", "P0D", "2024-05-05"),
    ],
)
def test_a_month_too_short_ends_on_its_last_day(start, period, end):
    assert Period.parse(period).after(_day(start)) == _day(end)


def test_looking_back_from_the_end_of_march_finds_the_end_of_february():
    assert Period.parse("P1M").before(_day("2023-03-31")) == _day("2023-02-28")


def test_arithmetic_is_done_in_utc_whatever_the_zone_of_the_instant():
    local = datetime(2024, 2, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert Period.parse("P1M").after(local) == datetime(2024, 2, 29, 23, 30, tzinfo=UTC)


def test_a_limit_beyond_the_calendar_is_its_last_instant():
    last = datetime.max.replace(tzinfo=UTC)
    assert Period.parse("P1M").after(_day("9999-12-15")) == last
    assert Period.parse("P40D").after(_day("9999-12-15")) == last
    assert Period.parse("P1M").before(_day("0001-01-15")) == datetime.min.replace(tzinfo=UTC)


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        Period.parse("P1D").after(datetime(2024, 1, 1))  # noqa: DTZ001


@given(PERIODS, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_whoever_starts_later_is_due_no_earlier(period, instant, delay):
    assert period.after(instant) <= period.after(instant + delay)


@given(PERIODS, INSTANTS)
def test_a_period_reaches_forwards_and_backwards(period, instant):
    assert period.before(instant) <= instant <= period.after(instant)


@given(st.lists(PERIODS, max_size=6))
def test_periods_are_sorted_by_mean_length(periods):
    lengths = [period.approximate_days for period in sorted(periods)]
    assert lengths == sorted(lengths)


@given(PERIODS, PERIODS)
def test_of_two_different_periods_exactly_one_is_shorter(one, other):
    assert (one < other) + (other < one) == (one != other)


def test_a_month_counts_as_longer_than_thirty_days_and_shorter_than_thirty_one():
    assert Period.parse("P30D") < Period.parse("P1M") < Period.parse("P31D")


def test_twelve_months_are_a_year_but_a_day_is_not_twenty_four_hours():
    assert Period.parse("P12M") == Period.parse("P1Y")
    assert Period.parse("P1D") != Period.parse("PT24H")


def test_a_period_of_no_length_is_false():
    assert not Period.parse("PT0S")
    assert Period.parse("PT1S")


@given(PERIODS, INSTANTS)
@settings(max_examples=60, deadline=None)
def test_duckdb_moves_an_instant_by_the_interval_just_as_the_period_does(period, instant):
    naive = instant.replace(tzinfo=None)
    sql = f"select ?::timestamp + interval '{period.sql_interval}', ?::timestamp - interval '{period.sql_interval}'"
    later, earlier = duckdb.execute(sql, [naive, naive]).fetchone()
    assert later.replace(tzinfo=UTC) == period.after(instant)
    assert earlier.replace(tzinfo=UTC) == period.before(instant)
