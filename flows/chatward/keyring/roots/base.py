"""What every root does: it holds one random key for each epoch, and can destroy it."""

import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Protocol

from chatward.errors import IntegrityError
from chatward.keyring.private_files import overwrite_and_unlink, read_private, write_private
from chatward.keyring.wrapping import KEY_BYTES, Algorithm, unwrap, wrap


class Root(Protocol):
    """Wraps and unwraps keys; each version can be destroyed, and then nothing it wrapped opens again."""

    promise: ClassVar[str]
    """What its destruction of a version is worth, in one sentence for status, report and inventory."""

    def wrap(self, key: bytes, *, version: int, label: bytes, algorithm: Algorithm = Algorithm.AES_256_GCM) -> bytes:
        """Return ``key`` encrypted and bound to ``label``."""
        ...

    def unwrap(self, wrapped: bytes, *, version: int, label: bytes) -> bytes:
        """Return the key; IntegrityError where the version is gone or anything was changed."""
        ...

    def create(self, version: int) -> None:
        """Make a new version at random, in place of one that an earlier attempt left."""
        ...

    def destroy(self, version: int) -> None:
        """Destroy a version; what it wrapped is unreadable from then on. No error where it is gone already."""
        ...

    def describe(self) -> str:
        """Return kind and algorithm in words, without secrets."""
        ...


class EpochRoot(ABC):
    """A root whose versions are random keys of 32 bytes that wrap in this process; where they rest is the root's own.

    The key of a version is asked for once: a slow or distant root costs a command one call.
    """

    promise: ClassVar[str]
    """What its destruction of a version is worth, in one sentence for status, report and inventory."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}

    @abstractmethod
    def _store(self, version: int, key: bytes) -> None:
        """Keep a version's key, in place of what an earlier attempt left."""

    @abstractmethod
    def _load(self, version: int) -> bytes:
        """Return a version's key; IntegrityError where it is gone."""

    @abstractmethod
    def _erase(self, version: int) -> None:
        """Destroy a version's key; no error where it is gone already."""

    @abstractmethod
    def describe(self) -> str:
        """Return kind and algorithm in words, without secrets."""

    def create(self, version: int) -> None:
        """Make a new version at random, in place of one that an earlier attempt left."""
        key = os.urandom(KEY_BYTES)
        self._store(version, key)
        self._known[version] = key

    def wrap(self, key: bytes, *, version: int, label: bytes, algorithm: Algorithm = Algorithm.AES_256_GCM) -> bytes:
        """Return ``key`` wrapped and bound to ``label``."""
        return wrap(key, self._key(version), label, algorithm)

    def unwrap(self, wrapped: bytes, *, version: int, label: bytes) -> bytes:
        """Return the key that was wrapped under ``label``; IntegrityError where it does not open."""
        return unwrap(wrapped, self._key(version), label)

    def destroy(self, version: int) -> None:
        """Destroy a version; no error where it is gone already."""
        self._known.pop(version, None)
        self._erase(version)

    def _key(self, version: int) -> bytes:
        if version not in self._known:
            key = self._load(version)
            if len(key) != KEY_BYTES:
                raise IntegrityError(
                    f"root key has {len(key)} bytes, need {KEY_BYTES}", hint="restore it from its backup"
                )
            self._known[version] = key
        return self._known[version]


class VersionFiles:
    """One private file a version in the keyring's folder, ``root-<version>.<ending>``."""

    def __init__(self, folder: Path, ending: str) -> None:
        self._folder = folder
        self._ending = ending

    def path(self, version: int) -> Path:
        """Return where a version's file lies."""
        return self._folder / f"root-{version}.{self._ending}"

    def write(self, version: int, content: bytes) -> None:
        """Write a version's file, readable by its owner only."""
        write_private(self.path(version), content)

    def read(self, version: int) -> bytes:
        """Return a version's file.

        Raises:
            IntegrityError: it is missing, or others can read it.
        """
        try:
            return read_private(self.path(version))
        except FileNotFoundError:
            raise missing_version(version) from None

    def erase(self, version: int) -> None:
        """Overwrite and unlink a version's file, and what an attempt to write it left."""
        path = self.path(version)
        for each in (path.with_name(path.name + ".new"), path):
            if each.exists():
                overwrite_and_unlink(each)

    def has(self, version: int) -> bool:
        """Return whether there is a file of a version."""
        return self.path(version).exists()

    def versions(self) -> list[int]:
        """Return the versions that there are files of, in order."""
        names = (path.name.split(".")[0].removeprefix("root-") for path in self._folder.glob(f"root-*.{self._ending}"))
        return sorted(int(name) for name in names if name.isdecimal())


def missing_version(version: int) -> IntegrityError:
    """Return the error for a version that is gone."""
    return IntegrityError(
        f"root key version {version} is missing",
        hint="restore the keyring folder from its backup; without it the warehouse cannot be read by anyone",
    )
