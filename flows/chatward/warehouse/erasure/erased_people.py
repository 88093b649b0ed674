"""Whom the erasures that are not finished are of, and in which conversations others may name them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb

from chatward.rights.erased import KnownInClear
from chatward.rights.naming import Naming
from chatward.warehouse.erasure.naming_words import identifier_types
from chatward.warehouse.store import Warehouse

ANY_TIME = datetime.min  # noqa: DTZ901 - the warehouse's instants carry no zone
"""Of words that count whenever they were sent: whatever is stored was sent before the erasure."""


def naming_of_erased(warehouse: Warehouse) -> Naming:
    """Return what knows how they may be named; as people it knows their requests' ids."""
    connection = warehouse.connection
    names = connection.execute(
        "select encode(request_id), list(name) from gov.erased_names where is_name group by request_id"
    ).fetchall()
    rows = connection.execute("select identity_index, identifier_type from gov.erased_identities").fetchall()
    known = KnownInClear(dict(names), warehouse.keyring.key("index"), frozenset(index for index, _ in rows))
    return Naming(known, identifier_types(type_ for _, type_ in rows))


def erased_talkers(connection: duckdb.DuckDBPyConnection) -> Mapping[bytes, Sequence[bytes]]:
    """Return by conversation who of them talked in it, as ``naming_of_erased`` knows them."""
    rows = connection.execute(
        """select members.conversation_id, list(distinct encode(erased.request_id))
        from gov.conversation_members as members inner join gov.erased_subjects as erased using (subject_id)
        group by members.conversation_id"""
    ).fetchall()
    return dict(rows)
