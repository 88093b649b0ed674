"""Writes a month's file anew under a new key: the only way in which anything stored leaves the bytes for good."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import duckdb

from chatward import queries
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.months import describe_month, store_months
from chatward.warehouse.store import ShardFile, Warehouse, unlink_database


def copy_shard(
    warehouse: Warehouse,
    old: ShardFile,
    *,
    but: str = "",
    columns: Mapping[str, str] = MappingProxyType({}),
    check: Callable[[], None] = lambda: None,
) -> ShardFile:
    """Copy what stays of a month into its next generation, which nothing names yet, and note what it holds.

    Args:
        warehouse: that both files are of.
        old: the valid generation.
        but: an anti join of ``stored`` with what goes; ``{kind}`` and ``{record_id}`` stand for the table's own.
        columns: by kind, what of ``stored`` its copy takes over, in the table's order; all where it names no kind.
        check: called while the new file is attached, to raise where the copy is not what it should be.
    """
    new = ShardFile(old.month, old.generation + 1)
    unlink_database(warehouse.shard_path(new))
    connection = warehouse.connection
    with warehouse.shard(old, read_only=True, alias="old"), warehouse.shard(new):
        for kind, record_id in RECORD_ID.items():
            left_out = but.format(kind=kind, record_id=record_id)
            taken = columns.get(kind, "stored.*")
            connection.execute(f"insert into {SHARD}.{kind} select {taken} from old.{kind} as stored {left_out}")
        check()
        describe_month(connection, old.month)
    return new


def switch_to(connection: duckdb.DuckDBPyConnection, new: ShardFile) -> None:
    """Make a copy the valid generation, inside the caller's transaction."""
    store_months(connection, [new.month])
    connection.execute("update gov.shards set generation = ? where month = ?", [new.generation, new.month])


def remove_shards(warehouse: Warehouse, shards: Sequence[ShardFile]) -> list[str]:
    """Unlink files that are valid no more and destroy their keys; return the names of these."""
    for shard in shards:
        unlink_database(warehouse.shard_path(shard))
    return warehouse.keyring.destroy(shard.key_name for shard in shards)


def settle_shards(warehouse: Warehouse) -> None:
    """Write every month anew of which that is owed."""
    months = warehouse.connection.execute("select distinct month from gov.owed_shards order by month").fetchall()
    doomed: list[ShardFile] = []
    try:
        for (month,) in months:
            old = warehouse.shard_file(month)
            _settle(warehouse, old)
            doomed.append(old)
    finally:
        remove_shards(warehouse, doomed)


def _settle(warehouse: Warehouse, old: ShardFile) -> None:
    connection = warehouse.connection
    connection.execute(queries.load("schema/month_notes"))
    # a run may be cut off between noting the debt and making the file
    new = copy_shard(warehouse, old) if warehouse.shard_path(old).exists() else None
    with warehouse.transaction():
        if new:
            switch_to(connection, new)
        forgive_month(connection, old.month)


def replace_where(warehouse: Warehouse, months: Iterable[str], query: str, statements: Sequence[str]) -> None:
    """Run statements on the file of each month in which a query finds anything; these months are owed a rewrite.

    The debt is noted before the first byte changes, so that a run that is cut off leaves it.
    """
    concerned = [month for month in months if _finds_any(warehouse, month, query)]
    with warehouse.transaction() as connection:
        owe_shards(connection, concerned, is_certain=True)
    for month in concerned:
        with warehouse.shard(warehouse.shard_file(month)):
            connection.execute("begin transaction")
            for statement in statements:
                connection.execute(statement)
            connection.execute("commit")


def _finds_any(warehouse: Warehouse, month: str, query: str) -> bool:
    with warehouse.shard(warehouse.shard_file(month), read_only=True):
        return bool(warehouse.connection.execute(query).fetchall())


def owe_shards(connection: duckdb.DuckDBPyConnection, months: Iterable[str], *, is_certain: bool) -> None:
    """Note, inside the caller's transaction, months in whose files something will be replaced, or perhaps is."""
    connection.execute(
        "insert into gov.owed_shards select unnest($months::varchar[]), $is_certain",
        {"months": sorted(months), "is_certain": is_certain},
    )


def forgive_shards(connection: duckdb.DuckDBPyConnection, replaced: Iterable[str]) -> None:
    """Strike off, inside the caller's transaction, all months but those in which something was ``replaced``."""
    connection.execute("delete from gov.owed_shards where not is_certain")
    owe_shards(connection, replaced, is_certain=True)


def forgive_month(connection: duckdb.DuckDBPyConnection, month: str) -> None:
    """Strike off, inside the caller's transaction, a month whose file is new or gone."""
    connection.execute("delete from gov.owed_shards where month = ?", [month])
