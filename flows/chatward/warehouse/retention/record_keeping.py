"""Disposes of records of consent and of requests by their rules: finds what is due, and deletes it."""

from collections.abc import Iterable
from datetime import datetime

import duckdb

from chatward import queries
from chatward.policy.model import Policy
from chatward.policy.record_terms import RecordTerm, consent_terms, request_terms
from chatward.warehouse.gate.holding import find_held, find_holds
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.intervals import rebuild_intervals
from chatward.warehouse.people.naming import know_names
from chatward.warehouse.retention.forgetting import delete_subjects
from chatward.warehouse.retention.own_records import CONSENTS, REQUESTS, note_record_terms


def find_due_consents(connection: duckdb.DuckDBPyConnection, moment: Moment, due_at: datetime) -> None:
    """Leave ``due_consents``: consent events that are due. One event that a hold keeps keeps all of its history."""
    terms = consent_terms(moment.policy)
    note_record_terms(connection, terms)
    _find_dated(connection, "due_consents", {"purposes": [term.of for term in terms]}, due_at)
    _hold_back(connection, moment, CONSENTS, "record_id, person_id, purpose", together="person_id, purpose")


def find_due_requests(connection: duckdb.DuckDBPyConnection, moment: Moment, due_at: datetime) -> None:
    """Leave ``due_requests``: requests that were closed long enough ago and have all their receipts."""
    note_record_terms(connection, request_terms(moment.policy))
    _find_dated(connection, "due_requests", {}, due_at)
    _hold_back(connection, moment, REQUESTS, "record_id, reference, person_id", together="record_id")


def _find_dated(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, object], due_at: datetime) -> None:
    connection.execute(
        f"create or replace temp table dated_records as select * from ({queries.load(f'retention/{query}')})", values
    )
    connection.execute("delete from dated_records where due_at_utc > $due_at", {"due_at": due_at})


def _hold_back(
    connection: duckdb.DuckDBPyConnection, moment: Moment, kind: str, columns: str, *, together: str
) -> None:
    """Leave ``due_<kind>`` of ``dated_records``; what stands ``together`` has one fate."""
    find_holds(connection, moment)
    find_held(
        connection,
        """select record_id, subject_id, null::blob as conversation_id, null::varchar as source, at_utc
        from dated_records""",
    )
    connection.execute(
        f"""create or replace temp table due_{kind} as
        select {columns}, rule, due_at_utc, min(hold_id) over (partition by {together}) as hold_id
        from dated_records left join held_records using (record_id)"""
    )


def delete_due_consents(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """Delete, inside the caller's transaction, events in ``due_consents`` that no hold keeps, and what proves them."""
    connection.execute(
        """create or replace temp table consenting_once as
        select distinct coalesce(subjects.canonical_id, events.subject_id) as person_id
        from gov.consent_events as events left join gov.subjects as subjects using (subject_id)
        where event_id in (select record_id from due_consents where hold_id is null)"""
    )
    connection.execute(
        "delete from gov.consent_events where event_id in (select record_id from due_consents where hold_id is null)"
    )
    connection.execute(
        "delete from gov.consent_proofs where subject_id not in (select subject_id from gov.consent_events)"
    )
    rebuild_intervals(connection, policy)
    know_names(connection)
    connection.execute(f"create or replace temp table unneeded_indexes as {queries.load('retention/unneeded_indexes')}")
    delete_subjects(connection, "select subject_id from unneeded_indexes")


def delete_due_requests(connection: duckdb.DuckDBPyConnection) -> None:
    """Delete, inside the caller's transaction, what ``due_requests`` names and no hold keeps."""
    connection.execute(
        "create or replace temp table doomed_requests as select * from due_requests where hold_id is null"
    )
    for table in ("request_people", "request_values", "request_acts", "restrictions", "requests"):
        connection.execute(f"delete from gov.{table} where request_id in (select record_id from doomed_requests)")
    for table in ("erasure_counts", "erasures"):
        connection.execute(
            f"""delete from gov.{table} where exists (
                select 1 from doomed_requests where starts_with({table}.request_id, reference || '.'))"""
        )


def refuse_past_consents(connection: duckdb.DuckDBPyConnection, moment: Moment) -> int:
    """Delete, inside the caller's transaction, events just taken in of consents that ended too long ago to be kept.

    So a file that is read again brings back no record that was disposed of. Returns how many events.
    """
    if not consent_terms(moment.policy):
        return 0
    find_due_consents(connection, moment, moment.now_utc)
    connection.execute(
        """delete from due_consents where (person_id, purpose) in (
            select (person_id, purpose) from dated_records where seen_at_utc < $now)""",
        {"now": moment.now_utc},
    )
    refused: int = connection.execute("select count(*) from due_consents where hold_id is null").fetchall()[0][0]
    if refused:
        delete_due_consents(connection, moment.policy)
    return refused


def is_past(terms: Iterable[RecordTerm], regime: str, received_at: datetime, now: datetime) -> bool:
    """Return whether a request was received so long ago that a closed one would be disposed of by now."""
    return any(term.of == regime and term.period.after(received_at) <= now for term in terms)
