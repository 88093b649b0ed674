"""What the governance database knows of each month: how much it holds, of whom, and when it falls due."""

from collections.abc import Sequence

import duckdb

from chatward import queries

NOTES = ("noted_months", "noted_subjects", "noted_dues", "noted_activities", "noted_attachments")
"""The temporary tables of ``schema/month_notes``."""
_OF_MONTHS = ("subject_months", "due_days", "thread_months", "attachment_days")
"""Tables of the governance database of which each row is about one month."""


def describe_month(connection: duckdb.DuckDBPyConnection, month: str) -> None:
    """Note counts, subjects and due days of the attached shard in the temporary tables of ``schema/month_notes``."""
    connection.execute(
        f"insert into noted_months select $month, * from ({queries.load('core/month_counts')})", {"month": month}
    )
    connection.execute(f"create or replace temp table written_subjects as {queries.load('core/written_subjects')}")
    connection.execute(
        """insert into noted_subjects
        select subject_id, $month, messages, last_at_utc from written_subjects
        union all
        select distinct subject_id, $month, 0, null::timestamp from shard.events
        where subject_id is not null and subject_id not in (select subject_id from written_subjects)""",
        {"month": month},
    )
    connection.execute(
        """insert into noted_dues
        select $month, source, rule, due_on, sum(messages)::bigint, sum(events)::bigint from (
            select source, rule, expires_at_utc::date as due_on, count(*) as messages, 0 as events
            from shard.messages group by all
            union all
            select source, rule, expires_at_utc::date, 0, count(*) from shard.events group by all) group by all""",
        {"month": month},
    )
    connection.execute(
        """insert into noted_attachments
        select $month, source, list_sort(purposes), sent_at_utc::date, count(*) from shard.messages
        where len(attachments) > 0 group by all""",
        {"month": month},
    )
    connection.execute(queries.load("core/thread_of"))
    connection.execute(
        f"insert into noted_activities select $month, * from ({queries.load('core/month_activities')})",
        {"month": month},
    )


def store_months(connection: duckdb.DuckDBPyConnection, months: Sequence[str]) -> None:
    """Take over what was noted of ``months``, inside the caller's transaction: other records are stored of them now."""
    store_decisions(connection, months)
    connection.execute("delete from gov.inventoried_months where list_contains($months, month)", {"months": [*months]})


def store_decisions(connection: duckdb.DuckDBPyConnection, months: Sequence[str]) -> None:
    """Take over what was noted of ``months``, inside the caller's transaction, and raise their content version.

    Their records may be decided otherwise, but are the same: what they hold needs no second look.
    """
    for table in _OF_MONTHS:
        connection.execute(f"delete from gov.{table} where list_contains($months, month)", {"months": list(months)})
    connection.execute("insert into gov.subject_months by name select * from noted_subjects")
    connection.execute("insert into gov.due_days by name select * from noted_dues")
    connection.execute("insert into gov.attachment_days by name select * from noted_attachments")
    _store_activities(connection)
    connection.execute(
        """insert into gov.shards by name
        select month, 1 as generation, 0 as content_version, 0 as messages, 0 as events from noted_months
        where month not in (select month from gov.shards)"""
    )
    connection.execute(
        """update gov.shards set content_version = content_version + 1, messages = noted.messages,
            events = noted.events, earliest_expiry_utc = noted.earliest_expiry_utc,
            latest_expiry_utc = noted.latest_expiry_utc, unread_texts = noted.unread_texts
        from noted_months as noted where shards.month = noted.month"""
    )


def _store_activities(connection: duckdb.DuckDBPyConnection) -> None:
    """Widen, inside the caller's transaction, what is known of people, conversations and threads."""
    connection.execute(
        """insert into gov.thread_months
        select month, activity_id from noted_activities where kind = 'thread'"""
    )
    connection.execute(
        """create or replace temp table wider_activities as
        select noted.kind, noted.activity_id, min(least(noted.first_at_utc, known.first_at_utc)) as first_at_utc,
            max(greatest(noted.last_at_utc, known.last_at_utc)) as last_at_utc
        from noted_activities as noted left join gov.activities as known
            on noted.kind = known.kind and noted.activity_id = known.activity_id
        group by noted.kind, noted.activity_id"""
    )
    connection.execute(
        """delete from gov.activities using wider_activities as wider
        where activities.kind = wider.kind and activities.activity_id = wider.activity_id"""
    )
    connection.execute("insert into gov.activities by name select * from wider_activities")


def forget_month(connection: duckdb.DuckDBPyConnection, month: str) -> None:
    """Strike a month off of which nothing stays, inside the caller's transaction."""
    for table in ("shards", *_OF_MONTHS):
        connection.execute(f"delete from gov.{table} where month = ?", [month])
