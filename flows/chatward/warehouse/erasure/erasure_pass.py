"""The physical pass of erasures: writes each month in which something of them may be anew, all open ones in one go.

Months are worked on at once, as many as there are processors, and become valid some at a time, each time in one
transaction: a run that is cut off goes on with those that did not.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.rights.identifier_signs import sign_of_any
from chatward.settings import processors
from chatward.warehouse.connection import connect
from chatward.warehouse.erasure.erased_people import erased_talkers, screen_of_erased
from chatward.warehouse.erasure.erasure_month import ErasedMonth, MonthFiles, Terms, erase_month
from chatward.warehouse.gate.holding import copy_holds, find_holds
from chatward.warehouse.moment import Moment
from chatward.warehouse.months import NOTES, forget_month, store_months
from chatward.warehouse.people.naming import READ_NAMES, empty_names, store_names
from chatward.warehouse.rewriting import forgive_month, remove_shards
from chatward.warehouse.store import ShardFile, Warehouse, unlink_database

RULE = "erasure"
"""Stands for a retention rule in the receipts of what went for erasures."""
_REDACTIONS = "mentions"
_MOST_AT_ONCE = 4
"""Months that are worked on at the same time, however many processors there are."""
_ROWS_AT_ONCE = 1_000_000
"""After so many records the months that were written become valid, so that a run that is cut off loses no more."""


@dataclass(slots=True)
class MonthsErased:
    """What a pass did: by request, how much a hold keeps."""

    held: Counter[str] = field(default_factory=Counter)


def erase_months(warehouse: Warehouse, moment: Moment) -> MonthsErased:
    """Take out of every month what open erasures ask for; a run that is cut off goes on with the months that are left.

    Raises:
        IntegrityError: a copy does not hold what it should; the old file stays.
    """
    _strike_off_gone(warehouse)
    result, doomed = MonthsErased(), list[ShardFile]()
    shards = _open_shards(warehouse)
    warehouse.keyring.create(_successor(shard).key_name for shard in shards)
    try:
        with _erased(warehouse, moment, shards) as erased:
            for group in _groups(warehouse, shards):
                done = list(zip(group, erased, strict=False))
                _take_over(warehouse, moment, done)
                doomed += [old if month.is_changed else _successor(old) for old, month in done]
                doomed += [_successor(old) for old, month in done if not month.stays]
                for _, month in done:
                    _count_held(month, result)
    finally:
        remove_shards(warehouse, doomed)
    return result


def _successor(shard: ShardFile) -> ShardFile:
    return ShardFile(shard.month, shard.generation + 1)


def _strike_off_gone(warehouse: Warehouse) -> None:
    """Strike off the months that were disposed of meanwhile."""
    warehouse.connection.execute("delete from gov.erasure_months where month not in (select month from gov.shards)")


def _open_shards(warehouse: Warehouse) -> list[ShardFile]:
    rows = warehouse.connection.execute(
        """select month, generation from gov.shards
        where month in (select month from gov.erasure_months) order by month"""
    ).fetchall()
    return [ShardFile(*row) for row in rows]


def _groups(warehouse: Warehouse, shards: Sequence[ShardFile]) -> Iterator[list[ShardFile]]:
    """Yield months that become valid together."""
    sizes = dict(warehouse.connection.execute("select month, messages + events from gov.shards").fetchall())
    group, rows = list[ShardFile](), 0
    for shard in shards:
        group.append(shard)
        rows += sizes[shard.month]
        if rows >= _ROWS_AT_ONCE:
            yield group
            group, rows = [], 0
    if group:
        yield group


def _terms(warehouse: Warehouse, moment: Moment) -> Terms:
    """Return what all open erasures are about, for connections that see no governance database."""
    connection = warehouse.connection
    find_holds(connection, moment)
    request = connection.execute("select min(request_id) from gov.erasures where finished_at_utc is null").fetchall()
    types = connection.execute("select distinct identifier_type from gov.erased_identities").fetchall()
    tables = {name: connection.execute(query).to_arrow_table() for name, query in _TABLES.items()}
    return Terms(
        screen=screen_of_erased(warehouse),
        talkers=erased_talkers(connection),
        sign=sign_of_any([type_ for (type_,) in types]),
        tables={**tables, "holds_in_force": copy_holds(connection)},
        any_request=request[0][0] or "",
        now_utc=moment.now_utc,
    )


_TABLES = {
    "erased_subjects": "select subject_id, min(request_id) as request_id from gov.erased_subjects group by subject_id",
    "erased_targets": """select scope, target_id, min(request_id) as request_id from gov.erasures
        where finished_at_utc is null and scope != 'subject' group by scope, target_id""",
    # where others may name those who are erased
    "erased_talks": """select members.conversation_id, min(erased.request_id) as request_id
        from gov.conversation_members as members inner join gov.erased_subjects as erased using (subject_id)
        group by members.conversation_id""",
    "known_senders": queries.load("core/known_senders"),
}


@contextmanager
def _erased(warehouse: Warehouse, moment: Moment, shards: Sequence[ShardFile]) -> Iterator[Iterator[ErasedMonth]]:
    """Give what becomes of months, in their order: as many at once as there are processors are worked on.

    They are in threads, since DuckDB does the work, and go on while those that are done become valid.
    """
    count = min(_MOST_AT_ONCE, processors(), len(shards))
    terms, idle = _terms(warehouse, moment), SimpleQueue[duckdb.DuckDBPyConnection]()

    def work_on(shard: ShardFile) -> ErasedMonth:
        connection = idle.get()
        try:
            return erase_month(connection, _files(warehouse, shard), terms)
        finally:
            idle.put(connection)

    with ExitStack() as stack:
        for _ in range(count):
            memory_bytes = warehouse.memory_bytes // count
            connection = stack.enter_context(closing(connect(warehouse.folder, memory_bytes=memory_bytes, threads=1)))
            terms.give(connection)
            idle.put(connection)
        pool = stack.enter_context(ThreadPoolExecutor(max(1, count)))
        stack.callback(pool.shutdown, cancel_futures=True)
        yield pool.map(work_on, shards)


def _files(warehouse: Warehouse, old: ShardFile) -> MonthFiles:
    new = _successor(old)
    unlink_database(warehouse.shard_path(new))
    key = warehouse.keyring.key
    paths = warehouse.shard_path(old), warehouse.shard_path(new)
    return MonthFiles(old.month, *paths, key(old.key_name), key(new.key_name))


def _take_over(warehouse: Warehouse, moment: Moment, done: Sequence[tuple[ShardFile, ErasedMonth]]) -> None:
    """Make the files that were written valid, and note what went and that these months are done, all at once."""
    connection = warehouse.connection
    changed = [(old, month) for old, month in done if month.is_changed]
    connection.execute(queries.load("schema/month_notes"))
    empty_names(connection)
    for name in (*NOTES, *READ_NAMES):
        if tables := [month.notes[name] for _, month in changed if month.notes]:
            _insert(connection, name, pa.concat_tables(tables))
    with warehouse.transaction():
        renewed = [month.month for _, month in changed if month.stays]
        store_months(connection, renewed)
        connection.execute(
            "update gov.shards set generation = generation + 1 where list_contains($months, month)", {"months": renewed}
        )
        for old, month in changed:
            if not month.stays:
                forget_month(connection, month.month)
            forgive_month(connection, month.month)
            _note_disposal(warehouse, moment, old, month)
        new = [_successor(old) for old, month in changed if month.stays]
        store_names(connection, {shard.month: warehouse.shard_state(shard) for shard in new})
        _note_counts(connection, [month for _, month in changed])
        for _, month in done:
            _strike_off(connection, month)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    connection.register("inserted", rows)
    connection.execute(f"insert into {table} by name select * from inserted")
    connection.unregister("inserted")


def _note_disposal(warehouse: Warehouse, moment: Moment, old: ShardFile, month: ErasedMonth) -> None:
    warehouse.connection.execute(
        "insert into gov.disposals values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
        [
            moment.run_id, month.month, RULE, month.gone["messages"], month.gone["events"], moment.now_utc,
            old.key_name, moment.policy.digest, *month.digests,
        ],
    )  # fmt: skip


def _note_counts(connection: duckdb.DuckDBPyConnection, months: Sequence[ErasedMonth]) -> None:
    counts = Counter[tuple[str, str]]()
    for month in months:
        for row in month.counts.to_pylist():
            if not row["is_held"]:
                counts[row["request_id"], row["kind"] if row["is_erased"] else _REDACTIONS] += row["records"]
    if counts:
        rows = [[*names, records] for names, records in sorted(counts.items())]
        connection.executemany("insert into gov.erasure_counts values (?, ?, ?)", rows)
    if months:
        _insert(connection, "gov.erased_files", pa.concat_tables([month.files for month in months]))


def _held(month: ErasedMonth) -> Mapping[str, int]:
    held = Counter[str]()
    for row in month.counts.to_pylist():
        if row["is_held"]:
            held[row["request_id"]] += row["records"]
    return held


def _strike_off(connection: duckdb.DuckDBPyConnection, month: ErasedMonth) -> None:
    """Note, inside the caller's transaction, that a month is done for all erasures but those that a hold stops.

    Whom words name that are held is not noted: all are known by name and identifier until the last of them may go.
    """
    if any(row["is_held"] and not row["is_erased"] for row in month.counts.to_pylist()):
        return
    connection.execute(
        "delete from gov.erasure_months where month = $month and not list_contains($held::varchar[], request_id)",
        {"month": month.month, "held": list(_held(month))},
    )


def _count_held(month: ErasedMonth, result: MonthsErased) -> None:
    result.held.update(_held(month))
