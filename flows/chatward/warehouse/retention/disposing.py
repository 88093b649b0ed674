"""Disposes of records: applies a plan to the row by writing what stays into new files under new keys.

Deleting in DuckDB leaves every byte in the file, so nothing is ever deleted in place. What stays is copied into a new
file, the governance database switches to it, the old file is unlinked, and its key destroyed: copies of it elsewhere
are unreadable from then on.
"""

from chatward import durable, queries
from chatward.errors import IntegrityError
from chatward.retention.plan import DisposalPlan, MonthPlan
from chatward.warehouse.connection import RECORD_ID
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.months import forget_month
from chatward.warehouse.retention.overdue import ATTACHMENTS, DUE_KINDS, know_terms
from chatward.warehouse.retention.planning import count_stored, plan_month
from chatward.warehouse.retention.record_disposals import RecordDisposal, note_disposal, outdated
from chatward.warehouse.retention.record_plans import dispose_of_identities, dispose_of_kept_records
from chatward.warehouse.rewriting import copy_shard, forgive_month, remove_shards, switch_to
from chatward.warehouse.store import ShardFile, Warehouse

_DUE = """anti join (select record_id from due_{kind} where hold_id is null) as due
    on stored.{record_id} = due.record_id"""
# what is stored of files that are due goes, and their messages stay
_WITHOUT_FILES = """stored.* replace (
    if(stored.message_id in (select record_id from due_attachments where hold_id is null), null, stored.attachments)
        as attachments)"""


def apply_plan(warehouse: Warehouse, plan: DisposalPlan, moment: Moment) -> list[str]:
    """Dispose of exactly what ``plan`` says; return the names of the keys destroyed.

    Raises:
        UsageError: the data or the policy changed since the plan was made; nothing more is disposed of.
    """
    if plan.policy_version != moment.policy.label:
        raise outdated("the policy")
    dispose_of_kept_records(warehouse, plan, moment)
    terms = know_terms(warehouse.connection, moment, naive_utc(plan.as_of))
    doomed: list[ShardFile] = []
    try:
        for month in plan.months:
            if month.messages + month.events + month.attachments == 0:
                continue
            if plan_month(warehouse, month.month, terms) != month:
                raise outdated(f"the month {month.month}")
            doomed.append(_rewrite(warehouse, month, moment))
    finally:
        destroyed = remove_shards(warehouse, doomed)
    dispose_of_identities(warehouse, plan, moment)
    return destroyed


def _rewrite(warehouse: Warehouse, month: MonthPlan, moment: Moment) -> ShardFile:
    """Copy what stays of a month into its next generation, switch to it, and return the old one."""
    old = ShardFile(month.month, month.generation)
    connection = warehouse.connection
    connection.execute(queries.load("schema/month_notes"))
    new = None
    if month.remaining:
        columns = {"messages": _WITHOUT_FILES} if month.attachments else {}
        new = copy_shard(warehouse, old, but=_DUE, columns=columns, check=lambda: _check_count(warehouse, month))
    with warehouse.transaction():
        if new:
            switch_to(connection, new)
        else:
            forget_month(connection, month.month)
        forgive_month(connection, month.month)
        _store_disposals(warehouse, month, moment, before=old, after=new)
    return old


def _check_count(warehouse: Warehouse, month: MonthPlan) -> None:
    copied = count_stored(warehouse)
    if copied != month.remaining:
        raise IntegrityError(
            f"{month.month}: {copied} records were copied, {month.remaining} expected; the old file stays",
            hint="run again; report it if it happens twice",
        )


def _store_disposals(
    warehouse: Warehouse, month: MonthPlan, moment: Moment, *, before: ShardFile, after: ShardFile | None
) -> None:
    """Note what was disposed of under which rule, and the digests of the files: the receipt is made of it."""
    rules: dict[str, dict[str, int]] = {}
    for count in month.counts:
        if count.hold_id is None:
            kinds = rules.setdefault(count.rule, dict.fromkeys(DUE_KINDS, 0))
            kinds[count.kind] += count.records
    digests = [durable.digest(warehouse.shard_path(file)) if file else None for file in (before, after)]
    for rule, kinds in rules.items():
        if kinds[ATTACHMENTS]:
            disposal = RecordDisposal(ATTACHMENTS, month.month, rule, kinds[ATTACHMENTS], before.key_name)
            note_disposal(warehouse.connection, moment, disposal, *digests)
        if not any(kinds[kind] for kind in RECORD_ID):
            continue
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
