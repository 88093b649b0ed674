"""Receipts of what was disposed of, which are given out once they stand in the ledger. No personal value in them."""

from collections.abc import Iterable, Mapping

import duckdb

DISPOSAL = "disposal"
ERASURE = "erasure"
REQUEST = "request"
RECORDS = "record_disposal"
_QUERIES = {
    DISPOSAL: """
select run_id, month, rule, messages, events, strftime(disposed_at_utc, '%Y-%m-%dT%H:%M:%S.%fZ') as disposed_at_utc,
    policy_sha256, key_destroyed, sha256_before, sha256_after
from gov.disposals where leaf is null order by disposals.disposed_at_utc, run_id, month, rule
""",
    RECORDS: """
select run_id, kind as what, place, rule, records,
    strftime(disposed_at_utc, '%Y-%m-%dT%H:%M:%S.%fZ') as disposed_at_utc,
    policy_sha256, key_destroyed, sha256_before, sha256_after
from gov.record_disposals where leaf is null order by record_disposals.disposed_at_utc, run_id, place, what, rule
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
    # of whoever asked nothing: a request is told by its keyed reference, and what was done by stores and counts
    REQUEST: """
select requests.reference, requests.kind as "right", requests.scope, requests.regime, closing.act as outcome,
    closing.code, strftime(requests.received_at_utc, '%Y-%m-%d') as received_on,
    strftime(coalesce((select max(until_utc) from gov.request_acts as extensions
        where extensions.request_id = closing.request_id and extensions.act = 'extended'), requests.due_at_utc),
        '%Y-%m-%dT%H:%M:%SZ') as due_at_utc,
    strftime(closing.at_utc, '%Y-%m-%dT%H:%M:%SZ') as closed_at_utc, closing.run_id,
    (select coalesce(list(struct_pack(store := acts.store, records := acts.records, fields := acts.fields)
        order by acts.number), []) from gov.request_acts as acts
        where acts.request_id = closing.request_id and acts.store is not null) as stores
from gov.request_acts as closing inner join gov.requests as requests using (request_id)
where closing.act in ('done', 'refused', 'duplicate', 'taken_back', 'lifted') and closing.leaf is null
order by closing.at_utc, requests.reference, closing.number
""",
}
_NOTES = {
    DISPOSAL: ("update gov.disposals set leaf = ? where leaf is null and run_id = ? and month = ? and rule = ?",
               ("run_id", "month", "rule")),
    RECORDS: ("""update gov.record_disposals set leaf = ?
        where leaf is null and run_id = ? and kind = ? and place = ? and rule = ?""",
              ("run_id", "what", "place", "rule")),
    ERASURE: ("update gov.erasures set leaf = ? where leaf is null and request_id = ?", ("request_id",)),
    REQUEST: ("""update gov.request_acts set leaf = ? where leaf is null and act = ? and request_id in (
        select request_id from gov.requests where reference = ?)""", ("outcome", "reference")),
}  # fmt: skip


def due_receipts(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """Return the receipts that are in no ledger yet, of disposals, erasures and requests, oldest first."""
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
