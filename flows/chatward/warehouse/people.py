"""Links identifiers to data subjects in the governance database."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from chatward.identity.index import id_array
from chatward.identity.resolving import Resolution, resolve
from chatward.warehouse.deciding import note_subjects
from chatward.warehouse.index_key import adopt_identifiers
from chatward.warehouse.store import Warehouse


def link_people(warehouse: Warehouse, people: pa.Table) -> None:
    """Store who is in ``people`` and leave the temporary table ``batch_people`` (person, subject_id, role).

    Args:
        people: rows of ``intake.identifying.PEOPLE``.
    """
    with warehouse.transaction() as connection:
        identifiers = (people[name].to_pylist() for name in ("identifier_type", "identifier"))
        adopt_identifiers(connection, warehouse.keyring, zip(*identifiers, strict=True))
        groups: dict[bytes, list[bytes]] = {}
        for person, index in zip(people["person"].to_pylist(), people["identity_index"].to_pylist(), strict=True):
            groups.setdefault(person, []).append(index)
        resolution = link(connection, groups.values(), people["identity_index"], people["identifier_type"])
        connection.register("arriving_people", _resolved(people, resolution))
        _store_identifiers(connection)
        _store_roles(connection)
        connection.execute(
            """create or replace temp table batch_people as
            select distinct arriving_people.person, arriving_people.subject_id, subjects.role
            from arriving_people inner join gov.subjects as subjects using (subject_id)"""
        )
        connection.unregister("arriving_people")


def link(
    connection: duckdb.DuckDBPyConnection,
    groups: Iterable[Iterable[bytes]],
    indexes: pa.ChunkedArray,
    identifier_types: pa.ChunkedArray,
) -> Resolution:
    """Resolve groups of blind indexes against the known identities, store what is new, return the outcome.

    Runs inside the caller's transaction.
    """
    connection.register("arriving", pa.table({"identity_index": indexes, "identifier_type": identifier_types}))
    known = connection.execute(
        """select distinct identities.identity_index, subjects.canonical_id
        from gov.identities as identities
        inner join gov.subjects as subjects using (subject_id)
        where identities.identity_index in (select identity_index::blob from arriving)"""
    ).fetchall()
    resolution = resolve(groups, dict(known))
    _store_added(connection, resolution)
    _store_merges(connection, resolution)
    connection.unregister("arriving")
    return resolution


def _store_added(connection: duckdb.DuckDBPyConnection, resolution: Resolution) -> None:
    if not resolution.added:
        return
    added = pa.table(
        {"identity_index": id_array(list(resolution.added)), "subject_id": id_array(list(resolution.added.values()))}
    )
    connection.register("added", added)
    connection.execute(
        """insert into gov.subjects by name
        select distinct subject_id::blob as subject_id, subject_id::blob as canonical_id, 'customer' as role
        from added where subject_id::blob not in (select subject_id from gov.subjects)"""
    )
    connection.execute(
        """insert into gov.identities by name
        select added.identity_index::blob as identity_index, added.subject_id::blob as subject_id,
            any_value(arriving.identifier_type) as identifier_type
        from added inner join arriving using (identity_index) group by all"""
    )
    connection.unregister("added")


def _store_merges(connection: duckdb.DuckDBPyConnection, resolution: Resolution) -> None:
    """Point merged subjects at the canonical one; writers keep their own id, so a merge can be undone."""
    for subject, canonical in resolution.merged.items():
        connection.execute("update gov.subjects set canonical_id = ? where canonical_id = ?", [canonical, subject])
    if resolution.merged:
        connection.execute("create or replace temp table merged(subject_id blob)")
        connection.executemany("insert into merged values (?)", [[subject] for subject in resolution.merged])
        connection.execute(
            """update gov.subjects set role = joined.role
            from (select canonical_id, max(role) as role from gov.subjects
                where role in ('staff', 'bot') group by canonical_id) as joined
            where subjects.subject_id = joined.canonical_id"""
        )
        note_subjects(connection, "select subject_id from merged")


def _resolved(people: pa.Table, resolution: Resolution) -> pa.Table:
    subjects = [resolution.subjects[index] for index in people["identity_index"].to_pylist()]
    columns = {name: people[name] for name in ("source", "identifier_type", "identifier", "display_name", "role")}
    return pa.table(
        {
            "person": people["person"].cast(pa.binary()),
            "identity_index": people["identity_index"].cast(pa.binary()),
            "subject_id": id_array(subjects).cast(pa.binary()),
            **columns,
        }
    )


def _store_identifiers(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """insert into gov.identifiers by name
        select distinct identity_index, source, identifier_type, identifier, display_name
        from arriving_people
        except
        select identity_index, source, identifier_type, identifier, display_name from gov.identifiers"""
    )


def _store_roles(connection: duckdb.DuckDBPyConnection) -> None:
    """Staff stays staff whatever a later export says; a customer may turn out to be staff or a bot."""
    connection.execute(
        """create or replace temp table new_roles as
        select arriving.subject_id, arriving.role
        from (select subject_id, max(role) as role from arriving_people
            where role in ('staff', 'bot') group by subject_id) as arriving
        inner join gov.subjects as subjects using (subject_id)
        where subjects.role = 'customer' or (subjects.role = 'bot' and arriving.role = 'staff')"""
    )
    connection.execute(
        """update gov.subjects set role = new_roles.role
        from new_roles where subjects.subject_id = new_roles.subject_id"""
    )
    note_subjects(
        connection,
        "select subject_id from new_roles where subject_id in (select subject_id from gov.conversation_members)",
    )
