"""Writes partitions: plain Parquet for aggregate sets, encrypted Parquet for pseudonymised ones.

Encrypted files are written by DuckDB. What pyarrow 26 encrypts, DuckDB 1.5 reads only as long as no filter is pushed
into the scan: a ``where`` or ``order by … limit`` then fails with a wrong tag. Arrow and pandas get at them through
DuckDB.
"""

import base64
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from chatward import durable
from chatward.errors import ConfigError

ROW_GROUP_ROWS = 120_000
_ROWS = "partition_rows"


def write_plain(table: pa.Table, path: Path) -> None:
    """Write one partition that anybody may read, in one step.

    No statistics and no page index are written, for footers would carry the least and greatest value of each column.

    Raises:
        ConfigError: the disk is full or not writable.
    """

    def write(beside: Path) -> None:
        pq.write_table(
            table, beside, compression="zstd", write_statistics=False, write_page_index=False, store_schema=False
        )

    _in_one_step(path, write)


def write_encrypted(connection: duckdb.DuckDBPyConnection, table: pa.Table, path: Path, key: bytes) -> None:
    """Write one partition under AES-256-GCM, footer and statistics included, in one step.

    Args:
        connection: one that may write to the folder of ``path``, with the cryptographic module loaded.
        table: the rows; dictionaries are decoded, so that no value survives that no row has.
        key: 32 bytes, of this file alone.

    Raises:
        ConfigError: the disk is full or not writable.
    """

    def write(beside: Path) -> None:
        add_key(connection, beside.stem, key)
        connection.register(_ROWS, table)
        connection.execute(
            f"copy {_ROWS} to {_literal(beside)} (format parquet, compression zstd, row_group_size {ROW_GROUP_ROWS}, "
            f"encryption_config {{footer_key: '{beside.stem}'}})"
        )
        connection.unregister(_ROWS)

    _in_one_step(path, write)


def read_encrypted(connection: duckdb.DuckDBPyConnection, path: Path, key: bytes, columns: Sequence[str]) -> pa.Table:
    """Return columns of what ``write_encrypted`` wrote, in the order of its rows."""
    add_key(connection, path.stem, key)
    listed = ", ".join(f'"{column}"' for column in columns)
    source = scan(path, path.stem, with_row_numbers=True)
    return connection.execute(f"select {listed} from {source} order by file_row_number").to_arrow_table()


def scan(path: Path, key_name: str | None, *, with_row_numbers: bool = False) -> str:
    """Return the SQL that reads a partition: under the name that its key was added by, or None if it is plain."""
    options = ", file_row_number = true" if with_row_numbers else ""
    if key_name is not None:
        options += f", encryption_config = {{footer_key: '{key_name}'}}"
    return f"read_parquet({_literal(path)}, hive_partitioning = false{options})"


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def add_key(connection: duckdb.DuckDBPyConnection, name: str, key: bytes) -> None:
    """Tell a connection a Parquet key under ``name``; it lives in this instance's memory only."""
    connection.execute(f"pragma add_parquet_key('{name}', '{base64.b64encode(key).decode()}')")


def _in_one_step(path: Path, write: Callable[[Path], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with durable.beside(path) as place:
            write(place)
    except (OSError, duckdb.IOException) as error:
        cause = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "input or output failed"
        raise ConfigError(
            f"a partition of a set cannot be written: {cause}",
            hint="free some space, then run again: nothing was published",
        ) from None
