"""The analyst's catalogue: a DuckDB connection with a view of every set's current release."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from chatward.keyring.store import Keyring
from chatward.sets.columns import COLUMNS
from chatward.sets.parquet import add_key
from chatward.sets.releases import CURRENT, MANIFEST, POOL, Partition, verify
from chatward.warehouse.connection import connect


def open_catalogue(
    sets: Path, keyring: Keyring, names: Iterable[str], *, memory_bytes: int
) -> duckdb.DuckDBPyConnection:
    """Return a connection with one view a set; every file's digest and the manifests were checked.

    Raises:
        IntegrityError: a set was changed since it was published, or its key is gone.
    """
    connection = connect(sets, memory_bytes=memory_bytes)
    for name in names:
        if (sets / name / CURRENT).exists():
            manifest = verify(sets, name, keyring.key("manifest"))
            folder = sets / name / CURRENT
            files = [
                (folder / f"month={entry['month']}" / entry["file"], entry["key"])
                for entry in manifest["files"]  # type: ignore[attr-defined]
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
            ((sets / name / POOL / partition.file_name).resolve(), partition.key_name)
            for partition in partitions
            if partition.set_name == name
        ]
        create_view(connection, name, files, keyring)
    return connection


def create_view(
    connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[tuple[Path, str | None]], keyring: Keyring
) -> None:
    """Create the view ``name`` over Parquet files, each with the name of its key in the keyring, or None."""
    parts = []
    for path, key_name in files:
        place = "'" + str(path).replace("'", "''") + "'"
        if key_name is None:
            parts.append(f"select * from read_parquet({place}, hive_partitioning = false)")
            continue
        add_key(connection, key_name, keyring.key(key_name))
        parts.append(
            f"select * from read_parquet({place}, encryption_config = {{footer_key: '{key_name}'}}, "
            "hive_partitioning = false)"
        )
    connection.execute(f'create or replace view "{name}" as ' + "\nunion all by name\n".join(parts))


def describe(sets: Path, name: str) -> dict[str, object] | None:
    """Return the manifest of the current release without checking it, or None where nothing is published."""
    path = sets / name / CURRENT / MANIFEST
    if not path.exists():
        return None
    manifest: dict[str, object] = json.loads(path.read_bytes())["manifest"]
    return manifest
