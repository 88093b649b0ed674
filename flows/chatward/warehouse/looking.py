"""Looks into the governance database without changing a byte of the warehouse."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from chatward.keyring.store import Keyring
from chatward.warehouse.connection import attach, connect
from chatward.warehouse.generation import governance_key, governance_path, missing_governance, read_pointer
from chatward.warehouse.schema_version import check_version


@contextmanager
def read_governance(folder: Path, keyring: Keyring, *, memory_bytes: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with the governance database attached read-only as ``gov``.

    What a run that was killed left in the database's log is seen, and stays there for the next run.

    Raises:
        IntegrityError: the database is missing or damaged, or the keyring does not fit.
        ConfigError: another version of chatward wrote it.
    """
    generation = read_pointer(folder)
    if generation is None or not (path := governance_path(folder, generation)).exists():
        raise missing_governance()
    with (
        tempfile.TemporaryDirectory() as spill,
        closing(connect(Path(spill), folder, memory_bytes=memory_bytes, threads=1)) as connection,
    ):
        attach(connection, path, "gov", key=keyring.key(governance_key(generation)), read_only=True)
        check_version(connection, may_be_older=False)
        yield connection
