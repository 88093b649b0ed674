"""Small secret files: only their owner reads them, they are replaced in one step, and overwritten before they go."""

import os
from pathlib import Path

from chatward import durable
from chatward.errors import IntegrityError


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, in one step."""
    durable.write(path, content, mode=0o600)


def read_private(path: Path) -> bytes:
    """Return a secret file's content.

    Raises:
        FileNotFoundError: it is missing.
        IntegrityError: others than its owner can read or change it.
    """
    mode = path.stat().st_mode
    content = path.read_bytes()
    if mode & 0o077:
        raise IntegrityError(
            f"{path.name} can be read by others than its owner",
            hint="`chmod 600` it; if it is of the keyring, `chmod 700` the folder",
        )
    return content


def overwrite_and_unlink(path: Path) -> None:
    """Overwrite a small file in place, sync it, unlink it. On copy-on-write disks only the unlinking counts."""
    with path.open("r+b") as handle:
        handle.write(os.urandom(path.stat().st_size))
        handle.flush()
        os.fsync(handle.fileno())
    path.unlink()
    durable.sync_folder(path.parent)
