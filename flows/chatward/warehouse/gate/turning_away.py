"""Tells of arriving people and conversations which were erased, before anything of them is stored or linked.

What an erased person sent until the erasure is refused for good. Who writes again afterwards is somebody new: from then
on he is linked under a new subject id, and only what he sent since is stored.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from chatward import queries
from chatward.identity.index import blind_index, id_array
from chatward.identity.suppression import (
    CONVERSATION,
    IDENTIFIER,
    INDEX,
    Suppression,
    suppressed_identifier,
    suppressed_index,
)
from chatward.warehouse.gate.suppressing import KEY, is_suppressing, suppress
from chatward.warehouse.index_key import possible_indexes
from chatward.warehouse.store import Warehouse


def without_suppressed(warehouse: Warehouse, people: pa.Table) -> pa.Table:
    """Return the people but for those who were erased and did not come back; nothing of them is linked or named.

    Leaves ``batch_suppressed_people`` (person, until_utc, is_absent): whoever was erased, come back or not.

    Args:
        warehouse: whose connection sees ``arriving_messages`` and ``arriving_events``.
        people: rows of ``intake.identifying.PEOPLE``.
    """
    connection = warehouse.connection
    forget_suppressed(connection)
    if not is_suppressing(connection):
        return people
    until = _suppressed(warehouse, people)
    if not until:
        return people
    connection.register("suppressed", _table(until))
    connection.register("named", people.select(["person", "identity_index"]))
    arriving = queries.load("erasure/arriving_suppressed")
    connection.execute(f"create or replace temp table batch_suppressed_people as {arriving}")
    for name in ("suppressed", "named"):
        connection.unregister(name)
    absent = connection.execute("select person from batch_suppressed_people where is_absent").to_arrow_table()
    persons = absent["person"].combine_chunks()
    return people.filter(pc.invert(pc.is_in(people["person"].cast(pa.binary()), persons)))


def forget_suppressed(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave ``batch_suppressed_people`` and ``batch_suppressed_customers`` empty."""
    connection.execute(
        """create or replace temp table batch_suppressed_people(person blob, until_utc timestamp, is_absent boolean)"""
    )
    connection.execute(
        """create or replace temp table batch_suppressed_customers(conversation_id blob, until_utc timestamp)"""
    )


def _suppressed(warehouse: Warehouse, people: pa.Table) -> Mapping[bytes, datetime]:
    """Return until when what each person sent is suppressed, by the index under which the export names him."""
    untils = suppressed_until(warehouse.connection)
    key = warehouse.keyring.key(KEY)
    columns = (people[name].to_pylist() for name in ("person", "identifier_type", "identifier"))
    found: dict[bytes, datetime] = {}
    for person, kind, identifier in set(zip(*columns, strict=True)):
        for digest in digests_of(warehouse, key, kind, identifier):
            if digest in untils:
                found[person] = max(untils[digest], found.get(person, untils[digest]))
    return found


def suppressed_until(connection: duckdb.DuckDBPyConnection) -> Mapping[bytes, datetime]:
    """Return until when each identifier's digest on the list is suppressed."""
    rows = connection.execute(
        "select digest, max(until_utc) from gov.suppressions where kind in (?, ?) group by digest", [IDENTIFIER, INDEX]
    ).fetchall()
    return dict(rows)


def _table(until: Mapping[bytes, datetime]) -> pa.Table:
    return pa.table(
        {
            "person": id_array(list(until)).cast(pa.binary()),
            "until_utc": pa.array(until.values(), pa.timestamp("us")),
        }
    )


def suppress_conversations(warehouse: Warehouse) -> None:
    """Suppress, inside the caller's transaction, conversations of the batch whose only customer was erased.

    Then what the company's own people wrote to him is refused too, in whatever order parts of the chat come, and what
    of it came before he was met in it is decided again. ``batch_suppressed_customers`` is left for the gate.
    """
    connection = warehouse.connection
    if not is_suppressing(connection):
        return
    customers = queries.load("erasure/suppressed_customers")
    connection.execute(f"create or replace temp table batch_suppressed_customers as {customers}")
    rows = connection.execute(
        """select conversation_id, until_utc from batch_suppressed_customers
        where conversation_id not in (select digest from gov.suppressions where kind = ?)""",
        [CONVERSATION],
    ).fetchall()
    suppress(warehouse, (Suppression(CONVERSATION, *row) for row in rows))
    connection.execute("insert into gov.undecided_conversations select conversation_id from batch_suppressed_customers")
    connection.execute(queries.load("erasure/nameless_conversations"))


def unknown_or_later(warehouse: Warehouse, told: Sequence[tuple[str, str, datetime | None]]) -> list[bool]:
    """Tell of each (identifier type, identifier, instant) whether it may be taken in.

    That is what nobody who was erased is behind; of who was, what is from after the erasure, and where there is no
    instant, whatever is about somebody who came back.
    """
    if not is_suppressing(warehouse.connection):
        return [True] * len(told)
    untils = suppressed_until(warehouse.connection)
    key = warehouse.keyring.key(KEY)
    known = {index for (index,) in warehouse.connection.execute("select identity_index from gov.identities").fetchall()}
    return [_may_be_told(warehouse, each, untils, key, known) for each in told]


def _may_be_told(
    warehouse: Warehouse,
    told: tuple[str, str, datetime | None],
    untils: Mapping[bytes, datetime],
    key: bytes,
    known: Set[bytes],
) -> bool:
    kind, identifier, at_utc = told
    digests = digests_of(warehouse, key, kind, identifier)
    until = max((untils[digest] for digest in digests if digest in untils), default=None)
    if until is None:
        return True
    return blind_index(warehouse.keyring.key("index"), kind, identifier) in known if at_utc is None else at_utc > until


def digests_of(warehouse: Warehouse, key: bytes, kind: str, identifier: str) -> list[bytes]:
    """Return by what the list may know an identifier; of indexes also those that former keys made."""
    indexes = possible_indexes(warehouse.keyring, kind, identifier)
    return [suppressed_identifier(key, kind, identifier), *(suppressed_index(key, index) for index in indexes)]
