"""Locked-down DuckDB connections and encrypted databases attached to them."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import duckdb

from chatward import queries
from chatward.errors import ConfigError, IntegrityError
from chatward.mishaps import is_damage

SHARD = "shard"
"""Alias of the month's file that is worked on; the SQL files name it so."""
RECORD_ID = {"messages": "message_id", "events": "event_id"}
"""The two tables of a month's file, and the column of their ids."""
_RANDOM = (
    "subject_id", "canonical_id", "conversation_id", "thread_id", "activity_id", "identity_index", "claimant_index",
    "claimed_index", "target_id",
)  # fmt: skip
COMPRESSION = {
    "schema/shard": {"message_id": "uncompressed", "event_id": "uncompressed", "text": "zstd"},
    "schema/governance": dict.fromkeys(_RANDOM, "uncompressed"),
}
"""By schema and column, how values are compressed where DuckDB is not to try all ways, the most of what writing costs.
Ids are random, and where each stands in few rows nothing is gained but time lost. Texts take least time and room in
zstd. It is said here because the linter's grammar lacks it."""
SPILL = "tmp"
_EXTENSION = "httpfs.duckdb_extension"
_CREATED = re.compile(r"^create table if not exists (\w+)", re.MULTILINE)
_COLUMN = re.compile(r"^    (\w+) \w+", re.MULTILINE)
_checked_modules: set[tuple[Path, int, int, int]] = set()
"""Path, inode, time and size of each whose signature was checked by this process."""


def connect(folder: Path, *others: Path, memory_bytes: int, threads: int = 0) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection that may open files below ``folder``, and below ``others``, only.

    What DuckDB spills goes encrypted to a folder of its own below ``folder/tmp``; nothing is downloaded,
    and no setting can be changed afterwards. Encryption is AES-256-GCM by OpenSSL, which the httpfs extension carries.

    Args:
        folder: the warehouse or the sets; made if missing.
        memory_bytes: what this instance may hold before it spills.
        threads: 0 for as many as there are processors.

    Raises:
        ConfigError: the cryptographic module is missing, so that nothing could be written encrypted.
    """
    spills = folder / SPILL
    spills.mkdir(mode=0o700, parents=True, exist_ok=True)
    spill = spills / f"{os.getpid()}-{secrets.token_hex(4)}"  # two instances would mix up their files
    connection = _with_crypto()
    connection.execute("set temp_file_encryption = true")
    connection.execute(f"set temp_directory = {_quoted(spill)}")
    connection.execute(f"set memory_limit = '{memory_bytes // 2**20} MiB'")
    connection.execute("set timezone = 'UTC'")
    connection.execute("set preserve_insertion_order = false")
    # what is committed goes straight into the file, not into a log first and then into the file
    connection.execute("set wal_autocheckpoint = '256 KiB'")
    if threads:
        connection.execute(f"set threads = {threads}")
    allowed = ", ".join(_quoted(each.resolve()) for each in (folder, *others))
    connection.execute(f"set allowed_directories = [{allowed}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def attach(
    connection: duckdb.DuckDBPyConnection, path: Path, alias: str, *, key: bytes, read_only: bool = False
) -> None:
    """Attach the encrypted database at ``path`` under ``alias``; it is made if missing.

    Raises:
        IntegrityError: the key does not fit, or the file is damaged.
        ConfigError: the file cannot be opened or written, e.g. for want of space.
    """
    mode = ", read_only" if read_only else ""
    try:
        connection.execute(
            f"attach {_quoted(path.resolve())} as {alias} (encryption_key $key{mode})", {"key": key.hex()}
        )
    except duckdb.Error as error:
        if isinstance(error, duckdb.IOException) and not is_damage(error):
            raise ConfigError(
                f"{path.name} cannot be opened: {_plain(error)}",
                hint="is the disk full, or does another process hold the file?",
            ) from None
        raise IntegrityError(
            f"{path.name} cannot be opened: {_plain(error)}",
            hint="restore the warehouse and the keyring that belongs to it",
        ) from None


@contextmanager
def worker_shard(
    path: Path, *others: Path, key: bytes, memory_bytes: int, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give this worker's connection with a month's file attached as ``shard``, for one job after another.

    Args:
        path: the month's file, in the warehouse's folder of shards.
        others: folders that the connection may open files in, beside the warehouse.
    """
    connection = _kept_connection(path.parent.parent, *others, memory_bytes=memory_bytes)
    try:
        attach(connection, path, SHARD, key=key, read_only=read_only)
        yield connection
        connection.execute(f"detach {SHARD}")
    except BaseException:
        _kept_connection.cache_clear()
        connection.close()  # rolls back, and lets go of the file
        raise


@lru_cache(maxsize=2)
def _kept_connection(folder: Path, *others: Path, memory_bytes: int) -> duckdb.DuckDBPyConnection:
    return connect(folder, *others, memory_bytes=memory_bytes, threads=1)


def create_tables(connection: duckdb.DuckDBPyConnection, alias: str, schema: str) -> None:
    """Create what is missing of a schema of ``sql/schema`` in an attached database."""
    query = "select table_name from duckdb_tables() where database_name = ?"
    if _table_names(schema) <= {name for (name,) in connection.execute(query, [alias]).fetchall()}:
        return  # as nearly always; to let DuckDB find that out takes it ten times as long
    connection.execute(f"use {alias}")
    try:
        connection.execute(_compressing(schema))
    finally:
        connection.execute("use memory")


@cache
def _compressing(schema: str) -> str:
    """Return the statements of a schema with the compression of the columns for which it is said."""
    columns = COMPRESSION.get(schema, {})
    return _COLUMN.sub(
        lambda match: f"{match[0]} using compression {columns[match[1]]}" if match[1] in columns else match[0],
        queries.load(schema),
    )


@cache
def _table_names(schema: str) -> frozenset[str]:
    return frozenset(_CREATED.findall(queries.load(schema)))


def _with_crypto() -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection with the cryptographic module.

    Only the first connection of a process checks the module's signature. That takes longer than all else that opening
    a warehouse does, and the others get the code that is in the process already.
    """
    try:
        module = next(iter(_modules()))
        state = module.stat()
        version = (module, state.st_ino, state.st_mtime_ns, state.st_size)
        config: dict[str, bool | int | float | str | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_unsigned_extensions": version in _checked_modules,
        }
        connection = duckdb.connect(":memory:", config=config)
        connection.execute(f"load {_quoted(module)}")
    except (StopIteration, OSError, duckdb.Error):
        raise ConfigError(
            "DuckDB's cryptographic module cannot be loaded, so nothing can be written encrypted",
            hint="install duckdb-extension-httpfs in the very version of duckdb",
        ) from None
    _checked_modules.add(version)
    return connection


def _modules() -> list[Path]:
    return sorted(Path(str(files("duckdb_extension_httpfs"))).glob(f"extensions/*/{_EXTENSION}"))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _plain(error: duckdb.Error) -> str:
    """Return the first line of DuckDB's message, which names files but no values."""
    return str(error).splitlines()[0].split(": ", 1)[-1][:200]
