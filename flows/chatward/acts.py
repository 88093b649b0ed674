"""Writes acts outside the daily run into the ledger: rotations of keys, and what two custodians allowed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chatward.errors import ConfigError
from chatward.ledger import log
from chatward.ledger.log import Head
from chatward.ledger.pinning import Pin, pin, pinned
from chatward.opening import open_warehouse, signer_of
from chatward.settings import Settings
from chatward.warehouse.generation import POINTER
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace, locked


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


def log_act(place: Workspace, warehouse: Warehouse, record: Mapping[str, Any]) -> Head:
    """Append a record without personal data to the ledger, and note how that was left; return how it is.

    A cut between the two is no harm: the ledger may have grown since it was noted.

    Raises:
        IntegrityError: the ledger is not as it was left.
        ConfigError: it cannot be written.
    """
    signer = signer_of(place, warehouse.keyring)
    left = pinned(warehouse.connection)
    head = log.append(place.ledger, [log.leaf(record)], signer, pinned=left.head if left else None)
    with warehouse.transaction() as connection:
        pin(connection, Pin(head, signer.public))
    return head
