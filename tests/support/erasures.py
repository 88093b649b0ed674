"""Erasures as a stage has them done, and an attacker who holds every earlier file and every key that remains."""

import shutil
from collections.abc import Sequence
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
            """select distinct subjects.canonical_id
            from gov.identifiers inner join gov.identities using (identity_index)
            inner join gov.subjects as subjects using (subject_id) where identifier = ?""",
            [identifier],
        ).fetchall()
    if not rows:
        raise KeyError(identifier)
    return bytes(rows[0][0])


def conversation_of(company: Company, title: str) -> bytes:
    """Return the id of a conversation by its title."""
    with company.warehouse() as warehouse:
        query = "select conversation_id from gov.conversations where title = ?"
        return bytes(warehouse.connection.execute(query, [title]).fetchall()[0][0])


def begin(company: Company, *erasures: Erasure, as_of: datetime = NOW) -> None:
    with company.opened(as_of) as run:
        begin_erasure(run.warehouse, run.moment, erasures)


def finish(company: Company, as_of: datetime = NOW) -> list[Erased]:
    with company.opened(as_of) as run:
        return finish_erasures(run.warehouse, run.moment)


def erase(company: Company, *identifiers: str, as_of: datetime = NOW) -> list[Erased]:
    """Erase people by their identifiers in clear, each by a request of his own."""
    subjects = [subject_of(company, each) for each in identifiers]
    people = [Erasure(f"request-{subject.hex()}", "subject", subject) for subject in subjects]
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
        keys = [keyring.key(name) for name in keyring.names()]
        connection = connect(self.files / "warehouse", self.files, memory_bytes=_MEMORY_BYTES, threads=1)
        for place, key in enumerate(keys):
            add_key(connection, f"k{place}", key)
        files = sorted({path.resolve() for path in self.files.rglob("*") if path.is_file()})
        try:
            return sum(_rows_of(connection, path, keys, words) for path in files)
        finally:
            connection.close()


def _rows_of(connection: duckdb.DuckDBPyConnection, path: Path, keys: Sequence[bytes], words: Sequence[str]) -> int:
    """Return how many rows of a file hold a word, whatever key opens it; or how often they stand in it in the open."""
    found = sum(path.read_bytes().count(word.encode()) for word in words)
    if path.suffix == ".duckdb":
        found += sum(_rows_of_database(connection, path, key, words) for key in keys)
    if path.suffix == ".parquet":
        names = [*(f"k{place}" for place in range(len(keys))), None]
        found += sum(_matches(connection, scan(path, name), words) for name in names)
    return found


def _rows_of_database(connection: duckdb.DuckDBPyConnection, path: Path, key: bytes, words: Sequence[str]) -> int:
    try:
        attach(connection, path, "copied", key=key, read_only=True)
    except Error:
        return 0
    tables = connection.execute("select table_name from duckdb_tables() where database_name = 'copied'").fetchall()
    found = sum(_matches(connection, f"copied.{table}", words) for (table,) in tables)
    connection.execute("detach copied")
    return found


def _matches(connection: duckdb.DuckDBPyConnection, source: str, words: Sequence[str]) -> int:
    """Return how many rows hold a word; none where they cannot be read."""
    found = "list_bool_or(list_transform($words, lambda word: contains(t::varchar, word)))"
    query = f"select count(*) from {source} as t where {found}"
    try:
        return int(connection.execute(query, {"words": list(words)}).fetchall()[0][0])
    except duckdb.Error:
        return 0
