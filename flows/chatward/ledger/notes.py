"""Signed notes (C2SP signed-note v1.0.0) and the two kinds of signature on them that chatward makes or takes.

A note is text, an empty line, and a line a signature. Logs sign the text by Ed25519 (type 0x01), witnesses a time and
the text (type 0x04, C2SP tlog-cosignature). A key is written as ``vkey``: name, id, type and public key in one word.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG = 0x01
WITNESS = 0x04
MOST_BYTES = 1 << 20

_DASH = "— "
_NAME = re.compile(r"[^\s+\x00-\x20\x7f]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_KEY_BYTES = 32
_TIME_BYTES = 8


class NoteError(ValueError):
    """A note is no note, or nobody who is trusted signed it."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who signs, with what: ``kind`` is the signature type, LOG or WITNESS."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of the SHA-256 of name, type and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note; ``value`` is what the key's type puts there: of a witness, when it signed comes first."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and who signed it."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"


def parse_key(text: str) -> PublicKey:
    """Return the key that a vkey names.

    Raises:
        NoteError: it is none, or its id does not fit.
    """
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    material = _decoded(encoded)
    if not _NAME.fullmatch(name) or len(material) != 1 + _KEY_BYTES or material[0] not in (LOG, WITNESS):
        raise NoteError("not a key of the form name+id+key for Ed25519")
    key = PublicKey(name, material[0], material[1:])
    if key.key_id.hex() != key_id:
        raise NoteError("the key's id does not fit the key")
    return key


def public_key(name: str, kind: int, seed: bytes) -> PublicKey:
    """Return the public key of an Ed25519 seed of 32 bytes (RFC 8032).

    Raises:
        NoteError: the name is empty or has a space or a plus.
    """
    if not _NAME.fullmatch(name):
        raise NoteError("a key's name has no space, no plus and no control character")
    return PublicKey(name, kind, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def parse_note(data: bytes) -> Note:
    """Return the note in ``data``; whether anybody's signature is right is not looked at.

    Raises:
        NoteError: it is no note.
    """
    try:
        whole = data.decode() if len(data) <= MOST_BYTES else ""
    except UnicodeDecodeError:
        whole = ""
    text, separator, below = whole.rpartition("\n\n")
    if not separator or not below.endswith("\n") or _CONTROL.search(whole):
        raise NoteError("not a signed note")
    return Note(text + "\n", parse_signatures(below))


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Return the signatures of lines that end in newlines.

    Raises:
        NoteError: a line is none.
    """
    return tuple(_parsed_signature(line) for line in lines.removesuffix("\n").split("\n"))


def _parsed_signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    material = _decoded(encoded)
    if not line.startswith(_DASH) or not _NAME.fullmatch(name) or len(material) <= 4:
        raise NoteError("a line under the note is no signature")
    return Signature(name, material[:4], material[4:])


def sign(text: str, name: str, seed: bytes) -> Signature:
    """Return a log's signature of a note's text."""
    return Signature(
        name, public_key(name, LOG, seed).key_id, Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    )


def cosign(text: str, name: str, seed: bytes, *, seconds: int) -> Signature:
    """Return a witness's signature of a checkpoint's text, at a POSIX time."""
    signed = Ed25519PrivateKey.from_private_bytes(seed).sign(_cosigned(text, seconds))
    return Signature(name, public_key(name, WITNESS, seed).key_id, seconds.to_bytes(_TIME_BYTES, "big") + signed)


def signers(note: Note, keys: Sequence[PublicKey]) -> list[PublicKey]:
    """Return which of the keys signed; signatures of others are passed by.

    Raises:
        NoteError: a line that bears a known key's name and id is not its signature.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found = []
    for signature in note.signatures:
        if key := known.get((signature.name, signature.key_id)):
            _check(note.text, signature, key)
            found.append(key)
    return found


def _check(text: str, signature: Signature, key: PublicKey) -> None:
    if key.kind == LOG:
        message, value = text.encode(), signature.value
    else:
        seconds = int.from_bytes(signature.value[:_TIME_BYTES], "big")
        message, value = _cosigned(text, seconds), signature.value[_TIME_BYTES:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(value, message)
    except InvalidSignature:
        raise NoteError("a signature of a known key does not fit the text") from None


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _decoded(text: str) -> bytes:
    """Return the bytes of strict base64, none where it is not: with one way to write it no bit changes unnoticed."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return found if base64.b64encode(found).decode() == text else b""
