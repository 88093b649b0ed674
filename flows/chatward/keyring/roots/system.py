"""The root of the operating system's keyring: Secret Service, KWallet, macOS Keychain, by the package ``keyring``."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
import keyring.errors

from chatward.errors import ConfigError
from chatward.keyring.roots.base import EpochRoot, missing_version


class SystemRoot(EpochRoot):
    """One entry a version, under a name of the keyring's own."""

    promise = "when the system's keyring drops the entry; its own files and their backups may keep it for longer"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._service = f"chatward:{name}"

    def describe(self) -> str:
        """Return kind and algorithm in words."""
        return "keyring of the system"

    def _store(self, version: int, key: bytes) -> None:
        with _told():
            keyring.set_password(self._service, _entry(version), base64.b64encode(key).decode())

    def _load(self, version: int) -> bytes:
        with _told():
            found = keyring.get_password(self._service, _entry(version))
        if found is None:
            raise missing_version(version)
        return base64.b64decode(found)

    def _erase(self, version: int) -> None:
        with _told():
            if keyring.get_password(self._service, _entry(version)) is not None:
                keyring.delete_password(self._service, _entry(version))


def _entry(version: int) -> str:
    return f"root-{version}"


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except keyring.errors.KeyringError as error:
        raise ConfigError(
            f"the system's keyring cannot be used: {type(error).__name__}",
            hint="unlock it, or take another root by `chatward keys move`; a server without a desktop often has none",
        ) from None
