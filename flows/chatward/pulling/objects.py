"""What is known of an object before it is pulled, while it comes, and afterwards."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chatward.errors import TransferError


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Who was at the other end of a connection, and how it was protected: the transport's evidence.

    Attributes:
        scheme: ``"https"``, ``"sftp"`` or ``"file"``.
        protocol: like ``"TLSv1.3"`` or ``"SSH-2.0"``; None for a file of this machine, like all that follows.
        cipher: as the protocol's library names it.
        subject: of the certificate, in RFC 4514's form; None for SSH.
        issuer: of the certificate.
        expires_at: end of the certificate's validity.
        fingerprint: SHA-256 of the certificate or of the host key, 64 hex digits.
    """

    scheme: str
    protocol: str | None = None
    cipher: str | None = None
    subject: str | None = None
    issuer: str | None = None
    expires_at: datetime | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteObject:
    """One object of a place.

    Attributes:
        name: relative to the location's folder, ``/`` between folders; may name people.
        address: what its place finds it by.
        version: differs when the object does; empty where the place tells none.
        size_bytes: None where the place tells none.
        is_exact: whether the version can be asked for again, so that a cut download goes on where it ended.
    """

    name: str
    address: str = field(repr=False)
    version: str
    size_bytes: int | None
    is_exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """An object's bytes on their way.

    Attributes:
        start: place of the first of them in the object.
        size_bytes: of the whole object, where it is told.
        digest: SHA-256 of the whole object as its server names it, 64 hex digits.
    """

    chunks: Iterator[bytes]
    start: int
    size_bytes: int | None
    peer: Peer
    digest: str | None = None


class Remote(Protocol):
    """A place that exports are pulled from."""

    def objects(self) -> Iterator[RemoteObject]:
        """Yield what the location names.

        Raises:
            CutError: it may be tried again.
            TransferError: it may not.
        """
        ...

    def open(self, wanted: RemoteObject, start: int) -> AbstractContextManager[Arriving]:
        """Give the object's bytes from ``start`` on, or from its beginning where that cannot be had.

        Raises:
            ChangedError: it is not the version that was listed any more.
            CutError: it may be tried again, also while its bytes are taken.
            TransferError: it may not.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class CutError(TransferError):
    """What may heal: a connection that broke, a server that is busy; ``wait_s`` is how long it asked to be left."""

    def __init__(self, message: str, *, hint: str | None = None, wait_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.wait_s = wait_s


class ChangedError(CutError):
    """An object is not the version that was listed any more."""
