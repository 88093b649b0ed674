"""Inserts what the gate let through into one month's shard, as a function of values and one file.

Runs in worker processes, a month in each: shards are files of their own, so months need not wait for each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chatward import queries
from chatward.intake.aside import Numbered
from chatward.warehouse.connection import RECORD_ID, SHARD, create_tables, worker_shard
from chatward.warehouse.gate.holding import find_held, take_holds
from chatward.warehouse.months import NOTES, describe_month

_COLUMNS = {
    "messages": """message_id, source, file_id, member, record, conversation_id, platform_message_id, reply_to,
        thread_key, writer_id as sender_id, subject_id, writer_role as sender_role, kind, text, attachments, reactions,
        coalesce(is_edited, false) as is_edited, coalesce(is_deleted, false) as is_deleted,
        coalesce(is_forwarded, false) as is_forwarded, sent_at_utc, sent_at_local, zone_source, precision, as_of_utc,
        hints, basis, purposes, rule, expires_at_utc, policy_version""",
    "events": """event_id, source, file_id, member, record, conversation_id, writer_id as actor_id, subject_id, event,
        target_message_id, target_id, text, detail, at_utc, at_local, zone_source, precision,
        hints, basis, purposes, rule, expires_at_utc, policy_version""",
}

_PLACE = "file_id, member, record"
_RANK = {
    "messages": f"content_version(is_deleted, as_of_utc, kind, text, attachments, reactions) desc, {_PLACE}",
    "events": _PLACE,
}
BATCH_BYTES = 64 * 2**20
"""About so many bytes of records are inserted at once."""


@dataclass(frozen=True, slots=True)
class MonthRows:
    """What is to be stored of one month.

    Attributes:
        shard: the month's file; it is made where it is missing.
        parts: where its records wait, as they were read.
        decisions: by kind, what the gate decided of the rows that may be kept, ordered by row number.
        answers: by kind, rows of which other words count than were read, as ``changing.find_answers`` has them.
        holds: the legal holds in force, as ``holding.copy_holds`` gives them.
        memory_bytes: what DuckDB may hold before it spills, encrypted, below the warehouse.
    """

    month: str
    shard: Path
    shard_key: bytes
    parts: Sequence[Numbered]
    decisions: Mapping[str, pa.Table]
    answers: Mapping[str, pa.Table]
    holds: pa.Table
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class StoredMonth:
    """What was stored of one month.

    Attributes:
        met: kind, file_id, duplicates: how many records of a file were there already, out of another file or place.
        notes: by table of ``schema/month_notes``: what the governance database must know of the whole month.
        has_replaced: whether content of messages was replaced, which is still in the file's bytes.
        deferred: files with newer words of messages that a hold keeps as they are.
    """

    month: str
    met: pa.Table
    notes: Mapping[str, pa.Table]
    has_replaced: bool
    deferred: frozenset[str]


def store_month(rows: MonthRows) -> StoredMonth:
    """Insert what is new, and newer versions of what is stored, in one transaction. Doing it again changes nothing."""
    with worker_shard(rows.shard, key=rows.shard_key, memory_bytes=rows.memory_bytes) as connection:
        return _store(connection, rows)


def _store(connection: duckdb.DuckDBPyConnection, rows: MonthRows) -> StoredMonth:
    create_tables(connection, SHARD, "schema/shard")
    for schema in ("schema/month_notes", "changes/content_version"):
        connection.execute(queries.load(schema))
    connection.execute("create or replace temp table met_records(kind varchar, file_id varchar, duplicates bigint)")
    take_holds(connection, rows.holds)
    connection.execute("begin transaction")
    has_replaced, deferred = False, frozenset[str]()
    for kind in rows.decisions:
        connection.register("answers", rows.answers[kind])
        for records in _batches(rows, kind):
            _arrive(connection, kind, records)
            if _find_met(connection, kind):
                _note_met(connection, kind)
                if kind == "messages":
                    replaced, held = _replace_older(connection)
                    has_replaced, deferred = has_replaced or replaced, deferred | held
            _insert(connection, kind)
            connection.unregister("arriving_rows")
            del records  # before the next ones are read
        connection.unregister("answers")
    connection.execute("commit")
    describe_month(connection, rows.month)
    notes = {name: connection.execute(f"select * from {name}").to_arrow_table() for name in NOTES}
    met = connection.execute("select * from met_records").to_arrow_table()
    return StoredMonth(rows.month, met, notes, has_replaced, deferred)


def _batches(rows: MonthRows, kind: str) -> Iterator[pa.Table]:
    """Yield the records that may be kept, with what was decided of them, in their order."""
    waiting: list[pa.Table] = []
    for part in rows.parts:
        name = f"{rows.month}/{kind}"
        if name in part.records.rows:
            waiting += _decided(part, name, rows.decisions[kind])
        if sum(table.nbytes for table in waiting) >= BATCH_BYTES:
            yield _taken(waiting)
    if waiting:
        yield _taken(waiting)


def _taken(tables: list[pa.Table]) -> pa.Table:
    """Return tables as one, and let go of them."""
    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    tables.clear()
    return whole


def _decided(part: Numbered, name: str, decisions: pa.Table) -> Iterator[pa.Table]:
    """Yield those of some records that may be kept, which are numbered in ascending order, with the decisions."""
    numbers, decided = part.numbers(name), decisions["row_number"].to_numpy()
    first, end = np.searchsorted(decided, [numbers.start, numbers.stop]).tolist()
    if first == end:
        return
    kept = part.records.table(name)
    if end - first < kept.num_rows:
        kept = kept.take(decided[first:end] - numbers.start)
    made = decisions.slice(first, end - first)
    yield pa.table([*kept.columns, *made.columns], names=[*kept.column_names, *made.column_names])


def _arrive(connection: duckdb.DuckDBPyConnection, kind: str, records: pa.Table) -> None:
    """Leave the view ``arriving``: records as they count now, each once; note in ``met_records`` those met twice."""
    connection.register("arriving_rows", records)
    connection.execute(queries.load(f"changes/arriving_{kind}"))
    met = records[RECORD_ID[kind]].value_counts()
    if len(met) == records.num_rows:
        return
    # few ids are met twice, and all others need no order
    twice = met.filter(pc.greater(met.field("counts"), 1)).field("values")
    connection.register("twice_met", records.filter(pc.is_in(records[RECORD_ID[kind]], twice)))
    repeated = connection.execute(
        f"""select row_number from twice_met
        qualify row_number() over (partition by {RECORD_ID[kind]} order by {_RANK[kind]}) > 1"""
    ).to_arrow_table()["row_number"]
    connection.unregister("twice_met")
    connection.execute(
        f"""insert into met_records select '{kind}', file_id, count(*) from arriving_rows
        where row_number in (select unnest($repeated)) group by file_id""",
        {"repeated": repeated.to_pylist()},
    )
    connection.unregister("arriving_rows")
    connection.register(
        "arriving_rows", records.filter(pc.invert(pc.is_in(records["row_number"], repeated.combine_chunks())))
    )


def _replace_older(connection: duckdb.DuckDBPyConnection) -> tuple[bool, frozenset[str]]:
    """Replace what is stored of messages where the batch has a version that counts more, unless a hold keeps it.

    Returns whether any words changed, and the files whose words wait for the release of a hold.
    """
    connection.execute(f"create or replace temp table newer_versions as {queries.load('changes/newer_versions')}")
    find_held(
        connection,
        """select message_id as record_id, subject_id, conversation_id, source, sent_at_utc as at_utc
        from newer_versions where is_changed""",
    )
    held = "message_id in (select record_id from held_records)"
    deferred = connection.execute(f"select distinct file_id from newer_versions where {held}").fetchall()
    # what is held of a deleted message stays for the case alone: no set shows it
    connection.execute(
        f"""update {SHARD}.messages as stored set is_deleted = true from newer_versions as newer
        where stored.message_id = newer.message_id and newer.is_deleted and newer.{held}"""
    )
    replaced, changed = connection.execute(
        f"select count(*), coalesce(bool_or(is_changed), false) from newer_versions where not {held}"
    ).fetchall()[0]
    if replaced:
        connection.execute(
            f"""update {SHARD}.messages as stored set kind = newer.kind, text = newer.text,
                attachments = newer.attachments, reactions = newer.reactions, is_edited = newer.is_edited,
                is_deleted = newer.is_deleted, as_of_utc = newer.as_of_utc,
                hints = if(newer.text is not distinct from stored.text, stored.hints, null)
            from newer_versions as newer where stored.message_id = newer.message_id and not newer.{held}"""
        )
    return bool(changed), frozenset(file_id for (file_id,) in deferred)


def _find_met(connection: duckdb.DuckDBPyConnection, kind: str) -> bool:
    """Leave ``met``: what of the batch is stored already, and where it was found; return whether there is any."""
    record_id = RECORD_ID[kind]
    connection.execute(
        f"""create or replace temp table met as
        select {record_id}, file_id, member, record from {SHARD}.{kind}
        where {record_id} in (select {record_id} from arriving)"""
    )
    return bool(connection.execute("select 1 from met limit 1").fetchall())


def _note_met(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Count duplicates. A record met at its own place was stored by a run that was cut off: it is none."""
    connection.execute(
        f"""insert into met_records
        select '{kind}', arriving.file_id, count(*) from arriving
        inner join met using ({RECORD_ID[kind]})
        where (arriving.file_id, arriving.record) != (met.file_id, met.record)
            or arriving.member is distinct from met.member
        group by arriving.file_id"""
    )


def _insert(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Insert what is new."""
    connection.execute(
        f"""insert into {SHARD}.{kind} by name
        select {_COLUMNS[kind]} from arriving anti join met using ({RECORD_ID[kind]})"""
    )
