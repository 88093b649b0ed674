"""Tokens: what stands for a value, the same for equal values, and nothing to anybody without the key."""

import base64
import hmac
from collections.abc import Iterable

from chatward.errors import ConfigError

KEY_BYTES = 32
TOKEN_CHARACTERS = 26
"""130 bits in base32."""

_SEPARATOR = b"\x1f"
_DIGEST_BYTES = 20  # a multiple of 5, so that base32 needs no padding; 26 of its 32 characters are used


class Tokeniser:
    """Makes the tokens of one key, which stands for one purpose and period."""

    def __init__(self, key: bytes) -> None:
        """Take the key.

        Raises:
            ConfigError: it is not ``KEY_BYTES`` long.
        """
        if len(key) != KEY_BYTES:
            raise ConfigError(f"token key has {len(key)} bytes, need {KEY_BYTES}")
        self._keyed = hmac.new(key, digestmod="sha256")

    def __reduce__(self) -> tuple[object, ...]:
        """Refuse to be pickled: a key goes nowhere by accident."""
        raise TypeError("a tokeniser holds a key and cannot be pickled")

    def token(self, kind: str, value: str) -> str:
        """Return the token of a normalised value.

        The first 130 bits of HMAC-SHA256 (RFC 2104) over ``kind``, 0x1F and ``value`` as UTF-8, as 26 characters of RFC 4648
        base32 in lower case. Two values of a set of a billion have the same token with a probability of 10^-21.

        Args:
            kind: identifier type, e.g. ``"email"``; equal values of two kinds have unlike tokens.
            value: as ``normalise`` returns it.
        """
        return self.tokens(kind, (value,))[0]

    def tokens(self, kind: str, values: Iterable[str]) -> list[str]:
        """Return the token of every value, in order; give it distinct ones, for nothing is remembered."""
        of_kind = self._keyed.copy()
        of_kind.update(kind.encode() + _SEPARATOR)
        tokens = []
        for value in values:
            keyed = of_kind.copy()
            keyed.update(value.encode())
            tokens.append(base64.b32encode(keyed.digest()[:_DIGEST_BYTES])[:TOKEN_CHARACTERS].decode().lower())
        return tokens
