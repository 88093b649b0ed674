"""The one gate of legal holds: whatever would take words or records away asks here first.

Retention, erasure, edits, deletions, newer exports and what is missing in them all go by ``held_records``. What waits
for a release is done by whoever asked, in the first run in which the hold keeps it no more.
"""

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from chatward import queries

if TYPE_CHECKING:  # workers need neither, and what they import costs each of them
    from chatward.warehouse.moment import Moment
    from chatward.warehouse.store import Warehouse


def find_holds(connection: duckdb.DuckDBPyConnection, moment: "Moment") -> bool:
    """Leave ``holds_in_force`` as the register has them at the moment; return whether there are any.

    Its columns are hold_id, subject_id, conversation_id, source, from_utc, until_utc: one row per hold and subject of
    the person whom it names.
    """
    found: int = connection.execute(
        f"create or replace temp table holds_in_force as {queries.load('retention/holds_in_force')}",
        {"now": moment.now_utc},
    ).fetchall()[0][0]
    return found > 0


def find_held(connection: duckdb.DuckDBPyConnection, records: str) -> None:
    """Leave ``held_records`` (record_id, hold_id): which of some records a hold keeps, after ``find_holds``.

    Args:
        connection: sees what ``records`` reads.
        records: a query for record_id, subject_id, conversation_id, source and at_utc, as records carry them.
    """
    connection.execute(f"create or replace temp view hold_candidates as {records}")
    connection.execute(f"create or replace temp table held_records as {queries.load('retention/held_records')}")


def copy_holds(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return ``holds_in_force`` for a worker process, whose connection sees no governance database."""
    return connection.execute("select * from holds_in_force").to_arrow_table()


def take_holds(connection: duckdb.DuckDBPyConnection, holds: pa.Table) -> None:
    """Leave ``holds_in_force`` in a worker's connection."""
    connection.register("copied_holds", holds)
    connection.execute("create or replace temp table holds_in_force as select * from copied_holds")
    connection.unregister("copied_holds")


def holds_state(connection: duckdb.DuckDBPyConnection) -> str:
    """Return what changes whenever ``holds_in_force`` does: 32 hex digits."""
    state: str = connection.execute(
        "select md5(coalesce(string_agg(holds::varchar, ';' order by holds::varchar), '')) from holds_in_force as holds"
    ).fetchall()[0][0]
    return state


def reopen_deferred(warehouse: "Warehouse", moment: "Moment") -> None:
    """Have files read again whose newer words waited for a hold, if other holds are in force than when they did."""
    with warehouse.transaction() as connection:
        if not connection.execute("select 1 from gov.deferred_files limit 1").fetchall():
            return
        find_holds(connection, moment)
        values = {"state": holds_state(connection)}
        waited = "select file_id from gov.deferred_files where holds_state != $state"
        connection.execute(f"update gov.files set is_reopened = true where file_id in ({waited})", values)
        connection.execute(
            f"delete from gov.entries where source in (select source from gov.files where file_id in ({waited}))",
            values,
        )
        connection.execute("delete from gov.deferred_files where holds_state != $state", values)
