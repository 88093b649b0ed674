"""Which runs there were, and how they ended."""

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
