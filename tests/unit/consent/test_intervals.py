"""The consent intervals that SQL makes of events, against a plain model, one instant after another."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatward import queries

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # as the warehouse stores it
VALID_DAYS = 5
ANNA, BEN = b"\x01" * 16, b"\x02" * 16
Event = tuple[int, str, str]

EVENTS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["granted", "withdrawn", "expired"]), st.sampled_from(["n1", "old"])),
    max_size=8,
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as gov; use gov")
    connection.execute(queries.load("schema/governance"))
    connection.execute("use memory")
    connection.execute(
        """create temp table consent_terms as
        select 'quality' as purpose, ['n1'] as notices, interval 5 days as valid_for"""
    )
    yield connection
    connection.close()


def intervals(connection: duckdb.DuckDBPyConnection, events: list[Event]) -> list[tuple[int, int]]:
    """Return the spans of days in which a consent was valid."""
    connection.execute("delete from gov.consent_events; delete from gov.subjects")
    connection.execute("insert into gov.subjects values (?, ?, 'customer')", [ANNA, ANNA])
    for number, (day, action, notice) in enumerate(events):
        at = START + day * DAY
        values = [f"e{number}", ANNA, "quality", action, notice, at, at, at, "web", 1]
        connection.execute("insert into gov.consent_events values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    rows = connection.execute(
        f"select granted_at_utc, ended_at_utc from ({queries.load('core/consent_intervals')}) order by 1"
    ).fetchall()
    return [((begin - START).days, (end - START).days) for begin, end in rows]


def is_valid(events: list[Event], day: int) -> bool:
    """Whether consent is valid on a day: the last instant with events decides, and in it a withdrawal."""
    past = [event for event in events if event[0] <= day]
    if not past:
        return False
    last_day = max(past)[0]
    actions = {action for at, action, _ in past if at == last_day}
    return "granted" in actions and "withdrawn" not in actions and day < last_day + VALID_DAYS


@settings(max_examples=150, deadline=None)
@given(events=EVENTS.map(lambda events: [(day, action, "n1") for day, action, _ in events]))
def test_intervals_say_for_every_day_what_the_events_say(
    connection: duckdb.DuckDBPyConnection, events: list[Event]
) -> None:
    found = intervals(connection, events)
    for day in range(20):
        covering = [span for span in found if span[0] <= day < span[1]]
        assert bool(covering) is is_valid(events, day), day
        assert len(covering) <= 1


@settings(max_examples=50, deadline=None)
@given(events=EVENTS, chance=st.randoms(use_true_random=False))
@example(events=[(0, "granted", "n1"), (0, "granted", "old")], chance=Random(0))
@example(events=[(0, "granted", "n1"), (0, "granted", "old")], chance=Random(1))
def test_the_order_in_which_events_come_in_does_not_matter(connection, events, chance) -> None:
    assert intervals(connection, chance.sample(events, len(events))) == intervals(connection, events)


def test_a_yes_to_a_notice_that_the_policy_does_not_know_is_none(connection: duckdb.DuckDBPyConnection) -> None:
    assert intervals(connection, [(0, "granted", "old")]) == []


def test_a_yes_to_an_old_notice_ends_an_earlier_one(connection: duckdb.DuckDBPyConnection) -> None:
    assert intervals(connection, [(0, "granted", "n1"), (2, "granted", "old")]) == [(0, 2)]


def test_a_renewed_yes_runs_anew(connection: duckdb.DuckDBPyConnection) -> None:
    assert intervals(connection, [(0, "granted", "n1"), (2, "granted", "n1")]) == [(0, 2), (2, 7)]
