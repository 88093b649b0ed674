"""Looks into the governance database without changing a byte of the warehouse."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from chatward.errors import IntegrityError
from chatward.keyring.store import Keyring
from chatward.warehouse.connection import attach, connect

POINTER = "current.json"
"""File of the warehouse that names the valid generation of the governance database; there is none before a run."""


@contextmanager
def read_governance(folder: Path, keyring: Keyring, *, memory_bytes: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with the governance database attached read-only as ``gov``.

    What a run that was killed left in the database's log is seen, and stays there for the next run.

    Raises:
        IntegrityError: the database is missing or damaged, or the keyring does not fit.
    """
    try:
        generation = int(json.loads((folder / POINTER).read_bytes())["governance_generation"])
    except (OSError, ValueError, KeyError, TypeError):
        raise IntegrityError(
            f"warehouse/{POINTER} is damaged", hint="restore the warehouse folder as a whole from its backup"
        ) from None
    path = folder / f"gov.{generation}.duckdb"
    if not path.exists():
        raise IntegrityError(
            "the governance database is missing", hint="restore the warehouse folder as a whole from its backup"
        )
    with (
        tempfile.TemporaryDirectory() as spill,
        closing(connect(Path(spill), folder, memory_bytes=memory_bytes, threads=1)) as connection,
    ):
        attach(connection, path, "gov", key=keyring.key(f"gov/{generation}"), read_only=True)
        yield connection
