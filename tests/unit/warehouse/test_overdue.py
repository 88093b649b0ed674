"""What its age alone keeps is passed by when due records are looked for: none of it would be due by a closer look."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward import queries
from chatward.warehouse.connection import create_tables
from chatward.warehouse.retention.overdue import know_starts

NOW = datetime.fromisoformat("2026-03-01")
ANN, BEN, TALK, THREAD = b"ann", b"ben", b"talk", b"thread"
STARTS = ("sent", "thread_activity", "thread_root", "conversation_closed", "last_contact", "contract_end")
SENT = [NOW - timedelta(days=days) for days in (10, 60, 364, 365, 400)]
RECORDS = list(
    product(
        SENT, (None, THREAD), (ANN, BEN), (None, 0, 1), ("consent", "contract"),
        ([], ["support"], ["quality"], ["support", "quality"]),
    )
)  # fmt: skip

terms = st.tuples(
    st.sampled_from(["support", "quality"]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 1),
    st.sampled_from(STARTS),
    st.sampled_from(["30 days", "1 year", "12 months 1 day"]),
)
spans = st.lists(st.sampled_from([*SENT, NOW - timedelta(days=900)]), min_size=2, max_size=2).map(sorted)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection to records of all sorts; Ann consents, and Ben's contract ended long ago."""
    with duckdb.connect() as opened:
        opened.execute("attach ':memory:' as gov")
        create_tables(opened, "gov", "schema/governance")
        for person in (ANN, BEN):
            opened.execute("insert into gov.subjects values ($person, $person, 'customer')", {"person": person})
        opened.execute("insert into gov.contracts values (?, ?)", [BEN, NOW - timedelta(days=380)])
        opened.execute(
            "create temp table consents_in_force as select ?::blob as person_id, 'quality' as purpose", [ANN]
        )
        opened.execute(
            """create temp table stored_records(record_id integer, source varchar, conversation_id blob, thread_id blob,
                subject_id blob, at_utc timestamp, hints utinyint, basis varchar, purposes varchar[], rule varchar,
                expires_at_utc timestamp)"""
        )
        for number, (at, thread, person, hints, basis, purposes) in enumerate(RECORDS):
            opened.execute(
                """insert into stored_records
                values (?, 'chat', ?, ?, ?, ?, ?, ?, ?::varchar[], 'first', ?::timestamp)""",
                [number, TALK, thread, person, at, hints, basis, purposes, at + timedelta(days=365)],
            )
        yield opened


def known(connection: duckdb.DuckDBPyConnection, rules: list[tuple[Any, ...]], active: dict[Any, Any]) -> None:
    """Leave the terms, and what is known of when people, conversations and threads were active."""
    connection.execute("delete from gov.activities")
    for (kind, id_), (first, last) in active.items():
        connection.execute("insert into gov.activities values (?, ?, ?, ?)", [kind, id_, first, last])
    know_starts(connection, "gov.subjects")
    connection.execute(
        """create or replace temp table purpose_terms(of_files boolean, source varchar, purpose varchar,
            needs_consent boolean, for_threads boolean, hints utinyint, start varchar, period interval, rule varchar)"""
    )
    for number, rule in enumerate(rules):
        connection.execute(
            "insert into purpose_terms values (false, 'chat', ?, ?, ?, ?, ?, ?::interval, ?)", [*rule, f"r{number}"]
        )


def due(connection: duckdb.DuckDBPyConnection, candidates: str) -> list[tuple[Any, ...]]:
    values = {"now": NOW, "named_hints": 1, "of_files": False}
    used = {name: value for name, value in values.items() if f"${name}" in candidates}
    connection.execute(f"create or replace temp table due_candidates as {candidates}", used)
    return sorted(connection.execute(queries.load("retention/due_records"), values).fetchall())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rules=st.lists(terms, min_size=1, max_size=6),
    active=st.fixed_dictionaries(
        dict.fromkeys([("subject", ANN), ("subject", BEN), ("conversation", TALK), ("thread", THREAD)], spans)
    ),
)
def test_what_age_alone_keeps_is_due_by_no_policy(
    connection: duckdb.DuckDBPyConnection, rules: Any, active: Any
) -> None:
    known(connection, rules, active)
    everything = due(connection, "select * from stored_records")
    assert due(connection, queries.load("retention/due_candidates")) == everything
