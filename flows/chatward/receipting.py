"""Puts evidence into the ledger: whatever was disposed of or is about to be published has a record there first."""

from dataclasses import dataclass
from pathlib import Path

import orjson

from chatward.acts import Record, append_records, checked_ledger
from chatward.ledger import tiles
from chatward.ledger.pinning import Pin
from chatward.opening import Run
from chatward.warehouse.receipts import due_receipts

RUN = "run"
"""The kind of record that each daily run ends with."""

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
    logged = run.found(Logged)
    before = logged.pin.head if logged else checked_ledger(run.workspace, run.warehouse)
    due = [*due_receipts(run.warehouse.connection), *records]
    left = append_records(run.workspace, run.warehouse, due, before=before)
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
