"""Takes the registers that people keep into the governance database."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from chatward.errors import ConfigError
from chatward.identity.index import blind_index, id_array
from chatward.warehouse.index_key import adopt_identifiers
from chatward.warehouse.inputs import CONTACTS, known_inputs, state_of, store_inputs
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.people import link
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace

_DATE_CHARS = len("2026-11-23")


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
    registers = (
        (workspace.registers / "contacts.csv", ("contact_id", "identifier_type", "identifier")),
        (workspace.holds / "holds.csv", ("hold_id", "identifier_type", "identifier")),
    )
    for path, columns in registers:
        yield from ((row["identifier_type"], row["identifier"]) for row in _rows(path, columns) if row["identifier"])


def _take_contacts(warehouse: Warehouse, path: Path) -> None:
    """Link what the customer register names as one person's, if it changed or somebody was forgotten."""
    state = state_of(path.read_bytes()) if path.is_file() else ""
    if known_inputs(warehouse.connection, CONTACTS).get(CONTACTS) == state:
        return
    groups: dict[str, list[bytes]] = {}
    types, indexes = [], []
    key = warehouse.keyring.key("index")
    for row in _rows(path, ("contact_id", "identifier_type", "identifier")):
        if not (row["contact_id"] and row["identifier"]):
            continue  # an empty cell is nobody's: it must not make strangers one person
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
    rows = list(_rows(path, columns))
    if not rows:
        return
    key = warehouse.keyring.key("index")
    indexes = [blind_index(key, r["identifier_type"], r["identifier"]) if r["identifier"] else None for r in rows]
    named = [(index, row["identifier_type"]) for index, row in zip(indexes, rows, strict=True) if index]
    subjects: Mapping[bytes, bytes] = {}
    if named:
        found = [index for index, _ in named]
        types = pa.chunked_array([pa.array([kind for _, kind in named])])
        subjects = link(connection, ([i] for i in found), pa.chunked_array([id_array(found)]), types).subjects
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


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise ConfigError(
                    f"{path.parent.name}/{path.name} has no column {', '.join(missing)}",
                    hint=f"its header must name {', '.join(columns)}, separated by commas",
                )
            for row in reader:
                values = {name: (row[name] or "").strip() for name in columns}
                if not values[columns[0]].startswith("#"):
                    _check_row(row, path, reader.line_num)
                    yield values
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            f"{path.parent.name}/{path.name} is no CSV file in UTF-8 ({type(error).__name__})",
            hint="save it as CSV in UTF-8; a quote that is opened must be closed",
        ) from None


def _check_row(row: Mapping[str | None, Any], path: Path, line: int) -> None:
    """Refuse a row whose cells have moved: of a swallowed or shifted hold nobody would hear.

    Raises:
        ConfigError: it has more cells than the header, or one that does not end on its line.
    """
    if any(row.get(None, ())):
        raise ConfigError(
            f"{path.parent.name}/{path.name}: line {line} has more cells than the header",
            hint="put a cell with a comma in it between quotes",
        )
    if any("\n" in cell or "\r" in cell for cell in row.values() if isinstance(cell, str)):
        raise ConfigError(
            f"{path.parent.name}/{path.name}: a cell before line {line} goes over the end of its line",
            hint="close its quote, and write each cell on one line",
        )


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
