"""Erasures as the requests' stage has them done, and an attacker who holds every earlier file and every key that remains."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from chatward.errors import Error
from chatward.keyring import store as keyring_store
from chatward.sets.parquet import add_key, scan
from chatward.warehouse.connection import attach, connect
from chatward.warehouse.erasing import Erased, Erasure, begin_erasure, finish_erasures
from support.company import NOW, Company

_MEMORY_BYTES = 256 * 2**20


def subject_of(company: Company, identifier: str) -> bytes:
    """Return the canonical subject id of an identifier in clear; KeyError where nobody is known by it."""
    with company.warehouse() as warehouse:
        rows = warehouse.connection.execute(
            """select distinct subjects.canonical_id from gov.identifiers inner join gov.identities using (identity_index)
            inner join gov.subjects as subjects using (subject_id) where identifier = ?""",
            [identifier],
        ).fetchall()
    if not rows:
        raise KeyError(identifier)
    return bytes(rows[0][0])


def conversation_of(company: Company, key: str) -> bytes:
    """Return the id of a conversation by its platform's key."""
    with company.warehouse() as warehouse:
        query = "select conversation_id from gov.conversations where conversation_key = ?"
        return bytes(warehouse.connection.execute(query, [key]).fetchall()[0][0])


def begin(company: Company, *erasures: Erasure, as_of: datetime = NOW) -> None:
    with company.opened(as_of) as run:
        begin_erasure(run.warehouse, run.moment, erasures)


def finish(company: Company, as_of: datetime = NOW) -> list[Erased]:
    with company.opened(as_of) as run:
        return finish_erasures(run.warehouse, run.moment)


def erase(company: Company, *identifiers: str, as_of: datetime = NOW) -> list[Erased]:
    """Erase people by their identifiers in clear, each by a request of his own."""
    people = [Erasure(f"request {each}", "subject", subject_of(company, each)) for each in identifiers]
    with company.opened(as_of) as run:
        begin_erasure(run.warehouse, run.moment, people)
        return finish_erasures(run.warehouse, run.moment)


def intake(company: Company, as_of: datetime = NOW) -> None:
    """Collect, and dispose of what is due, without publishing."""
    with company.opened(as_of):
        company.stage("collect", as_of)
        company.stage("retain", as_of, plan_only=False)


@dataclass(frozen=True)
class Attacker:
    """Whoever copied every file of a workspace at some time, and later gets at the keyring as it is then."""

    company: Company
    files: Path

    @classmethod
    def copy(cls, company: Company, place: Path) -> "Attacker":
        """Copy all that chatward wrote, without its keys."""
        for name in ("warehouse", "sets", "ledger", "reports"):
            if (company.root / name).exists():
                shutil.copytree(company.root / name, place / name, symlinks=True)
        return cls(company, place)

    def rows(self, words: Sequence[str]) -> int:
        """Return how many rows that hold one of the words open with any key that remains, or with none."""
        keyring = keyring_store.load(self.company.keyring)
        keys = {name: keyring.key(name) for name in keyring.names()}
        found = sum(_count(self.files, path, key, words) for path in self._databases() for key in keys.values())
        found += sum(
            _count_parquet(self.files, path, key, words) for path in self._parquet() for key in (*keys.values(), None)
        )
        return found + _in_the_open(self.files, words)

    def _databases(self) -> Iterable[Path]:
        return sorted((self.files / "warehouse").rglob("*.duckdb"))

    def _parquet(self) -> Iterable[Path]:
        return sorted({path.resolve() for path in self.files.rglob("*.parquet")})


def _count(folder: Path, path: Path, key: bytes, words: Sequence[str]) -> int:
    """Return how many rows of an encrypted database hold a word; none where the key does not fit."""
    connection = connect(folder / "warehouse", memory_bytes=_MEMORY_BYTES, threads=1)
    try:
        attach(connection, path, "copied", key=key, read_only=True)
        tables = connection.execute("select table_name from duckdb_tables() where database_name = 'copied'").fetchall()
        return sum(_matches(connection, f"copied.{table}", words) for (table,) in tables)
    except (Error, duckdb.Error):
        return 0
    finally:
        connection.close()


def _count_parquet(folder: Path, path: Path, key: bytes | None, words: Sequence[str]) -> int:
    connection = connect(folder, memory_bytes=_MEMORY_BYTES, threads=1)
    try:
        if key is not None:
            add_key(connection, "k", key)
        return _matches(connection, scan(path, "k" if key is not None else None), words)
    except (Error, duckdb.Error):
        return 0
    finally:
        connection.close()


def _matches(connection: duckdb.DuckDBPyConnection, source: str, words: Sequence[str]) -> int:
    query = f"select count(*) from {source} as t where list_bool_or(list_transform($words, lambda w: contains(t::varchar, w)))"
    return int(connection.execute(query, {"words": list(words)}).fetchall()[0][0])


def _in_the_open(folder: Path, words: Sequence[str]) -> int:
    contents = (path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(word.encode() in content for content in contents for word in words)
