"""Takes the registers that people keep into the governance database."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from chatward.identity.index import blind_index, id_array
from chatward.intake.identifying import conversation_id
from chatward.warehouse.csv_rows import rows_of
from chatward.warehouse.hold_register import Hold, read_holds
from chatward.warehouse.index_key import adopt_identifiers
from chatward.warehouse.inputs import CONTACTS, known_inputs, state_of, store_inputs
from chatward.warehouse.moment import Moment
from chatward.warehouse.people import link
from chatward.warehouse.store import Warehouse
from chatward.warehouse.turning_away import unknown_or_later
from chatward.workspace import Workspace


def take_registers(warehouse: Warehouse, workspace: Workspace, moment: Moment) -> None:
    """Take over contacts, holds and processors as they stand now.

    Raises:
        ConfigError: a register lacks a column, or a hold has no readable time.
    """
    with warehouse.transaction() as connection:
        adopt_identifiers(connection, warehouse.keyring, registered_identifiers(workspace))
        _take_contacts(warehouse, workspace.registers / "contacts.csv")
        _take_holds(warehouse, workspace.holds / "holds.csv")
        _take_processors(warehouse, moment)


def registered_identifiers(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield (type, identifier) of everybody whom registers and holds name now."""
    contacts = rows_of(workspace.registers / "contacts.csv", ("contact_id", "identifier_type", "identifier"))
    yield from ((row["identifier_type"], row["identifier"]) for row in contacts if row["identifier"])
    holds = read_holds(workspace.holds / "holds.csv")
    yield from ((hold.identifier_type, hold.identifier) for hold in holds if hold.identifier)


def _take_contacts(warehouse: Warehouse, path: Path) -> None:
    """Link what the customer register names as one person's, if it changed or somebody was forgotten."""
    state = state_of(path.read_bytes()) if path.is_file() else ""
    if known_inputs(warehouse.connection, CONTACTS).get(CONTACTS) == state:
        return
    groups: dict[str, list[bytes]] = {}
    types, indexes = [], []
    key = warehouse.keyring.key("index")
    # an empty cell is nobody's: it must not make strangers one person
    named = [
        row
        for row in rows_of(path, ("contact_id", "identifier_type", "identifier"))
        if row["contact_id"] and row["identifier"]
    ]
    told = [(row["identifier_type"], row["identifier"], None) for row in named]
    for row, may_be in zip(named, unknown_or_later(warehouse, told), strict=True):
        if not may_be:
            continue
        index = blind_index(key, row["identifier_type"], row["identifier"])
        groups.setdefault(row["contact_id"], []).append(index)
        indexes.append(index)
        types.append(row["identifier_type"])
    if groups:
        columns = (pa.chunked_array([id_array(indexes)]), pa.chunked_array([pa.array(types)]))
        link(warehouse.connection, groups.values(), *columns)
    store_inputs(warehouse.connection, {CONTACTS: state})


def _take_holds(warehouse: Warehouse, path: Path) -> None:
    connection = warehouse.connection
    connection.execute("delete from gov.holds")
    holds = read_holds(path)
    subjects = _subjects_of(warehouse, holds)
    for hold in holds:
        index = _index(warehouse, hold)
        for conversation in _conversations_of(warehouse, hold):
            values = [
                hold.hold_id, hold.case, hold.owner or None, hold.review_on, subjects[index] if index else None,
                conversation, hold.source or None, hold.from_utc, hold.until_utc, hold.placed_at_utc,
                hold.released_at_utc,
            ]  # fmt: skip
            marks = ", ".join("?" for _ in values)
            connection.execute(f"insert into gov.holds values ({marks})", values)


def _index(warehouse: Warehouse, hold: Hold) -> bytes | None:
    key = warehouse.keyring.key("index")
    return blind_index(key, hold.identifier_type, hold.identifier) if hold.identifier else None


def _subjects_of(warehouse: Warehouse, holds: Sequence[Hold]) -> Mapping[bytes, bytes]:
    """Return the subjects of those whom holds name, by blind index; who was unknown is known from now on."""
    named = [(index, hold.identifier_type) for hold in holds if (index := _index(warehouse, hold))]
    if not named:
        return {}
    found = [index for index, _ in named]
    types = pa.chunked_array([pa.array([kind for _, kind in named])])
    linked = link(warehouse.connection, ([i] for i in found), pa.chunked_array([id_array(found)]), types).subjects
    # the register is the only one that still finds somebody whose erasure a hold stops
    erased = warehouse.connection.execute("select identity_index, subject_id from gov.erased_identities").fetchall()
    return {**linked, **dict(erased)}


def _conversations_of(warehouse: Warehouse, hold: Hold) -> list[bytes | None]:
    """Return the conversations that a hold names, by the platform's key or by title: [None] where it names none."""
    if not hold.conversation:
        return [None]
    titled = warehouse.connection.execute(
        "select conversation_id from gov.conversations where source = ? and title = ?", [hold.source, hold.conversation]
    ).fetchall()
    by_key = conversation_id(warehouse.keyring.key("dedupe"), hold.source, hold.conversation)
    return sorted({by_key, *(found for (found,) in titled)})


def _take_processors(warehouse: Warehouse, moment: Moment) -> None:
    warehouse.connection.execute("delete from gov.processors")
    for source in moment.policy.sources.values():
        processor = moment.policy.processors[source.processor]
        values = [source.processor, source.name, processor.agreement, processor.expires_on]
        warehouse.connection.execute("insert into gov.processors values (?, ?, ?, ?)", values)
