"""Receipts of what was disposed of, which are given out once they stand in the ledger. No personal value in them."""

from collections.abc import Iterable, Mapping

import duckdb

DISPOSAL = "disposal"
ERASURE = "erasure"
_QUERIES = {
    DISPOSAL: """
select run_id, month, rule, messages, events, strftime(disposed_at_utc, '%Y-%m-%dT%H:%M:%S.%fZ') as disposed_at_utc,
    policy_sha256, key_destroyed, sha256_before, sha256_after
from gov.disposals where leaf is null order by disposals.disposed_at_utc, run_id, month, rule
""",
    # which files and keys went for it, the disposals of the rule "erasure" say: one pass serves many erasures
    ERASURE: """
select request_id, scope, strftime(begun_at_utc, '%Y-%m-%dT%H:%M:%S.%fZ') as begun_at_utc,
    strftime(finished_at_utc, '%Y-%m-%dT%H:%M:%S.%fZ') as finished_at_utc, policy_sha256,
    (select coalesce(map(list(store order by store), list(records order by store)), map {})
        from (select store, sum(records)::bigint as records from gov.erasure_counts
            where request_id = erasures.request_id group by store)) as erased
from gov.erasures where finished_at_utc is not null and leaf is null order by erasures.finished_at_utc, request_id
""",
}
_NOTES = {
    DISPOSAL: ("update gov.disposals set leaf = ? where leaf is null and run_id = ? and month = ? and rule = ?",
               ("run_id", "month", "rule")),
    ERASURE: ("update gov.erasures set leaf = ? where leaf is null and request_id = ?", ("request_id",)),
}  # fmt: skip


def due_receipts(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """Return the receipts in no ledger yet, of disposals and then of erasures, oldest first, as its records."""
    found: list[dict[str, object]] = []
    for kind, query in _QUERIES.items():
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        found += [{"kind": kind, **dict(zip(names, row, strict=True))} for row in cursor.fetchall()]
    return found


def note_receipts(connection: duckdb.DuckDBPyConnection, records: Iterable[tuple[int, Mapping[str, object]]]) -> None:
    """Note, inside the caller's transaction, at which leaf of the ledger receipts stand; pass other records by."""
    for leaf, record in records:
        if note := _NOTES.get(str(record.get("kind"))):
            statement, keys = note
            connection.execute(statement, [leaf, *(record[key] for key in keys)])
