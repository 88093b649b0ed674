"""Which of its platform's accounts each source has at home: their ids stand as they are, once and for all."""

from collections.abc import Iterable

import duckdb


def known_home_accounts(connection: duckdb.DuckDBPyConnection, source: str) -> frozenset[str]:
    """Return the accounts that a source has at home."""
    rows = connection.execute("select account from gov.home_accounts where source = $source", {"source": source})
    return frozenset(account for (account,) in rows.fetchall())


def note_home_accounts(connection: duckdb.DuckDBPyConnection, source: str, accounts: Iterable[str]) -> None:
    """Note the accounts that a source has at home, inside the caller's transaction."""
    connection.execute("delete from gov.home_accounts where source = $source", {"source": source})
    for account in sorted(accounts):
        connection.execute("insert into gov.home_accounts values (?, ?)", [source, account])
