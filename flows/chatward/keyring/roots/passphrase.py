"""The root of a passphrase: each version's random key is sealed to it in a file of its own."""

from collections.abc import Callable
from pathlib import Path

from chatward.keyring.passphrases import Passphrase
from chatward.keyring.roots.base import EpochRoot, VersionFiles
from chatward.keyring.sealing import seal, unseal


class PassphraseRoot(EpochRoot):
    """A random key a version, sealed by Argon2id and AES-256-GCM; the passphrase is asked for when it is needed."""

    promise = "at once, but for copies of the folder that hold the version's own file, for who knows the passphrase"

    def __init__(self, folder: Path, ask: Callable[[], Passphrase]) -> None:
        super().__init__()
        self._files = VersionFiles(folder, "sealed")
        self._ask = ask
        self._passphrase: Passphrase | None = None

    def describe(self) -> str:
        """Return kind and algorithm in words."""
        return "passphrase, Argon2id"

    def _store(self, version: int, key: bytes) -> None:
        self._files.write(version, seal(key, self._given()))

    def _load(self, version: int) -> bytes:
        sealed = self._files.read(version)
        return unseal(sealed, self._given())

    def _erase(self, version: int) -> None:
        self._files.erase(version)

    def _given(self) -> Passphrase:
        if self._passphrase is None:
            self._passphrase = self._ask()
        return self._passphrase
