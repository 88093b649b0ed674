"""Corrects a person's name or identifier. What exports say stays beside it, since texts show it."""

import pyarrow as pa

from chatward.errors import UsageError
from chatward.identity.graph import Kind
from chatward.identity.guards import guard_of
from chatward.identity.index import blind_index
from chatward.policy.vocabulary import RECTIFIED
from chatward.rights.states import Act
from chatward.warehouse.gate.deciding import note_subjects
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.identities import CLAIMS, MET, identify
from chatward.warehouse.requests.request_acts import Deed, StoredRequest, close, indexes_of, values_of
from chatward.warehouse.store import Warehouse

NAME = "name"


def rectify(warehouse: Warehouse, moment: Moment, request: StoredRequest, subject: bytes) -> None:
    """Correct what a request says, in one transaction; it is done then.

    A corrected name goes to every identifier that the person is known by. A corrected identifier leads to the person
    from then on; the former one leads there still, since exports go on showing it.

    Raises:
        UsageError: the identifier is another person's.
    """
    with warehouse.transaction() as connection:
        values = values_of(connection, request.request_id)
        field, value = values["field"], values["value"]
        if field == NAME:
            connection.execute(
                """insert into gov.identifiers by name
                select distinct identifiers.identity_index, $source as source, identifiers.identifier_type,
                    identifiers.identifier, $value as display_name
                from gov.identifiers as identifiers
                inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
                inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
                where subjects.canonical_id = $subject""",
                {"source": RECTIFIED, "value": value, "subject": subject},
            )
        else:
            _add_identifier(warehouse, moment, request, subject, field, value)
        connection.execute(
            "insert into gov.rectifications values (?, ?, ?, ?, ?)",
            [request.request_id, subject, field, value, moment.now_utc],
        )
        close(
            connection, moment, request.request_id, Act.DONE,
            Deed(store="identifiers", records=1, fields=["display_name" if field == NAME else field]),
        )  # fmt: skip


def is_anothers(warehouse: Warehouse, subject: bytes, field: str, value: str) -> bool:
    """Return whether what a request corrects is an identifier that leads to somebody else."""
    if field == NAME:
        return False
    owners = warehouse.connection.execute(
        """select subjects.canonical_id from gov.identities as identities
        inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
        where identities.identity_index = ?""",
        [blind_index(warehouse.keyring.key("index"), field, value)],
    ).fetchall()
    return any(owner != subject for (owner,) in owners)


def _add_identifier(
    warehouse: Warehouse, moment: Moment, request: StoredRequest, subject: bytes, kind: str, value: str
) -> None:
    connection = warehouse.connection
    index = blind_index(warehouse.keyring.key("index"), kind, value)
    if is_anothers(warehouse, subject, kind, value):
        raise UsageError(
            "the identifier belongs to somebody else already",
            hint="if both are one person, say so in registers/contacts.csv; else refuse the request",
        )
    claims = [
        {"claimant_index": known, "claimed_index": index, "claimant_type": known_type, "kind": Kind.RECTIFIED.value,
         "source": RECTIFIED}
        for known, known_type in indexes_of(connection, request.request_id, "subject")[:1]
    ]  # fmt: skip
    met = [{"identity_index": index, "identifier_type": kind, "guard": guard_of(kind, value)}]
    identify(connection, moment, pa.Table.from_pylist(met, schema=MET), pa.Table.from_pylist(claims, schema=CLAIMS))
    connection.execute("insert into gov.identifiers values (?, ?, ?, ?, null)", [index, RECTIFIED, kind, value])
    note_subjects(connection, _CORRECTED)


_CORRECTED = """select identities.subject_id from gov.identities as identities
    inner join gov.identifiers as identifiers on identities.identity_index = identifiers.identity_index
    where identifiers.source = 'rectified'"""
