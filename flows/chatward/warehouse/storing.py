"""Stores readings: links people, gates every record, has what may be kept put into its month's shard."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from chatward import queries
from chatward.detect.hinting import HintFinder
from chatward.intake.results import Reading
from chatward.process import give_back_memory
from chatward.warehouse.arriving_words import ArrivingWords
from chatward.warehouse.changing import answer_changes, note_changes, settle_answered
from chatward.warehouse.connection import RECORD_ID
from chatward.warehouse.deciding import note_conversations
from chatward.warehouse.files import store_files
from chatward.warehouse.gating import gate_records, make_offers
from chatward.warehouse.hinted import finder_for, with_hints
from chatward.warehouse.holding import copy_holds, find_holds, holds_state
from chatward.warehouse.inserting import MonthRows, StoredMonth
from chatward.warehouse.moment import Moment
from chatward.warehouse.months import store_months
from chatward.warehouse.opting import take_choices
from chatward.warehouse.people import link_people
from chatward.warehouse.reconciling import note_spans
from chatward.warehouse.rewriting import forgive_shards, owe_shards
from chatward.warehouse.store import Warehouse
from chatward.warehouse.suppressing import write_list
from chatward.warehouse.turning_away import suppress_conversations, without_suppressed

_ARRIVING = ("arriving_messages", "arriving_events", "arriving_conversations", "arriving_spans")
_DECISIONS = "row_number, writer_id, writer_role, subject_id, basis, purposes, rule, expires_at_utc"
_PERSON = {"messages": "sender_index", "events": "actor_index"}
_PLACE = "file_id, member, record"
_RANK = {
    "messages": f"content_version(is_deleted, as_of_utc, kind, text, attachments, reactions) desc, {_PLACE}",
    "events": _PLACE,
}
_INSTANT = {"messages": "sent_at_utc", "events": "at_utc"}
# a report on a message that was erased comes back no more than the message
_ABOUT = {"messages": "message_id", "events": "coalesce(target_id, event_id)"}
Insert = Callable[[Iterable[MonthRows]], Iterable[StoredMonth]]


def store(warehouse: Warehouse, readings: Sequence[Reading], moment: Moment, insert: Insert) -> None:
    """Store readings. Storing them again changes nothing.

    The order makes a cut at any point harmless: people first, so that ids stay; then the shards, each in its own
    transaction; the files last, so that what was not finished is read again and found to be there already.

    Args:
        insert: applies ``inserting.store_month`` to months, perhaps in other processes.
    """
    if not any(reading.files or reading.begun or reading.nbytes for reading in readings):
        return
    people = pa.concat_tables([reading.people for reading in readings])
    words = ArrivingWords(warehouse, people["identifier_type"].unique().to_pylist())
    arriving = _register(warehouse, readings, words, finder_for(moment.policy))
    link_people(warehouse, without_suppressed(warehouse, people), moment)
    take_choices(warehouse, moment)
    with warehouse.transaction() as connection:
        _note_changes(connection, arriving, readings)
        _store_conversations(connection)
        suppress_conversations(warehouse)
    write_list(warehouse)
    _gate(warehouse, sorted({reading.source for reading in readings}), moment)
    give_back_memory()  # twice what the gate leaves
    answer_changes(warehouse.connection, arriving)
    find_holds(warehouse.connection, moment)
    stored = list(insert(_months(warehouse, arriving, moment.policy.label)))
    _take_over(warehouse.connection, stored)
    with warehouse.transaction() as connection:
        settle_answered(connection)
        forgive_shards(connection, [month.month for month in stored if month.has_replaced])
        store_files(connection, readings, moment)
        _note_deferred(connection, frozenset[str]().union(*(month.deferred for month in stored)))
        store_months(connection, [month.month for month in stored])
    for name in _ARRIVING:
        warehouse.connection.unregister(name)
    for kind in RECORD_ID:
        warehouse.connection.execute(f"drop table gated_{kind}")


def _register(
    warehouse: Warehouse, readings: Sequence[Reading], words: ArrivingWords, finder: HintFinder
) -> dict[str, pa.Table]:
    """Make the readings visible to SQL as ``arriving_<kind>``; return messages and events, their rows numbered.

    Nothing in them names somebody who was erased since. They are taken out of the readings, so that memory holds them
    once.
    """
    arriving = {
        kind: with_hints(words.without(_numbered([getattr(reading, kind) for reading in readings]), kind), finder)
        for kind in RECORD_ID
    }
    for reading in readings:
        reading.rejects = words.unread(reading.rejects)
        reading.messages, reading.events = (each.schema.empty_table() for each in (reading.messages, reading.events))
    conversations, spans = (
        pa.concat_tables([getattr(reading, name) for reading in readings]) for name in ("conversations", "spans")
    )
    for name, table in zip(_ARRIVING, (*arriving.values(), words.titled(conversations), spans), strict=True):
        warehouse.connection.register(name, table)
    return arriving


def _note_changes(
    connection: duckdb.DuckDBPyConnection, arriving: Mapping[str, pa.Table], readings: Sequence[Reading]
) -> None:
    """Note what is reported as edited or deleted, and that words may be replaced in every month that is stored in."""
    months = {month for table in arriving.values() for month in table["month"].unique().to_pylist() if month}
    note_changes(connection)
    begun = [file_id for reading in readings for file_id in reading.begun]
    note_spans(connection, begun=begun, ended=[file.file_id for reading in readings for file in reading.files])
    owe_shards(connection, months, is_certain=False)


def _numbered(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the rows of all tables in one piece, from which rows are taken far faster than from many."""
    table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    return table.append_column("row_number", pa.array(np.arange(table.num_rows)))


def _store_conversations(connection: duckdb.DuckDBPyConnection) -> None:
    """Store conversations and who wrote in them; leave ``batch_customers`` (conversation_id, customer_id)."""
    customers = queries.load("core/conversation_customers")
    connection.execute(
        "create or replace temp view batch_conversations as select conversation_id from arriving_conversations"
    )
    connection.execute(f"create or replace temp table former_customers as {customers}")
    connection.execute(
        """create or replace temp table former_conversations as
        select conversation_id from gov.conversations
        where conversation_id in (select conversation_id from arriving_conversations)"""
    )
    connection.execute(queries.load("core/new_conversations"))
    connection.execute(queries.load("core/better_conversations"))
    connection.execute(queries.load("core/new_conversation_members"))
    connection.execute(f"create or replace temp table batch_customers as {customers}")
    note_conversations(connection, queries.load("core/changed_conversations"))


def _gate(warehouse: Warehouse, sources: Sequence[str], moment: Moment) -> None:
    """Leave ``gated_messages`` and ``gated_events``: every record's basis, or the reason of its refusal.

    What the gate need not know, above all texts, is not copied into them.
    """
    make_offers(warehouse.connection, sources, moment)
    for kind in RECORD_ID:
        # a table, whose size is known: of Arrow's DuckDB knows none, and would join by hashing records, not people
        warehouse.connection.execute(
            f"""create or replace temp table arriving_records as
            select row_number, source, month, conversation_id, {_PERSON[kind]} as person_index,
                {_INSTANT[kind]} as at_utc, {_ABOUT[kind]} as record_id, hints
            from arriving_{kind}"""
        )
        warehouse.connection.execute("create or replace temp view batch_records as select * from arriving_records")
        gate_records(warehouse, f"gated_{kind}", moment, columns=f"month, refused, {_DECISIONS}")
        _mark_repeats(warehouse, kind)
    warehouse.connection.execute("drop table arriving_records")


def _mark_repeats(warehouse: Warehouse, kind: str) -> None:
    """Leave ``repeated_<kind>``: rows of the batch that repeat another row's id."""
    record_id = RECORD_ID[kind]
    warehouse.connection.execute(queries.load("changes/content_version"))
    warehouse.connection.execute(
        f"""create or replace temp table repeated_{kind} as
        with twice as (
            select {record_id} from arriving_{kind} group by {record_id} having count(*) > 1
        ),
        ranked as (
            select row_number, row_number() over (partition by {record_id} order by {_RANK[kind]}) as place
            from arriving_{kind} semi join twice using ({record_id})
        )
        select row_number from ranked where place > 1"""
    )


def _months(warehouse: Warehouse, arriving: Mapping[str, pa.Table], policy_version: str) -> Iterator[MonthRows]:
    """Yield what is to be stored, month by month."""
    decisions = {kind: _decisions(warehouse.connection, kind, policy_version) for kind in RECORD_ID}
    holds = copy_holds(warehouse.connection)
    rows = {kind: _rows_by_month(table) for kind, table in decisions.items()}
    places = {kind: _places(table) for kind, table in arriving.items()}
    for month in sorted(rows["messages"].keys() | rows["events"].keys()):
        shard = warehouse.shard_file(month)
        warehouse.keyring.create([shard.key_name])
        decided = {kind: table.take(rows[kind][month]) for kind, table in decisions.items() if month in rows[kind]}
        yield MonthRows(
            month=month,
            shard=warehouse.shard_path(shard),
            shard_key=warehouse.keyring.key(shard.key_name),
            records={kind: _joined(arriving[kind], places[kind], table) for kind, table in decided.items()},
            holds=holds,
            memory_bytes=warehouse.memory_bytes,
        )


def _note_deferred(connection: duckdb.DuckDBPyConnection, files: frozenset[str]) -> None:
    """Note, inside the caller's transaction, files that are to be read again when other holds are in force."""
    if files:
        values = {"files": sorted(files), "state": holds_state(connection)}
        connection.execute("insert into gov.deferred_files select unnest($files::varchar[]), $state", values)


def _decisions(connection: duckdb.DuckDBPyConnection, kind: str, policy_version: str) -> pa.Table:
    """Return month, row number and decision of the rows that may be kept."""
    return connection.execute(
        f"""select month, {_DECISIONS}, $policy_version as policy_version from gated_{kind}
        anti join repeated_{kind} using (row_number) where refused is null""",
        {"policy_version": policy_version},
    ).to_arrow_table()


def _rows_by_month(decisions: pa.Table) -> dict[str, np.ndarray]:
    """Return the places of each month's rows, by row number."""
    months = decisions["month"].cast(pa.string()).combine_chunks().dictionary_encode()
    codes = months.indices.to_numpy()
    order = np.lexsort((decisions["row_number"].to_numpy(), codes))
    parts = np.split(order, np.cumsum(np.bincount(codes))[:-1])
    return dict(zip(months.dictionary.to_pylist(), parts, strict=False))  # without rows: no month, one empty part


def _places(arriving: pa.Table) -> np.ndarray:
    """Return where each row number stands; of a number that stands twice the last place counts."""
    places = np.zeros(arriving.num_rows, dtype=np.int64)
    places[arriving["row_number"].to_numpy()] = np.arange(arriving.num_rows)
    return places


def _joined(arriving: pa.Table, places: np.ndarray, decisions: pa.Table) -> pa.Table:
    """Return the rows that were decided on, as read, with what was decided."""
    rows = arriving.drop_columns("row_number").take(places[decisions["row_number"].to_numpy()])
    decided = decisions.drop_columns(["month", "row_number"])
    return pa.table([*rows.columns, *decided.columns], names=[*rows.column_names, *decided.column_names])


def _take_over(connection: duckdb.DuckDBPyConnection, stored: Sequence[StoredMonth]) -> None:
    """Leave ``met_records`` (kind, file_id, duplicates) and the notes of all months."""
    connection.execute("create or replace temp table met_records(kind varchar, file_id varchar, duplicates bigint)")
    connection.execute(queries.load("schema/month_notes"))
    told = [{"met_records": month.met, **month.notes} for month in stored]
    for name in told[0] if told else ():
        connection.register("worker_rows", pa.concat_tables([tables[name] for tables in told]))
        connection.execute(f"insert into {name} select * from worker_rows")
        connection.unregister("worker_rows")
