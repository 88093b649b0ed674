"""Keeps in the governance database how the last run left the ledger: whoever cuts or changes its end is found out."""

from pathlib import Path

import duckdb

from chatward.ledger.records import Head, head


def pinned_head(connection: duckdb.DuckDBPyConnection) -> Head | None:
    """Return the ledger's head as the last run left it; None where no run was closed yet."""
    rows = connection.execute("select records, digest from gov.ledger_heads").fetchall()
    return Head(*rows[0]) if rows else None


def pin_head(connection: duckdb.DuckDBPyConnection, left: Head) -> None:
    """Note how the ledger ends, inside the caller's transaction."""
    connection.execute("delete from gov.ledger_heads")
    connection.execute("insert into gov.ledger_heads values (?, ?)", [left.records, left.digest])


def checked_head(connection: duckdb.DuckDBPyConnection, folder: Path) -> Head:
    """Return the head of the ledger in ``folder`` after walking all of it.

    Raises:
        IntegrityError: it is not as the last run left it.
    """
    return head(folder, pinned=pinned_head(connection))
