"""Which version of chatward's tables a warehouse is written in: what another version wrote is told before it is read.

A database without a version is of the first one. Columns are compared only where the version is an older one.
"""

import duckdb

from chatward import queries
from chatward.errors import ConfigError

VERSION = 5
"""Rises whenever ``sql/schema`` changes in a way that a warehouse must be brought to."""
_FIRST = 1
_TABLE = "schema_versions"
_OF_OPEN_ERASURES = ("erased_identities", "erased_names")
"""Had other columns until version 3, and hold rows only while an erasure is not finished."""


def version_of(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the version of the governance database that is attached as ``gov``."""
    try:
        rows = connection.execute(f"select version from gov.{_TABLE}").fetchall()
    except duckdb.CatalogException:  # there was no such table then
        rows = []
    return int(rows[0][0]) if rows else _FIRST


def check_version(connection: duckdb.DuckDBPyConnection, *, may_be_older: bool) -> int:
    """Return the version of ``gov`` if this chatward can work with it.

    Args:
        connection: that ``gov`` is attached to.
        may_be_older: whether the caller brings it up to date; what only reads cannot.

    Raises:
        ConfigError: a newer chatward wrote it; or an older one, and it is only read.
    """
    found = version_of(connection)
    if found > VERSION:
        raise ConfigError(
            f"the warehouse has the tables of version {found}, written by a newer chatward; this one knows {VERSION}",
            hint="install the newer chatward; an older one does not open it",
        )
    if found < VERSION and not may_be_older:
        raise ConfigError(
            f"the warehouse has the tables of version {found}, written by an older chatward; this one reads {VERSION}",
            hint="`chatward run` brings it up to date; have a backup of warehouse and keyring before",
        )
    return found


def make_way(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables of an older version that have other columns now and no rows; they are made anew."""
    for table in _OF_OPEN_ERASURES:
        if table in _columns(connection, "gov") and not connection.execute(f"from gov.{table} limit 1").fetchall():
            connection.execute(f"drop table gov.{table}")


def check_columns(connection: duckdb.DuckDBPyConnection, alias: str, schema: str, place: str) -> None:
    """Make sure that the tables of an attached database, as far as there are any, have the columns that they need.

    Args:
        connection: that the database is attached to as ``alias``.
        schema: that says which tables and columns there are, of ``sql/schema``.
        place: what the database is, in words.

    Raises:
        ConfigError: a table has others, so that no step leads from that version to this one.
    """
    with duckdb.connect(":memory:") as empty:
        empty.execute(queries.load(schema))
        wanted = _columns(empty, "memory")
    found = _columns(connection, alias)
    unlike = [table for table, columns in wanted.items() if table in found and found[table] != columns]
    if unlike:
        raise ConfigError(
            f"{place} was written by an older chatward: its table {unlike[0]} has other columns than this one needs",
            hint="finish erasures that wait in it, or open it, with the chatward that wrote it; else move `warehouse` "
            "away and collect anew",
        )


def _columns(connection: duckdb.DuckDBPyConnection, alias: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, data_type in connection.execute(
        """select table_name, column_name, data_type from duckdb_columns()
        where database_name = $alias and schema_name = 'main' order by table_name, column_index""",
        {"alias": alias},
    ).fetchall():
        found.setdefault(table, []).append((column, data_type))
    return found


def note_version(connection: duckdb.DuckDBPyConnection) -> None:
    """Note, inside the caller's transaction, that the tables are those of this version."""
    connection.execute(f"delete from gov.{_TABLE}")
    connection.execute(f"insert into gov.{_TABLE} values (?)", [VERSION])
