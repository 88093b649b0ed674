"""The analyst's catalogue: a DuckDB connection with a view of every set's current release."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from chatward.keyring.store import Keyring
from chatward.sets.columns import COLUMNS
from chatward.sets.parquet import add_key, scan
from chatward.sets.releases import CURRENT, MANIFEST, Partition, verify
from chatward.warehouse.connection import connect


def open_catalogue(
    sets: Path, keyring: Keyring, names: Iterable[str], *, memory_bytes: int
) -> duckdb.DuckDBPyConnection:
    """Return a connection with one view a set; every file's digest and the manifests were checked.

    A month whose key was destroyed shows somebody who was erased since: it is left out until it is published anew.

    Raises:
        IntegrityError: a set was changed since it was published.
    """
    connection = connect(sets, memory_bytes=memory_bytes)
    keys = {None, *keyring.names("set/")}
    for name in names:
        if (sets / name / CURRENT).exists():
            manifest = verify(sets, name, *(keyring.key(each) for each in keyring.names("manifest")))
            folder = sets / name / CURRENT
            files = [
                (folder / f"month={entry['month']}" / entry["file"], entry["key"])
                for entry in manifest["files"]  # type: ignore[attr-defined]
                if entry["key"] in keys
            ]
            if files:
                create_view(connection, name, [(path.resolve(), key) for path, key in files], keyring)
            else:
                schema = pa.schema([(column, COLUMNS[name][column].type) for column in manifest["columns"]])  # type: ignore[attr-defined]
                connection.register(name, schema.empty_table())
    return connection


def open_pool(
    sets: Path, keyring: Keyring, partitions: Sequence[Partition], *, memory_bytes: int
) -> duckdb.DuckDBPyConnection:
    """Return a connection with one view a set over partitions in the pool, to check them before they are published."""
    connection = connect(sets, memory_bytes=memory_bytes)
    for name in sorted({partition.set_name for partition in partitions}):
        files = [
            (partition.place(sets).resolve(), partition.key_name)
            for partition in partitions
            if partition.set_name == name
        ]
        create_view(connection, name, files, keyring)
    return connection


def collect_rows(
    connection: duckdb.DuckDBPyConnection,
    sets: Path,
    partitions: Iterable[Partition],
    places: Mapping[str, pa.Array | None],
    table: str,
) -> None:
    """Create a table of some rows of partitions over which ``open_pool`` gave a view.

    Args:
        places: by file name: the places of the rows; None for all.
    """
    parts = []
    for number, partition in enumerate(partitions):
        source = scan(partition.place(sets).resolve(), partition.key_name, with_row_numbers=True)
        chosen = places[partition.file_name]
        if chosen is not None:
            connection.register(f"places_{number}", pa.table({"place": chosen}))
            source += f" where file_row_number in (select place from places_{number})"
        parts.append(f"select * exclude (file_row_number) from {source}")
    connection.execute(f'create or replace table "{table}" as ' + "\nunion all by name\n".join(parts))


def create_view(
    connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[tuple[Path, str | None]], keyring: Keyring
) -> None:
    """Create the view ``name`` over Parquet files, each with the name of its key in the keyring, or None."""
    parts = []
    for path, key_name in files:
        if key_name is not None:
            add_key(connection, key_name, keyring.key(key_name))
        parts.append(f"select * from {scan(path, key_name)}")
    connection.execute(f'create or replace view "{name}" as ' + "\nunion all by name\n".join(parts))


def describe(sets: Path, name: str) -> dict[str, object] | None:
    """Return the manifest of the current release without checking it, or None where nothing is published."""
    path = sets / name / CURRENT / MANIFEST
    if not path.exists():
        return None
    manifest: dict[str, object] = json.loads(path.read_bytes())["manifest"]
    return manifest
