"""Every store beside the months' files that may hold something of who is erased; each finishes with the erasure.

A new store is one function and one line in ``STORES``.
"""

from collections import Counter
from collections.abc import Callable, Mapping

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.identity.normalise import national_forms
from chatward.identity.raw_names import RawNames, unescaped
from chatward.rights.identifier_signs import SIGN
from chatward.warehouse.erasure.erased_people import ANY_TIME, erased_talkers, screen_of_erased
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import Warehouse

Erase = Callable[[Warehouse], Mapping[str, int]]
"""Takes out, inside the caller's transaction, what belongs to the erasures in the temporary table ``ended_erasures``
(request_id, scope, target_id); returns by request how much that was. Whose it is stands in ``gov.erased_subjects``,
``gov.erased_identities``, ``gov.erased_names`` and ``gov.erased_files`` until then."""


def find_quarantine(warehouse: Warehouse, moment: Moment) -> None:
    """Leave ``doomed_quarantine`` (request_id, place, is_held): of records that could not be read those that go.

    That is of exports of which nothing else stays, and what names the person.
    """
    connection = warehouse.connection
    _find_naming(warehouse)
    connection.execute(
        f"""create or replace temp table doomed_quarantine as
        select distinct doomed.request_id, quarantine.rowid as place, held.file_id is not null as is_held
        from gov.quarantine as quarantine
        inner join (
            select request_id, quarantine.rowid as place from gov.quarantine as quarantine
            inner join gov.erased_files using (file_id)
            where not has_others and request_id in (select request_id from ended_erasures)
            union all
            select request_id, place from naming_quarantine) as doomed on quarantine.rowid = doomed.place
        left join ({queries.load("retention/held_quarantine")}) as held on quarantine.file_id = held.file_id""",
        {"now": moment.now_utc},
    )


def erase_quarantine(warehouse: Warehouse) -> Mapping[str, int]:
    """Delete what ``find_quarantine`` found."""
    return _counted(
        warehouse.connection,
        "delete from gov.quarantine where rowid in (select place from doomed_quarantine)",
        """select request_id, count(*) from (
            select min(request_id) as request_id, place from doomed_quarantine
            where request_id in (select request_id from ended_erasures) group by place)
        group by request_id""",
    )


def _find_naming(warehouse: Warehouse) -> None:
    """Leave ``naming_quarantine`` (request_id, place): records that name somebody of the erasures that end.

    Which of them it is that an identifier tells which nobody has in clear is not known.
    """
    connection, naming = warehouse.connection, screen_of_erased(warehouse).naming
    ended = [each for (each,) in connection.execute("select request_id from ended_erasures").fetchall()]
    names = connection.execute(
        """select name, min(request_id) from gov.erased_names
        where request_id in (select request_id from ended_erasures) group by name order by name"""
    ).fetchall()
    names += [(form, request_id) for name, request_id in names for form in sorted(national_forms(name))]
    known, found = RawNames([name for name, _ in names]), list[tuple[str, int]]()
    for place, raw in connection.execute("select rowid, raw from gov.quarantine where raw is not null").fetchall():
        told = {names[number][1] for number in known.found_in(raw)}
        if not told and (text := unescaped(raw)) != naming.take_out(text, ANY_TIME, ()):
            told.update(ended)
        found += [(request_id, place) for request_id in sorted(told)]
    columns = {
        "request_id": pa.array([request_id for request_id, _ in found], pa.string()),
        "place": pa.array([place for _, place in found], pa.int64()),
    }
    connection.register("found_quarantine", pa.table(columns))
    connection.execute("create or replace temp table naming_quarantine as select * from found_quarantine")
    connection.unregister("found_quarantine")


def erase_titles(warehouse: Warehouse) -> Mapping[str, int]:
    """Take identifiers out of titles and keys of conversations, and names where it is known that people talked there.

    A key may be a title too; by what an export calls it a conversation is told by its id.
    """
    connection, naming = warehouse.connection, screen_of_erased(warehouse).naming
    counts, talkers = Counter[str](), erased_talkers(connection)
    (anybody,) = connection.execute("select min(request_id) from ended_erasures").fetchall()[0]
    for conversation_id, *names in connection.execute(
        """select conversation_id, title, conversation_key from gov.conversations
        where list_contains($talks::blob[], conversation_id)
            or regexp_matches(concat_ws(' ', title, conversation_key), $sign)""",
        {"talks": list(talkers), "sign": SIGN},
    ).fetchall():
        people = talkers.get(conversation_id, ())
        left = [name and naming.take_out(name, ANY_TIME, people) for name in names]
        if left != names:
            connection.execute(
                """update gov.conversations set title = $title, conversation_key = $key
                where conversation_id = $conversation_id""",
                {"conversation_id": conversation_id, "title": left[0], "key": left[1]},
            )
            counts[people[0].decode() if people else anybody] += 1
    return counts


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
    "requests": erase_requests,
    "titles": erase_titles,
    "identifiers": erase_people,
}
"""By the name under which receipts count what went; in this order."""
