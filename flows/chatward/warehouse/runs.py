"""Which runs there were, how they ended, and how the last of them left the ledger."""

from datetime import datetime

import duckdb

from chatward.warehouse.moment import Moment, naive_utc


def store_run(
    connection: duckdb.DuckDBPyConnection, moment: Moment, started_at: datetime, ended_at: datetime, outcome: str
) -> None:
    """Store how this run ended; a run that was killed leaves no row."""
    connection.execute(
        "insert into gov.runs values (?, ?, ?, ?, ?, ?)",
        [moment.run_id, naive_utc(started_at), naive_utc(ended_at), moment.now_utc, moment.policy.label, outcome],
    )


def pinned_head(connection: duckdb.DuckDBPyConnection) -> tuple[int, str] | None:
    """Return (records, digest) of the ledger as the last run left it; None where no run was closed yet."""
    rows: list[tuple[int, str]] = connection.execute("select records, digest from gov.ledger_heads").fetchall()
    return rows[0] if rows else None


def pin_head(connection: duckdb.DuckDBPyConnection, records: int, digest: str) -> None:
    """Note how the ledger ends, inside the caller's transaction: whoever cuts or changes its end is found out."""
    connection.execute("delete from gov.ledger_heads")
    connection.execute("insert into gov.ledger_heads values (?, ?)", [records, digest])
