"""Seals content to a passphrase or a public key: for packages that leave, and for shares that custodians keep.

A sealed content starts with a byte that names its algorithms, so that others can follow; then what opens its key, which
is of this content alone; then the content in chunks of AES-256-GCM, so that its size bounds no memory. A chunk's nonce
is its number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015),
and each is bound to the header: none can be left out, moved or added.
"""

import os
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from chatward.errors import IntegrityError
from chatward.keyring.passphrases import SALT_BYTES, Cost, Passphrase
from chatward.keyring.recipients import PrivateKey, PublicKey

PASSPHRASE, X_WING = 1, 2
CHUNK_BYTES = 64 * 1024
_KEY_BYTES = 32
_TAG_BYTES = 16
_NONCE = struct.Struct(">xxxQ?")
_COST = struct.Struct(">IBB")
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"chatward/sealed/2"
_ENCAPSULATED_BYTES = 1120 + _KEY_BYTES + _TAG_BYTES


def seal(content: bytes, recipient: Passphrase | PublicKey) -> bytes:
    """Return content that only the recipient can open; equal contents give unlike results."""
    sealed = BytesIO()
    seal_stream(BytesIO(content), sealed, recipient)
    return sealed.getvalue()


def unseal(sealed: bytes, opener: Passphrase | PrivateKey) -> bytes:
    """Return what was sealed.

    Raises:
        IntegrityError: the passphrase or key is another one, or the content was changed, cut off or is none.
    """
    content = BytesIO()
    unseal_stream(BytesIO(sealed), content, opener)
    return content.getvalue()


def seal_stream(content: BinaryIO, sealed: BinaryIO, recipient: Passphrase | PublicKey) -> None:
    """Seal a stream of any length into another, in bounded memory."""
    header, key = _header_to(recipient)
    sealed.write(header)
    cipher = AESGCM(key)
    for number, (chunk, is_last) in enumerate(_chunks(content, CHUNK_BYTES)):
        sealed.write(cipher.encrypt(_NONCE.pack(number, is_last), chunk, header))


def unseal_stream(sealed: BinaryIO, content: BinaryIO, opener: Passphrase | PrivateKey) -> None:
    """Write what was sealed to ``content``.

    Raises:
        IntegrityError: as ``unseal``; what was written by then is sound, but not all of it.
    """
    header, key = _open_header(sealed, opener)
    cipher = AESGCM(key)
    for number, (chunk, is_last) in enumerate(_chunks(sealed, CHUNK_BYTES + _TAG_BYTES)):
        try:
            content.write(cipher.decrypt(_NONCE.pack(number, is_last), chunk, header))
        except (InvalidTag, ValueError):
            raise _unopened(opener) from None


def _header_to(recipient: Passphrase | PublicKey) -> tuple[bytes, bytes]:
    """Return the header for a recipient, and the content's key."""
    if isinstance(recipient, Passphrase):
        salt, cost = os.urandom(SALT_BYTES), Cost()
        header = bytes([PASSPHRASE]) + _COST.pack(cost.memory_kib, cost.passes, cost.lanes) + salt
        return header, recipient.derive(salt, cost)
    key = os.urandom(_KEY_BYTES)
    return bytes([X_WING]) + _SUITE.encrypt(key, recipient.value, _INFO), key


def _open_header(sealed: BinaryIO, opener: Passphrase | PrivateKey) -> tuple[bytes, bytes]:
    version = sealed.read(1)
    if version == bytes([PASSPHRASE]) and isinstance(opener, Passphrase):
        written = _exactly(sealed, _COST.size, opener)
        salt = _exactly(sealed, SALT_BYTES, opener)
        return version + written + salt, opener.derive(salt, Cost.read(*_COST.unpack(written)))
    if version == bytes([X_WING]) and isinstance(opener, PrivateKey):
        written = _exactly(sealed, _ENCAPSULATED_BYTES, opener)
        try:
            return version + written, _SUITE.decrypt(written, opener.value, _INFO)
        except InvalidTag:
            raise _unopened(opener) from None
    known = {bytes([PASSPHRASE]): "a passphrase", bytes([X_WING]): "a private key"}
    if version in known:
        raise IntegrityError(f"this opens with {known[version]}", hint="give what it was sealed to")
    raise IntegrityError(
        "this is nothing that chatward sealed, or a later version did", hint="give the sealed file as it came"
    )


def _exactly(stream: BinaryIO, size: int, opener: Passphrase | PrivateKey) -> bytes:
    found = stream.read(size)
    if len(found) != size:
        raise _unopened(opener)
    return found


def _chunks(stream: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield chunks and whether each is the last; an empty stream is one empty chunk."""
    chunk = stream.read(size)
    while True:
        following = stream.read(size) if len(chunk) == size else b""
        yield chunk, not following
        if not following:
            return
        chunk = following


def _unopened(opener: Passphrase | PrivateKey) -> IntegrityError:
    what = "passphrase" if isinstance(opener, Passphrase) else "private key"
    return IntegrityError(
        f"the {what} is not the one that this was sealed to, or it was changed on the way",
        hint="try again with the right one; if it stays so, ask for it to be sealed and sent anew",
    )
