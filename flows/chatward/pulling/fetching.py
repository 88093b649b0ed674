"""Fetches one object to a place beside the exports, going on where an earlier try was cut off."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from chatward.errors import TransferError
from chatward.pulling.objects import Arriving, ChangedError, CutError, Peer, Remote, RemoteObject
from chatward.pulling.patience import Patience

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An object that came whole.

    Attributes:
        path: where it lies, not synced yet.
        sha256: of its bytes, 64 hex digits.
        declared: its SHA-256 as the server named it, where it did.
        received_bytes: what was sent in this run; less than the size where an earlier run had some of it.
        attempts: how many times it was asked for.
    """

    object: RemoteObject
    path: Path
    sha256: str
    size_bytes: int
    received_bytes: int
    attempts: int
    peer: Peer
    declared: str | None = None


def fetch(remote: Remote, wanted: RemoteObject, folder: Path, *, most_bytes: int, patience: Patience) -> Fetched:
    """Return the object with all its bytes below ``folder``.

    What was received before a cut, in this run or an earlier one, is kept and not asked for again, where the place can
    send the rest of the very same version.

    Raises:
        TransferError: it is refused, too large, or what came is not what was announced.
        CutError: it broke again and again; the next run goes on from there.
    """
    download = _Download(remote, wanted, folder, most_bytes)
    failures = 0
    while True:
        before = download.received
        try:
            return download.attempt()
        except CutError as error:
            failures = 1 if download.received > before else failures + 1
            if isinstance(error, ChangedError):
                download.forget()
                failures = patience.attempts  # what was listed is gone: the next run lists anew
            patience.wait(failures, error)


def part_name(wanted: RemoteObject) -> str:
    """Return how the file is called that a version of an object is fetched into; says nothing of the object's name."""
    return hashlib.sha256(f"{wanted.name}\0{wanted.version}".encode(errors="surrogateescape")).hexdigest() + ".part"


class _Download:
    """The tries to fetch one object; ``received`` counts the bytes that they brought."""

    def __init__(self, remote: Remote, wanted: RemoteObject, folder: Path, most_bytes: int) -> None:
        self._path = folder / part_name(wanted)
        self._remote = remote
        self._wanted = wanted
        self._most_bytes = most_bytes
        self._attempts = 0
        self.received = 0

    def forget(self) -> None:
        """Remove what came so far."""
        self._path.unlink(missing_ok=True)

    def attempt(self) -> Fetched:
        """Return the whole object, or raise what stopped it."""
        self._attempts += 1
        if not (self._wanted.is_exact and self._wanted.version):
            self.forget()  # nothing says whether the rest would be of the same version
        start = self._path.stat().st_size if self._path.exists() else 0
        if self._wanted.size_bytes is not None and start >= self._wanted.size_bytes:
            start = 0  # nothing is left to ask for, and a whole answer tells who sent it
        with self._remote.open(self._wanted, start) as arriving:
            digest, size = self._take(arriving)
            peer, declared = arriving.peer, arriving.digest
        return Fetched(
            object=self._wanted, path=self._path, sha256=digest, size_bytes=size, received_bytes=self.received,
            attempts=self._attempts, peer=peer, declared=declared,
        )  # fmt: skip

    def _take(self, arriving: Arriving) -> tuple[str, int]:
        announced = arriving.size_bytes if arriving.size_bytes is not None else self._wanted.size_bytes
        self._check_size(announced or 0)
        if self._wanted.size_bytes is not None and announced != self._wanted.size_bytes:
            raise ChangedError("the object changed since it was listed", hint="run again")
        digest = hashlib.sha256()
        with self._continued(arriving.start, digest.update) as handle:
            for chunk in arriving.chunks:
                digest.update(chunk)
                handle.write(chunk)
                self.received += len(chunk)
                self._check_size(handle.tell())
            size = handle.tell()
        if announced is not None and size != announced:
            raise CutError(f"{size} of {announced} bytes came", hint="run again: it goes on from there")
        return digest.hexdigest(), size

    @contextmanager
    def _continued(self, start: int, known: Callable[[bytes], object]) -> Iterator[IO[bytes]]:
        """Give the file to write at from ``start`` on, after ``known`` was given the bytes before."""
        with self._path.open("r+b" if start else "wb") as handle:
            while handle.tell() < start:
                known(handle.read(min(_BLOCK_BYTES, start - handle.tell())))
            handle.truncate()
            yield handle

    def _check_size(self, size: int) -> None:
        if size > self._most_bytes:
            self.forget()
            raise TransferError(
                f"an object has over {self._most_bytes} bytes", hint="raise `limits.pull_bytes`, or leave it out"
            )
