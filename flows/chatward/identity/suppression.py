"""Keyed digests of who must not come back, and the file that keeps them: one line an entry, each bound to all before.

The list outlives the database that it was made in, so it holds what can be compared with an export that is delivered
again, and nothing that tells a person to whoever lacks the key.
"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chatward.errors import IntegrityError
from chatward.identity.index import ID_BYTES
from chatward.identity.normalise import normalise

IDENTIFIER, INDEX, CONVERSATION, MESSAGE, NAME, TALK = (
    "identifier", "index", "conversation", "message", "name", "talk",
)  # fmt: skip
KINDS = (IDENTIFIER, INDEX, CONVERSATION, MESSAGE, NAME, TALK)
"""``name``: how others named somebody in a conversation with him; ``talk``: in which ones that may be."""
START = "0" * 64
"""The link before the first entry."""
_TITLE = "chatward-suppressions/1"
_SEPARATOR = b"\x1f"


@dataclass(frozen=True, slots=True)
class Suppression:
    """An entry: nothing of it that was sent until an instant, in UTC and without a zone, may be stored.

    Attributes:
        kind: one of ``KINDS``.
        digest: 32 bytes under the suppression key; of conversations and messages their ids of 16 bytes, of talks the
            conversation's and 16 random bytes by which the list tells one person's names from another's.
    """

    kind: str
    digest: bytes
    until_utc: datetime


@dataclass(frozen=True, slots=True)
class ListHead:
    """How a list is: how many entries, and the link of the last one, 64 hex digits."""

    entries: int = 0
    head: str = START


def suppressed_identifier(key: bytes, identifier_type: str, identifier: str) -> bytes:
    """Return HMAC-SHA256 (RFC 2104) of an identifier's type and normal form under the suppression key, 32 bytes."""
    return _digest(key, IDENTIFIER, identifier_type.encode(), normalise(identifier_type, identifier).encode())


def suppressed_index(key: bytes, identity_index: bytes) -> bytes:
    """Return HMAC-SHA256 of a blind index, for an identifier that nobody has in clear, 32 bytes."""
    return _digest(key, INDEX, identity_index)


def suppressed_name(key: bytes, person: bytes, way: str) -> bytes:
    """Return HMAC-SHA256 of one of ``rights.naming.ways_of_naming`` a person, 32 bytes."""
    return _digest(key, NAME, person, way.encode())


def suppressed_sign(key: bytes, sign: str) -> bytes:
    """Return HMAC-SHA256 of what tells at a glance that a text may name somebody, whoever it is, 32 bytes."""
    return _digest(key, "sign", sign.encode())


def suppressed_talk(conversation_id: bytes, person: bytes) -> bytes:
    """Return the ids of a conversation and of a person who talked in it, 32 bytes."""
    return conversation_id + person


def talk_of(digest: bytes) -> tuple[bytes, bytes]:
    """Return conversation and person of ``suppressed_talk``."""
    return digest[:ID_BYTES], digest[ID_BYTES:]


def chain(key: bytes, entries: Iterable[Suppression], before: ListHead) -> ListHead:
    """Return the head of a list that had the head ``before`` once these entries follow."""
    count, link = before.entries, before.head
    for entry in entries:
        link = _link(key, link, _content(entry))
        count += 1
    return ListHead(count, link)


def dump(key: bytes, entries: Iterable[Suppression]) -> bytes:
    """Return the file of a whole list."""
    lines, link = [_TITLE], START
    for entry in entries:
        content = _content(entry)
        link = _link(key, link, content)
        lines.append(f"{content} {link}")
    return ("\n".join(lines) + "\n").encode()


def load(key: bytes, data: bytes) -> list[Suppression]:
    """Return the entries of a file.

    Raises:
        IntegrityError: a line was changed, dropped, added or cut off, or the list is of another keyring.
    """
    try:
        title, *lines = data.decode("ascii").removesuffix("\n").split("\n")
        entries = list(_parsed(key, lines))
    except ValueError:
        raise damaged() from None
    if title != _TITLE or not data.endswith(b"\n"):
        raise damaged()
    return entries


def last_link(data: bytes) -> str:
    """Return the link of a file's last entry, unchecked, or what no list can have."""
    return data.rstrip(b"\n").rpartition(b" ")[2].decode("ascii", errors="replace")


def damaged() -> IntegrityError:
    """Return the error for a list that is not as it was written."""
    return IntegrityError(
        "the suppression list was changed, or is of another keyring",
        hint="restore ledger/suppressions from its backup; without it erased people would come back",
    )


def _parsed(key: bytes, lines: Iterable[str]) -> Iterator[Suppression]:
    link = START
    for line in lines:
        content, _, found = line.rpartition(" ")
        link = _link(key, link, content)
        if not hmac.compare_digest(link, found):
            raise ValueError(line)
        kind, digest, until = content.split(" ")
        yield Suppression(kind, bytes.fromhex(digest), datetime.fromisoformat(until))


def _content(entry: Suppression) -> str:
    return f"{entry.kind} {entry.digest.hex()} {entry.until_utc.isoformat(timespec='microseconds')}"


def _link(key: bytes, before: str, content: str) -> str:
    return _digest(key, "link", before.encode(), content.encode()).hex()


def _digest(key: bytes, label: str, *parts: bytes) -> bytes:
    """Return the HMAC of parts under a label of their own, so that no digest of one kind equals one of another."""
    return hmac.digest(key, _SEPARATOR.join((label.encode(), *parts)), "sha256")
