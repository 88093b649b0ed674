"""What a report shows of how exports came, as plain values; no name of an object, which may name people."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A server, or a folder of this machine, that a source's exports were pulled from, and how they came.

    Attributes:
        scheme: ``"https"``, ``"sftp"`` or ``"file"``.
        protocol: like ``"TLSv1.3"``; None for files of this machine, like what follows.
        peer: subject of the server's certificate.
        fingerprint: SHA-256 of its certificate, or of its SSH host key, 64 hex digits.
        expires_at_utc: end of the certificate's validity.
        compared: objects whose bytes were equal to the digest that their place named.
        different: objects whose bytes were not, and which were not taken.
    """

    source: str
    scheme: str
    protocol: str | None
    cipher: str | None
    peer: str | None
    fingerprint: str | None
    expires_at_utc: datetime | None
    objects: int
    size_bytes: int
    compared: int
    different: int
    last_at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One object that was pulled, by an id that says nothing of its name; ``sha256`` is that of its bytes."""

    transfer_id: str
    source: str
    pulled_at_utc: datetime
    size_bytes: int
    sha256: str
    fingerprint: str | None
    manifest: str | None
    is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PullFailure:
    """What could not be pulled of one source in the last run that tried, for one cause, and what to do."""

    source: str
    message: str
    hint: str | None
    objects: int
