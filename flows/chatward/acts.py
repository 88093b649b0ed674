"""Writes acts into the ledger: of runs, and outside of them rotations of keys and what two custodians allowed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson

from chatward.errors import ConfigError
from chatward.ledger import log, tiles
from chatward.ledger.log import Head
from chatward.ledger.pinning import Pin, pin, pinned
from chatward.opening import open_warehouse, reach, signer_of
from chatward.settings import Settings
from chatward.warehouse.generation import POINTER
from chatward.warehouse.receipts import note_receipts
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace, locked

Record = Mapping[str, Any]


@contextmanager
def written(place: Workspace, here: Settings) -> Iterator[Warehouse]:
    """Give the open warehouse of a workspace in which something ran, while no run writes to it.

    Raises:
        ConfigError: a run is going on, or nothing ran yet.
    """
    if not (place.warehouse / POINTER).exists():
        raise ConfigError("nothing ran in this workspace yet", hint="`chatward run` is the first step")
    with locked(place), open_warehouse(place, here) as warehouse:
        yield warehouse


def log_act(place: Workspace, warehouse: Warehouse, record: Record) -> Head:
    """Append a record without personal data to the ledger; return how it is. Raises like ``append_records``."""
    return append_records(place, warehouse, [record]).head


def append_records(
    place: Workspace, warehouse: Warehouse, records: Sequence[Record], *, before: Head | None = None
) -> Pin:
    """Append records to the ledger, and note how that was left and where receipts stand; return how it is.

    A cut between the two is no harm: what was given out unnoticed is found in the ledger by whoever appends next.

    Args:
        before: the head, where it was checked a moment ago; None to check all of the ledger.

    Raises:
        IntegrityError: the ledger is not as it was left.
        ConfigError: it cannot be written.
    """
    signer = signer_of(place, warehouse.keyring)
    before = before or checked_ledger(place, warehouse)
    if not records:
        return Pin(before, signer.public)
    after = log.extend(place.ledger, [log.leaf(each) for each in records], signer, before=before)
    reach("ledger-appended")
    left = Pin(after, signer.public)
    with warehouse.transaction() as connection:
        pin(connection, left)
        note_receipts(connection, enumerate(records, start=before.records))
    return left


def checked_ledger(place: Workspace, warehouse: Warehouse) -> Head:
    """Return the ledger's head after checking all of it, and note the receipts that were given out unnoticed.

    Raises:
        IntegrityError: the ledger is not as it was left.
    """
    left = pinned(warehouse.connection)
    head = log.head(place.ledger, signer_of(place, warehouse.keyring).public, pinned=left.head if left else None)
    unnoticed = range(left.head.records if left else 0, head.records)
    with warehouse.transaction() as connection:
        note_receipts(
            connection, ((number, orjson.loads(tiles.read_entry(place.ledger, number))) for number in unnoticed)
        )
    return head
