"""Passphrases: what a person knows, made slow to guess."""

import unicodedata
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from chatward.errors import IntegrityError, UsageError

SALT_BYTES = 16
LEAST_CHARACTERS = 12
"""Fewer are refused where a passphrase is chosen: Argon2id slows a guesser down, it does not stop him."""
_KEY_BYTES = 32
_MOST_KIB = 1024 * 1024
_MOST_PASSES = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: KiB of memory, passes over it, lanes (RFC 9106)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    @classmethod
    def read(cls, memory_kib: int, passes: int, lanes: int) -> Self:
        """Return what a file claims, within bounds: a forged one must not take all memory.

        Raises:
            IntegrityError: it is out of bounds.
        """
        if not (8 * lanes <= memory_kib <= _MOST_KIB and 1 <= passes <= _MOST_PASSES and 1 <= lanes <= 64):
            raise IntegrityError("what was sealed claims a senseless cost", hint="take it from where it came from anew")
        return cls(memory_kib, passes, lanes)


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase in its normal form (NFKC), whatever keyboard it is typed on; it is in no ``repr``."""

    text: str = field(repr=False)

    @classmethod
    def chosen(cls, text: str) -> Self:
        """Return a passphrase for something new.

        Raises:
            UsageError: it is too short.
        """
        if len(text) < LEAST_CHARACTERS:
            raise UsageError(
                f"the passphrase has fewer than {LEAST_CHARACTERS} characters",
                hint="take six words that nobody would guess, e.g. by rolling dice",
            )
        return cls(text)

    def derive(self, salt: bytes, cost: Cost) -> bytes:
        """Return the 32 bytes of Argon2id version 1.3 (RFC 9106): about 0.2 s of work with the default cost."""
        words = unicodedata.normalize("NFKC", self.text).encode()
        kdf = Argon2id(
            salt=salt, length=_KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
        )
        return kdf.derive(words)
