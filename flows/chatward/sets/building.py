"""Builds one month's partitions of the sets: everything that is heavy, as a function of values and one shard.

Runs in worker processes. It opens the shard read-only, decides row by row with ``sql/marts``, replaces people by
tokens, and writes Parquet into the pool. It imports neither Prefect nor Great Expectations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward import queries
from chatward.deidentify.actions import Actions
from chatward.deidentify.kernel import pseudonymise_texts
from chatward.deidentify.token_columns import token_column
from chatward.deidentify.tokens import Tokeniser
from chatward.detect import Detector, Kind
from chatward.detect.residue import residue_condition
from chatward.durable import digest
from chatward.intake.hinting import hint_finder
from chatward.sets.columns import COLUMNS
from chatward.sets.jobs import IDENTIFIER_LEFT, TEXT, BuiltPartition, MonthJob, SetJob
from chatward.sets.parquet import write_encrypted, write_plain
from chatward.sets.people import People, name_index, person_tokens
from chatward.sets.reusing import NOTES, are_outdated, find_places, read_former, weave
from chatward.warehouse.connection import worker_shard


def build_month(job: MonthJob, people: People) -> list[BuiltPartition]:
    """Build the partitions of one month; they lie in the pool, and nobody reads them yet."""
    folders = [each.path.parent for each in job.sets]
    for folder in (*folders, *(each.notes.parent for each in job.sets if each.notes)):
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
    connection.register("barred_subjects", people.barred[job.purpose])
    hints, periods = list(job.hint_periods), list(job.hint_periods.values())
    shortened = pa.table({"hints": pa.array(hints, pa.uint8()), "period": pa.array(periods, pa.string())})
    connection.register("hint_periods", shortened)
    parameters = {
        "purpose": job.purpose, "period": job.period, "needs_consent": job.needs_consent, "now": job.now,
        "named_hints": max(hints, default=0),  # those of a text that hints at all that is named
    }  # fmt: skip
    connection.execute(f"create or replace temp table month_people as {queries.load('marts/month_people')}")
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
    built = _make_rows(connection, rows, job, each, people)
    left_out = {
        "hint_at_special_category": built.hinting,
        IDENTIFIER_LEFT: rows.num_rows - built.table.num_rows - built.hinting,
    }
    withheld = {**withheld, **{reason: count for reason, count in left_out.items() if count}}
    path = each.path if built.is_new or each.former is None else each.former.path
    if built.is_new:
        _write(connection, built, each)
    return BuiltPartition(
        each.name, job.month, path.name, built.table.num_rows, path.stat().st_size, digest(path),
        withheld, stale_at, built.replaced, built.made, built.is_new,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rows:
    """A partition's rows before they are written, and the notes on them if there are to be any."""

    table: pa.Table
    replaced: Mapping[str, int]
    notes: pa.Table | None = None
    made: pa.Array | None = None
    is_new: bool = True
    hinting: int = 0


def _make_rows(
    connection: duckdb.DuckDBPyConnection, rows: pa.Table, job: MonthJob, each: SetJob, people: People
) -> _Rows:
    """Return the policy's columns for the rows of a mart, those of the former partition used again where they fit."""
    found, places = _reusable(connection, rows, job, each, people)
    former = _schema(each).empty_table() if found is None else found
    are_hinting = _are_hinting(rows, places, each)
    rows, places, hinting = rows.filter(pa.array(~are_hinting)), places[~are_hinting], int(are_hinting.sum())
    made, replaced = _columns(rows.filter(pa.array(places < 0)), job, each, people)
    if TEXT in each.columns:
        clean = _without_residue(connection, made, job.own_contacts)
        is_left_out = places < 0
        is_left_out[is_left_out] = ~clean
        made, rows, places = made.filter(pa.array(clean)), rows.filter(pa.array(~is_left_out)), places[~is_left_out]
    if each.notes is None:
        return _Rows(made, replaced, hinting=hinting)
    is_new = found is None or made.num_rows > 0 or len(places) < former.num_rows
    new_places = pa.array(np.flatnonzero(places < 0)) if former.num_rows else None
    return _Rows(weave(former, places, made), replaced, rows.select(NOTES), new_places, is_new, hinting)


def _are_hinting(rows: pa.Table, places: NDArray[np.int64], each: SetJob) -> NDArray[np.bool_]:
    """Tell which rows of a mart are withheld for what their words hint at; those to be used again never were."""
    found = np.zeros(rows.num_rows, dtype=bool)
    if each.withhold_hints and TEXT in rows.column_names:
        is_new = places < 0
        found[is_new] = hint_finder(frozenset(each.withhold_hints)).are_hinting(rows[TEXT].filter(pa.array(is_new)))
    return found


def _reusable(
    connection: duckdb.DuckDBPyConnection, rows: pa.Table, job: MonthJob, each: SetJob, people: People
) -> tuple[pa.Table | None, NDArray[np.int64]]:
    """Return the former partition's rows, and for each row of the mart the place of the one to use again, or -1.

    No table is returned where there was no such partition, or its file is gone or damaged.
    """
    read = read_former(connection, each.former, _schema(each)) if each.former else None
    if read is None:
        return None, np.full(rows.num_rows, -1, dtype=np.int64)
    former, notes = read
    places = find_places(rows, notes)
    if TEXT in each.columns and each.token_key and not people.news.is_empty:
        known = np.flatnonzero(places >= 0)
        texts, shown = rows[TEXT].take(pa.array(known)), former[TEXT].take(pa.array(places[known]))
        outdated = are_outdated(texts, shown, people, job.detector, _tokeniser(each.token_key))
        places[known[outdated]] = -1
    return former, places


def _write(connection: duckdb.DuckDBPyConnection, built: _Rows, each: SetJob) -> None:
    if each.file_key is None:
        write_plain(built.table, each.path)
        return
    write_encrypted(connection, built.table, each.path, each.file_key)
    if each.notes and built.notes is not None:
        write_encrypted(connection, built.notes, each.notes, each.file_key)


def _schema(each: SetJob) -> pa.Schema:
    return pa.schema([(name, COLUMNS[each.name][name].type) for name in each.columns])


def _columns(rows: pa.Table, job: MonthJob, each: SetJob, people: People) -> tuple[pa.Table, dict[str, int]]:
    """Return the policy's columns, ids and texts pseudonymised, and how much was replaced in texts, by kind."""
    if not rows.num_rows:
        return _schema(each).empty_table(), {}
    tokeniser = _tokeniser(each.token_key) if each.token_key else None
    replaced: dict[str, int] = {}
    arrays = []
    for name in each.columns:
        column = COLUMNS[each.name][name]
        if name == TEXT and tokeniser:
            actions = {Kind[kind.upper()]: action for kind, action in each.replace.items()}
            array, replaced = _pseudonymised(rows[TEXT], tokeniser, people, job.detector, actions)
        elif column.token_of and tokeniser:
            kind, id_column = column.token_of
            array = token_column(tokeniser, kind, rows[id_column].combine_chunks())
        else:
            array = rows[name]
        arrays.append(array.cast(column.type))
    return pa.table(arrays, schema=_schema(each)), replaced


def _without_residue(connection: duckdb.DuckDBPyConnection, table: pa.Table, own: tuple[str, ...]) -> NDArray[np.bool_]:
    """Tell of each row whether nothing shaped like an identifier is left in its text; one must not block a set."""
    connection.register("built_rows", table)
    condition = residue_condition(TEXT, own)
    rows = connection.execute(f"select not ({condition}) as is_clean from built_rows").to_arrow_table()
    connection.unregister("built_rows")
    clean: NDArray[np.bool_] = rows["is_clean"].to_numpy()
    return clean


def _pseudonymised(
    texts: pa.ChunkedArray, tokeniser: Tokeniser, people: People, detector: Detector, actions: Actions
) -> tuple[pa.ChunkedArray, dict[str, int]]:
    """Return the texts with tokens; a known person has there the same token as in the columns."""
    tokens, known = person_tokens(people, tokeniser)
    region = detector.regions[0] if len(detector.regions) == 1 else None
    names = name_index(people)
    return pseudonymise_texts(texts, detector, names, tokeniser, known, people=tokens, region=region, actions=actions)


@lru_cache(maxsize=4)
def _tokeniser(key: bytes) -> Tokeniser:
    return Tokeniser(key)
