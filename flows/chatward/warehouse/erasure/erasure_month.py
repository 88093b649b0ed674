"""Takes what erasures ask for out of one month: its file is written anew, from two paths and a few small tables.

A month needs nothing but its own file, so that several are worked on at once, each over a connection of its own that
sees no governance database.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward import durable, queries
from chatward.errors import IntegrityError
from chatward.rights.screening import Screen
from chatward.warehouse.connection import RECORD_ID, SHARD, attach, create_tables
from chatward.warehouse.erasure.erased_people import ANY_TIME
from chatward.warehouse.erasure.naming_words import WORDS, Told, without_names
from chatward.warehouse.gate.holding import find_held
from chatward.warehouse.months import NOTES, describe_month
from chatward.warehouse.people.naming import READ_NAMES, empty_names, read_names

TERMS = ("erased_subjects", "erased_targets", "erased_talks", "holds_in_force", "known_senders")
"""The tables that every month needs."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same for every month of a pass.

    Attributes:
        screen: knows those who are being erased.
        talkers: by conversation: who of them talked in it, as ``screen`` knows them.
        signs: of texts that may have an identifier of one of them, as ``rights.identifier_signs.signs_of`` gives them.
        tables: rows of ``TERMS``, by name.
        any_request: the erasure for which reactions go.
        now_utc: when what only a hold keeps stops serving any purpose.
    """

    screen: Screen
    talkers: Mapping[bytes, Sequence[bytes]]
    signs: Mapping[str, str | None]
    tables: Mapping[str, pa.Table]
    any_request: str
    now_utc: datetime

    def give(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Leave the tables in a connection, for all months that it works on."""
        for name, table in self.tables.items():
            connection.register("given", table)
            connection.execute(f"create or replace temp table {name} as select * from given")
            connection.unregister("given")


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """The valid file of a month, and the one that takes its place if anything goes, with their keys."""

    month: str
    old: Path
    new: Path
    old_key: bytes
    new_key: bytes


@dataclass(frozen=True, slots=True)
class ErasedMonth:
    """What of a month goes.

    Attributes:
        gone: records that go, by kind.
        stays: records that stay.
        counts: rows of ``erasure/touched_counts``.
        files: rows of ``erasure/touched_files``.
        is_changed: whether there was anything to be written anew.
        notes: by table of ``NOTES`` and ``READ_NAMES``: what is known of the new file; none where there is no new one.
        digests: of the old and the new file.
    """

    month: str
    gone: Mapping[str, int]
    stays: int
    counts: pa.Table
    files: pa.Table
    is_changed: bool
    notes: Mapping[str, pa.Table] = field(default_factory=dict)
    digests: tuple[str | None, str | None] = (None, None)


def erase_month(connection: duckdb.DuckDBPyConnection, files: MonthFiles, terms: Terms) -> ErasedMonth:
    """Write a month anew if anything of it goes and anything stays; the new file is valid once somebody says so.

    Args:
        connection: to which ``terms`` were given.

    Raises:
        IntegrityError: the file is missing, or the copy does not hold what it should.
    """
    if not files.old.exists():
        raise IntegrityError(
            f"the warehouse file of {files.month} is missing", hint="restore it, or the warehouse as a whole"
        )
    with _attached(connection, files.old, "old", files.old_key, read_only=True):
        reactors = _find_touched(connection, terms)
        found = _found(connection, files.month)
        if not found.is_changed:
            return found
        notes = _copy(connection, files, found, terms, reactors) if found.stays else {}
    digests = (durable.digest(files.old), durable.digest(files.new) if found.stays else None)
    return ErasedMonth(
        files.month, found.gone, found.stays, found.counts, found.files, is_changed=True, notes=notes, digests=digests
    )


def _find_touched(connection: duckdb.DuckDBPyConnection, terms: Terms) -> list[str]:
    """Leave ``touched_<kind>``: of what something goes or would go; return the keys of reactions that go."""
    reactors = [each for each in _keys_of_reactions(connection) if terms.screen.naming.is_his(each, ANY_TIME)]
    for kind in RECORD_ID:
        _find_naming(connection, kind, terms, reactors)
        query = queries.load(f"erasure/touched_{kind}")
        values = {"reactors": reactors, "any_request": terms.any_request}
        connection.execute(f"create or replace temp table touched_records as {query}", _used(query, values))
        if terms.tables["holds_in_force"].num_rows:
            find_held(connection, "select record_id, subject_id, conversation_id, source, at_utc from touched_records")
            is_held = "record_id in (select record_id from held_records)"
        else:
            is_held = "false"
        connection.execute(
            f"create or replace temp table touched_{kind} as select *, {is_held} as is_held from touched_records"
        )
    return reactors


def _keys_of_reactions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        """select distinct unnest(list_transform(reactions, lambda r: r.sender_key)) as sender_key
        from old.messages where len(reactions) > 0"""
    ).fetchall()
    return [each for (each,) in rows if each]


def _find_naming(connection: duckdb.DuckDBPyConnection, kind: str, terms: Terms, reactors: list[str]) -> None:
    """Leave ``naming_<kind>``: records whose words name somebody who is erased, with the words instead of them.

    Nobody else has an identifier, so that it tells him wherever it stands; a name does in talks with him alone.
    """
    query = queries.load(f"erasure/talked_{kind}")
    talked = connection.execute(query, _used(query, {"reactors": reactors, **terms.signs})).to_arrow_table()
    may_tell = {column: _may_tell(terms.screen, talked[column]) for column in WORDS[kind]}
    is_looked_at = np.logical_or.reduce(list(may_tell.values()))
    talked = talked.filter(pa.array(is_looked_at)).combine_chunks()
    everybody = frozenset[bytes]().union(*terms.talkers.values())
    met = zip(talked["conversation_id"].to_pylist(), talked["has_reaction"].to_pylist(), strict=True)
    told: list[Told] = [
        (ANY_TIME, everybody if has_reaction else terms.talkers.get(talk, ())) for talk, has_reaction in met
    ]
    changed = set[int]()
    for column, some in may_tell.items():
        looked_at = {place: told[place] for place in np.flatnonzero(some[is_looked_at]).tolist()}
        talked, places = without_names(terms.screen.naming, talked, kind, column, looked_at)
        changed.update(places)
    connection.register("naming", talked.take(pa.array(sorted(changed), pa.int64())))
    connection.execute(f"create or replace temp table naming_{kind} as select * from naming")
    connection.unregister("naming")


def _may_tell(screen: Screen, words: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Tell from which texts, or lists of files with their names, something may have to be taken out."""
    if not pa.types.is_list(words.type):
        return screen.may_tell(words)
    files = words.combine_chunks()
    names = pc.struct_field(pc.list_flatten(files), "name")
    may_tell = np.zeros(len(files), dtype=bool)
    may_tell[pc.list_parent_indices(files).to_numpy()[screen.may_tell(pa.chunked_array([names]))]] = True
    return may_tell


def _used(query: str, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if f"${name}" in query}


def _found(connection: duckdb.DuckDBPyConnection, month: str) -> ErasedMonth:
    """Return what goes of the attached month by ``touched_<kind>``."""
    counts = connection.execute(queries.load("erasure/touched_counts")).to_arrow_table()
    files = connection.execute(queries.load("erasure/touched_files")).to_arrow_table()
    stored = sum(int(connection.execute(f"select count(*) from old.{kind}").fetchall()[0][0]) for kind in RECORD_ID)
    gone = dict.fromkeys(RECORD_ID, 0)
    for row in counts.to_pylist():
        if row["is_erased"] and not row["is_held"]:
            gone[row["kind"]] += row["records"]
    is_changed = not all(counts["is_settled"].to_pylist())
    return ErasedMonth(month, gone, stored - sum(gone.values()), counts, files, is_changed)


def _copy(
    connection: duckdb.DuckDBPyConnection, files: MonthFiles, found: ErasedMonth, terms: Terms, reactors: list[str]
) -> Mapping[str, pa.Table]:
    """Copy what stays of the attached month into its new file; return what is known of that."""
    with _attached(connection, files.new, SHARD, files.new_key):
        create_tables(connection, SHARD, "schema/shard")
        copied = 0
        connection.execute("begin transaction")  # so that DuckDB compresses and writes what it is given once
        for kind, record_id in RECORD_ID.items():
            query = queries.load(f"erasure/kept_{kind}")
            values = _used(query, {"reactors": reactors, "now": terms.now_utc})
            # nearly all of a month is as it was, and copied faster without a look at each value
            untouched = f"""select stored.* from old.{kind} as stored
                anti join touched_{kind} as touched on stored.{record_id} = touched.record_id"""
            copied += connection.execute(f"insert into {SHARD}.{kind} {untouched}").fetchall()[0][0]
            copied += connection.execute(f"insert into {SHARD}.{kind} {query}", values).fetchall()[0][0]
        connection.execute("commit")
        if copied != found.stays:
            raise IntegrityError(
                f"{files.month}: {copied} records were copied, {found.stays} expected; the old file stays",
                hint="run again; report it if it happens twice",
            )
        return _described(connection, files.month)


def _described(connection: duckdb.DuckDBPyConnection, month: str) -> Mapping[str, pa.Table]:
    """Return what is known of the attached new file, and whom it names."""
    connection.execute(queries.load("schema/month_notes"))
    describe_month(connection, month)
    empty_names(connection)
    read_names(connection, month)
    return {name: connection.execute(f"select * from {name}").to_arrow_table() for name in (*NOTES, *READ_NAMES)}


@contextmanager
def _attached(
    connection: duckdb.DuckDBPyConnection, path: Path, alias: str, key: bytes, *, read_only: bool = False
) -> Iterator[None]:
    attach(connection, path, alias, key=key, read_only=read_only)
    try:
        yield
    finally:
        connection.execute(f"detach {alias}")
