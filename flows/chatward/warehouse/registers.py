"""Takes the registers that people keep into the governance database."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from chatward.errors import ConfigError
from chatward.identity.graph import Kind
from chatward.identity.guards import guard_of
from chatward.identity.index import blind_index
from chatward.warehouse.identities import CLAIMS, MET, identify, subjects_of
from chatward.warehouse.inputs import CONTACTS, known_inputs, state_of, store_inputs
from chatward.warehouse.judging import take_decisions
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.register_rows import register_rows
from chatward.warehouse.renormalising import renormalise
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace

_DATE_CHARS = len("2026-11-23")
_CONTACT_TYPE = "contact_id"
"""A source whose identifiers are of this type names people by their number in the register of contacts."""


def take_registers(warehouse: Warehouse, workspace: Workspace, moment: Moment) -> None:
    """Take over contacts, decisions about identities, holds and processors as they stand now.

    Raises:
        ConfigError: a register lacks a column, a hold has no readable time, or a decision decides nothing.
    """
    with warehouse.transaction():
        renormalise(warehouse, moment)
        _take_contacts(warehouse, workspace.registers / "contacts.csv", moment)
        take_decisions(warehouse.connection, workspace.registers / "identity_decisions.csv", moment)
        _take_holds(warehouse, workspace.holds / "holds.csv", moment)
        _take_processors(warehouse, moment)


def _take_contacts(warehouse: Warehouse, path: Path, moment: Moment) -> None:
    """Take in what the customer register names as one person's, if it changed or somebody was forgotten.

    What it does not name any more is withdrawn.
    """
    state = state_of(path.read_bytes()) if path.is_file() else ""
    if known_inputs(warehouse.connection, CONTACTS).get(CONTACTS) == state:
        return
    key = warehouse.keyring.key("index")
    met, claims = [], []
    for row in register_rows(path, ("contact_id", "identifier_type", "identifier")):
        if not (row["contact_id"] and row["identifier"]):
            continue  # an empty cell is nobody's: it must not make strangers one person
        kind, identifier = row["identifier_type"], row["identifier"]
        index = blind_index(key, kind, identifier)
        met.append({"identity_index": index, "identifier_type": kind, "guard": guard_of(kind, identifier)})
        contact = blind_index(key, _CONTACT_TYPE, row["contact_id"])
        claims.append({"claimant_index": contact, "claimed_index": index})
    told = {"claimant_type": _CONTACT_TYPE, "kind": Kind.CONTACT.value, "source": CONTACTS}
    identify(
        warehouse.connection,
        moment,
        pa.Table.from_pylist(met, schema=MET),
        pa.Table.from_pylist([claim | told for claim in claims], schema=CLAIMS),
        whole=CONTACTS,
    )
    store_inputs(warehouse.connection, {CONTACTS: state})


def _take_holds(warehouse: Warehouse, path: Path, moment: Moment) -> None:
    connection = warehouse.connection
    connection.execute("delete from gov.holds")
    columns = (
        "hold_id",
        "case",
        "identifier_type",
        "identifier",
        "source",
        "from",
        "until",
        "placed_at",
        "released_at",
    )
    rows = list(register_rows(path, columns))
    if not rows:
        return
    key = warehouse.keyring.key("index")
    indexes = [blind_index(key, r["identifier_type"], r["identifier"]) if r["identifier"] else None for r in rows]
    named = [(index, row["identifier_type"]) for index, row in zip(indexes, rows, strict=True) if index]
    subjects: Mapping[bytes, bytes] = {}
    if named:
        subjects = subjects_of(connection, moment, *map(list, zip(*named, strict=True)))
    for row, index in zip(rows, indexes, strict=True):
        times = [_instant(row[name], path, name) for name in ("from", "until", "placed_at", "released_at")]
        values = [row["hold_id"], row["case"], subjects[index] if index else None, row["source"] or None, *times]
        connection.execute("insert into gov.holds values (?, ?, ?, ?, ?, ?, ?, ?)", values)


def _take_processors(warehouse: Warehouse, moment: Moment) -> None:
    warehouse.connection.execute("delete from gov.processors")
    for source in moment.policy.sources.values():
        processor = moment.policy.processors[source.processor]
        values = [source.processor, source.name, processor.agreement, processor.expires_on]
        warehouse.connection.execute("insert into gov.processors values (?, ?, ?, ?)", values)


def _instant(text: str, path: Path, column: str) -> datetime | None:
    if not text:
        if column == "placed_at":
            raise ConfigError(f"{path.name}: a hold has no placed_at", hint="write when it was placed")
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(
            f"{path.name}: {column} is not an ISO 8601 time", hint="write it like 2026-11-23T09:00:00Z"
        ) from None
    if column == "until" and len(text) <= _DATE_CHARS:
        instant += timedelta(days=1) - timedelta(microseconds=1)  # a hold until a day holds that day
    return instant if instant.tzinfo is None else naive_utc(instant)
