"""The keyring: named random keys in one wrapped file, kept apart from the warehouse.

Keys are random and never derived from a master, because what is derived cannot be destroyed. Destroying
keys starts a new epoch: everything that stays is wrapped anew, and the old root version is destroyed, so that
old copies of the keyring file die with it. The file names its root; while the keyring moves to another one it names
both, so that whatever a cut leaves behind is found.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from chatward import clock
from chatward.errors import ConfigError, Error, IntegrityError
from chatward.keyring.entries import FILE_NAME, Entry, Header, read, write
from chatward.keyring.private_files import write_private
from chatward.keyring.roots.base import Root
from chatward.keyring.roots.opening import FILE, open_root
from chatward.keyring.wrapping import KEY_BYTES, Algorithm
from chatward.process import leave_no_core
from chatward.settings import RootSecrets

_NO_SECRETS = RootSecrets()


class Keyring:
    """Keys by name, like ``"index"``, ``"shard/2026-10/3"`` or ``"token/service_quality/2026"``."""

    def __init__(self, folder: Path, root: Root, header: Header, entries: dict[str, Entry]) -> None:
        self._folder = folder
        self._root = root
        self._header = header
        self._entries = entries

    @property
    def folder(self) -> Path:
        """Where its file lies, and what else is kept beside it."""
        return self._folder

    @property
    def epoch(self) -> int:
        """Number of the root version in use; it rises with every destruction."""
        return self._header.epoch

    @property
    def header(self) -> Header:
        """What the keyring's file tells without any key."""
        return self._header

    @property
    def root(self) -> Root:
        """What wraps the keys."""
        return self._root

    def key(self, name: str) -> bytes:
        """Return a key of 32 bytes.

        Raises:
            IntegrityError: the keyring has none of that name.
        """
        try:
            return self._entries[name].key
        except KeyError:
            raise IntegrityError(
                f"key {name} is not in the keyring",
                hint="the keyring is older than the warehouse or belongs to another one: restore the right one",
            ) from None

    def made_at(self, name: str) -> datetime | None:
        """Return when a key was made; None where an earlier version of chatward made it and did not note that."""
        return self._entries[name].made_at

    def create(self, names: Iterable[str]) -> None:
        """Make random keys for those names that have none, and save before anything is written with them."""
        missing = [name for name in names if name not in self._entries]
        if missing:
            now = clock.now()
            self._entries.update((name, Entry(os.urandom(KEY_BYTES), now)) for name in missing)
            self._save(self._header)

    def destroy(self, names: Iterable[str]) -> list[str]:
        """Destroy keys by starting a new epoch without them; return the names destroyed."""
        doomed = sorted(set(names) & self._entries.keys())
        if doomed:
            for name in doomed:
                del self._entries[name]
            self.start_epoch()
        return doomed

    def promote(self, successors: Mapping[str, str]) -> None:
        """Put keys in the place of others, which are destroyed, in one step: ``{"index/next": "index"}``."""
        for successor, name in successors.items():
            self._entries[name] = self._entries.pop(successor)
        self.start_epoch()

    def start_epoch(self, algorithm: Algorithm | None = None) -> None:
        """Wrap everything anew under a new version of the root, and destroy the one before.

        Args:
            algorithm: to wrap with from now on; None for the same.
        """
        old, new = self.epoch, self.epoch + 1
        self._root.create(new)
        self._save(replace(self._header, epoch=new, algorithm=algorithm or self._header.algorithm))
        self._root.destroy(old)

    def move(self, address: str, secrets: RootSecrets, algorithm: Algorithm | None = None) -> None:
        """Wrap everything under another root, and destroy the version of the one before.

        Raises:
            ConfigError: the root cannot be used; nothing changed.
        """
        if address == self._header.root:
            self.start_epoch(algorithm)
            return
        old, former, new = self.epoch, self._root, self.epoch + 1
        root = open_root(address, self._folder, secrets, is_new=True)
        self._save(replace(self._header, other_root=address))
        try:
            root.create(new)
            moved = replace(
                self._header, epoch=new, root=address, other_root=self._header.root,
                algorithm=algorithm or self._header.algorithm,
            )  # fmt: skip
            self._save(moved, root)
        except Error:
            self._save(replace(self._header, other_root=None))
            raise
        self._root = root
        former.destroy(old)
        self._save(replace(self._header, other_root=None))

    def names(self, prefix: str = "") -> list[str]:
        """Return the names that start with ``prefix``, sorted."""
        return sorted(name for name in self._entries if name.startswith(prefix))

    def describe(self) -> str:
        """Return kind of root, algorithm and number of keys, without secrets."""
        title = self._header.algorithm.title
        return f"{self._root.describe()}, {title}; epoch {self.epoch}, {len(self._entries)} keys"

    def _save(self, header: Header, root: Root | None = None) -> None:
        write_private(self._folder / FILE_NAME, write(header, self._entries, root or self._root))
        self._header = header

    def settle(self, secrets: RootSecrets) -> None:
        """Finish or undo a change of epoch or root that was cut off.

        A root that was left and cannot be reached now is settled another time: status says that it is owed.
        """
        for version in (self.epoch - 1, self.epoch + 1):
            self._root.destroy(version)
        if other := self._header.other_root:
            try:
                left = open_root(other, self._folder, secrets)
                for version in (self.epoch - 1, self.epoch + 1):
                    left.destroy(version)
            except ConfigError:
                return
            self._save(replace(self._header, other_root=None))


def create(folder: Path, address: str = FILE, secrets: RootSecrets = _NO_SECRETS) -> Keyring:
    """Make a new, empty keyring in ``folder`` (0700) and return it.

    Args:
        folder: where its file lies.
        address: of its root, as ``roots.opening.open_root`` takes it.
        secrets: what the root needs.

    Raises:
        ConfigError: there is one already, or the root cannot be used.
    """
    leave_no_core()
    if exists(folder):
        raise ConfigError("there is a keyring already", hint="name another folder by CHATWARD_KEYRING")
    root = open_root(address, folder, secrets, is_new=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.create(1)
    keyring = Keyring(folder, root, Header(1, address, Algorithm.AES_256_GCM), {})
    keyring._save(keyring.header)
    return keyring


def load(folder: Path, address: str | None = None, secrets: RootSecrets = _NO_SECRETS) -> Keyring:
    """Return the keyring of ``folder``, and finish or undo a change of epoch or root that was cut off.

    Args:
        folder: where its file lies.
        address: of the root that it must have; None for the one that it names.
        secrets: what the root needs.

    Raises:
        IntegrityError: it is missing, damaged, or readable by others.
        ConfigError: its root is another one, or cannot be reached.
    """
    leave_no_core()
    header, wrapped = read(folder)
    if address is not None and address != header.root:
        raise ConfigError(
            f"the keyring's root is {header.root.partition(':')[0]}, and CHATWARD_KEYRING names another",
            hint="`chatward keys move --to` moves it, with CHATWARD_KEYRING as it was",
        )
    root = open_root(header.root, folder, secrets)
    keyring = Keyring(folder, root, header, {name: each.opened(root, name, header) for name, each in wrapped.items()})
    keyring.settle(secrets)
    return keyring


def read_header(folder: Path) -> Header:
    """Return what the keyring of ``folder`` tells without any key; raises like ``load``."""
    return read(folder)[0]


def exists(folder: Path) -> bool:
    """Return whether ``folder`` holds a keyring."""
    return (folder / FILE_NAME).exists()
