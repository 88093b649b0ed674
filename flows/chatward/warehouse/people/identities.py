"""Gives identifiers their subjects, and keeps the evidence that some of them are one person's."""

import os
from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.identity.graph import WEIGHTS
from chatward.identity.index import ID_BYTES
from chatward.identity.normalise import NORMALISATION_VERSION
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.joining import join_people

MET = pa.schema(
    [
        ("identity_index", pa.binary(ID_BYTES)),
        ("identifier_type", pa.string()),
        # "staff", "bot", or anything else for a customer
        ("role", pa.string()),
        # of identity.guards
        ("guard", pa.string()),
    ]
)
"""Identifiers, as somebody names them; one may be named more than once."""
CLAIMS = pa.schema(
    [
        ("claimant_index", pa.binary(ID_BYTES)),
        ("claimed_index", pa.binary(ID_BYTES)),
        ("claimant_type", pa.string()),
        ("kind", pa.string()),
        ("source", pa.string()),
    ]
)
"""Evidence as it arrives: who is said to have which further identifier, by whom, and which ``graph.Kind`` it is."""


def identify(
    connection: duckdb.DuckDBPyConnection,
    moment: Moment,
    met: pa.Table,
    claims: pa.Table | None = None,
    *,
    whole: str | None = None,
    named: str | None = None,
) -> None:
    """Give each identifier that has none a subject of its own, take evidence in, and join people anew where it counts.

    Runs inside the caller's transaction.

    Args:
        connection: of the warehouse.
        moment: when it was seen, and under which policy.
        met: rows of ``MET``.
        claims: rows of ``CLAIMS``.
        whole: a source of which ``claims`` are all that it says now: what it said before is withdrawn.
        named: a query for indexes of which another name became known.
    """
    connection.register("arriving_identities", met)
    connection.execute(queries.load("core/met_identities"))
    _store_new(connection)
    connection.unregister("arriving_identities")
    if claims is not None:
        _store_claims(connection, moment, claims, whole)
    if named:
        connection.execute(f"insert into touched_nodes {named}")
    join_people(connection, moment)


def subjects_of(
    connection: duckdb.DuckDBPyConnection, moment: Moment, indexes: Sequence[bytes], identifier_types: Iterable[str]
) -> dict[bytes, bytes]:
    """Return index → subject id of identifiers that a file names; unknown ones become known.

    These are the identifiers' own subjects: whose else they are may change.
    """
    nothing = pa.nulls(len(indexes), pa.string())
    met = pa.table([pa.array(indexes, pa.binary(ID_BYTES)), pa.array(identifier_types), nothing, nothing], schema=MET)
    identify(connection, moment, met)
    connection.register("named_identities", met)
    rows = connection.execute(
        """select identity_index, subject_id from gov.identities
        where identity_index in (select identity_index::blob from named_identities)"""
    ).fetchall()
    connection.unregister("named_identities")
    return dict(rows)


def _store_new(connection: duckdb.DuckDBPyConnection) -> None:
    """Store the identifiers of ``new_identities``, each with a subject of its own; the order of arrival is kept."""
    count: int = connection.execute("select count(*) from new_identities").fetchall()[0][0]
    if not count:
        return
    ids = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(ID_BYTES), count, [None, pa.py_buffer(os.urandom(ID_BYTES * count))]
    )
    connection.register("fresh_ids", pa.table({"subject_id": ids, "place": pa.array(range(count), pa.int64())}))
    connection.execute(
        """update new_identities set subject_id = fresh_ids.subject_id::blob
        from fresh_ids where new_identities.place = fresh_ids.place"""
    )
    connection.unregister("fresh_ids")
    connection.execute(
        """insert into gov.identities by name
        select identity_index, subject_id, identifier_type, role, guard, $version as normalisation_version,
            place + 1 + (select coalesce(max(number), 0) from gov.identities) as number
        from new_identities""",
        {"version": NORMALISATION_VERSION},
    )
    connection.execute(
        """insert into gov.subjects by name
        select subject_id, subject_id as canonical_id, role from new_identities"""
    )


def _store_claims(connection: duckdb.DuckDBPyConnection, moment: Moment, claims: pa.Table, whole: str | None) -> None:
    connection.register("arriving_claims", claims)
    told = {"now": moment.now_utc, "whole": whole, "version": NORMALISATION_VERSION}
    weights = {"kinds": list(WEIGHTS), "weights": list(WEIGHTS.values())}
    connection.execute(queries.load("core/new_identity_evidence"), told | weights)
    connection.unregister("arriving_claims")
    connection.execute("insert into gov.identity_evidence by name select * from new_evidence")
    connection.execute(
        "insert into touched_nodes select claimant_index from new_evidence union select claimed_index from new_evidence"
    )
