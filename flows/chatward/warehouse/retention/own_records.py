"""What is due of chatward's own records of people: of consent, of requests, of identities; counted and disposed of.

Each kind leaves ``due_<kind>``: record_id, person_id, rule, due_at_utc and hold_id, a row per record and person.
"""

import hashlib
from collections.abc import Iterable

import duckdb

from chatward.policy.record_terms import RecordTerm
from chatward.retention.plan import DueCount, RecordsPlan
from chatward.warehouse.moment import Moment
from chatward.warehouse.retention.record_disposals import GOVERNANCE, RecordDisposal, note_disposal
from chatward.warehouse.store import Warehouse

CONSENTS, REQUESTS, IDENTITIES = "consents", "requests", "identities"


def note_record_terms(connection: duckdb.DuckDBPyConnection, terms: Iterable[RecordTerm]) -> None:
    """Leave ``record_terms``: from when and how long records are kept, by what the rule is ``of``."""
    connection.execute(
        "create or replace temp table record_terms(key varchar, rule varchar, start varchar, period interval)"
    )
    rows = [[term.of, term.rule, term.start, term.period.sql_interval] for term in terms]
    if rows:
        connection.executemany("insert into record_terms values (?, ?, ?, ?::interval)", rows)


def count_due(warehouse: Warehouse, kind: str) -> RecordsPlan:
    """Return what ``due_<kind>`` holds, as a plan says it."""
    connection = warehouse.connection
    rows = connection.execute(
        f"select distinct record_id from due_{kind} where hold_id is null order by record_id"
    ).fetchall()
    digest = hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""
    counts = connection.execute(
        f"""select '{kind}', rule, due_at_utc::date::varchar, hold_id, count(distinct record_id) from due_{kind}
        group by all order by all"""
    ).fetchall()
    return RecordsPlan(kind, digest, len(rows), tuple(DueCount(*row) for row in counts), _size(warehouse, len(rows)))


def _size(warehouse: Warehouse, records: int) -> int:
    """Return how many bytes of the governance database so many records take, about: by their share of its rows."""
    if not records:
        return 0
    rows = warehouse.connection.execute(
        "select sum(estimated_size)::bigint from duckdb_tables() where database_name = 'gov'"
    ).fetchall()
    size = warehouse.governance_path.stat().st_size
    return min(size, size * records // max(rows[0][0] or 0, 1))


def note_due(warehouse: Warehouse, moment: Moment, plan: RecordsPlan) -> None:
    """Note, inside the caller's transaction, that what a plan says goes now; its bytes go with the next rewrite."""
    rules: dict[str, int] = {}
    for count in plan.counts:
        if count.hold_id is None:
            rules[count.rule] = rules.get(count.rule, 0) + count.records
    for rule, records in sorted(rules.items()):
        disposal = RecordDisposal(plan.kind, GOVERNANCE, rule, records, warehouse.governance_key_name)
        note_disposal(warehouse.connection, moment, disposal)
    warehouse.owe_rewrite(moment.now_utc)
