"""Keeps in the governance database how the last run left the ledger: whoever cuts or changes it is found out."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from chatward.ledger.log import Head, head
from chatward.ledger.notes import PublicKey, parse_key


@dataclass(frozen=True, slots=True)
class Pin:
    """How the ledger was left, and the key by which it is signed."""

    head: Head
    key: PublicKey


def pinned(connection: duckdb.DuckDBPyConnection) -> Pin | None:
    """Return how the last run left the ledger; None where no run was closed yet."""
    rows = connection.execute("select records, root, vkey from gov.ledger_heads").fetchall()
    return next((Pin(Head(records, root), parse_key(vkey)) for records, root, vkey in rows), None)


def pin(connection: duckdb.DuckDBPyConnection, left: Pin) -> None:
    """Note how the ledger is, inside the caller's transaction."""
    connection.execute("delete from gov.ledger_heads")
    connection.execute(
        "insert into gov.ledger_heads values (?, ?, ?)", [left.head.records, left.head.root, str(left.key)]
    )


def checked_head(connection: duckdb.DuckDBPyConnection, folder: Path) -> Head | None:
    """Return the head of the ledger after checking all of it; None where no run was closed yet.

    Raises:
        IntegrityError: it does not follow from how the last run left it.
    """
    left = pinned(connection)
    return head(folder, left.key, pinned=left.head) if left else None
