"""Every store beside the months' files that may hold something of who is erased; each finishes with the erasure.

A new store is one function and one line in ``STORES``.
"""

from collections.abc import Callable, Mapping

import duckdb

from chatward.warehouse.store import Warehouse

Erase = Callable[[Warehouse], Mapping[str, int]]
"""Takes out, inside the caller's transaction, what belongs to the erasures in the temporary table ``ended_erasures``
(request_id, scope, target_id); returns by request how much that was. Whose it is stands in ``gov.erased_subjects``,
``gov.erased_identities``, ``gov.erased_names`` and ``gov.erased_files`` until then."""


def erase_quarantine(warehouse: Warehouse) -> Mapping[str, int]:
    """Delete records that could not be read: of exports of which nothing else stays, and what names the person."""
    return _counted(
        warehouse.connection,
        """create or replace temp table doomed_quarantine as
        select min(request_id) as request_id, quarantine.rowid as place
        from gov.quarantine as quarantine
        inner join (
            select request_id, file_id, null as name from gov.erased_files where not has_others
            union all
            select request_id, null, encode(name)::varchar from gov.erased_names where length(name) > 4
        ) as his on quarantine.file_id = his.file_id or contains(quarantine.raw::varchar, his.name)
        where request_id in (select request_id from ended_erasures)
        group by quarantine.rowid""",
        "delete from gov.quarantine where rowid in (select place from doomed_quarantine)",
        "select request_id, count(*) from doomed_quarantine group by request_id",
    )


def erase_locations(warehouse: Warehouse) -> Mapping[str, int]:
    """Forget where exports lay of which nothing stays: a file of a chat is named after whom it was held with."""
    return _counted(
        warehouse.connection,
        """create or replace temp table nameless_files as
        select min(request_id) as request_id, file_id from gov.erased_files
        where request_id in (select request_id from ended_erasures)
        group by file_id having not bool_or(has_others)""",
        """delete from gov.entries where (source, location) in (
            select source, location from gov.files where file_id in (select file_id from nameless_files))""",
        "update gov.files set location = '' where file_id in (select file_id from nameless_files)",
        "select request_id, count(*) from nameless_files group by request_id",
    )


def erase_people(warehouse: Warehouse) -> Mapping[str, int]:
    """Delete the person's subject ids and what hangs on them; of who ever consented a blind index stays to prove it."""
    connection = warehouse.connection
    connection.execute(
        """create or replace temp table ended_subjects as
        select request_id, subject_id from gov.erased_subjects
        where request_id in (select request_id from ended_erasures)"""
    )
    connection.execute(
        """insert into gov.consent_proofs by name
        select distinct identity_index, subject_id from gov.erased_identities
        where subject_id in (select subject_id from gov.consent_events)
            and subject_id in (select subject_id from ended_subjects)"""
    )
    for table in ("conversation_members", "consent_intervals", "undecided_subjects", "unchecked_subjects", "subjects"):
        connection.execute(f"delete from gov.{table} where subject_id in (select subject_id from ended_subjects)")
    rows = connection.execute(
        "select request_id, count(distinct identity_index) from gov.erased_identities "
        "where request_id in (select request_id from ended_erasures) group by request_id"
    ).fetchall()
    return dict(rows)


def erase_requests(warehouse: Warehouse) -> Mapping[str, int]:
    """Delete by whom other requests were made, and packages of the person's data, whose files are swept away after.

    Runs before the subject ids go.
    """
    connection = warehouse.connection
    connection.execute(
        """create or replace temp table his_requests as
        select min(request_id) as request_id, rowid as place from (
            select erased.request_id, people.rowid from gov.request_people as people
            inner join gov.erased_identities as erased on people.identity_index = erased.identity_index
            where erased.request_id in (select request_id from ended_erasures)) group by rowid"""
    )
    connection.execute(
        """delete from gov.request_values where request_id in (
            select request_id from gov.request_people where rowid in (select place from his_requests))"""
    )
    connection.execute("delete from gov.request_people where rowid in (select place from his_requests)")
    for table in ("restrictions", "rectifications", "packages"):
        connection.execute(
            f"""delete from gov.{table} where subject_id in (
                select subject_id from gov.erased_subjects
                where request_id in (select request_id from ended_erasures))"""
        )
    return dict(connection.execute("select request_id, count(*) from his_requests group by request_id").fetchall())


def _counted(connection: duckdb.DuckDBPyConnection, *statements: str) -> Mapping[str, int]:
    """Run statements; return what the last one gives."""
    for statement in statements:
        cursor = connection.execute(statement)
    return dict(cursor.fetchall())


STORES: Mapping[str, Erase] = {
    "quarantine": erase_quarantine,
    "locations": erase_locations,
    "requests": erase_requests,
    "identifiers": erase_people,
}
"""By the name under which receipts count what went; in this order."""
