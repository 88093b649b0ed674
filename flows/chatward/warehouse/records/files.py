"""Which export files were collected, and where each of their records went."""

from collections.abc import Sequence
from datetime import timedelta

import duckdb
import pyarrow as pa

from chatward.intake.discovery import place_id
from chatward.intake.results import Failure, FileRead
from chatward.warehouse.moment import Moment

QUARANTINE = timedelta(days=30)
"""How long a record that could not be read waits for somebody to look at it."""


def store_files(
    connection: duckdb.DuckDBPyConnection, files: Sequence[FileRead], begun: Sequence[str], moment: Moment
) -> None:
    """Store one row per file, its reasons and its rejects, inside the caller's transaction; replace earlier rows.

    Of a file that is stored in parts the row comes with the last one; what became of the records of those before is
    kept in ``record_fates`` until then.

    Raises:
        duckdb.Error: the batch's temporary tables are missing.
    """
    connection.register(
        "arriving_files",
        pa.table({name: [getattr(file, name) for file in files] for name in _FILES.names}, schema=_FILES),
    )
    connection.register("begun_files", pa.table({"file_id": pa.array(begun, pa.string())}))
    for table in ("gov.files", "gov.file_reasons", "gov.quarantine"):
        connection.execute(f"delete from {table} where file_id in (select file_id from begun_files)")
    _note_fates(connection)
    _store_rejects(connection, moment)
    _store_reasons(connection)
    connection.execute(
        """insert into gov.files by name
        with fates as (
            select file_id, sum(records) filter (fate = 'refused') as refused,
                sum(records) filter (fate = 'duplicate' and reason = 'messages') as duplicate_messages,
                sum(records) filter (fate = 'duplicate' and reason = 'events') as duplicate_events,
                sum(records) filter (fate = 'refused_messages') as refused_messages,
                sum(records) filter (fate = 'refused_events') as refused_events
            from record_fates group by file_id
        )
        select arriving.* exclude (read_messages, read_events, first_at_utc, last_at_utc),
            arriving.first_at_utc::timestamp as first_at_utc, arriving.last_at_utc::timestamp as last_at_utc,
            read_messages - coalesce(refused_messages, 0) - coalesce(duplicate_messages, 0) as messages,
            read_events - coalesce(refused_events, 0) - coalesce(duplicate_events, 0) as events,
            coalesce(duplicate_messages, 0) + coalesce(duplicate_events, 0) as duplicates,
            coalesce(refused, 0) as refused,
            false as is_reopened, $now as collected_at_utc, $run_id as run_id
        from arriving_files as arriving left join fates using (file_id)""",
        {"now": moment.now_utc, "run_id": moment.run_id},
    )
    connection.execute("delete from record_fates where file_id in (select file_id from arriving_files)")
    for name in ("arriving_files", "begun_files"):
        connection.unregister(name)


_FILES = pa.schema(
    [
        *((name, pa.string()) for name in ("file_id", "source", "platform", "digest", "date_order")),
        *((name, pa.int64()) for name in ("size_bytes", "records", "read_messages", "read_events", "rejected")),
        *((name, pa.timestamp("us", tz="UTC")) for name in ("first_at_utc", "last_at_utc")),
        ("zone_sources", pa.list_(pa.string())),
    ]
)


def _note_fates(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what became of the batch's records to ``record_fates`` (file_id, fate, reason, records)."""
    connection.execute(
        """create temp table if not exists record_fates(
            file_id varchar, fate varchar, reason varchar, records bigint
        )"""
    )
    connection.execute("delete from record_fates where file_id in (select file_id from begun_files)")
    connection.execute(
        """insert into record_fates
        select * from batch_fates
        union all
        select file_id, 'duplicate', kind, sum(duplicates)::bigint from met_records group by all"""
    )


def _store_reasons(connection: duckdb.DuckDBPyConnection) -> None:
    """Store of the files that are complete what an auditor asks for."""
    connection.execute(
        """insert into gov.file_reasons by name
        select file_id, fate, reason, sum(records)::bigint as records from record_fates
        where fate in ('refused', 'duplicate', 'rejected')
            and file_id in (select file_id from arriving_files)
        group by all"""
    )


def _store_rejects(connection: duckdb.DuckDBPyConnection, moment: Moment) -> None:
    connection.execute(
        """insert into gov.quarantine by name
        select file_id, member, record, reason,
            -- what cannot be read among what somebody sent who was erased may be his
            if(file_id in (select file_id from record_fates where reason = 'suppressed'), null, raw) as raw,
            $now as quarantined_at_utc, $until as expires_at_utc
        from waiting_rejects""",
        {"now": moment.now_utc, "until": moment.now_utc + QUARANTINE},
    )
    connection.execute(
        """insert into record_fates
        select file_id, 'rejected' as fate, reason, count(*) as records from waiting_rejects group by all"""
    )


def not_stored(connection: duckdb.DuckDBPyConnection, run_id: str) -> dict[str, dict[str, int]]:
    """Return how many records of the files that a run collected were not stored, by fate and reason, most first.

    Fates are ``refused`` by the gate, ``duplicate`` of what came before, and ``rejected``, as nobody could read them.
    """
    found: dict[str, dict[str, int]] = {}
    for fate, reason, records in connection.execute(
        """select fate, reason, sum(file_reasons.records)::bigint as total
        from gov.file_reasons inner join gov.files using (file_id) where run_id = ?
        group by all order by total desc, fate, reason""",
        [run_id],
    ).fetchall():
        found.setdefault(fate, {})[reason] = records
    return found


def known_files(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the ids of files that need not be read again.

    A file of which something was refused is read again when something came in that may give it a basis: a yes that was
    recorded late must find its messages.
    """
    rows = connection.execute("select file_id from gov.files where not is_reopened").fetchall()
    return frozenset(file_id for (file_id,) in rows)


def settled_files(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the ids of files that never need to be read again: each record is stored, or past its retention period."""
    rows = connection.execute(
        """select file_id from gov.files
        anti join (
            select file_id from gov.file_reasons
            where fate = 'rejected' or (fate = 'refused' and reason <> 'past_retention')
        ) as unsettled using (file_id)
        where not is_reopened or refused > 0"""
    ).fetchall()
    return frozenset(file_id for (file_id,) in rows)


def known_entries(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str, str]]:
    """Return (source, entry id, signature) of entries that need not be looked into again."""
    rows = connection.execute("select source, entry_id, signature from gov.entries").fetchall()
    return set(rows)


def store_entries(connection: duckdb.DuckDBPyConnection, entries: Sequence[tuple[str, str, str]]) -> None:
    """Remember (source, entry id, signature) of entries that were looked into, inside the caller's transaction."""
    if not entries:
        return
    columns = zip(*entries, strict=True)
    table = pa.table(
        {name: list(column) for name, column in zip(("source", "entry_id", "signature"), columns, strict=True)}
    )
    connection.register("arriving_entries", table)
    connection.execute(
        """delete from gov.entries using arriving_entries as arriving
        where entries.source = arriving.source and entries.entry_id = arriving.entry_id"""
    )
    connection.execute("insert into gov.entries by name select * from arriving_entries")
    connection.unregister("arriving_entries")


def store_failures(
    connection: duckdb.DuckDBPyConnection, failures: Sequence[Failure], moment: Moment, key: bytes
) -> None:
    """Replace what is known of exports that cannot be read, inside the caller's transaction; ``key`` is of entries."""
    connection.execute("delete from gov.failed_entries")
    for failure in failures:
        connection.execute(
            "insert into gov.failed_entries values (?, ?, ?, ?, ?, ?)",
            [
                failure.source,
                place_id(failure.location, key),
                failure.error.message,
                failure.error.hint,
                moment.now_utc,
                moment.run_id,
            ],
        )
