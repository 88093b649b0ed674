"""Key pairs of those to whom something is sealed: X-Wing, which holds as long as one of its two halves does."""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey

from chatward.errors import UsageError

PUBLIC_PREFIX = "chatward-public-1:"
PRIVATE_PREFIX = "chatward-private-1:"
SEED_BYTES = 32
_MLKEM_SEED_BYTES = 64
_MLKEM_PUBLIC_BYTES = 1184
_X25519_BYTES = 32
_CHECK_BYTES = 4


@dataclass(frozen=True)
class PublicKey:
    """The public half of X-Wing (draft-connolly-cfrg-xwing-kem): ML-KEM-768's 1,184 bytes, then X25519's 32."""

    content: bytes

    @cached_property
    def value(self) -> MLKEM768X25519PublicKey:
        """The key as ``cryptography`` takes it."""
        mlkem = MLKEM768PublicKey.from_public_bytes(self.content[:_MLKEM_PUBLIC_BYTES])
        return MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(self.content[_MLKEM_PUBLIC_BYTES:]))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the key that ``str`` wrote.

        Raises:
            UsageError: it is none, or has a slip in it.
        """
        key = cls(_parse(text, PUBLIC_PREFIX, _MLKEM_PUBLIC_BYTES + _X25519_BYTES))
        try:
            _ = key.value
        except ValueError:
            raise _no_key(PUBLIC_PREFIX) from None
        return key

    def __str__(self) -> str:
        """Return the key as one line of text."""
        return _written(self.content, PUBLIC_PREFIX)


@dataclass(frozen=True)
class PrivateKey:
    """The private half: the seed of 32 bytes from which both halves are expanded; it is in no ``repr``."""

    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """Return a new key at random."""
        return cls(os.urandom(SEED_BYTES))

    @cached_property
    def value(self) -> MLKEM768X25519PrivateKey:
        """The key as ``cryptography`` takes it."""
        return MLKEM768X25519PrivateKey(*self._halves)

    @property
    def public(self) -> PublicKey:
        """The public half."""
        mlkem, x25519 = self._halves
        return PublicKey(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())

    @cached_property
    def _halves(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        expanded = hashlib.shake_256(self.seed).digest(_MLKEM_SEED_BYTES + _X25519_BYTES)
        return (
            MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:]),
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the key that ``export`` wrote.

        Raises:
            UsageError: it is none, or has a slip in it.
        """
        return cls(_parse(text, PRIVATE_PREFIX, SEED_BYTES))

    def export(self) -> str:
        """Return the secret as one line of text."""
        return _written(self.seed, PRIVATE_PREFIX)


def _written(content: bytes, prefix: str) -> str:
    return prefix + base64.urlsafe_b64encode(content + _check(content, prefix)).decode()


def _parse(text: str, prefix: str, size: int) -> bytes:
    try:
        found = base64.b64decode(text.strip().removeprefix(prefix), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _no_key(prefix) from None
    content = found[:size]
    if not text.strip().startswith(prefix) or found[size:] != _check(content, prefix):
        raise _no_key(prefix)
    return content


def _check(content: bytes, prefix: str) -> bytes:
    return hashlib.sha256(prefix.encode() + content).digest()[:_CHECK_BYTES]


def _no_key(prefix: str) -> UsageError:
    return UsageError(
        f"the key given is none of `{prefix}…`, or is not whole", hint="make one with `chatward keys pair`"
    )
