"""Stores readings: links people, gates every record, puts what may be kept into its month's shard."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from chatward import queries
from chatward.intake.reading import Reading
from chatward.warehouse.deciding import note_conversations
from chatward.warehouse.files import store_files
from chatward.warehouse.gating import gate_records
from chatward.warehouse.moment import Moment
from chatward.warehouse.months import describe_month, store_months
from chatward.warehouse.people import link_people
from chatward.warehouse.store import SHARD, Warehouse

_ARRIVING = ("arriving_messages", "arriving_events", "arriving_conversations")
_COLUMNS = {
    "messages": """message_id, source, file_id, member, record, conversation_id, platform_message_id, reply_to,
        thread_key, writer_id as sender_id, subject_id, writer_role as sender_role, kind, text, attachments, reactions,
        coalesce(is_edited, false) as is_edited, coalesce(is_deleted, false) as is_deleted,
        coalesce(is_forwarded, false) as is_forwarded, sent_at_utc, sent_at_local, zone_source, precision,
        basis, purposes, rule, expires_at_utc, policy_version""",
    "events": """event_id, source, file_id, member, record, conversation_id, writer_id as actor_id, subject_id, event,
        target_message_id, text, detail, at_utc, at_local, zone_source, precision,
        basis, purposes, rule, expires_at_utc, policy_version""",
}
_ID = {"messages": "message_id", "events": "event_id"}


def store(warehouse: Warehouse, readings: Sequence[Reading], moment: Moment) -> None:
    """Store readings. Storing them again changes nothing.

    The order makes a cut at any point harmless: people first, so that ids stay; then the shards, each in its own
    transaction; the files last, so that what was not finished is read again and found to be there already.
    """
    if not any(reading.files for reading in readings):
        return
    link_people(warehouse, pa.concat_tables([reading.people for reading in readings]))
    _register(warehouse, readings)
    _store_conversations(warehouse)
    _gate(warehouse, sorted({file.source for reading in readings for file in reading.files}), moment)
    months = _store_shards(warehouse)
    with warehouse.transaction() as connection:
        store_files(connection, readings, moment)
        store_months(connection, months)
    for name in _ARRIVING:
        warehouse.connection.unregister(name)


def _register(warehouse: Warehouse, readings: Sequence[Reading]) -> None:
    tables = (
        _by_month(pa.concat_tables([reading.messages for reading in readings])),
        _by_month(pa.concat_tables([reading.events for reading in readings])),
        pa.concat_tables([reading.conversations for reading in readings]),
    )
    for name, table in zip(_ARRIVING, tables, strict=True):
        warehouse.connection.register(name, table)


def _by_month(table: pa.Table) -> pa.Table:
    """Put rows of a month together, so that storing one month reads little of the others."""
    return table.take(pc.sort_indices(table["month"].cast(pa.string()))) if table.num_rows else table


def _store_conversations(warehouse: Warehouse) -> None:
    """Store conversations and who wrote in them; leave ``batch_customers`` (conversation_id, customer_id)."""
    customers = queries.load("core/conversation_customers")
    with warehouse.transaction() as connection:
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
    """Leave ``gated_messages`` and ``gated_events``: every record with its basis, or the reason of its refusal."""
    for kind, person, instant in (("messages", "sender_index", "sent_at_utc"), ("events", "actor_index", "at_utc")):
        at = "" if kind == "events" else f", {instant} as at_utc"
        warehouse.connection.execute(
            f"""create or replace temp view batch_records as
            select *, {person} as person_index{at} from arriving_{kind}"""
        )
        concerned = queries.load("core/concerned_records")
        warehouse.connection.execute(f"create or replace temp view concerned_records as {concerned}")
        gate_records(warehouse, f"gated_{kind}", sources, moment)
        _mark_repeats(warehouse, kind)


def _mark_repeats(warehouse: Warehouse, kind: str) -> None:
    """Leave ``repeated_<kind>``: rows of the batch that repeat another row's id."""
    record_id = _ID[kind]
    warehouse.connection.execute(
        f"""create or replace temp table repeated_{kind} as
        with counted as (
            select {record_id}, arg_min(rowid, {{'file': file_id, 'member': member, 'record': record}}) as first_row
            from gated_{kind} group by {record_id} having count(*) > 1
        )
        select gated.rowid as row_number from gated_{kind} as gated
        inner join counted using ({record_id}) where gated.rowid != counted.first_row"""
    )


def _store_shards(warehouse: Warehouse) -> list[str]:
    """Put the batch into its shards; leave ``met_records`` (kind, file_id, duplicates). Return the months touched."""
    connection = warehouse.connection
    connection.execute("create or replace temp table met_records(kind varchar, file_id varchar, duplicates bigint)")
    connection.execute(queries.load("schema/month_notes"))
    months = connection.execute(
        """select distinct month from gated_messages where refused is null
        union select distinct month from gated_events where refused is null order by month"""
    ).fetchall()
    for (month,) in months:
        with warehouse.shard(warehouse.shard_file(month)):
            for kind in ("messages", "events"):
                _insert(warehouse, kind, month)
            describe_month(connection, month)
    return [month for (month,) in months]


def _insert(warehouse: Warehouse, kind: str, month: str) -> None:
    """Insert what is new. A record met at its own place was stored by a run that was cut off: no duplicate."""
    connection, record_id = warehouse.connection, _ID[kind]
    candidates = f"""select gated.* from gated_{kind} as gated
        anti join repeated_{kind} as repeated on gated.rowid = repeated.row_number
        where gated.refused is null and gated.month = $month"""
    connection.execute(
        f"""insert into met_records
        select '{kind}', candidates.file_id, count(*) from ({candidates}) as candidates
        inner join {SHARD}.{kind} as stored using ({record_id})
        where (candidates.file_id, candidates.record) != (stored.file_id, stored.record)
            or candidates.member is distinct from stored.member
        group by candidates.file_id""",
        {"month": month},
    )
    connection.execute(
        f"""insert into {SHARD}.{kind} by name
        select {_COLUMNS[kind]} from ({candidates}) as candidates
        anti join {SHARD}.{kind} as stored using ({record_id})""",
        {"month": month},
    )
