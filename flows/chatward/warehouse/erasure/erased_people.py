"""Whom the erasures that are not finished are of, and in which conversations others may name them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import duckdb

from chatward.identity.index import blind_index
from chatward.identity.normalise import NATIONAL_PHONE, national_forms
from chatward.rights.erased import KnownInClear
from chatward.rights.naming import Naming
from chatward.rights.screening import Screen
from chatward.warehouse.erasure.naming_words import identifier_types
from chatward.warehouse.store import Warehouse

ANY_TIME = datetime.min  # noqa: DTZ901 - the warehouse's instants carry no zone
"""Of words that count whenever they were sent: whatever is stored was sent before the erasure."""


def screen_of_erased(warehouse: Warehouse) -> Screen:
    """Return what knows how they may be named, and where; as people it knows their requests' ids."""
    connection, key = warehouse.connection, warehouse.keyring.key("index")
    names = connection.execute(
        "select encode(request_id), list(name) from gov.erased_names where is_name group by request_id"
    ).fetchall()
    written = [name for (name,) in connection.execute("select name from gov.erased_names where not is_name").fetchall()]
    rows = connection.execute("select identity_index, identifier_type from gov.erased_identities").fetchall()
    types = identifier_types(type_ for _, type_ in rows)
    national = {form for identifier in written for form in national_forms(identifier)}
    indexes = {*(index for index, _ in rows), *(blind_index(key, NATIONAL_PHONE, form) for form in national)}
    known = KnownInClear(dict(names), key, indexes, written, _unwritten(key, rows, written))
    return Screen(Naming(known, types), known)


def add_registered(warehouse: Warehouse, registered: Iterable[tuple[str, str]]) -> None:
    """Leave ``begun_registered`` (identity_index, identifier): what registers alone have in clear.

    It is added to ``begun_names``, too.
    """
    connection, key = warehouse.connection, warehouse.keyring.key("index")
    connection.execute("create or replace temp table begun_registered(identity_index blob, identifier varchar)")
    unwritten = connection.execute(
        "select identity_index, identifier_type from begun_identities anti join gov.identifiers using (identity_index)"
    ).fetchall()
    sought, types = {index for index, _ in unwritten}, {type_ for _, type_ in unwritten}
    for identifier_type, identifier in registered if sought else ():
        if identifier_type in types and (index := blind_index(key, identifier_type, identifier)) in sought:
            connection.execute("insert into begun_registered values (?, ?)", [index, identifier])
    connection.execute(
        """insert into begun_names by name
        select distinct request_id, identifier as name, ends_with(identifier_type, 'name') as is_name
        from begun_registered inner join begun_identities using (identity_index)"""
    )


def _unwritten(key: bytes, rows: Sequence[tuple[bytes, str]], written: Sequence[str]) -> set[str]:
    """Return the types of identifiers, by blind index and type, that are none of those known as exports write them."""
    searched = {index: type_ for index, type_ in rows if not type_.endswith("name")}
    indexes = {blind_index(key, type_, identifier) for type_ in set(searched.values()) for identifier in written}
    return {type_ for index, type_ in searched.items() if index not in indexes}


def erased_talkers(connection: duckdb.DuckDBPyConnection) -> Mapping[bytes, Sequence[bytes]]:
    """Return by conversation who of them talked in it, as ``screen_of_erased`` knows them."""
    rows = connection.execute(
        """select members.conversation_id, list(distinct encode(erased.request_id))
        from gov.conversation_members as members inner join gov.erased_subjects as erased using (subject_id)
        group by members.conversation_id"""
    ).fetchall()
    return dict(rows)
