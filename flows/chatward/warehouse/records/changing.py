"""Lets edits and deletions that platforms report act on what is stored: the old words go, and do not come back.

Reports and messages come in any order, twice, and years apart, so each message has one change that counts: a deletion
for good, else the latest edit. A deleted conversation is a deletion of each message sent in it until then. What a
change replaces is replaced at once; the month's file, in whose bytes the old words may still lie, is written anew under
a new key before the next publication. That is owed from before the first byte changes.
"""

import duckdb

from chatward import queries
from chatward.policy.terms import SENT, terms_of
from chatward.warehouse.connection import SHARD
from chatward.warehouse.gate.gating import gate_records
from chatward.warehouse.gate.holding import find_held, find_holds
from chatward.warehouse.moment import Moment
from chatward.warehouse.records.reconciling import drop_spans
from chatward.warehouse.rewriting import replace_where
from chatward.warehouse.store import Warehouse

# of ``events`` beside ``changes``: words of an edit that count no more, unless a hold keeps them
_STALE_EVENT = """events.event = 'message_edited' and events.text is not null
    and (changes.is_deleted or changes.event_id != events.event_id)
    and events.event_id not in (select event_id from held_edits)"""
_CHANGED = f"""select 1 from {SHARD}.messages as messages inner join changes on message_id = changes.target_id
    where (changes.is_deleted and (not messages.is_deleted or messages.kind != 'deleted'))
        or (not changes.is_deleted and messages.as_of_utc < changes.edited_at_utc and not messages.is_deleted)
    union all
    select 1 from {SHARD}.events as events inner join changes using (target_id) where {_STALE_EVENT} limit 1"""
_REPLACEMENTS = (
    f"""update {SHARD}.messages
    set kind = 'deleted', text = null, hints = null, attachments = null, reactions = null, is_deleted = true
    where message_id in (select target_id from changes where is_deleted)""",
    f"""update {SHARD}.messages as messages
    set text = newer.text, hints = null, is_edited = true, as_of_utc = newer.edited_at_utc,
        kind = if(kind = 'deleted', 'text', kind)
    from (select changes.target_id, changes.edited_at_utc, edits.text
        from changes left join edits using (target_id) where not changes.is_deleted) as newer
    where messages.message_id = newer.target_id and messages.as_of_utc < newer.edited_at_utc
        and not messages.is_deleted""",
    f"""update {SHARD}.events as events set text = null, detail = null, hints = null from changes
    where events.target_id = changes.target_id and {_STALE_EVENT}""",
)

# what a hold keeps of a deleted message stays for the case alone: no set shows it
_WITHHELD = f"""select 1 from {SHARD}.messages as messages inner join held_changes as held
    on messages.message_id = held.target_id where held.is_deleted and not messages.is_deleted limit 1"""
_WITHHOLD = f"""update {SHARD}.messages set is_deleted = true
    where message_id in (select target_id from held_changes where is_deleted)"""

# of what waits, what the gate must be asked about before it is known what counts
_CONCERNED = {
    "messages": "select * from waiting_messages where record_id in (select target_id from gov.content_changes)",
    "events": "select * from waiting_events where row_number in (select row_number from waiting_edits)",
}


def note_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Note what arriving events say of messages, inside the caller's transaction.

    What was known before anything that waits goes to ``former_changes``, what was not to ``fresh_changes``. A message
    that arrives after the report of its edit makes that edit act again, and so do the words of an edit that counted no
    more when they arrived.
    """
    connection.execute(
        """insert into former_changes
        select target_id from gov.content_changes
        where target_id in (select target_id from arriving_events)
            and target_id not in (select target_id from fresh_changes)"""
    )
    _note_deleted_conversations(connection)
    connection.execute(f"create or replace temp table newer_changes as {queries.load('changes/newer_changes')}")
    connection.execute(
        """insert into fresh_changes
        select target_id from newer_changes where target_id not in (select target_id from former_changes)"""
    )
    connection.execute("delete from gov.content_changes where target_id in (select target_id from newer_changes)")
    connection.execute("insert into gov.content_changes by name select *, false as is_settled from newer_changes")
    connection.execute(
        """update gov.content_changes set is_settled = false
        where is_settled and not is_deleted and target_id in (select message_id from arriving_messages)"""
    )
    connection.execute(
        """update gov.content_changes as changes set is_settled = false from arriving_events as arriving
        where changes.is_settled and arriving.target_id = changes.target_id and arriving.event = 'message_edited'
            and (changes.is_deleted or arriving.event_id != changes.event_id)"""
    )


def _note_deleted_conversations(connection: duckdb.DuckDBPyConnection) -> None:
    """Note which conversations are deleted; leave ``arriving_times`` of messages, empty if none ever was."""
    deleted = queries.load("changes/deleted_conversations")
    connection.execute(f"create or replace temp table newly_deleted as {deleted}")
    connection.execute(
        "delete from gov.deleted_conversations where conversation_id in (select conversation_id from newly_deleted)"
    )
    connection.execute("insert into gov.deleted_conversations by name select *, false as is_settled from newly_deleted")
    has_deleted = bool(connection.execute("select 1 from gov.deleted_conversations limit 1").fetchall())
    # by itself, since DuckDB cannot join Arrow's dictionaries with little
    connection.execute(
        """create or replace temp table arriving_times as
        select message_id, conversation_id, sent_at_utc from arriving_messages where $has_deleted""",
        {"has_deleted": has_deleted},
    )


def find_answers(warehouse: Warehouse, moment: Moment) -> None:
    """Find what of the words that wait counts no more, so that they never reach the shards.

    Leaves ``answered_messages``, those that were deleted or edited since and what they say now, and
    ``answered_events``, edits whose words count no more, by row numbers and months. What the gate asks is there.
    """
    for kind, query in _CONCERNED.items():
        warehouse.connection.execute(f"create or replace temp view batch_records as {query}")
        gate_records(warehouse, f"gated_{kind}", moment, columns="row_number, refused")
    for kind in _CONCERNED:
        answered = queries.load(f"changes/answered_{kind}")
        warehouse.connection.execute(f"create or replace temp table answered_{kind} as {answered}")


def settle_answered(connection: duckdb.DuckDBPyConnection) -> None:
    """Note, inside the caller's transaction, changes that were all about what arrived with them, and is stored so."""
    connection.execute(
        """update gov.content_changes set is_settled = true
        where target_id in (select target_id from answered_messages where is_settled)"""
    )


def act_on_changes(warehouse: Warehouse, moment: Moment) -> None:
    """Replace what is stored of edited and deleted messages; the months in which something was are owed a rewrite.

    What a hold keeps is replaced once the hold is released.
    """
    connection = warehouse.connection
    _find_in_deleted_conversations(warehouse)
    if not connection.execute("select 1 from gov.content_changes where not is_settled limit 1").fetchall():
        return
    connection.execute("create or replace temp table changes as select * from gov.content_changes where not is_settled")
    _gather_edits(warehouse)
    months = connection.execute(
        """select month from gov.shards
        where month <= (select strftime(max(changed_at_utc), '%Y-%m') from changes) order by month"""
    ).fetchall()
    stored = [month for (month,) in months]
    _set_held_aside(warehouse, stored, moment)
    replace_where(warehouse, stored, _CHANGED, _REPLACEMENTS)
    with warehouse.transaction():
        connection.execute(
            """update gov.content_changes set is_settled = true where target_id in (select target_id from changes)
                and target_id not in (select target_id from held_edits)"""
        )


def _find_in_deleted_conversations(warehouse: Warehouse) -> None:
    """Note as deleted what is stored of conversations that were deleted."""
    connection = warehouse.connection
    if not connection.execute("select 1 from gov.deleted_conversations where not is_settled limit 1").fetchall():
        return
    months = connection.execute(
        """select month from gov.shards where month <= (
            select strftime(max(deleted_at_utc), '%Y-%m') from gov.deleted_conversations where not is_settled
        ) order by month"""
    ).fetchall()
    connection.execute("create or replace temp table gone(target_id blob, changed_at_utc timestamp)")
    for (month,) in months:
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            connection.execute(f"insert into gone {queries.load('changes/gone_messages')}")
    with warehouse.transaction():
        connection.execute("delete from gov.content_changes where target_id in (select target_id from gone)")
        connection.execute(
            """insert into gov.content_changes by name
            select target_id, changed_at_utc, true as is_deleted, false as is_settled from gone"""
        )
        connection.execute("update gov.deleted_conversations set is_settled = true where not is_settled")


def _set_held_aside(warehouse: Warehouse, months: list[str], moment: Moment) -> None:
    """Take out of ``changes`` what a hold keeps; deleted messages among it are withheld from the sets meanwhile.

    ``held_edits`` is left: former edits that a hold keeps by themselves, whatever becomes of their messages.
    """
    connection = warehouse.connection
    connection.execute("create or replace temp table held_changes(target_id blob, is_deleted boolean)")
    connection.execute("create or replace temp table held_edits(target_id blob, event_id blob)")
    if not find_holds(connection, moment):
        return
    for month in months:
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            concerned = queries.load("changes/concerned_records")
            connection.execute(f"create or replace temp table concerned as {concerned}")
        find_held(connection, "select record_id, subject_id, conversation_id, source, at_utc from concerned")
        held = "from concerned semi join held_records using (record_id)"
        connection.execute(f"insert into held_changes select target_id, is_deleted {held} where is_message")
        connection.execute(f"insert into held_edits select target_id, record_id {held} where not is_message")
    replace_where(warehouse, months, _WITHHELD, (_WITHHOLD,))
    connection.execute("delete from changes where target_id in (select target_id from held_changes)")


def _gather_edits(warehouse: Warehouse) -> None:
    """Leave ``edits`` (target_id, text): the words that count now, null where they were not kept."""
    connection = warehouse.connection
    connection.execute("create or replace temp table edits(target_id blob, text varchar)")
    months = connection.execute(
        """select distinct event_month from changes inner join gov.shards on event_month = month
        where not is_deleted order by event_month"""
    ).fetchall()
    for (month,) in months:
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            connection.execute(
                f"""insert into edits select changes.target_id, events.text
                from changes inner join {SHARD}.events as events using (event_id) where not changes.is_deleted"""
            )


def forget_changes(warehouse: Warehouse, moment: Moment) -> None:
    """Strike off reports and spans older than anything is kept: a message that is older still would be refused.

    None where some later event may let a period begin, for then no message is refused for its age.
    """
    if any(term.start != SENT for term in terms_of(moment.policy)):
        return
    longest = max(rule.period for rule in moment.policy.retention)
    past = {"longest": longest.sql_interval, "now": moment.now_utc}
    with warehouse.transaction() as connection:
        # what waits for a hold acts when that is released, however late
        connection.execute(
            "delete from gov.content_changes where is_settled and changed_at_utc + $longest::interval <= $now", past
        )
        connection.execute(
            "delete from gov.deleted_conversations where is_settled and deleted_at_utc + $longest::interval <= $now",
            past,
        )
    drop_spans(
        warehouse,
        "select file_id, conversation_id from gov.shown_spans where until_utc + $longest::interval <= $now",
        **past,
    )
