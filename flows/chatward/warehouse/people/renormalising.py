"""Makes the blind indexes anew when the rules change by which identifiers are made equal."""

import pyarrow as pa

from chatward.identity.graph import Kind
from chatward.identity.guards import guard_of
from chatward.identity.index import blind_index
from chatward.identity.normalise import NORMALISATION_VERSION
from chatward.warehouse.kept.inputs import CONTACTS, forget_inputs
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.identities import CLAIMS, MET, identify
from chatward.warehouse.store import Warehouse

_SOURCE = "normalisation"


def renormalise(warehouse: Warehouse, moment: Moment) -> None:
    """Give every identifier that is known in clear its index under the rules of now, inside the caller's transaction.

    The former index stays, as another identifier of the same person, so that what was stored, consented to, held or
    joined under it is still his; whoever two forms told apart that are one now is joined. The register of contacts is
    read again, since most of what it names is known by its index alone.
    """
    connection = warehouse.connection
    rows = connection.execute(
        """select distinct identifiers.identity_index, identifiers.identifier_type, identifiers.identifier,
            identities.role
        from gov.identifiers as identifiers
        inner join gov.identities as identities on identifiers.identity_index = identities.identity_index
        where identities.normalisation_version != $version""",
        {"version": NORMALISATION_VERSION},
    ).fetchall()
    if not rows:
        return
    key = warehouse.keyring.key("index")
    met, claims = [], []
    for former, kind, identifier, role in rows:
        index = blind_index(key, kind, identifier)
        guard = guard_of(kind, identifier)
        met.append({"identity_index": index, "identifier_type": kind, "role": role, "guard": guard})
        told = {"claimant_type": kind, "kind": Kind.RENORMALISED.value, "source": _SOURCE}
        claims.append({"claimant_index": former, "claimed_index": index, "identifier": identifier} | told)
    forms = pa.Table.from_pylist(claims)
    connection.register("new_forms", forms)
    connection.execute(
        """update gov.identifiers set identity_index = new_forms.claimed_index
        from new_forms
        where identifiers.identity_index = new_forms.claimant_index and identifiers.identifier = new_forms.identifier"""
    )
    connection.unregister("new_forms")
    identify(connection, moment, pa.Table.from_pylist(met, schema=MET), forms.select(CLAIMS.names).cast(CLAIMS))
    connection.execute(
        """update gov.identities set normalisation_version = $version
        where identity_index in (select identity_index from gov.identifiers)""",
        {"version": NORMALISATION_VERSION},
    )
    forget_inputs(connection, [CONTACTS])
