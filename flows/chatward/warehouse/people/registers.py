"""Takes the registers that people keep into the governance database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from chatward.identity.graph import Kind
from chatward.identity.guards import guard_of
from chatward.identity.index import blind_index, id_array
from chatward.intake.identifying import conversation_id
from chatward.rights.naming import REDACTED
from chatward.warehouse.gate.turning_away import unknown_or_later
from chatward.warehouse.index_key import adopt_identifiers
from chatward.warehouse.kept.csv_rows import end_of, rows_of
from chatward.warehouse.kept.hold_register import Hold, read_holds
from chatward.warehouse.kept.inputs import CONTACTS, known_inputs, state_of, store_inputs
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.identities import CLAIMS, MET, identify, subjects_of
from chatward.warehouse.people.judging import take_decisions
from chatward.warehouse.people.renormalising import renormalise
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace

_CONTACTS, _CONTRACTS, _HOLDS = "contacts.csv", "contracts.csv", "holds.csv"
_CONTACT_TYPE = "contact_id"
"""A source whose identifiers are of this type names people by their number in the register of contacts."""


def take_registers(warehouse: Warehouse, workspace: Workspace, moment: Moment) -> None:
    """Take over contacts, decisions about identities, holds and processors as they stand now.

    Raises:
        ConfigError: a register lacks a column, a hold has no readable time, or a decision decides nothing.
    """
    with warehouse.transaction() as connection:
        adopt_identifiers(connection, warehouse.keyring, registered_identifiers(workspace))
        renormalise(warehouse, moment)
        _take_contacts(warehouse, workspace.registers / _CONTACTS, moment)
        take_decisions(connection, workspace.registers / "identity_decisions.csv", moment)
        _take_holds(warehouse, workspace.holds / _HOLDS, moment)
        _take_processors(warehouse, moment)


def registered_identifiers(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield (type, identifier) of everybody whom registers and holds name now, and every contact's own number."""
    for row in rows_of(workspace.registers / _CONTACTS, ("contact_id", "identifier_type", "identifier")):
        named = (row["identifier_type"], row["identifier"]), (_CONTACT_TYPE, row["contact_id"])
        yield from (each for each in named if each[1])
    contracts = rows_of(workspace.registers / _CONTRACTS, ("identifier_type", "identifier"))
    yield from ((row["identifier_type"], row["identifier"]) for row in contracts if row["identifier"])
    holds = read_holds(workspace.holds / _HOLDS)
    yield from ((hold.identifier_type, hold.identifier) for hold in holds if hold.identifier)


def _take_contacts(warehouse: Warehouse, path: Path, moment: Moment) -> None:
    """Take in what the customer register names as one person's, if it changed or somebody was forgotten.

    What it does not name any more is withdrawn.
    """
    state = state_of(path.read_bytes()) if path.is_file() else ""
    if known_inputs(warehouse.connection, CONTACTS).get(CONTACTS) == state:
        return
    # an empty cell is nobody's: it must not make strangers one person
    named = [
        row
        for row in rows_of(path, ("contact_id", "identifier_type", "identifier"))
        if row["contact_id"] and row["identifier"]
    ]
    told = [(row["identifier_type"], row["identifier"], None) for row in named]
    kept = [row for row, may_be in zip(named, unknown_or_later(warehouse, told), strict=True) if may_be]
    met, claims = _claimed(kept, warehouse.keyring.key("index"))
    identify(warehouse.connection, moment, met, claims, whole=CONTACTS)
    store_inputs(warehouse.connection, {CONTACTS: state})


def _claimed(rows: Sequence[Mapping[str, str]], key: bytes) -> tuple[pa.Table, pa.Table]:
    """Return the identifiers in the register's rows as ``MET``, and whose contact's each is as ``CLAIMS``."""
    named = [(row["identifier_type"], row["identifier"]) for row in rows]
    indexes = id_array([blind_index(key, *each) for each in named])
    numbers = {number: blind_index(key, _CONTACT_TYPE, number) for number in {row["contact_id"] for row in rows}}
    met = {
        "identity_index": indexes,
        "identifier_type": [kind for kind, _ in named],
        "role": pa.nulls(len(rows), pa.string()),
        "guard": pa.array([guard_of(*each) for each in named], pa.string()),
    }
    claims = {
        "claimant_index": id_array([numbers[row["contact_id"]] for row in rows]),
        "claimed_index": indexes,
        "claimant_type": [_CONTACT_TYPE] * len(rows),
        "kind": [Kind.CONTACT.value] * len(rows),
        "source": [CONTACTS] * len(rows),
    }
    return pa.table(met, schema=MET), pa.table(claims, schema=CLAIMS)


def take_contracts(warehouse: Warehouse, workspace: Workspace) -> None:
    """Take over whose contract ended when, of everybody who is known by now; one without an end runs still.

    Raises:
        ConfigError: the register lacks a column, or has no readable time.
    """
    with warehouse.transaction():
        _take_contracts(warehouse, workspace.registers / _CONTRACTS)


def _take_contracts(warehouse: Warehouse, path: Path) -> None:
    connection, key = warehouse.connection, warehouse.keyring.key("index")
    connection.execute("delete from gov.contracts")
    rows = [row for row in rows_of(path, ("identifier_type", "identifier", "ended_on")) if row["identifier"]]
    indexes = [blind_index(key, row["identifier_type"], row["identifier"]) for row in rows]
    known = dict(connection.execute("select identity_index, subject_id from gov.identities").fetchall()) if rows else {}
    for row, index in zip(rows, indexes, strict=True):
        ended_at = end_of(row["ended_on"], path, "ended_on")
        if index in known:
            connection.execute("insert into gov.contracts values (?, ?)", [known[index], ended_at])


def _take_holds(warehouse: Warehouse, path: Path, moment: Moment) -> None:
    connection, retitled = warehouse.connection, _retitled(warehouse)
    connection.execute("delete from gov.holds")
    holds = read_holds(path)
    subjects = _subjects_of(warehouse, holds, moment)
    for hold in holds:
        index = _index(warehouse, hold)
        for conversation in _conversations_of(warehouse, hold, retitled):
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


def _subjects_of(warehouse: Warehouse, holds: Sequence[Hold], moment: Moment) -> Mapping[bytes, bytes]:
    """Return the subjects of those whom holds name, by blind index; who was unknown is known from now on."""
    named = [(index, hold.identifier_type) for hold in holds if (index := _index(warehouse, hold))]
    if not named:
        return {}
    linked = subjects_of(warehouse.connection, moment, *map(list, zip(*named, strict=True)))
    # the register is the only one that still finds somebody whose erasure a hold stops
    erased = warehouse.connection.execute("select identity_index, subject_id from gov.erased_identities").fetchall()
    return {**linked, **dict(erased)}


def _retitled(warehouse: Warehouse) -> set[tuple[str, str, bytes]]:
    """Return (hold, source, conversation) of holds whose conversations an erasure took the title or a name in it."""
    rows = warehouse.connection.execute(
        """select holds.hold_id, holds.source, holds.conversation_id from gov.holds as holds
        inner join gov.conversations as conversations using (conversation_id)
        where coalesce(contains(conversations.title, $redacted), true)""",
        {"redacted": REDACTED},
    ).fetchall()
    return set(rows)


def _conversations_of(
    warehouse: Warehouse, hold: Hold, retitled: Iterable[tuple[str, str, bytes]]
) -> list[bytes | None]:
    """Return the conversations that a hold names, by the platform's key or by title: [None] where it names none.

    A title that was there when the hold was placed goes on telling it: an erasure must not end a hold.
    """
    if not hold.conversation:
        return [None]
    titled = warehouse.connection.execute(
        "select conversation_id from gov.conversations where source = ? and title = ?", [hold.source, hold.conversation]
    ).fetchall()
    by_key = conversation_id(warehouse.keyring.key("dedupe"), hold.source, hold.conversation)
    former = (found for hold_id, source, found in retitled if (hold_id, source) == (hold.hold_id, hold.source))
    return sorted({by_key, *(found for (found,) in titled), *former})


def _take_processors(warehouse: Warehouse, moment: Moment) -> None:
    warehouse.connection.execute("delete from gov.processors")
    for source in moment.policy.sources.values():
        processor = moment.policy.processors[source.processor]
        values = [source.processor, source.name, processor.agreement, processor.expires_on]
        warehouse.connection.execute("insert into gov.processors values (?, ?, ?, ?)", values)
