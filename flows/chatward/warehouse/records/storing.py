"""Stores what was taken in: gates every record, has what may be kept put into its month's shard."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from chatward import queries
from chatward.process import give_back_memory
from chatward.warehouse.connection import RECORD_ID
from chatward.warehouse.gate.gating import GATED_ROWS, gate_records, make_offers
from chatward.warehouse.gate.holding import copy_holds, find_holds, holds_state
from chatward.warehouse.moment import Moment
from chatward.warehouse.months import store_months
from chatward.warehouse.people.people import name_people
from chatward.warehouse.records.changing import find_answers, settle_answered
from chatward.warehouse.records.files import store_files
from chatward.warehouse.records.inserting import MonthRows, StoredMonth
from chatward.warehouse.records.taking_in import Waiting
from chatward.warehouse.rewriting import forgive_shards, owe_shards
from chatward.warehouse.store import Warehouse

_DECISIONS = "row_number, writer_id, writer_role, subject_id, basis, purposes, rule, expires_at_utc"
Insert = Callable[[Iterable[MonthRows]], Iterable[StoredMonth]]


def store(warehouse: Warehouse, waiting: Waiting, moment: Moment, insert: Insert) -> None:
    """Store what waits. Storing it again changes nothing.

    The order makes a cut at any point harmless: people first, so that ids stay; then the shards, each in its own
    transaction; the files last, so that what was not finished is read again and found to be there already.

    Args:
        insert: applies ``inserting.store_month`` to months, perhaps in other processes.
    """
    if not waiting.sources:
        return
    connection = warehouse.connection
    with warehouse.transaction():
        owe_shards(connection, waiting.months, is_certain=False)
    _gather_terms(warehouse, waiting, moment)
    find_answers(warehouse, moment)
    find_holds(connection, moment)
    connection.execute(
        "create or replace temp table batch_fates(file_id varchar, fate varchar, reason varchar, records bigint)"
    )
    stored = list(insert(_months(warehouse, waiting, moment)))
    _take_over(connection, stored)
    with warehouse.transaction():
        settle_answered(connection)
        forgive_shards(connection, [month.month for month in stored if month.has_replaced])
        store_files(connection, waiting.files, waiting.begun, moment)
        _note_deferred(connection, frozenset[str]().union(*(month.deferred for month in stored)))
        store_months(connection, [month.month for month in stored])
    waiting.clear()
    connection.execute(queries.load("schema/waiting"))


def _gather_terms(warehouse: Warehouse, waiting: Waiting, moment: Moment) -> None:
    """Leave what the gate asks: who people are now, the customers of conversations, what the policy offers."""
    connection = warehouse.connection
    name_people(connection, "select person from waiting_people")
    connection.execute(
        "create or replace temp view batch_conversations as select conversation_id from waiting_conversations"
    )
    customers = queries.load("core/conversation_customers")
    connection.execute(f"create or replace temp table batch_customers as {customers}")
    for table, whose in (("batch_suppressed_people", "person"), ("batch_suppressed_customers", "conversation_id")):
        connection.execute(
            f"""create or replace temp table {table} as
            select {whose}, max(until_utc) as until_utc from {table.replace("batch", "waiting")} group by {whose}"""
        )
    make_offers(connection, sorted(waiting.sources), moment)


def _months(warehouse: Warehouse, waiting: Waiting, moment: Moment) -> Iterator[MonthRows]:
    """Yield what is to be stored, month by month."""
    connection = warehouse.connection
    holds = copy_holds(connection)
    for months in _rounds(connection):
        decided = {kind: _decide(warehouse, kind, months, moment) for kind in RECORD_ID}
        give_back_memory()  # twice what the gate leaves
        for month in sorted(frozenset[str]().union(*decided.values())):
            shard = warehouse.shard_file(month)
            warehouse.keyring.create([shard.key_name])
            yield MonthRows(
                month=month,
                shard=warehouse.shard_path(shard),
                shard_key=warehouse.keyring.key(shard.key_name),
                parts=waiting.parts_of(month),
                decisions={kind: rows[month] for kind, rows in decided.items() if month in rows},
                answers={kind: _answers(connection, kind, month) for kind in RECORD_ID},
                holds=holds,
                memory_bytes=warehouse.memory_bytes,
            )


def _rounds(connection: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """Yield months to be gated together."""
    rows = connection.execute(
        """select month, count(*) from (select month from waiting_messages union all select month from waiting_events)
        group by month order by month"""
    ).fetchall()
    months: list[str] = []
    waiting = 0
    for month, count in rows:
        if months and waiting + count > GATED_ROWS:
            yield months
            months, waiting = [], 0
        months.append(month)
        waiting += count
    if months:
        yield months


def _decide(warehouse: Warehouse, kind: str, months: Sequence[str], moment: Moment) -> dict[str, pa.Table]:
    """Return by month the rows that may be kept and what was decided of them; note in ``batch_fates`` the others."""
    connection = warehouse.connection
    # a table, whose size is known: the gate would else join by hashing records, not people. What waits of a large file
    # lies there by months, so that the first and the last one spare DuckDB to look at most of it
    connection.execute(
        f"""create or replace temp table arriving_records as
        select * from waiting_{kind} where month between $first and $last and list_contains($months, month)""",
        {"months": months, "first": min(months), "last": max(months)},
    )
    connection.execute("create or replace temp view batch_records as select * from arriving_records")
    gate_records(warehouse, "gated_records", moment, columns=f"month, file_id, refused, {_DECISIONS}")
    connection.execute(
        f"""insert into batch_fates
        with refused as (
            select file_id, refused as reason, count(*) as records from gated_records
            where refused is not null group by all
        )
        select file_id, 'refused', reason, records from refused
        union all
        select file_id, 'refused_{kind}', 'all', sum(records)::bigint from refused group by file_id"""
    )
    decisions = connection.execute(
        f"""select month, {_DECISIONS}, $policy_version as policy_version from gated_records
        where refused is null order by month, row_number""",
        {"policy_version": moment.policy.label},
    ).to_arrow_table()
    for table in ("gated_records", "arriving_records"):
        connection.execute(f"drop table {table}")
    return _by_month(decisions)


def _by_month(decisions: pa.Table) -> dict[str, pa.Table]:
    """Return the rows of each month out of those that are ordered by it."""
    runs = decisions["month"].combine_chunks().dictionary_encode()
    counts = np.bincount(runs.indices.to_numpy(), minlength=len(runs.dictionary)).tolist()
    rows = decisions.drop_columns("month")
    starts = np.cumsum([0, *counts]).tolist()
    parts = (rows.slice(start, count) for start, count in zip(starts, counts, strict=False))
    return dict(zip(runs.dictionary.to_pylist(), parts, strict=True))


def _answers(connection: duckdb.DuckDBPyConnection, kind: str, month: str) -> pa.Table:
    """Return of a month the rows of which other words count than arrived, with these."""
    return connection.execute(
        f"select * exclude (month) from answered_{kind} where month = ?", [month]
    ).to_arrow_table()


def _note_deferred(connection: duckdb.DuckDBPyConnection, files: frozenset[str]) -> None:
    """Note, inside the caller's transaction, files that are to be read again when other holds are in force."""
    if files:
        values = {"files": sorted(files), "state": holds_state(connection)}
        connection.execute("insert into gov.deferred_files select unnest($files::varchar[]), $state", values)


def _take_over(connection: duckdb.DuckDBPyConnection, stored: Sequence[StoredMonth]) -> None:
    """Leave ``met_records`` (kind, file_id, duplicates) and the notes of all months."""
    connection.execute("create or replace temp table met_records(kind varchar, file_id varchar, duplicates bigint)")
    connection.execute(queries.load("schema/month_notes"))
    told = [{"met_records": month.met, **month.notes} for month in stored]
    for name in told[0] if told else ():
        connection.register("worker_rows", pa.concat_tables([tables[name] for tables in told]))
        connection.execute(f"insert into {name} select * from worker_rows")
        connection.unregister("worker_rows")
