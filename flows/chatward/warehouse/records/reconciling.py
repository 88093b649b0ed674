"""Takes for deleted what a later full export of a source lacks, where the policy says so.

Telegram, Slack and others leave a deleted message out and say no word of it. An export that shows a conversation in
full lacks a message when it has others before and after it. Whether it is older or newer than the export that has the
message, its latest instant tells: only a newer one counts, and a still newer one that has the message again brings it
back. So the state follows from all exports together, in whatever order they come. What a hold keeps stays until the
hold is released.
"""

from collections.abc import Sequence

import duckdb

from chatward import queries
from chatward.warehouse.connection import SHARD
from chatward.warehouse.gate.holding import find_held, find_holds
from chatward.warehouse.moment import Moment
from chatward.warehouse.rewriting import replace_where
from chatward.warehouse.store import Warehouse

# of ``messages`` beside ``missing``: what is still there of a message that nothing newer has
_GONE_MESSAGE = """messages.message_id = missing.message_id and not missing.is_held and messages.kind != 'deleted'
    and messages.as_of_utc < missing.missing_since_utc"""
# of ``events`` beside ``missing``: words of a former edit, and those among them that no hold keeps
_WORDS = """events.target_id = missing.message_id and not missing.is_held and events.event = 'message_edited'
    and events.text is not null and events.at_utc < missing.missing_since_utc"""
_GONE_WORDS = f"{_WORDS} and events.event_id not in (select event_id from held_words)"
_GONE = f"""select 1 from {SHARD}.messages as messages inner join missing on {_GONE_MESSAGE}
    union all
    select 1 from {SHARD}.events as events inner join missing on {_GONE_WORDS} limit 1"""
_REPLACEMENTS = (
    f"""update {SHARD}.messages as messages set kind = 'deleted', text = null, hints = null,
        attachments = null, reactions = null, as_of_utc = missing.missing_since_utc
    from missing where {_GONE_MESSAGE}""",
    f"update {SHARD}.events as events set text = null, detail = null, hints = null from missing where {_GONE_WORDS}",
)


def note_spans(connection: duckdb.DuckDBPyConnection, *, begun: Sequence[str], ended: Sequence[str]) -> None:
    """Note what ``arriving_spans`` show in full, inside the caller's transaction.

    Spans that were compared with what is stored are compared again where older words arrive. A span whose export comes
    in parts is there from the last of them on: until then nobody knows all that the export has.

    Args:
        begun: files whose first records arrive.
        ended: files whose last records arrive.
    """
    shown, known = (
        connection.execute(f"select 1 from {table} limit 1").fetchall()
        for table in ("arriving_spans", "gov.shown_spans")
    )
    if shown or known:
        # by itself, since DuckDB cannot join Arrow's dictionaries with little
        connection.execute(f"create or replace temp table arriving_words as {queries.load('changes/arriving_words')}")
    if shown:
        for table in ("shown_spans", "shown_messages"):
            connection.execute(f"delete from gov.{table} where list_contains($begun, file_id)", {"begun": begun})
        connection.execute(
            """insert into gov.shown_spans by name
            select *, false as is_settled from arriving_spans where list_contains($ended, file_id)""",
            {"ended": ended},
        )
        connection.execute(
            """insert into gov.shown_messages by name
            select distinct words.file_id, words.conversation_id, words.message_id from arriving_words as words
            inner join arriving_spans as spans
                on words.file_id = spans.file_id and words.conversation_id = spans.conversation_id
            where words.is_message"""
        )
    if known:
        connection.execute(queries.load("changes/doubted_spans"))


def reconcile(warehouse: Warehouse, moment: Moment) -> None:
    """Replace what newer full exports lack; the months in which something was are owed a rewrite."""
    connection = warehouse.connection
    sources = [source.name for source in moment.policy.sources.values() if source.reconcile]
    if not sources:
        return
    unsettled = {"sources": sources}
    drop_spans(warehouse, queries.load("changes/outdated_spans"))
    months = connection.execute(queries.load("changes/spanned_months"), unsettled).fetchall()
    if not months:
        return
    has_holds = find_holds(connection, moment)
    _find_missing(warehouse, [month for (month,) in months], sources)
    stored = _stored_months(connection)
    _find_held_words(warehouse, stored if has_holds else [])
    replace_where(warehouse, stored, _GONE, _REPLACEMENTS)
    with warehouse.transaction():
        connection.execute(
            """update gov.shown_spans set is_settled = true where list_contains($sources, source)
            and conversation_id not in (
                select conversation_id from missing where is_held union all select conversation_id from held_words)""",
            unsettled,
        )


def drop_spans(warehouse: Warehouse, spans: str, **parameters: object) -> None:
    """Strike off the spans whose file_id and conversation_id a query gives, and what they show."""
    with warehouse.transaction() as connection:
        connection.execute(f"create or replace temp table dropped_spans as {spans}", parameters)
        for table in ("shown_spans", "shown_messages"):
            connection.execute(
                f"""delete from gov.{table} using dropped_spans as dropped
                where {table}.file_id = dropped.file_id and {table}.conversation_id = dropped.conversation_id"""
            )


def _find_missing(warehouse: Warehouse, months: list[str], sources: list[str]) -> None:
    """Leave ``missing`` (message_id, conversation_id, missing_since_utc, is_held): what is stored and not shown."""
    connection = warehouse.connection
    connection.execute(
        """create or replace temp table missing(
            message_id blob, conversation_id blob, missing_since_utc timestamp, is_held boolean)"""
    )
    for month in months:
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            query = queries.load("changes/missing_messages")
            connection.execute(f"create or replace temp table missing_here as {query}", {"sources": sources})
        find_held(
            connection,
            """select message_id as record_id, subject_id, conversation_id, source, sent_at_utc as at_utc
            from missing_here""",
        )
        connection.execute(
            """insert into missing
            select message_id, conversation_id, missing_since_utc, record_id is not null
            from missing_here left join held_records on message_id = record_id"""
        )


def _find_held_words(warehouse: Warehouse, months: list[str]) -> None:
    """Leave ``held_words`` (event_id, conversation_id): former edits of what is missing that a hold keeps."""
    connection = warehouse.connection
    connection.execute("create or replace temp table held_words(event_id blob, conversation_id blob)")
    for month in months:
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            connection.execute(
                f"""create or replace temp table words_here as
                select events.event_id, missing.conversation_id, events.subject_id, events.source, events.at_utc
                from {SHARD}.events as events inner join missing on {_WORDS}"""
            )
        find_held(
            connection, "select event_id as record_id, subject_id, conversation_id, source, at_utc from words_here"
        )
        connection.execute(
            """insert into held_words
            select event_id, conversation_id from words_here semi join held_records on event_id = record_id"""
        )


def _stored_months(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the months that may hold something missing, or edits of it; none where nothing is missing."""
    months = connection.execute(
        """select month from gov.shards
        where month <= (select strftime(max(missing_since_utc), '%Y-%m') from missing) order by month"""
    ).fetchall()
    return [month for (month,) in months]
