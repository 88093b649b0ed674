"""The due dates that SQL computes are those of the policy's periods, whatever the calendar does."""

from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatward.policy.period import Period
from chatward.warehouse.moment import naive_utc

INSTANTS = st.datetimes(datetime(1999, 1, 1), datetime(2400, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PERIODS = st.builds(Period, months=st.integers(0, 240), days=st.integers(0, 400), seconds=st.integers(0, 10**6))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@settings(deadline=None)
@given(start=INSTANTS, period=PERIODS)
@example(start=datetime(2024, 2, 29, tzinfo=UTC), period=Period(months=12))
@example(start=datetime(2024, 1, 31, 23, 59, 59, 999_999, tzinfo=UTC), period=Period(months=1))
@example(start=datetime(2024, 3, 31, 1, 30, tzinfo=UTC), period=Period(days=1))
def test_a_due_date_is_the_same_in_sql_and_in_the_policy(
    connection: duckdb.DuckDBPyConnection, start: datetime, period: Period
) -> None:
    query = "select ?::timestamp + ?::interval"
    ((due,),) = connection.execute(query, [naive_utc(start), period.sql_interval]).fetchall()
    assert due == naive_utc(period.after(start))
