"""Disposes of records: plans, then applies that very plan by writing what stays into new files under new keys.

Deleting in DuckDB leaves every byte in the file, so nothing is ever deleted in place. What stays is copied into a new
file, the governance database switches to it, the old file is unlinked, and its key destroyed: copies of it elsewhere
are unreadable from then on.
"""

from datetime import datetime

from chatward import durable, queries
from chatward.errors import IntegrityError, UsageError
from chatward.policy.model import Policy
from chatward.policy.vocabulary import StartingPoint
from chatward.retention.plan import DisposalPlan, DueCount, MonthPlan
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.gating import offers
from chatward.warehouse.holding import find_held, find_holds
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.months import forget_month
from chatward.warehouse.rewriting import copy_shard, forgive_month, remove_shards, switch_to
from chatward.warehouse.store import ShardFile, Warehouse

_DUE = """anti join (select record_id from due_{kind} where hold_id is null) as due
    on stored.{record_id} = due.record_id"""


def plan_disposal(warehouse: Warehouse, moment: Moment) -> DisposalPlan:
    """Return what is due now, held or not; nothing is changed. Only months with something due are opened."""
    plans = [_plan_month(warehouse, month, moment, moment.now_utc) for month in _due_months(warehouse, moment)]
    months = tuple(plan for plan in plans if plan.counts)
    return DisposalPlan(moment.run_id, moment.now, moment.policy.label, months)


def _due_months(warehouse: Warehouse, moment: Moment) -> list[str]:
    rows = warehouse.connection.execute(
        "select month from gov.shards where earliest_expiry_utc <= $now order by month", {"now": moment.now_utc}
    ).fetchall()
    months = {month for (month,) in rows}
    if purposes := _purposes_that_decide(moment.policy):
        ended = warehouse.connection.execute(
            queries.load("retention/months_without_consent"), {"now": moment.now_utc, "purposes": purposes}
        ).fetchall()
        months.update(month for (month,) in ended)
    return sorted(months)


def _purposes_that_decide(policy: Policy) -> list[str]:
    """Return the purposes with whose consent a record goes before its expiry: those kept longest in some source."""
    longest = [offers(policy, source)[0] for source in policy.sources]
    return sorted({str(offer["purpose"]) for offer in longest if offer["needs_consent"]})


def _plan_month(warehouse: Warehouse, month: str, moment: Moment, due_at: datetime) -> MonthPlan:
    """Return what of a month is due at ``due_at``, and leave ``due_messages`` and ``due_events``, which name it.

    Holds count as they stand now, even if the plan was made before one was placed.
    """
    shard = warehouse.shard_file(month)
    with warehouse.shard(shard, read_only=True):
        _find_due(warehouse, moment, due_at)
        connection = warehouse.connection
        stored = _count_stored(warehouse)
    due: dict[str, int] = {}
    counts: list[DueCount] = []
    digests: list[str] = []
    for kind in RECORD_ID:
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
    remaining = stored - sum(due.values())
    return MonthPlan(
        month, shard.generation, ".".join(digests), due["messages"], due["events"], remaining, tuple(counts)
    )


def _find_due(warehouse: Warehouse, moment: Moment, due_at: datetime) -> None:
    connection, policy = warehouse.connection, moment.policy
    connection.execute(
        """create or replace temp table purpose_terms(
            source varchar, purpose varchar, needs_consent boolean, period interval)"""
    )
    for offer in (offer for source in policy.sources for offer in offers(policy, source)):
        values = [offer[name] for name in ("source", "purpose", "needs_consent", "period")]
        connection.execute("insert into purpose_terms values (?, ?, ?, ?::interval)", values)
    connection.execute("create or replace temp table last_contact_rules(rule varchar, period interval)")
    for rule in policy.retention:
        if rule.starting_point is StartingPoint.LAST_CONTACT:
            connection.execute(
                "insert into last_contact_rules values (?, ?::interval)", [rule.rule, rule.period.sql_interval]
            )
    find_holds(connection, moment)
    for kind in RECORD_ID:
        warehouse.view_records(kind)
        connection.execute(
            f"create or replace temp table overdue as {queries.load('retention/due_records')}", {"now": due_at}
        )
        find_held(connection, "select record_id, subject_id, conversation_id, source, at_utc from overdue")
        connection.execute(
            f"""create or replace temp table due_{kind} as
            select record_id, rule, due_at_utc, hold_id from overdue left join held_records using (record_id)"""
        )


def apply_plan(warehouse: Warehouse, plan: DisposalPlan, moment: Moment) -> list[str]:
    """Dispose of exactly what ``plan`` says; return the names of the keys destroyed.

    Raises:
        UsageError: the data or the policy changed since the plan was made; nothing more is disposed of.
    """
    if plan.policy_version != moment.policy.label:
        raise _outdated("the policy")
    doomed: list[ShardFile] = []
    try:
        for month in plan.months:
            if month.messages + month.events == 0:
                continue
            if _plan_month(warehouse, month.month, moment, naive_utc(plan.as_of)) != month:
                raise _outdated(f"the month {month.month}")
            doomed.append(_rewrite(warehouse, month, moment))
    finally:
        destroyed = remove_shards(warehouse, doomed)
    return destroyed


def _outdated(what: str) -> UsageError:
    return UsageError(f"{what} changed since the plan was made", hint="make a new plan with `chatward retain`")


def _rewrite(warehouse: Warehouse, month: MonthPlan, moment: Moment) -> ShardFile:
    """Copy what stays of a month into its next generation, switch to it, and return the old one."""
    old = ShardFile(month.month, month.generation)
    connection = warehouse.connection
    connection.execute(queries.load("schema/month_notes"))
    new = None
    if month.remaining:
        new = copy_shard(warehouse, old, but=_DUE, check=lambda: _check_count(warehouse, month))
    with warehouse.transaction():
        if new:
            switch_to(connection, new)
        else:
            forget_month(connection, month.month)
        forgive_month(connection, month.month)
        _store_disposals(warehouse, month, moment, before=old, after=new)
    return old


def _check_count(warehouse: Warehouse, month: MonthPlan) -> None:
    copied = _count_stored(warehouse)
    if copied != month.remaining:
        raise IntegrityError(
            f"{month.month}: {copied} records were copied, {month.remaining} expected; the old file stays",
            hint="run again; report it if it happens twice",
        )


def _count_stored(warehouse: Warehouse) -> int:
    """Return how many records the attached shard holds."""
    tables = " union all ".join(f"select 1 from {SHARD}.{kind}" for kind in RECORD_ID)
    count: int = warehouse.connection.execute(f"select count(*) from ({tables})").fetchall()[0][0]
    return count


def _store_disposals(
    warehouse: Warehouse, month: MonthPlan, moment: Moment, *, before: ShardFile, after: ShardFile | None
) -> None:
    """Note what was disposed of under which rule, and the digests of the files: the receipt is made of it."""
    rules: dict[str, dict[str, int]] = {}
    for count in month.counts:
        if count.hold_id is None:
            kinds = rules.setdefault(count.rule, dict.fromkeys(RECORD_ID, 0))
            kinds[count.kind] += count.records
    digests = [durable.digest(warehouse.shard_path(file)) if file else None for file in (before, after)]
    for rule, kinds in rules.items():
        warehouse.connection.execute(
            "insert into gov.disposals values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
            [
                moment.run_id, month.month, rule, kinds["messages"], kinds["events"], moment.now_utc, before.key_name,
                moment.policy.digest, *digests,
            ],
        )  # fmt: skip


def dispose_of_quarantine(warehouse: Warehouse, moment: Moment) -> int:
    """Delete quarantined records past their time that no hold keeps; return how many.

    Their bytes go when the governance database is written anew, which is owed from then on.
    """
    with warehouse.transaction() as connection:
        count: int = connection.execute(
            f"""delete from gov.quarantine where expires_at_utc <= $now
                and file_id not in ({queries.load("retention/held_quarantine")})""",
            {"now": moment.now_utc},
        ).fetchall()[0][0]
        if count:
            warehouse.owe_rewrite(moment.now_utc)
    return count
