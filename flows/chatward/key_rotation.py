"""Replaces keys by new ones, and tells how old they are: what stands behind ``chatward keys``."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chatward import clock, workspace
from chatward.acts import log_act, written
from chatward.errors import ConfigError, UsageError
from chatward.keyring.custodians import load as load_custodians
from chatward.keyring.families import FamilyState, states
from chatward.keyring.retired import retire
from chatward.keyring.store import Keyring
from chatward.keyring.wrapping import Algorithm
from chatward.opening import load_keyring, reach
from chatward.policy import load as load_policy
from chatward.policy.model import Policy
from chatward.sets.partitions import forget_partitions, load_partitions
from chatward.settings import Settings
from chatward.signing_keys import rotate_ledger, rotate_manifests
from chatward.warehouse.generation import POINTER
from chatward.warehouse.moment import Moment
from chatward.warehouse.rotating import Rebuilt, rotate_governance, rotate_index, rotate_shards
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace, unwritten

ALL = "all"


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """State of a family of keys, and from when on it is due to be replaced; None where it never is, or unknown age."""

    state: FamilyState
    due_at: datetime | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class Rotated:
    """What became of a family; see ``Rebuilt``."""

    family: str
    keys: int
    values: int
    kept: int


def key_status(place: Workspace, here: Settings, now: datetime) -> tuple[Keyring, list[KeyStatus]]:
    """Return the keyring, and how old the keys of each family are.

    Raises:
        ConfigError: a run is going on, or nothing ran yet.
    """
    with looked_at(place, here) as keyring:
        return keyring, [_status(state, load_policy(place.policy_path), now) for state in states(keyring)]


def _status(state: FamilyState, policy: Policy, now: datetime) -> KeyStatus:
    if not state.family.is_rotated:
        return KeyStatus(state, None, is_due=False)
    if state.oldest_at is None:
        return KeyStatus(state, None, is_due=True)
    due_at = policy.keys.rotate_after.after(state.oldest_at)
    return KeyStatus(state, due_at, is_due=due_at <= now)


@contextmanager
def looked_at(place: Workspace, here: Settings) -> Iterator[Keyring]:
    """Give the workspace's keyring, while no run writes to it.

    Raises:
        ConfigError: a run is going on, or nothing ran yet.
    """
    if not (place.warehouse / POINTER).exists():
        raise ConfigError("nothing ran in this workspace yet", hint="`chatward run` is the first step")
    with unwritten(place) as writer:
        if writer:
            raise ConfigError("a run is going on", hint="try again when it has ended")
        yield load_keyring(place, here)


def rotate(folder: Path, here: Settings, family: str, as_of: datetime | None = None) -> list[Rotated]:
    """Replace the keys of a family, or of all but those that sign, and start a new epoch; return what became of each.

    What is done stays done if a later family cannot be; running it again goes on.

    Raises:
        UsageError: there is no such family.
        ConfigError: a run is going on, or nothing ran yet.
    """
    if family not in (*_ROTATIONS, ALL):
        raise UsageError(f"no keys of a family {family} are rotated", hint=f"name {', '.join(_ROTATIONS)} or {ALL}")
    place = workspace.find(folder)
    names = [name for name in _ROTATIONS if name not in _ONLY_BY_NAME] if family == ALL else [family]
    now = as_of or clock.now()
    with written(place, here) as warehouse:
        moment = Moment(f"keys-{now:%Y-%m-%dT%H-%M-%SZ}", now, load_policy(place.policy_path))
        done = []
        for name in names:
            rebuilt = _ROTATIONS[name](warehouse, place, moment)
            done.append(Rotated(name, rebuilt.keys, rebuilt.values, rebuilt.kept))
            reach(f"rotated-{name}")
        warehouse.keyring.start_epoch()
        counts = {each.family: each.keys for each in done}
        log_act(place, warehouse, {"kind": "keys_rotated", "at_utc": now.isoformat(), "keys": counts})
        return done


def _rotate_tokens(warehouse: Warehouse, moment: Moment) -> Rebuilt:
    """Destroy the keys of tokens; the next publication builds all sets that have any anew, under new ones.

    Where there are custodians, the keys are sealed for them before: former tokens open for two of three.
    """
    keyring = warehouse.keyring
    names = keyring.names("token/")
    if custodians := load_custodians(keyring.folder):
        retire(keyring.folder, custodians, {name: keyring.key(name) for name in names}, moment.now)
    partitions = [each for each in load_partitions(warehouse) if each.key_name]
    forget_partitions(warehouse, partitions)  # first: a set never mixes tokens of two keys
    reach("partitions-forgotten")
    return Rebuilt(len(keyring.destroy(names)), len(partitions))


_ROTATIONS: Mapping[str, Callable[[Warehouse, Workspace, Moment], Rebuilt]] = {
    "index": rotate_index,
    "token": lambda warehouse, _place, moment: _rotate_tokens(warehouse, moment),
    "shards": lambda warehouse, _place, _moment: rotate_shards(warehouse),
    "governance": lambda warehouse, _place, moment: rotate_governance(warehouse, moment),
    "ledger": rotate_ledger,
    "manifest": rotate_manifests,
}
_ONLY_BY_NAME = frozenset({"ledger", "manifest"})
"""Keys whose public half others hold: to replace them is announced, never done in passing."""


def move(folder: Path, here: Settings, address: str | None, algorithm: Algorithm | None) -> Keyring:
    """Wrap all keys by another root, or another algorithm, or both; return the keyring as it is then.

    Raises:
        ConfigError: a run is going on, or the root cannot be used; nothing changed.
    """
    place = workspace.find(folder)
    with written(place, here) as warehouse:
        keyring = warehouse.keyring
        keyring.move(address or keyring.header.root, here.root_secrets, algorithm)
        root = keyring.header.root.partition(":")[0]
        act = {"kind": "keys_moved", "at_utc": clock.now().isoformat(), "root": root, "epoch": keyring.epoch}
        log_act(place, warehouse, act | {"algorithm": keyring.header.algorithm.title})
        return keyring
