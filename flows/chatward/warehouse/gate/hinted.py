"""At what stored texts hint, of what retention rules name: what is stored is looked at once, and again when needed.

Whatever arrives is looked at before it is gated. Looked at again are months with words that were replaced since, and
all months when the policy names other kinds of hints or the detector's version rises.
"""

import duckdb
import pyarrow as pa

from chatward.intake.hinting import hint_finder, with_hints
from chatward.policy.model import Policy
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.store import Warehouse


def hints_of(policy: Policy) -> frozenset[str]:
    """Return the names of the hints that retention rules name."""
    return frozenset(hint.value for hint in policy.retention_hints)


def has_unread(connection: duckdb.DuckDBPyConnection, policy: Policy) -> bool:
    """Return whether there is a month of which is not known at what its texts hint."""
    return bool(_unread_months(connection, hints_of(policy)))


def read_texts(warehouse: Warehouse, policy: Policy) -> list[str]:
    """Find at what texts hint where it is not known; return the months, in which must be decided again.

    They stay unknown until ``note_read``, so that a run that is cut off before looks at them again.
    """
    hints = hints_of(policy)
    months = _unread_months(warehouse.connection, hints)
    for month in months:
        _read_month(warehouse, month, hints)
    return months


def note_read(connection: duckdb.DuckDBPyConnection, months: list[str], policy: Policy) -> None:
    """Note, inside the caller's transaction, what ``read_texts`` read and was decided by since."""
    connection.execute("update gov.shards set unread_texts = 0 where list_contains($months, month)", {"months": months})
    connection.execute("delete from gov.hint_states")
    connection.execute("insert into gov.hint_states values (?)", [hint_finder(hints_of(policy)).state])


def _unread_months(connection: duckdb.DuckDBPyConnection, hints: frozenset[str]) -> list[str]:
    state = hint_finder(hints).state
    former = connection.execute("select state from gov.hint_states").fetchall()
    is_of_others = state != (former[0][0] if former else "")
    rows = connection.execute(
        """select month from gov.shards
        where $all or ($any and (unread_texts > 0 or month in (select month from gov.owed_shards))) order by month""",
        {"all": is_of_others, "any": bool(hints)},
    ).fetchall()
    return [month for (month,) in rows]


def _read_month(warehouse: Warehouse, month: str, hints: frozenset[str]) -> None:
    """Store at what the texts of a month hint; where that is known already, nothing is written."""
    connection, shard = warehouse.connection, warehouse.shard_file(month)
    found: dict[str, pa.Table] = {}
    with warehouse.shard(shard, read_only=True):
        for kind, record_id in RECORD_ID.items():
            texts = connection.execute(
                f"select {record_id} as record_id, text, hints as former from {SHARD}.{kind} where text is not null"
            ).to_arrow_table()
            connection.register("texts_read", with_hints(texts, hints).drop_columns("text"))
            found[kind] = connection.execute(
                "select record_id, hints from texts_read where hints is distinct from former"
            ).to_arrow_table()
            connection.unregister("texts_read")
    if not any(changed.num_rows for changed in found.values()):
        return
    with warehouse.shard(shard):
        connection.execute("begin transaction")
        for kind, changed in found.items():
            connection.register("texts_read", changed)
            connection.execute(
                f"""update {SHARD}.{kind} as stored set hints = texts_read.hints
                from texts_read where stored.{RECORD_ID[kind]} = texts_read.record_id"""
            )
            connection.unregister("texts_read")
        connection.execute("commit")
