"""Plans disposal: finds what is due, month by month, and counts it; nothing is changed.

A month in which nothing may stay is planned by what the governance database knows of it, whatever its size: its rows
are not read.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime, timedelta

import duckdb

from chatward import process, queries
from chatward.policy.model import Policy
from chatward.policy.record_terms import RecordTerm, consent_terms, identity_terms, request_terms
from chatward.policy.terms import SENT, Term, attachment_terms, bits_of, hint_sets, terms_of
from chatward.policy.vocabulary import SOURCED, Approval, RetentionObject
from chatward.retention.plan import DisposalPlan, DueCount, Forecast, MonthPlan, RecordsPlan
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.gate.gating import offers
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.retention.overdue import (
    ATTACHMENTS,
    DUE_KINDS,
    DueTerms,
    attachment_months,
    find_due,
    forecast_attachments,
    know_terms,
)
from chatward.warehouse.retention.record_plans import names_after, plan_records
from chatward.warehouse.store import ShardFile, Warehouse

_FORECAST_DAYS = 365
_OWN_RECORDS = {RetentionObject.IDENTITY, RetentionObject.CONSENT_RECORD, RetentionObject.REQUEST_RECORD}
_NEVER_READ = "whole"
"""What begins the digest of a month that goes wholly."""


def plan_disposal(warehouse: Warehouse, moment: Moment) -> DisposalPlan:
    """Return what is due now, held or not; nothing is changed. Only months with something due are opened."""
    connection = warehouse.connection
    connection.execute("create or replace temp table planned(kind varchar, planned_id blob)")
    names = names_after(warehouse, moment)
    terms = know_terms(connection, moment, moment.now_utc)
    months: list[MonthPlan] = []
    for month in _due_months(warehouse, moment):
        plan = plan_month(warehouse, month, terms)
        if plan.counts:
            months.append(plan)
            _note_planned(connection, plan)
            if names:
                names.add(plan)
    if names:
        names.know()
    own, forecast = plan_records(warehouse, moment, names, timedelta(days=_FORECAST_DAYS))
    _note_planned_records(connection, own)
    subjects, threads = connection.execute(
        """select count(distinct coalesce(subjects.canonical_id, planned_id)) filter (kind = 'subject'),
            count(distinct planned_id) filter (kind = 'thread')
        from planned left join gov.subjects as subjects on planned_id = subjects.subject_id"""
    ).fetchall()[0]
    return DisposalPlan(
        plan_id=moment.run_id, as_of=moment.now, policy_version=moment.policy.label, made_by=process.user(),
        months=tuple(months), subjects=subjects, threads=threads, own=own,
        forecast=tuple(sorted([*_forecast(connection, moment), *forecast], key=lambda each: (each.month, each.rule))),
    )  # fmt: skip


def _note_planned(connection: duckdb.DuckDBPyConnection, plan: MonthPlan) -> None:
    """Gather whose records and which threads a plan is about, to count them over all months."""
    if plan.digest.startswith(_NEVER_READ):
        connection.execute(
            """insert into planned
            select 'subject', subject_id from gov.subject_months where month = $month
            union all select 'thread', thread_id from gov.thread_months where month = $month""",
            {"month": plan.month},
        )
        return
    for kind in DUE_KINDS:
        connection.execute(
            f"""insert into planned
            select distinct 'subject', subject_id from due_{kind} where hold_id is null and subject_id is not null
            union all
            select distinct 'thread', thread_id from due_{kind} where hold_id is null and thread_id is not null"""
        )


def _note_planned_records(connection: duckdb.DuckDBPyConnection, own: Iterable[RecordsPlan]) -> None:
    for each in own:
        connection.execute(
            f"""insert into planned
            select distinct 'subject', person_id from due_{each.kind} where hold_id is null and person_id is not null"""
        )


def _due_months(warehouse: Warehouse, moment: Moment) -> list[str]:
    connection, now = warehouse.connection, {"now": moment.now_utc}
    rows = connection.execute("select month from gov.shards where earliest_expiry_utc <= $now", now).fetchall()
    if purposes := _purposes_that_decide(moment.policy):
        rows += _without_consent(connection, purposes)
    of_files = {term.purpose for term in attachment_terms(moment.policy) if term.needs_consent}
    lapsed = _without_consent(connection, sorted(of_files)) if of_files else []
    rows += [(month,) for month in attachment_months(connection, moment, (month for (month,) in lapsed))]
    for start, period in sorted({(term.start, term.period) for term in _of_threads_alone(moment.policy)}):
        written = "last_at_utc" if start == "thread_activity" else "first_at_utc"
        rows += connection.execute(
            f"""select distinct month from gov.thread_months
            inner join gov.activities as activities on thread_id = activity_id and kind = 'thread'
            where {written} + $period::interval <= $now""",
            {**now, "period": period.sql_interval},
        ).fetchall()
    return sorted({month for (month,) in rows})


def _without_consent(connection: duckdb.DuckDBPyConnection, purposes: list[str]) -> list[tuple[str]]:
    rows: list[tuple[str]] = connection.execute(
        queries.load("retention/months_without_consent"), {"purposes": purposes}
    ).fetchall()
    return rows


def _purposes_that_decide(policy: Policy) -> list[str]:
    """Return the purposes with whose consent a record goes before its expiry: those kept longest in some source.

    Which is kept longest may be another purpose for texts that hint at something.
    """
    longest = [offers(policy, source, hints)[0] for source in policy.sources for hints in hint_sets(policy)]
    return sorted({str(offer["purpose"]) for offer in longest if offer["needs_consent"]})


def _of_threads_alone(policy: Policy) -> set[Term]:
    """Return the terms of threads by which these may go before other records of the same age."""
    terms = terms_of(policy)
    plain = {_kept_by(term) for term in terms if not term.for_threads}
    return {term for term in terms if term.for_threads and _kept_by(term) not in plain}


def _kept_by(term: Term) -> tuple[object, ...]:
    return term.source, term.purpose, term.hints, term.start, term.period


def plan_month(warehouse: Warehouse, month: str, terms: DueTerms) -> MonthPlan:
    """Return what of a month is due; where something stays, leave ``due_<kind>``, which names it."""
    shard = warehouse.shard_file(month)
    if _goes_wholly(warehouse, month, terms):
        return _whole_month(warehouse, shard)
    connection = warehouse.connection
    with warehouse.shard(shard, read_only=True):
        find_due(warehouse, terms)
        stored = count_stored(warehouse)
    due: dict[str, int] = {}
    counts: list[DueCount] = []
    digests: list[str] = []
    for kind in DUE_KINDS:
        due[kind], digest = connection.execute(
            f"""select count(*), coalesce(sha256(string_agg(hex(record_id), '' order by record_id)), '')
            from due_{kind} where hold_id is null"""
        ).fetchall()[0]
        digests.append(digest)
        rows = connection.execute(
            f"""select '{kind}', rule, due_at_utc::date::varchar, hold_id, count(*) from due_{kind}
            group by all order by all"""
        ).fetchall()
        counts.extend(DueCount(*row) for row in rows)
    gone = sum(due[kind] for kind in RECORD_ID)
    size = warehouse.shard_path(shard).stat().st_size * gone // max(stored, 1)
    return MonthPlan(
        month, shard.generation, ".".join(digests), due["messages"], due["events"], stored - gone, tuple(counts),
        due[ATTACHMENTS], size,
    )  # fmt: skip


def _goes_wholly(warehouse: Warehouse, month: str, terms: DueTerms) -> bool:
    """Return whether all of a month is due for its age alone, and no hold in force may keep anything of its time."""
    connection = warehouse.connection
    due = "select 1 from gov.shards where month = $month and latest_expiry_utc <= $due_at"
    if not connection.execute(due, {"month": month, "due_at": terms.due_at}).fetchall():
        return False
    sources = connection.execute("select distinct source from gov.due_days where month = ?", [month]).fetchall()
    if not terms.steady_sources.issuperset(source for (source,) in sources):
        return False
    begins = datetime.fromisoformat(f"{month}-01")
    ends = (begins + timedelta(days=31)).replace(day=1)
    kept = "select 1 from holds_in_force where from_utc < $ends and until_utc >= $begins limit 1"
    return not (terms.has_holds and connection.execute(kept, {"begins": begins, "ends": ends}).fetchall())


def _whole_month(warehouse: Warehouse, shard: ShardFile) -> MonthPlan:
    connection, month = warehouse.connection, {"month": shard.month}
    messages, events, version = connection.execute(
        "select messages, events, content_version from gov.shards where month = $month", month
    ).fetchall()[0]
    rows = connection.execute(
        """select kind, rule, due_on::varchar, null, records from (
            unpivot (select rule, due_on, sum(messages)::bigint as messages, sum(events)::bigint as events
                from gov.due_days where month = $month group by all)
            on messages, events into name kind value records)
        where records > 0 order by all""",
        month,
    ).fetchall()
    size = warehouse.shard_path(shard).stat().st_size
    counts = tuple(DueCount(*row) for row in rows)
    return MonthPlan(
        shard.month, shard.generation, f"{_NEVER_READ}.{version}", messages, events, remaining=0, counts=counts,
        size_bytes=size,
    )  # fmt: skip


def count_stored(warehouse: Warehouse) -> int:
    """Return how many records the attached shard holds."""
    tables = " union all ".join(f"select 1 from {SHARD}.{kind}" for kind in RECORD_ID)
    count: int = warehouse.connection.execute(f"select count(*) from ({tables})").fetchall()[0][0]
    return count


def _forecast(connection: duckdb.DuckDBPyConnection, moment: Moment) -> list[Forecast]:
    """Return what falls due in the next twelve months by what is known now, at the earliest."""
    rows = connection.execute(
        """select strftime(due_on, '%Y-%m') as month, rule, sum(messages + events)::bigint from gov.due_days
        where due_on >= $begins and due_on < $ends group by all order by all""",
        {"begins": moment.now_utc.date(), "ends": (moment.now_utc + timedelta(days=_FORECAST_DAYS)).date()},
    ).fetchall()
    rows += forecast_attachments(connection, moment, moment.now_utc + timedelta(days=_FORECAST_DAYS))
    return [Forecast(*row) for row in rows]


def limits_of(moment: Moment) -> dict[str, object]:
    """Return what the checks of limits go by: a second person who must approve has the time to dispose for it."""
    policy = moment.policy
    moving = [term for term in terms_of(policy) if term.start != SENT]
    of_files = attachment_terms(policy)
    moving_sources = {term.source for term in of_files if term.start != SENT}
    steady = [term for term in of_files if term.source not in moving_sources]
    return {
        "due_before": _due_before(moment, SOURCED),
        "own_due_before": _due_before(moment, _OWN_RECORDS),
        "term_sources": [term.source for term in moving],
        "term_purposes": [term.purpose for term in moving],
        "term_threads": [term.for_threads for term in moving],
        "term_hints": [term.hints for term in moving],
        "named_hints": bits_of(policy.retention_hints),
        "term_starts": [term.start for term in moving],
        "term_periods": [term.period.sql_interval for term in moving],
        "file_sources": [term.source for term in steady],
        "file_purposes": [term.purpose for term in steady],
        "file_periods": [term.period.sql_interval for term in steady],
        "identity_starts": [term.start for term in identity_terms(policy)],
        **_keys_and_periods("identity", identity_terms(policy)),
        **_keys_and_periods("consent", consent_terms(policy)),
        **_keys_and_periods("request", request_terms(policy)),
    }


def _due_before(moment: Moment, objects: Set[RetentionObject]) -> datetime:
    """Return when whatever is past its limit was due, at the latest."""
    within = [rule.disposal_within for rule in moment.policy.retention if rule.object in objects]
    if moment.policy.approval is Approval.TWO_PERSONS and within:
        return naive_utc(min(within).before(moment.now))
    return moment.now_utc


def _keys_and_periods(kind: str, terms: Sequence[RecordTerm]) -> dict[str, object]:
    keys, periods = [term.of for term in terms], [term.period.sql_interval for term in terms]
    return {f"{kind}_keys": keys, f"{kind}_periods": periods}
