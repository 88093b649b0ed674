"""Writes files so that a cut at any instant, of the power too, leaves the old one or the new one, never a half."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ANYBODY = 0o666  # what the process's umask leaves of it


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give a place beside ``path`` to write at; what lies there after the block is synced and takes the name ``path``.

    A file, a folder of files or a link may be written; a folder replaces no other. If the block raises, ``path`` is as
    it was. What an earlier run that was cut off left at the place is removed first.

    Raises:
        OSError: it cannot be synced or renamed; ``path`` is as it was.
    """
    place = path.with_name(path.name + ".new")
    _remove(place)
    try:
        yield place
        settle(place, path)
    except Exception:
        _remove(place)
        raise


def settle(place: Path, path: Path) -> None:
    """Give what was written at ``place`` the name ``path``, on the same disk, after it is synced.

    Raises:
        OSError: it cannot be synced or renamed; ``path`` is as it was.
    """
    _sync_below(place)
    place.replace(path)
    sync_folder(path.parent)


def write(path: Path, content: bytes, *, mode: int = _ANYBODY) -> None:
    """Write a file, or replace it, in one step.

    Args:
        mode: rights of the file, from its first byte on; the process's umask takes its part away.

    Raises:
        OSError: the disk is full or not writable; ``path`` is as it was.
    """
    with beside(path) as place:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hex digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def has_digest(path: Path, sha256: str) -> bool:
    """Return whether a file is there and is, bit for bit, what has this digest; a second for some two gigabytes."""
    return path.is_file() and digest(path) == sha256


def sync_folder(folder: Path) -> None:
    """Make names that were given or taken in ``folder`` outlive a loss of power."""
    _sync(folder)


def _sync_below(place: Path) -> None:
    if place.is_symlink():
        return  # a link is all name: syncing the folder is what keeps it
    for path in (*place.rglob("*"), place):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
