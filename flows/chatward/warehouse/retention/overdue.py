"""Finds what of one month is due, record by record: messages, events, and what is stored of files that people sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from chatward import queries
from chatward.policy.model import Policy
from chatward.policy.terms import SENT, Term, attachment_terms, bits_of, terms_of
from chatward.policy.vocabulary import StartingPoint
from chatward.warehouse.connection import RECORD_ID
from chatward.warehouse.gate.holding import find_held, find_holds
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import Warehouse

ATTACHMENTS = "attachments"
"""Kind of what is due where a message stays and loses what is stored of its files."""
DUE_KINDS = (*RECORD_ID, ATTACHMENTS)

# a file that no purpose keeps is due from when it was sent; the rule is that for attachments of its source
_WITH_FILES = """create or replace temp view stored_records as
select stored.* exclude (rule, expires_at_utc), sources.rule, stored.at_utc as expires_at_utc
from ({stored}) as stored
inner join (select source, min(rule) as rule from purpose_terms where of_files group by source) as sources
    using (source)
where record_id in (select message_id from shard.messages where len(attachments) > 0)
    and record_id not in (select record_id from due_messages where hold_id is null)"""


_PERSONAL = frozenset({StartingPoint.LAST_CONTACT, StartingPoint.CONTRACT_END})
"""Starting points that lie in what is known of a person."""
_NOBODY = "gov.subjects limit 0"


@dataclass(frozen=True, slots=True)
class DueTerms:
    """By what is found what of months is due: made once for all months of a plan.

    Attributes:
        due_at: naive UTC; what is due by then.
        named_hints: bits of what retention rules name.
        steady_sources: those whose periods all begin with the record itself.
        has_files: whether any rule is for what is stored of files.
        has_holds: whether a hold is in force.
    """

    due_at: datetime
    named_hints: int
    steady_sources: frozenset[str]
    has_files: bool
    has_holds: bool


def know_terms(connection: duckdb.DuckDBPyConnection, moment: Moment, due_at: datetime) -> DueTerms:
    """Leave what ``find_due`` goes by: terms, when periods begin, consents and holds, as they stand now.

    Holds count as of now, even if the plan was made before one was placed.
    """
    of_records, of_files = terms_of(moment.policy), attachment_terms(moment.policy)
    _note_terms(connection, of_records, of_files)
    is_personal = any(term.start in _PERSONAL for term in (*of_records, *of_files))
    know_starts(connection, "gov.subjects" if is_personal else _NOBODY)
    consents = queries.load("retention/consents_in_force")
    connection.execute(f"create or replace temp table consents_in_force as {consents}", {"now": due_at})
    moving = {term.source for term in of_records if term.start != SENT}
    return DueTerms(
        due_at=due_at,
        named_hints=bits_of(moment.policy.retention_hints),
        steady_sources=frozenset(term.source for term in of_records) - moving,
        has_files=bool(of_files),
        has_holds=find_holds(connection, moment),
    )


def know_starts(connection: duckdb.DuckDBPyConnection, people: str) -> None:
    """Leave ``last_contacts`` and ``contract_ends``: when people last wrote, and when their contracts ended.

    Args:
        connection: sees the governance database.
        people: a relation of subject_id and canonical_id: of whom, with all their ids.
    """
    connection.execute(f"create or replace temp view starting_people as select subject_id, canonical_id from {people}")
    for model in ("last_contacts", "contract_ends"):
        connection.execute(f"create or replace temp table {model} as {queries.load(f'retention/{model}')}")


def find_due(warehouse: Warehouse, terms: DueTerms) -> None:
    """Leave ``due_<kind>`` of the attached shard for each of ``DUE_KINDS``: what is due, and which hold keeps it.

    The terms are what ``know_terms`` returned, and nothing of what it left changed since.
    """
    connection = warehouse.connection
    for kind in RECORD_ID:
        warehouse.view_records(kind)
        _find_due_records(connection, kind, terms)
    if terms.has_files:
        connection.execute(_WITH_FILES.format(stored=queries.load("core/stored_messages")))
        _find_due_records(connection, ATTACHMENTS, terms)
    else:
        connection.execute(f"create or replace temp table due_{ATTACHMENTS} as select * from due_messages where false")


def _note_terms(connection: duckdb.DuckDBPyConnection, of_records: Iterable[Term], of_files: Iterable[Term]) -> None:
    """Leave ``purpose_terms``: from when and how long each purpose of a source keeps a record, or its files."""
    connection.execute(
        """create or replace temp table purpose_terms(of_files boolean, source varchar, purpose varchar,
            needs_consent boolean, for_threads boolean, hints utinyint, rule varchar, start varchar, period interval)"""
    )
    rows = [
        {
            "of_files": is_of_files, "source": t.source, "purpose": t.purpose, "needs_consent": t.needs_consent,
            "for_threads": t.for_threads, "hints": t.hints, "rule": t.rule, "start": t.start,
            "period": t.period.sql_interval,
        }
        for is_of_files, terms in ((False, of_records), (True, of_files))
        for t in terms
    ]  # fmt: skip
    if rows:
        connection.execute(
            "insert into purpose_terms by name select unnest($terms, recursive := true)", {"terms": rows}
        )


def _find_due_records(connection: duckdb.DuckDBPyConnection, kind: str, terms: DueTerms) -> None:
    """Leave ``due_<kind>`` of what the view ``stored_records`` shows."""
    values = {"now": terms.due_at, "named_hints": terms.named_hints, "of_files": kind == ATTACHMENTS}
    found = _leave(connection, "due_candidates", queries.load("retention/due_candidates"), values)
    # in most months there is none, and the query looks at all that is known of people
    few = queries.load("retention/due_records") + ("" if found else "limit 0")
    found = _leave(connection, "overdue", few, values)
    held = "(select null::blob as record_id, null::varchar as hold_id limit 0) as held_records"
    if found and terms.has_holds:
        find_held(connection, "select record_id, subject_id, conversation_id, source, at_utc from overdue")
        held = "held_records"
    connection.execute(
        f"""create or replace temp table due_{kind} as
        select record_id, rule, due_at_utc, subject_id, thread_id, hold_id
        from overdue left join {held} using (record_id)"""
    )


def _leave(connection: duckdb.DuckDBPyConnection, table: str, query: str, values: dict[str, object]) -> int:
    """Leave a query's rows in a temporary table, and return how many these are."""
    count: int = connection.execute(f"create or replace temp table {table} as {query}", values).fetchall()[0][0]
    return count


def attachment_months(
    connection: duckdb.DuckDBPyConnection, moment: Moment, without_consent: Iterable[str]
) -> set[str]:
    """Return the months in which something stored of files may be due now.

    Args:
        connection: sees the governance database.
        moment: now, and the policy.
        without_consent: months with somebody who lacks a consent that his files may rest on.
    """
    lapsed = set(without_consent)
    return {
        month
        for month, until, until_without_consent in _attachment_dues(connection, moment)
        if until <= moment.now_utc or (month in lapsed and until_without_consent <= moment.now_utc)
    }


def _attachment_dues(connection: duckdb.DuckDBPyConnection, moment: Moment) -> list[tuple[str, datetime, datetime]]:
    """Return of each month with files: from when some may be due, with all consents and without any."""
    rows: list[tuple[str, datetime, datetime]] = connection.execute(
        f"""select month, min(until_utc), min(until_without_consent_utc) from ({_DATED_FILES}) group by month""",
        {"terms": _term_rows(moment.policy)},
    ).fetchall()
    return rows


def forecast_attachments(
    connection: duckdb.DuckDBPyConnection, moment: Moment, until: datetime
) -> list[tuple[str, str, int]]:
    """Return (month, rule, messages) of what is stored of files and falls due until then, at the earliest."""
    rows: list[tuple[str, str, int]] = connection.execute(
        f"""select strftime(until_utc, '%Y-%m') as due_month, rule, sum(messages)::bigint from ({_DATED_FILES})
        where until_utc::date >= $begins::date and until_utc::date < $ends::date and rule is not null
        group by all order by all""",
        {"terms": _term_rows(moment.policy), "begins": moment.now_utc, "ends": until},
    ).fetchall()
    return rows


def attachment_dues(
    connection: duckdb.DuckDBPyConnection, policy: Policy
) -> dict[tuple[object, ...], tuple[str | None, date, int]]:
    """Return rule, day and number of messages whose files fall due, by month, source, purposes and day of sending."""
    rows = connection.execute(
        f"select month, source, purposes, sent_on, rule, until_utc::date, messages from ({_DATED_FILES})",
        {"terms": _term_rows(policy)},
    ).fetchall()
    return {(month, source, tuple(purposes), sent_on): tuple(due) for month, source, purposes, sent_on, *due in rows}


_DATED_FILES = """
    select days.month, days.messages, days.source, days.purposes, days.sent_on,
        arg_max(terms.rule, days.sent_on + terms.period::interval) as rule,
        coalesce(max(days.sent_on + terms.period::interval), days.sent_on) as until_utc,
        coalesce(max(days.sent_on + terms.period::interval) filter (not terms.needs_consent), days.sent_on)
            as until_without_consent_utc
    from gov.attachment_days as days
    inner join (select distinct source from (select unnest($terms, recursive := true))) as sources using (source)
    left join (select unnest($terms, recursive := true)) as terms
        on days.source = terms.source and list_contains(days.purposes, terms.purpose)
    group by days.month, days.messages, days.source, days.purposes, days.sent_on"""


def _term_rows(policy: Policy) -> list[dict[str, object]]:
    """Return the terms of files as values, at least one: DuckDB takes the type of an empty list for another one."""
    rows = [
        {
            "source": t.source, "purpose": t.purpose, "needs_consent": t.needs_consent, "rule": t.rule,
            "period": t.period.sql_interval,
        }
        for t in attachment_terms(policy)
    ]  # fmt: skip
    return rows or [{"source": "", "purpose": "", "needs_consent": False, "rule": "", "period": "0 days"}]
