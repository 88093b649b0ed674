"""Notes whom and which conversations the records of each month name.

A note is kept with the state of the file that was read for it, and read again when that file changed, by whatever: a
run that was cut off cannot leave a note that is wrong.
"""

from collections.abc import Iterable, Mapping

import duckdb

from chatward import queries
from chatward.retention.plan import MonthPlan
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.store import ShardFile, Warehouse

_NAMED = {"named_subjects": "retention/shard_subjects", "named_conversations": "retention/shard_conversations"}
READ_NAMES = ("read_named_subjects", "read_named_conversations")
"""The temporary tables of whom and what the months name that were read."""


def refresh_names(warehouse: Warehouse) -> None:
    """Read whom the months name whose files changed, and note it; whom they named before is noted, too."""
    shards = changed_shards(warehouse)
    connection = warehouse.connection
    _empty(connection, reads=bool(shards))
    for shard in shards:
        _read_shard(warehouse, shard)
    with warehouse.transaction():
        store_names(connection, {shard.month: state for shard, state in shards.items()})


def changed_shards(warehouse: Warehouse) -> Mapping[ShardFile, str]:
    """Return the shards whose files are not in the state in which they were read, with the state they are in."""
    connection = warehouse.connection
    noted = dict(connection.execute("select month, file_state from gov.read_shards").fetchall())
    shards = [ShardFile(*row) for row in connection.execute("select month, generation from gov.shards").fetchall()]
    states = {shard: warehouse.shard_state(shard) for shard in shards}
    return {shard: state for shard, state in states.items() if noted.get(shard.month) != state}


def know_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave ``known_named_subjects`` and ``known_named_conversations``: whom and what stored records name."""
    for table in _NAMED:
        connection.execute(f"create or replace temp view known_{table} as select * from gov.{table}")


class NamesAfter:
    """Whom records will name once a plan was applied: what is planned of one month after the other is added."""

    def __init__(self, warehouse: Warehouse) -> None:
        """Begin with no month; the notes must be fresh."""
        self._warehouse = warehouse
        self._months: list[str] = []
        _empty(warehouse.connection)

    def add(self, plan: MonthPlan) -> None:
        """Add a month of which something goes; where something stays, ``due_<kind>`` must name what goes."""
        if plan.messages + plan.events == 0:
            return
        self._months.append(plan.month)
        if plan.remaining:
            _read_shard(self._warehouse, ShardFile(plan.month, plan.generation), but=_DUE)

    def know(self) -> None:
        """Leave ``known_named_subjects`` and ``known_named_conversations``, and note whom the plan makes unnamed."""
        connection, months = self._warehouse.connection, {"months": self._months}
        for table in _NAMED:
            connection.execute(
                f"""create or replace temp table foreseen_{table} as
                select * from gov.{table} where not list_contains($months, month)
                union all by name select * from read_{table}""",
                months,
            )
            connection.execute(f"create or replace temp view known_{table} as select * from foreseen_{table}")


_DUE = """where {record_id} not in (select record_id from due_{kind} where hold_id is null)"""


def _empty(connection: duckdb.DuckDBPyConnection, *, reads: bool = True) -> None:
    """Leave what ``read_names`` adds to, and if it will, by which keys reactions name people: once for all months."""
    if reads:
        connection.execute(f"create or replace temp table known_senders as {queries.load('core/known_senders')}")
    empty_names(connection)


def empty_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave the tables of ``READ_NAMES`` without rows."""
    for table, named in zip(READ_NAMES, ("subject_id", "conversation_id"), strict=True):
        connection.execute(f"create or replace temp table {table}(month varchar, {named} blob)")


def _read_shard(warehouse: Warehouse, shard: ShardFile, *, but: str = "") -> None:
    with warehouse.shard(shard, read_only=True):
        read_names(warehouse.connection, shard.month, but=but)


def read_names(connection: duckdb.DuckDBPyConnection, month: str, *, but: str = "") -> None:
    """Add to the tables of ``READ_NAMES`` whom the attached shard names, ``but`` what goes.

    Args:
        connection: has ``known_senders``, the rows of ``core/known_senders``.
        month: of the shard.
        but: a condition on records; ``{kind}`` and ``{record_id}`` stand for the table's own.
    """
    for kind, record_id in RECORD_ID.items():
        left_out = but.format(kind=kind, record_id=record_id)
        connection.execute(f"create or replace temp view named_{kind} as select * from {SHARD}.{kind} {left_out}")
    for table, query in _NAMED.items():
        connection.execute(f"insert into read_{table} select $month, * from ({queries.load(query)})", {"month": month})


def store_names(connection: duckdb.DuckDBPyConnection, states: Mapping[str, str]) -> None:
    """Replace the notes of months that were read or went, inside the caller's transaction.

    Args:
        connection: has in the tables of ``READ_NAMES`` what was read.
        states: by month that was read: the state of its file.
    """
    stale = "list_contains($months, month) or month not in (select month from gov.shards)"
    months: dict[str, Iterable[str]] = {"months": list(states)}
    connection.execute(
        f"""insert into gov.once_named_subjects
        select distinct subject_id from gov.named_subjects
        where ({stale}) and subject_id not in (select subject_id from gov.once_named_subjects)""",
        months,
    )
    for table in (*_NAMED, "read_shards"):
        connection.execute(f"delete from gov.{table} where {stale}", months)
    for table in _NAMED:
        connection.execute(f"insert into gov.{table} by name select * from read_{table}")
    if states:
        connection.executemany("insert into gov.read_shards values (?, ?)", list(states.items()))
