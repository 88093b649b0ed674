"""Tokens: what stands for a value, the same for equal values, and nothing to anybody without the key."""

import base64
import hashlib
from collections.abc import Iterable

from chatward.errors import ConfigError

KEY_BYTES = 32
TOKEN_CHARACTERS = 26
"""130 bits in base32."""

_SEPARATOR = b"\x1f"
_DIGEST_BYTES = 20  # a multiple of 5, so that many are written at once without padding
_WRITTEN_CHARACTERS = 32
_INNER, _OUTER = (bytes(octet ^ mask for octet in range(256)) for mask in (0x36, 0x5C))


class Tokeniser:
    """Makes the tokens of one key, which stands for one purpose and period."""

    def __init__(self, key: bytes) -> None:
        """Take the key.

        Raises:
            ConfigError: it is not ``KEY_BYTES`` long.
        """
        if len(key) != KEY_BYTES:
            raise ConfigError(f"token key has {len(key)} bytes, need {KEY_BYTES}")
        # RFC 2104 by its two hashes, each begun once: a copy of these costs half of a copy of an ``hmac`` object
        block = key.ljust(hashlib.sha256().block_size, b"\0")
        self._inner, self._outer = (hashlib.sha256(block.translate(mask)) for mask in (_INNER, _OUTER))

    def __reduce__(self) -> tuple[object, ...]:
        """Refuse to be pickled: a key goes nowhere by accident."""
        raise TypeError("a tokeniser holds a key and cannot be pickled")

    def token(self, kind: str, value: str) -> str:
        """Return the token of a normalised value.

        The first 130 bits of HMAC-SHA256 (RFC 2104) over ``kind``, 0x1F and ``value`` as UTF-8, as 26 characters of
        RFC 4648 base32 in lower case. Any two of a thousand million values share a token with a probability of 10^-21.

        Args:
            kind: identifier type, e.g. ``"email"``; equal values of two kinds have unlike tokens.
            value: as ``normalise`` returns it.
        """
        return self.tokens(kind, (value,))[0]

    def tokens(self, kind: str, values: Iterable[str]) -> list[str]:
        """Return the token of every value, in order; give it distinct ones, for nothing is remembered."""
        written = base64.b32encode(b"".join(self.digests(kind, values))).decode().lower()
        return [written[start : start + TOKEN_CHARACTERS] for start in range(0, len(written), _WRITTEN_CHARACTERS)]

    def digests(self, kind: str, values: Iterable[str]) -> list[bytes]:
        """Return the first 160 bits of every value's HMAC, of which its token writes 130."""
        of_kind = self._inner.copy()
        of_kind.update(kind.encode() + _SEPARATOR)
        digests = []
        for value in values:
            inner, outer = of_kind.copy(), self._outer.copy()
            inner.update(value.encode())
            outer.update(inner.digest())
            digests.append(outer.digest()[:_DIGEST_BYTES])
        return digests
