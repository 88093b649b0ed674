"""At what stored texts hint, of what retention rules name: what is stored is looked at once, and again when needed.

Whatever arrives is looked at before it is gated. Looked at again are months with words that were replaced since, and
all months when the policy names other kinds of hints or the detector's version rises.
"""

from functools import lru_cache

import duckdb
import pyarrow as pa

from chatward.detect import Kind
from chatward.detect.hinting import HintFinder
from chatward.policy.model import Policy
from chatward.policy.vocabulary import HintKind
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.store import Warehouse


def finder_for(policy: Policy) -> HintFinder:
    """Return what finds the hints that retention rules name."""
    return _finder(policy.retention_hints)


@lru_cache(maxsize=4)
def _finder(hints: frozenset[HintKind]) -> HintFinder:
    return HintFinder(frozenset(Kind[hint.upper()] for hint in hints))


def with_hints(records: pa.Table, finder: HintFinder) -> pa.Table:
    """Return records with the column ``hints``; it is null where nothing is looked for."""
    if not finder.state:
        return records.append_column("hints", pa.nulls(records.num_rows, pa.uint8()))
    return records.append_column("hints", pa.array(finder.hints_of(records["text"]), pa.uint8()))


def has_unread(connection: duckdb.DuckDBPyConnection, policy: Policy) -> bool:
    """Return whether there is a month of which is not known at what its texts hint."""
    return bool(_unread_months(connection, finder_for(policy)))


def read_texts(warehouse: Warehouse, policy: Policy) -> list[str]:
    """Find at what texts hint where it is not known; return the months, in which must be decided again.

    They stay unknown until ``note_read``, so that a run that is cut off before looks at them again.
    """
    finder = finder_for(policy)
    months = _unread_months(warehouse.connection, finder)
    for month in months:
        _read_month(warehouse, month, finder)
    return months


def note_read(connection: duckdb.DuckDBPyConnection, months: list[str], policy: Policy) -> None:
    """Note, inside the caller's transaction, what ``read_texts`` read and was decided by since."""
    connection.execute("update gov.shards set unread_texts = 0 where list_contains($months, month)", {"months": months})
    connection.execute("delete from gov.hint_states")
    connection.execute("insert into gov.hint_states values (?)", [finder_for(policy).state])


def _unread_months(connection: duckdb.DuckDBPyConnection, finder: HintFinder) -> list[str]:
    former = connection.execute("select state from gov.hint_states").fetchall()
    is_of_others = finder.state != (former[0][0] if former else "")
    rows = connection.execute(
        """select month from gov.shards
        where $all or ($any and (unread_texts > 0 or month in (select month from gov.owed_shards))) order by month""",
        {"all": is_of_others, "any": bool(finder.state)},
    ).fetchall()
    return [month for (month,) in rows]


def _read_month(warehouse: Warehouse, month: str, finder: HintFinder) -> None:
    """Store at what the texts of a month hint; where that is known already, nothing is written."""
    connection, shard = warehouse.connection, warehouse.shard_file(month)
    found: dict[str, pa.Table] = {}
    with warehouse.shard(shard, read_only=True):
        for kind, record_id in RECORD_ID.items():
            texts = connection.execute(
                f"select {record_id} as record_id, text, hints as former from {SHARD}.{kind} where text is not null"
            ).to_arrow_table()
            connection.register("texts_read", with_hints(texts, finder).drop_columns("text"))
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
