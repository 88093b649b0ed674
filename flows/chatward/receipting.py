"""Puts evidence into the ledger: whatever was disposed of or is about to be published has a record there first."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from chatward.ledger import log, tiles
from chatward.ledger.log import Head
from chatward.ledger.pinning import Pin, pin, pinned
from chatward.opening import Run, ledger_signer, reach
from chatward.warehouse.receipts import due_receipts, note_receipts

RUN = "run"
"""The kind of record that each daily run ends with."""

Record = Mapping[str, Any]
Numbered = list[tuple[int, Record]]
"""Records with where they stand in the ledger, counted from 0."""


@dataclass(frozen=True, slots=True)
class Logged:
    """How the ledger is after what this run appended to it."""

    pin: Pin


def record(run: Run, *records: Record) -> Pin:
    """Append the receipts that are due and then ``records``; return how the ledger is, which is noted at once.

    A run that is cut off between the two finds by the ledger what it has given out already.

    Raises:
        ConfigError: the ledger cannot be written.
        IntegrityError: the ledger is not as it was left.
    """
    connection, signer = run.warehouse.connection, ledger_signer(run)
    before = _checked(run)
    due = [*due_receipts(connection), *records]
    left = Pin(before, signer.public)
    if due:
        left = Pin(log.extend(run.workspace.ledger, [log.leaf(each) for each in due], signer, before=before), left.key)
        reach("ledger-appended")
        with run.warehouse.transaction():
            pin(connection, left)
            note_receipts(connection, enumerate(due, start=before.records))
    run.leave(Logged(left))
    return left


def since_last_run(folder: Path, records: int) -> Numbered:
    """Return the records behind the last one that ended a run, of a ledger of so many, oldest first."""
    found: Numbered = []
    for number in reversed(range(records)):
        content = orjson.loads(tiles.read_entry(folder, number))
        if content["kind"] == RUN:
            break
        found.append((number, content))
    return found[::-1]


def _checked(run: Run) -> Head:
    """Return the ledger's head. The first time, all of it is checked, and receipts given out unnoticed are noted."""
    if logged := run.found(Logged):
        return logged.pin.head
    connection, folder = run.warehouse.connection, run.workspace.ledger
    left = pinned(connection)
    head = log.head(folder, ledger_signer(run).public, pinned=left.head if left else None)
    entries = (
        (number, tiles.read_entry(folder, number)) for number in range(left.head.records if left else 0, head.records)
    )
    with run.warehouse.transaction():
        note_receipts(connection, ((number, orjson.loads(entry)) for number, entry in entries))
    return head
