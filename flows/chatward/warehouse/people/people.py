"""Stores whom exports name: their identifiers in clear, and what the exports say that belongs together."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from chatward.identity.graph import profile_kind
from chatward.warehouse.index_key import adopt_identifiers
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.identities import CLAIMS, MET, identify
from chatward.warehouse.store import Warehouse


def link_people(warehouse: Warehouse, people: pa.Table, moment: Moment) -> None:
    """Store who is in ``people`` and leave ``batch_people`` (person, writer_id, subject_id, role), a temporary table.

    ``writer_id`` is the subject of the identifier that the export calls the person by, ``subject_id`` the person's.

    Args:
        warehouse: to be stored in.
        people: rows of ``intake.identifying.PEOPLE``.
        moment: of the run.
    """
    with warehouse.transaction() as connection:
        adopt_identifiers(connection, warehouse.keyring, _identifiers(people))
        connection.register("arriving_people", people)
        _store_identifiers(connection)
        identify(
            connection,
            moment,
            people.select(MET.names),
            _claims(people, moment),
            named="select identity_index from new_identifiers where display_name is not null",
        )
        name_people(connection, "select person::blob as person from arriving_people")
        connection.unregister("arriving_people")


def name_people(connection: duckdb.DuckDBPyConnection, persons: str) -> None:
    """Leave ``batch_people`` (person, writer_id, subject_id, role) of those whom a query names, as ``link_people``."""
    connection.execute(
        f"""create or replace temp table batch_people as
        select people.person, identities.subject_id as writer_id, subjects.canonical_id as subject_id, subjects.role
        from (select distinct person from ({persons})) as people
        inner join gov.identities as identities on people.person = identities.identity_index
        inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id"""
    )


def _store_identifiers(connection: duckdb.DuckDBPyConnection) -> None:
    """Store in clear what is not known; leave it in ``new_identifiers``."""
    connection.execute(
        """create or replace temp table new_identifiers as
        select distinct identity_index::blob as identity_index, source, identifier_type, identifier, display_name
        from arriving_people
        except
        select identity_index, source, identifier_type, identifier, display_name from gov.identifiers"""
    )
    connection.execute("insert into gov.identifiers by name select * from new_identifiers")


def _identifiers(people: pa.Table) -> Iterator[tuple[str, str]]:
    """Yield (type, identifier) of everybody; a generator, since mostly nobody asks for them."""
    yield from zip(people["identifier_type"].to_pylist(), people["identifier"].to_pylist(), strict=True)


def _claims(people: pa.Table, moment: Moment) -> pa.Table:
    """Return what accounts are said to have as further identifiers, as ``CLAIMS``."""
    further = people.filter(pc.not_equal(people["person"], people["identity_index"]))
    accounts = people.filter(pc.equal(people["person"], people["identity_index"]))
    types = dict(zip(accounts["person"].to_pylist(), accounts["identifier_type"].to_pylist(), strict=True))
    kinds = [
        profile_kind(moment.policy.sources[source].platform, identifier_type)
        for source, identifier_type in zip(
            further["source"].to_pylist(), further["identifier_type"].to_pylist(), strict=True
        )
    ]
    return pa.table(
        {
            "claimant_index": further["person"],
            "claimed_index": further["identity_index"],
            "claimant_type": pa.array([types[person] for person in further["person"].to_pylist()], pa.string()),
            "kind": pa.array(kinds, pa.string()),
            "source": further["source"],
        },
        schema=CLAIMS,
    )
