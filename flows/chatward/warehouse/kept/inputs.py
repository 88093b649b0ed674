"""Which files that people keep were taken in, and in which state: what did not change costs nothing the next day."""

import hashlib
from collections.abc import Iterable, Mapping

import duckdb

CONTACTS = "registers/contacts.csv"
_VERSION = b"1"
"""Rises when the same bytes would be read otherwise."""


def state_of(data: bytes, *others: str) -> str:
    """Return what changes when a file's bytes change, or something else that decides how they are read."""
    digest = hashlib.blake2b(_VERSION, digest_size=16)
    for part in (*(other.encode() for other in others), data):
        digest.update(b"%d:" % len(part) + part)
    return digest.hexdigest()


def known_inputs(connection: duckdb.DuckDBPyConnection, prefix: str) -> dict[str, str]:
    """Return the states of the known files whose locations begin with ``prefix``."""
    rows = connection.execute(
        "select location, state from gov.read_inputs where starts_with(location, ?)", [prefix]
    ).fetchall()
    return dict(rows)


def forget_inputs(connection: duckdb.DuckDBPyConnection, locations: Iterable[str]) -> None:
    """Have files taken in again by the next run, inside the caller's transaction."""
    connection.execute(
        "delete from gov.read_inputs where list_contains($locations, location)", {"locations": list(locations)}
    )


def store_inputs(connection: duckdb.DuckDBPyConnection, states: Mapping[str, str]) -> None:
    """Note the states in which files were taken in, inside the caller's transaction."""
    forget_inputs(connection, states)
    if states:
        connection.executemany("insert into gov.read_inputs values (?, ?)", list(states.items()))
