"""Opens a workspace for one run: policy, keyring, warehouse, worker processes, all let go of at the end.

The run that is open stands in a context variable, so that flows take a path and an instant as parameters, which Prefect
stores, and never a key or a connection.
"""

import json
import os
import secrets
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar

import duckdb

from chatward import clock, settings, workspace
from chatward.errors import ConfigError
from chatward.identity.suppression import ListHead
from chatward.keyring import store as keyring_store
from chatward.keyring.entries import missing
from chatward.keyring.roots.opening import FILE
from chatward.keyring.store import Keyring
from chatward.ledger.log import Signer, last_record
from chatward.policy import load as load_policy
from chatward.settings import Settings
from chatward.warehouse.erasure.restoring import check_suppressions, settle_suppressions
from chatward.warehouse.generation import POINTER
from chatward.warehouse.looking import read_governance
from chatward.warehouse.moment import Moment
from chatward.warehouse.rewriting import settle_shards
from chatward.warehouse.store import Warehouse, write_beside
from chatward.workers import workers
from chatward.workspace import Workspace

T = TypeVar("T")
_OPEN: ContextVar["Run | None"] = ContextVar("open_run", default=None)
_IDENTITY = "workspace.json"


@dataclass(frozen=True, slots=True)
class StageRun:
    """How one stage of a run went; ``note`` is the message of the error that stopped it."""

    name: str
    outcome: Literal["done", "failed"]
    duration_s: float
    note: str | None = None


@dataclass(slots=True)
class Run:
    """One open run.

    Attributes:
        pool: processes that read exports and build partitions; they import neither Prefect nor Great Expectations.
        findings: what the stages leave for the report, by type.
    """

    workspace: Workspace
    settings: Settings
    moment: Moment
    warehouse: Warehouse
    keyring: Keyring
    pool: ProcessPoolExecutor
    started_at: datetime
    findings: dict[type, object] = field(default_factory=dict)
    stages: list[StageRun] = field(default_factory=list)

    def leave(self, finding: object) -> None:
        """Leave what a stage found, for the stages after it and the report."""
        self.findings[type(finding)] = finding

    def found(self, kind: type[T]) -> T | None:
        """Return what a stage left of this kind, if it ran."""
        finding = self.findings.get(kind)
        return finding if isinstance(finding, kind) else None

    def take(self, kind: type[T]) -> T | None:
        """Return what a stage left of this kind, for nobody else to find."""
        finding = self.found(kind)
        self.findings.pop(kind, None)
        return finding


@contextmanager
def opened(folder: Path, as_of: datetime | None = None) -> Iterator[Run]:
    """Give the open run of ``folder``'s workspace: the one that is open already, or a new one.

    Raises:
        ConfigError: no workspace, another run is writing, no space, no encryption.
        PolicyError: the policy is not valid.
        IntegrityError: the keyring is missing or does not fit, or the suppression list is missing or older than it was.
    """
    current = _OPEN.get()
    if current is not None:
        yield current
        return
    place = workspace.find(folder)
    here = settings.load()
    policy = load_policy(place.policy_path)
    started_at = clock.now()
    now = as_of or started_at
    moment = Moment(f"{started_at:%Y-%m-%dT%H-%M-%SZ}-{secrets.token_hex(3)}", now, policy)
    with (
        workspace.locked(place),
        workers(here.workers) as pool,
        open_warehouse(place, here) as warehouse,
    ):
        settle_suppressions(warehouse, moment, logged_list(place, warehouse.keyring))
        settle_shards(warehouse)
        run = Run(place, here, moment, warehouse, warehouse.keyring, pool, started_at)
        token = _OPEN.set(run)
        try:
            yield run
        finally:
            _OPEN.reset(token)


def open_warehouse(place: Workspace, here: Settings) -> Warehouse:
    """Open the workspace's warehouse with its keyring; both are made on the first run.

    Raises:
        IntegrityError: the warehouse is there and its keyring is not, or they do not fit.
        ConfigError: the keyring would lie inside the workspace.
    """
    place.warehouse.mkdir(mode=0o700, parents=True, exist_ok=True)
    identity = place.warehouse / _IDENTITY
    is_new = not identity.exists()
    if is_new:
        content = {"workspace_id": secrets.token_hex(8)}
        write_beside(identity, json.dumps(content).encode())
    folder = keyring_folder(place, here)
    if not keyring_store.exists(folder):
        if (place.warehouse / "current.json").exists():
            raise missing(folder)
        keyring = keyring_store.create(folder, here.root or FILE, here.root_secrets)
    else:
        keyring = keyring_store.load(folder, here.root, here.root_secrets)
    keyring.create(["manifest", "ledger"])
    return Warehouse(place.warehouse, keyring, suppressions=place.suppressions, memory_bytes=here.memory_bytes)


@dataclass(frozen=True, slots=True)
class Desk:
    """An open warehouse for what somebody does by hand: no flow, no worker processes."""

    moment: Moment
    warehouse: Warehouse


@contextmanager
def at_desk(place: Workspace, here: Settings, now: datetime) -> Iterator[Desk]:
    """Give the warehouse, with the workspace's write lock held.

    Raises:
        ConfigError: another run is writing.
        PolicyError: the policy is not valid.
        IntegrityError: the keyring is missing or does not fit.
    """
    run_id = f"{clock.now():%Y-%m-%dT%H-%M-%SZ}-{secrets.token_hex(3)}"
    moment = Moment(run_id, now, load_policy(place.policy_path))
    with workspace.locked(place), open_warehouse(place, here) as warehouse:
        yield Desk(moment, warehouse)


@contextmanager
def looked_into(place: Workspace, here: Settings) -> Iterator["duckdb.DuckDBPyConnection | None"]:
    """Give a connection that reads the governance database as ``gov``; None where nothing ran yet. Nothing is written.

    The caller keeps runs from starting meanwhile.

    Raises:
        IntegrityError: the keyring is missing, or does not fit; or somebody who was erased since would be seen.
    """
    if not (place.warehouse / POINTER).exists():
        yield None
        return
    keyring = load_keyring(place, here)
    with read_governance(place.warehouse, keyring, memory_bytes=here.memory_bytes) as connection:
        check_suppressions(connection, keyring, place.suppressions, logged_list(place, keyring))
        yield connection


def signer_of(place: Workspace, keyring: Keyring) -> Signer:
    """Return who signs a workspace's ledger: a name that no other workspace has, and the keyring's key for it."""
    return Signer(f"chatward/{_workspace_id(place)}", keyring.key("ledger"))


def logged_list(place: Workspace, keyring: Keyring) -> ListHead:
    """Return how long the suppression list was when the last run was recorded in the ledger.

    Raises:
        IntegrityError: the ledger's checkpoint was changed.
    """
    if "ledger" not in keyring.names("ledger"):
        return ListHead()
    record = last_record(place.ledger, signer_of(place, keyring).public, "run") or {}
    return ListHead(**record.get("suppressions", {}))


def _workspace_id(place: Workspace) -> str:
    return str(json.loads((place.warehouse / _IDENTITY).read_bytes())["workspace_id"])


def load_keyring(place: Workspace, here: Settings) -> Keyring:
    """Return the workspace's keyring.

    Raises:
        IntegrityError: it is missing or damaged.
        ConfigError: its root cannot be used, or is not the one that the settings name.
    """
    return keyring_store.load(keyring_folder(place, here), here.root, here.root_secrets)


def keyring_folder(place: Workspace, here: Settings) -> Path:
    """Return the keyring's folder: outside the workspace, unless that is allowed for a demo.

    Raises:
        ConfigError: it lies inside the workspace, where one backup would hold both data and keys; or nothing ran yet.
    """
    if here.keyring is None:
        try:
            identity = _workspace_id(place)
        except FileNotFoundError:
            raise ConfigError("nothing ran in this workspace yet", hint="`chatward run` is the first step") from None
        return here.home / "keyrings" / identity
    folder = here.keyring.resolve()
    if folder.is_relative_to(place.root.resolve()) and not here.keyring_inside:
        raise ConfigError(
            "the keyring lies inside the workspace, so that one backup would hold both the data and their keys",
            hint="name a folder elsewhere by CHATWARD_KEYRING",
        )
    return folder


def reach(point: str) -> None:
    """Kill this process if the settings name this point: fault tests choose where a run dies."""
    if settings.load().fault == point:
        os.kill(os.getpid(), 9)


def open_sets(place: Workspace, here: Settings) -> "duckdb.DuckDBPyConnection":
    """Return a connection with a view of every published set, for analysts.

    Raises:
        IntegrityError: a set was changed since it was published, or the keyring does not fit.
    """
    from chatward.sets.catalogue import open_catalogue  # noqa: PLC0415 - only analysts need it

    keyring = load_keyring(place, here)
    names = load_policy(place.policy_path).sets
    return open_catalogue(place.sets, keyring, names, memory_bytes=here.memory_bytes)
