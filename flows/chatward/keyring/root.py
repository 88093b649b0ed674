"""Roots: what wraps the keyring's keys. Here the plain file; others only need the same four verbs."""

import os
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatward import durable
from chatward.errors import IntegrityError

KEY_BYTES = 32
_NONCE_BYTES = 12


class Root(Protocol):
    """Wraps and unwraps keys; each version can be destroyed, and then nothing it wrapped opens again."""

    def wrap(self, key: bytes, *, version: int, label: bytes) -> bytes:
        """Return ``key`` encrypted and bound to ``label``."""
        ...

    def unwrap(self, wrapped: bytes, *, version: int, label: bytes) -> bytes:
        """Return the key; IntegrityError where the version is gone or anything was changed."""
        ...

    def create(self, version: int) -> None:
        """Make a new version at random."""
        ...

    def destroy(self, version: int) -> None:
        """Destroy a version; what it wrapped is unreadable from then on. No error where it is gone already."""
        ...

    def describe(self) -> str:
        """Return kind and algorithm in words, without secrets."""
        ...


class FileRoot:
    """A root of one 0600 file a version, AES-256-GCM (NIST SP 800-38D): as safe as the disk it lies on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, version: int) -> Path:
        return self._folder / f"root-{version}.key"

    def create(self, version: int) -> None:
        """Write a new random version, readable by its owner only."""
        write_private(self._path(version), os.urandom(KEY_BYTES))

    def wrap(self, key: bytes, *, version: int, label: bytes) -> bytes:
        """Return nonce and ciphertext of ``key``, bound to ``label``."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self._read(version)).encrypt(nonce, key, label)

    def unwrap(self, wrapped: bytes, *, version: int, label: bytes) -> bytes:
        """Return the key that was wrapped under ``label``."""
        try:
            return AESGCM(self._read(version)).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], label)
        except (InvalidTag, ValueError):  # the latter where so much is missing that there is no nonce
            raise IntegrityError(
                "the keyring does not fit its root key, or was changed",
                hint="restore the keyring folder as a whole from its own backup",
            ) from None

    def destroy(self, version: int) -> None:
        """Overwrite and unlink the version's file."""
        path = self._path(version)
        if path.exists():
            overwrite_and_unlink(path)

    def describe(self) -> str:
        """Return kind and algorithm in words."""
        return "file, AES-256-GCM"

    def _read(self, version: int) -> bytes:
        path = self._path(version)
        try:
            mode = path.stat().st_mode
            key = path.read_bytes()
        except FileNotFoundError:
            raise IntegrityError(
                f"root key version {version} is missing",
                hint="restore the keyring folder from its backup; without it the warehouse cannot be read by anyone",
            ) from None
        if mode & 0o077:
            raise IntegrityError(
                "the root key can be read by others than its owner",
                hint="`chmod 600` the files of the keyring folder and `chmod 700` the folder",
            )
        if len(key) != KEY_BYTES:
            raise IntegrityError(f"root key has {len(key)} bytes, need {KEY_BYTES}", hint="restore it from its backup")
        return key


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, in one step."""
    durable.write(path, content, mode=0o600)


def overwrite_and_unlink(path: Path) -> None:
    """Overwrite a small file in place, sync it, unlink it. On copy-on-write disks only the unlinking counts."""
    with path.open("r+b") as handle:
        handle.write(os.urandom(path.stat().st_size))
        handle.flush()
        os.fsync(handle.fileno())
    path.unlink()
    durable.sync_folder(path.parent)
