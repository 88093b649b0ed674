"""Keyed digests of who must not come back, and the file that keeps them: one line an entry, each bound to all before.

The list outlives the database that it was made in, so it holds what can be compared with an export that is delivered
again, and nothing that tells a person to whoever lacks the key.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chatward.errors import IntegrityError
from chatward.identity.normalise import normalise

IDENTIFIER, INDEX, CONVERSATION, MESSAGE, NAME, TALK = (
    "identifier", "index", "conversation", "message", "name", "talk",
)  # fmt: skip
KINDS = (IDENTIFIER, INDEX, CONVERSATION, MESSAGE, NAME, TALK)
"""``name``: what others called somebody in a conversation with him; ``talk``: that there is any of it."""
START = "0" * 64
"""The link before the first entry."""
WORD = re.compile(r"@?[^\W_][\w.'’-]*")
"""One word of a name, with the ``@`` by which it may be mentioned."""
_BEHIND = re.compile(r"(?:['’]s)?[.'’-]*$")
_TITLE = "chatward-suppressions/1"
_SEPARATOR = b"\x1f"


@dataclass(frozen=True, slots=True)
class Suppression:
    """An entry: nothing of it that was sent until an instant, in UTC and without a zone, may be stored.

    Attributes:
        kind: one of ``KINDS``.
        digest: 32 bytes under the suppression key; of conversations, talks and messages their ids of 16 bytes.
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


def suppressed_name(key: bytes, conversation_id: bytes, name: str) -> bytes:
    """Return HMAC-SHA256 of what somebody is called in a conversation, without case and what parts words, 32 bytes."""
    return _digest(key, NAME, conversation_id, " ".join(words_of(name)).encode())


def words_of(name: str) -> list[str]:
    """Return the words of a name in the one form in which they are compared."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf")
    return [bare(word).removeprefix("@") for word in WORD.findall(plain.casefold())]


def bare(word: str) -> str:
    """Return a word without what may stand behind it and is no part of it: a full stop, a genitive's ``'s``."""
    return _BEHIND.sub("", word)


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
