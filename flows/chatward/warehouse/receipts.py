"""Receipts of what was disposed of, which are given out once they stand in the ledger. No personal value in them."""

from collections.abc import Iterable, Mapping

import duckdb

DISPOSAL = "disposal"
_KEYS = ("run_id", "month", "rule")
_QUERY = """
select run_id, month, rule, messages, events, strftime(disposed_at_utc, '%Y-%m-%dT%H:%M:%S.%fZ') as disposed_at_utc,
    policy_sha256, key_destroyed, sha256_before, sha256_after
from gov.disposals where leaf is null order by disposed_at_utc, run_id, month, rule
"""


def due_receipts(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """Return the receipts that are in no ledger yet, oldest first, as records for it."""
    cursor = connection.execute(_QUERY)
    names = [column[0] for column in cursor.description or ()]
    return [{"kind": DISPOSAL, **dict(zip(names, row, strict=True))} for row in cursor.fetchall()]


def note_receipts(connection: duckdb.DuckDBPyConnection, records: Iterable[tuple[int, Mapping[str, object]]]) -> None:
    """Note, inside the caller's transaction, at which leaf of the ledger receipts stand; pass other records by."""
    for leaf, record in records:
        if record.get("kind") == DISPOSAL:
            connection.execute(
                "update gov.disposals set leaf = ? where leaf is null and run_id = ? and month = ? and rule = ?",
                [leaf, *(record[key] for key in _KEYS)],
            )
