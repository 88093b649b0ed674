"""The warehouse: the governance database and one encrypted shard a month, each file under its own key.

Which generation of a shard is the valid one stands in the governance database; which generation of that, in
``warehouse/current.json``. A file that neither names is left over from a run that was cut off: it is swept away,
and its key destroyed, when the warehouse is opened the next time.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import duckdb

from chatward import durable, queries
from chatward.errors import ConfigError, IntegrityError
from chatward.keyring.store import Keyring
from chatward.warehouse.connection import SHARD, SPILL, attach, connect, create_tables
from chatward.warehouse.generation import (
    POINTER,
    governance_key,
    governance_path,
    missing_governance,
    pointer_to,
    read_pointer,
)
from chatward.warehouse.index_key import settle_index_key
from chatward.warehouse.schema_version import VERSION, check_columns, check_version, make_way, note_version


@dataclass(frozen=True, slots=True)
class ShardFile:
    """One generation of one month's file."""

    month: str
    generation: int

    @property
    def key_name(self) -> str:
        """Name of its data key in the keyring."""
        return f"shard/{self.month}/{self.generation}"

    @property
    def file_name(self) -> str:
        """Name of its file below ``warehouse/shards``."""
        return f"{self.month}.{self.generation}.duckdb"


class Warehouse:
    """An open warehouse: one connection with the governance database attached as ``gov``."""

    def __init__(self, folder: Path, keyring: Keyring, *, suppressions: Path, memory_bytes: int) -> None:
        """Open the warehouse below ``folder``, or make a new one.

        Args:
            folder: of the warehouse.
            keyring: with the keys of its files.
            suppressions: file of the suppression list, which lies elsewhere so that it outlives the warehouse.
            memory_bytes: what DuckDB may hold before it spills.

        Raises:
            IntegrityError: the keyring does not fit, or a file is missing or damaged.
            ConfigError: the disk is full or encryption is not available.
        """
        self.folder = folder
        self.keyring = keyring
        self.suppressions = suppressions
        self.memory_bytes = memory_bytes
        self.shards = folder / "shards"
        self.spill = folder / SPILL / "parts"
        self.shards.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.connection = connect(folder, memory_bytes=memory_bytes, threads=1)
        try:
            self._generation = self._open_governance()
            self.settle_rewrite()
        except BaseException:
            self.connection.close()  # or the files stay taken as long as somebody keeps the exception
            raise

    def __enter__(self) -> Self:
        """Return the open warehouse."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Write the governance database's log into its file and let go of it."""
        self.connection.close()

    # governance -------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the connection for one transaction on the governance database: all of it happens, or nothing."""
        self.connection.execute("begin transaction")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    @property
    def governance_key_name(self) -> str:
        """Name of the key of the governance database as it is; it dies with the next rewrite."""
        return governance_key(self._generation)

    @property
    def governance_path(self) -> Path:
        """File of the governance database as it is."""
        return governance_path(self.folder, self._generation)

    def owe_rewrite(self, since_utc: datetime) -> None:
        """Note, inside the caller's transaction, that it deleted what must not stay in the bytes of the file either."""
        self.connection.execute("insert into gov.owed_rewrites values (?)", [since_utc])

    def settle_rewrite(self) -> None:
        """Write the governance database anew if that is owed; opening the warehouse does so after a run was cut off."""
        if self.connection.execute("select 1 from gov.owed_rewrites limit 1").fetchall():
            self._rewrite_governance()

    def _rewrite_governance(self) -> None:
        """Copy the governance database into a new file under a new key, and destroy the old one."""
        old, new = self._generation, self._generation + 1
        self.keyring.create([governance_key(new)])
        path = governance_path(self.folder, new)
        unlink_database(path)
        attach(self.connection, path, "gov_new", key=self.keyring.key(governance_key(new)))
        self.connection.execute("copy from database gov to gov_new")
        self.connection.execute("delete from gov_new.owed_rewrites")
        self.connection.execute("use memory")
        self.connection.execute("detach gov_new")
        self.connection.execute("detach gov")
        self._point_to(new)
        unlink_database(governance_path(self.folder, old))
        self.keyring.destroy([governance_key(old)])
        self._generation = new
        attach(self.connection, path, "gov", key=self.keyring.key(governance_key(new)))

    # shards -----------------------------------------------------------------------------------------------------

    def shard_file(self, month: str) -> ShardFile:
        """Return the valid generation of a month; the first one where nothing is stored yet."""
        row = self.connection.execute("select generation from gov.shards where month = ?", [month]).fetchone()
        return ShardFile(month, row[0] if row else 1)

    def shard_path(self, shard: ShardFile) -> Path:
        """Return where a shard's file lies."""
        return self.shards / shard.file_name

    def shard_state(self, shard: ShardFile) -> str:
        """Return what changes whenever DuckDB writes to a shard: names, sizes and times of its file and its log."""
        path = self.shard_path(shard)
        files = (path, path.with_name(path.name + ".wal"))
        found = ((file.name, file.stat()) for file in files if file.exists())
        return " ".join(f"{name}:{status.st_size}:{status.st_mtime_ns}" for name, status in found)

    def checked_state(self, shard: ShardFile, policy_version: str) -> str:
        """Return the state of file and policy that ``gov.shards`` holds of a month whose checks passed in it."""
        return f"{policy_version} {self.shard_state(shard)}"

    @contextmanager
    def shard(self, shard: ShardFile, *, read_only: bool = False, alias: str = SHARD) -> Iterator[None]:
        """Attach a shard; it is made, with its key, where it is missing and not ``read_only``."""
        path = self.shard_path(shard)
        if not read_only:
            self.keyring.create([shard.key_name])
        elif not path.exists():
            raise IntegrityError(
                f"the warehouse file of {shard.month} is missing", hint="restore it, or the warehouse as a whole"
            )
        attach(self.connection, path, alias, key=self.keyring.key(shard.key_name), read_only=read_only)
        try:
            if not read_only:
                create_tables(self.connection, alias, "schema/shard")
            yield
        finally:
            self.connection.execute(f"detach {alias}")

    def view_records(self, kind: str) -> None:
        """Leave the view ``stored_records``: the attached shard's messages or events, by the names that both share."""
        self.connection.execute(queries.load("core/thread_of"))
        query = queries.load(f"core/stored_{kind}")
        self.connection.execute(f"create or replace temp view stored_records as {query}")

    # opening ----------------------------------------------------------------------------------------------------

    def _open_governance(self) -> int:
        generation = read_pointer(self.folder)
        is_new = generation is None
        if generation is None:
            generation = 1
            self.keyring.create([governance_key(1), "index", "dedupe", "suppression"])
            unlink_database(governance_path(self.folder, 1))
        elif not governance_path(self.folder, generation).exists():
            raise missing_governance()
        path = governance_path(self.folder, generation)
        attach(self.connection, path, "gov", key=self.keyring.key(governance_key(generation)))
        self._settle_version(is_new=is_new)
        settle_index_key(self.connection, self.keyring)
        self._point_to(generation)
        self._sweep(generation)
        return generation

    def _settle_version(self, *, is_new: bool) -> None:
        """Bring tables of an older version up to date; months are written anew, which is owed from then on."""
        found = VERSION if is_new else check_version(self.connection, may_be_older=True)
        if found < VERSION:
            make_way(self.connection)
            check_columns(self.connection, "gov", "schema/governance", "the governance database")
        create_tables(self.connection, "gov", "schema/governance")
        if found == VERSION and not is_new:
            return
        months = [] if is_new else self.connection.execute("select month, generation from gov.shards").fetchall()
        for month in months:
            with self.shard(ShardFile(*month), read_only=True):
                check_columns(self.connection, SHARD, "schema/shard", f"the file of {month[0]}")
        with self.transaction() as connection:
            for month, _ in months:
                connection.execute("insert into gov.owed_shards values (?, true)", [month])
            if not is_new:  # what tables that were dropped held is in the bytes still
                connection.execute("insert into gov.owed_rewrites values (now()::timestamp)")
            note_version(connection)

    def _sweep(self, generation: int) -> None:
        """Remove files and keys of generations that nothing names, and what a run that was cut off spilled."""
        rows = self.connection.execute("select month, generation from gov.shards").fetchall()
        valid = [ShardFile(*row) for row in rows]
        for spilled in (self.folder / SPILL).glob("*"):
            shutil.rmtree(spilled, ignore_errors=True)
        keep = {shard.file_name for shard in valid}
        for path in self.shards.glob("*.duckdb"):
            if path.name not in keep:
                unlink_database(path)
        for path in self.folder.glob("gov.*.duckdb"):
            if path != governance_path(self.folder, generation):
                unlink_database(path)
        named = {shard.key_name for shard in valid} | {governance_key(generation)}
        stored = set(self.keyring.names("shard/")) | set(self.keyring.names("gov/"))
        self.keyring.destroy(stored - named)

    def _point_to(self, generation: int) -> None:
        write_beside(self.folder / POINTER, pointer_to(generation))


def unlink_database(path: Path) -> None:
    """Unlink a DuckDB file and its write-ahead log, if they are there."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


def write_beside(path: Path, content: bytes) -> None:
    """Write a file, or replace it, in one step.

    Raises:
        ConfigError: the disk is full or not writable.
    """
    try:
        durable.write(path, content)
    except OSError as error:
        raise ConfigError(
            f"{path.name} cannot be written: {error.strerror}", hint="free some space or mend the folder's rights"
        ) from None
