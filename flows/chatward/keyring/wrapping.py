"""Wraps one key under another: authenticated encryption behind a byte that names the algorithm, so it can change."""

import os
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from chatward.errors import IntegrityError

KEY_BYTES = 32
_NONCE_BYTES = 12


class Algorithm(IntEnum):
    """What keys are wrapped with; the number stands before every wrapped key."""

    AES_256_GCM = 1
    CHACHA20_POLY1305 = 2

    @property
    def title(self) -> str:
        """Its name as inventories and commands write it, e.g. ``aes-256-gcm``."""
        return self.name.lower().replace("_", "-")


_CIPHERS: dict[Algorithm, type[AESGCM] | type[ChaCha20Poly1305]] = {
    Algorithm.AES_256_GCM: AESGCM,
    Algorithm.CHACHA20_POLY1305: ChaCha20Poly1305,
}


def wrap(key: bytes, kek: bytes, label: bytes, algorithm: Algorithm) -> bytes:
    """Return the algorithm's byte, nonce and ciphertext of ``key``, bound to ``label``.

    Nonces of 96 bits are random: a root's version wraps some thousand keys in its life, far below the 2^32 at which
    NIST SP 800-38D (8.3) ends it.
    """
    nonce = os.urandom(_NONCE_BYTES)
    return bytes([algorithm]) + nonce + _CIPHERS[algorithm](kek).encrypt(nonce, key, label)


def unwrap(wrapped: bytes, kek: bytes, label: bytes) -> bytes:
    """Return the key that was wrapped under ``label``.

    Raises:
        IntegrityError: it was wrapped by another key, under another label, or by an algorithm that is not known.
    """
    nonce, ciphertext = wrapped[1 : 1 + _NONCE_BYTES], wrapped[1 + _NONCE_BYTES :]
    try:
        return _CIPHERS[Algorithm(wrapped[0])](kek).decrypt(nonce, ciphertext, label)
    except (InvalidTag, ValueError, IndexError):  # the latter where so much is missing that there is no nonce
        raise IntegrityError(
            "the keyring does not fit its root key, or was changed",
            hint="restore the keyring folder as a whole from its own backup",
        ) from None


def algorithm_of(wrapped: bytes) -> Algorithm:
    """Return what a key was wrapped with."""
    return Algorithm(wrapped[0])
