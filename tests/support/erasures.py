"""Erasures as a stage has them done, and an attacker who holds every earlier file and every key that remains."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from ahocorasick_rs import BytesAhoCorasick

from chatward.errors import Error
from chatward.keyring import store as keyring_store
from chatward.rights.kinds import Scope
from chatward.sets.parquet import add_key, scan
from chatward.warehouse.connection import attach, connect
from chatward.warehouse.erasing import Erased, Erasure, begin_erasure, finish_erasures
from support.company import NOW, Company

_MEMORY_BYTES = 256 * 2**20


def subject_of(company: Company, identifier: str) -> bytes:
    """Return the canonical subject id of an identifier in clear; KeyError where nobody is known by it."""
    return subjects_of(company, [identifier])[0]


def subjects_of(company: Company, identifiers: Sequence[str]) -> list[bytes]:
    """Return the canonical subject id of each identifier in clear; KeyError where nobody is known by one."""
    with company.warehouse() as warehouse:
        known = dict(
            warehouse.connection.execute(
                """select identifier, subjects.canonical_id
                from gov.identifiers inner join gov.identities using (identity_index)
                inner join gov.subjects as subjects using (subject_id)"""
            ).fetchall()
        )
    return [bytes(known[each]) for each in identifiers]


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
        done = finish_erasures(run.warehouse, run.moment)
        run.warehouse.settle_rewrite()
        return done


def erase(company: Company, *identifiers: str, as_of: datetime = NOW) -> list[Erased]:
    """Erase people by their identifiers in clear, each by a request of his own; return how far each of them is."""
    subjects = subjects_of(company, identifiers)
    people = [Erasure(f"request-{subject.hex()}", Scope.SUBJECT, subject) for subject in subjects]
    with company.opened(as_of) as run:
        begin_erasure(run.warehouse, run.moment, people)
        done = {each.request_id: each for each in finish_erasures(run.warehouse, run.moment)}
        run.warehouse.settle_rewrite()
    return [done[each.request_id] for each in people]


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
        """Return how often one of the words stands in what opens with any key that remains, or with none."""
        automaton = BytesAhoCorasick([word.encode() for word in words])
        keyring = keyring_store.load(self.company.keyring)
        keys = [keyring.key(name) for name in keyring.names()]
        connection = connect(self.files / "warehouse", self.files, memory_bytes=_MEMORY_BYTES, threads=1)
        for place, key in enumerate(keys):
            add_key(connection, f"k{place}", key)
        files = sorted({path.resolve() for path in self.files.rglob("*") if path.is_file()})
        try:
            return sum(_places_in(connection, path, keys, automaton) for path in files)
        finally:
            connection.close()


def _places_in(
    connection: duckdb.DuckDBPyConnection, path: Path, keys: Sequence[bytes], words: BytesAhoCorasick
) -> int:
    """Return how often words stand in a file, whatever key opens it, or in the open."""
    found = len(words.find_matches_as_indexes(path.read_bytes()))
    if path.suffix == ".duckdb":
        found += sum(_places_in_database(connection, path, key, words) for key in keys)
    if path.suffix == ".parquet":
        names = [*(f"k{place}" for place in range(len(keys))), None]
        found += sum(_places(connection, scan(path, name), words) for name in names)
    return found


def _places_in_database(connection: duckdb.DuckDBPyConnection, path: Path, key: bytes, words: BytesAhoCorasick) -> int:
    try:
        attach(connection, path, "copied", key=key, read_only=True)
    except Error:
        return 0
    tables = connection.execute("select table_name from duckdb_tables() where database_name = 'copied'").fetchall()
    found = sum(_places(connection, f"copied.{table}", words) for (table,) in tables)
    connection.execute("detach copied")
    return found


def _places(connection: duckdb.DuckDBPyConnection, source: str, words: BytesAhoCorasick) -> int:
    """Return how often words stand in rows; never where these cannot be read."""
    try:
        rows = connection.execute(f"select t::varchar from {source} as t").fetchall()
    except duckdb.Error:
        return 0
    return len(words.find_matches_as_indexes("\n".join(row for (row,) in rows).encode()))
