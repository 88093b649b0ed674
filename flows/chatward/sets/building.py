"""Builds one month's partitions of the sets: everything that is heavy, as a function of values and one shard.

Runs in worker processes. It opens the shard read-only, decides row by row with ``sql/marts``, replaces people by
tokens, and writes Parquet into the pool. It imports neither Prefect nor Great Expectations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.deidentify.actions import Actions
from chatward.deidentify.kernel import pseudonymise_texts
from chatward.deidentify.token_columns import token_column
from chatward.deidentify.tokens import Tokeniser
from chatward.detect import Detector, Kind, NameIndex
from chatward.detect.residue import residue_condition
from chatward.policy.vocabulary import TextAction, TextKind
from chatward.sets.columns import COLUMNS, SUBJECT
from chatward.sets.parquet import digest, write_encrypted, write_plain
from chatward.warehouse.connection import worker_shard

_TEXT = "text"


@dataclass(frozen=True, slots=True)
class SetJob:
    """One set's partition to build.

    Attributes:
        columns: the policy's columns, in its order.
        token_key: key of the purpose's tokens in this month's period, or None for an aggregate set.
        file_key: key of the partition's file, or None for an aggregate set.
        replace: what is done with kinds of personal data in texts, by the policy's names.
    """

    name: str
    columns: tuple[str, ...]
    path: Path
    token_key: bytes | None
    file_key: bytes | None
    replace: Mapping[TextKind, TextAction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Who is known, for finding people in text and for joining merged subjects.

    Attributes:
        run_id: one run looks at one state of the people; what is derived from them is kept for its length.
        subjects: subject_id, canonical_id, role.
        identifiers: canonical_id, identifier_type, normalised, display_name.
        permitted: by purpose: subject_id (canonical), is_permitted, changes_at_utc: whether he consents now, and
            until when that stays so.
    """

    run_id: str
    subjects: pa.Table
    identifiers: pa.Table
    permitted: Mapping[str, pa.Table]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, People) and self.run_id == other.run_id

    def __hash__(self) -> int:
        return hash(self.run_id)


@dataclass(frozen=True, slots=True)
class MonthJob:
    """All partitions of one month and purpose."""

    month: str
    shard: Path
    shard_key: bytes
    purpose: str
    period: str
    needs_consent: bool
    now: datetime
    gate: Mapping[str, float]
    sets: tuple[SetJob, ...]
    memory_bytes: int
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuiltPartition:
    """One partition as written."""

    set_name: str
    month: str
    file_name: str
    row_count: int
    size_bytes: int
    sha256: str
    withheld: Mapping[str, int]
    stale_at: datetime | None
    replaced: Mapping[str, int] = field(default_factory=dict)


def build_month(job: MonthJob, people: People) -> list[BuiltPartition]:
    """Build the partitions of one month; they lie in the pool, and nobody reads them yet."""
    folders = [each.path.parent for each in job.sets]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    with worker_shard(
        job.shard, *folders, key=job.shard_key, memory_bytes=job.memory_bytes, read_only=True
    ) as connection:
        return _build(connection, job, people)


def _build(connection: duckdb.DuckDBPyConnection, job: MonthJob, people: People) -> list[BuiltPartition]:
    _prepare(connection, job, people)
    withheld = connection.execute(
        "select withheld, count(*) from publishable_messages where withheld is not null group by 1 order by 1"
    ).fetchall()
    stale_at = connection.execute(
        "select min(stale_at_utc) from publishable_messages where stale_at_utc > $now", {"now": job.now}
    ).fetchall()[0][0]
    return [_build_set(connection, job, each, people, dict(withheld), stale_at) for each in job.sets]


def _prepare(connection: duckdb.DuckDBPyConnection, job: MonthJob, people: People) -> None:
    """Leave ``publishable_messages``, and what sets of conversations need of them."""
    connection.register("subjects", people.subjects)
    connection.register("permitted_subjects", people.permitted[job.purpose])
    parameters = {"purpose": job.purpose, "period": job.period, "needs_consent": job.needs_consent, "now": job.now}
    publishable = queries.load("marts/publishable_messages")
    connection.execute(f"create or replace temp table publishable_messages as {publishable}", parameters)
    if {"conversations", "daily_activity"} & {each.name for each in job.sets}:
        connection.execute(f"create or replace temp table episodes as {queries.load('marts/episodes')}")
        connection.execute(f"create or replace temp table responses as {queries.load('marts/responses')}")


def _build_set(
    connection: duckdb.DuckDBPyConnection,
    job: MonthJob,
    each: SetJob,
    people: People,
    withheld: Mapping[str, int],
    stale_at: datetime | None,
) -> BuiltPartition:
    query = queries.load(f"marts/{each.name}")
    parameters = {name: value for name, value in job.gate.items() if f"${name}" in query}
    rows = connection.execute(query, parameters).to_arrow_table()
    table, replaced = _columns(rows, job, each, people)
    if _TEXT in each.columns:
        table = _without_residue(connection, table)
        if residue := rows.num_rows - table.num_rows:
            withheld = {**withheld, "identifier_left_in_text": residue}
    if each.file_key:
        write_encrypted(connection, table, each.path, each.file_key)
    else:
        write_plain(table, each.path)
    return BuiltPartition(
        each.name, job.month, each.path.name, table.num_rows, each.path.stat().st_size, digest(each.path),
        withheld, stale_at, replaced,
    )  # fmt: skip


def _columns(rows: pa.Table, job: MonthJob, each: SetJob, people: People) -> tuple[pa.Table, dict[str, int]]:
    """Return the policy's columns, ids and texts pseudonymised, and how much was replaced in texts, by kind."""
    tokeniser = _tokeniser(each.token_key) if each.token_key else None
    replaced: dict[str, int] = {}
    arrays = []
    for name in each.columns:
        column = COLUMNS[each.name][name]
        if name == _TEXT and tokeniser:
            actions = {Kind[kind.upper()]: action for kind, action in each.replace.items()}
            array, replaced = _pseudonymised(rows[_TEXT], tokeniser, people, job.regions, actions)
        elif column.token_of and tokeniser:
            kind, id_column = column.token_of
            array = token_column(tokeniser, kind, rows[id_column].combine_chunks())
        else:
            array = rows[name]
        arrays.append(array.cast(column.type))
    return pa.table(arrays, names=list(each.columns)), replaced


def _without_residue(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> pa.Table:
    """Return the rows in whose text nothing shaped like an identifier is left; one odd text must not block a set."""
    connection.register("built_rows", table)
    kept = connection.execute(f"select * from built_rows where not ({residue_condition(_TEXT)})").to_arrow_table()
    connection.unregister("built_rows")
    return kept


def _pseudonymised(
    texts: pa.ChunkedArray, tokeniser: Tokeniser, people: People, regions: tuple[str, ...], actions: Actions
) -> tuple[pa.ChunkedArray, dict[str, int]]:
    """Return the texts with tokens; a known person has there the same token as in the columns."""
    tokens, known = _tokens(people, tokeniser)
    region = regions[0] if len(regions) == 1 else None
    return pseudonymise_texts(
        texts, Detector(regions), _names(people), tokeniser, known, people=tokens, region=region, actions=actions
    )


@lru_cache(maxsize=4)
def _tokens(people: People, tokeniser: Tokeniser) -> tuple[list[str], dict[tuple[str, str], str]]:
    """Return the token of each row of ``people.identifiers``, and of whom each identifier is."""
    table = people.identifiers
    tokens = token_column(tokeniser, SUBJECT, table["canonical_id"].combine_chunks()).to_pylist()
    types, values = (table[name].to_pylist() for name in ("identifier_type", "normalised"))
    return tokens, dict(zip(zip(types, values, strict=True), tokens, strict=True))


@lru_cache(maxsize=4)
def _tokeniser(key: bytes) -> Tokeniser:
    return Tokeniser(key)


@lru_cache(maxsize=1)
def _names(people: People) -> NameIndex:
    """Return the index of all display names, numbered like the rows of ``people.identifiers``."""
    names = people.identifiers["display_name"].to_pylist()
    return NameIndex((name, place) for place, name in enumerate(names) if name)
