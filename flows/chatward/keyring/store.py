"""The keyring: named random keys in one wrapped file, kept apart from the warehouse.

Keys are random and never derived from a master, because what is derived cannot be destroyed. Destroying
keys starts a new epoch: everything that stays is wrapped anew, and the old root version is destroyed, so that
old copies of the keyring file die with it.
"""

import base64
import json
import os
from collections.abc import Iterable
from pathlib import Path

from chatward.errors import ConfigError, IntegrityError
from chatward.keyring.root import KEY_BYTES, FileRoot, Root, write_private

_FILE = "keyring.json"
_FORMAT = 1


class Keyring:
    """Keys by name, like ``"index"``, ``"shard/2026-10/3"`` or ``"token/service_quality/2026"``."""

    def __init__(self, folder: Path, root: Root, epoch: int, keys: dict[str, bytes]) -> None:
        self._folder = folder
        self._root = root
        self._epoch = epoch
        self._keys = keys

    @property
    def epoch(self) -> int:
        """Number of the root version in use; it rises with every destruction."""
        return self._epoch

    def key(self, name: str) -> bytes:
        """Return a key of 32 bytes.

        Raises:
            IntegrityError: the keyring has none of that name.
        """
        try:
            return self._keys[name]
        except KeyError:
            raise IntegrityError(
                f"key {name} is not in the keyring",
                hint="the keyring is older than the warehouse or belongs to another one: restore the right one",
            ) from None

    def create(self, names: Iterable[str]) -> None:
        """Make random keys for those names that have none, and save before anything is written with them."""
        missing = [name for name in names if name not in self._keys]
        if missing:
            self._keys.update((name, os.urandom(KEY_BYTES)) for name in missing)
            self._save(self._epoch)

    def destroy(self, names: Iterable[str]) -> list[str]:
        """Destroy keys by starting a new epoch without them; return the names destroyed."""
        doomed = sorted(set(names) & self._keys.keys())
        if doomed:
            for name in doomed:
                del self._keys[name]
            self._root.create(self._epoch + 1)
            self._save(self._epoch + 1)
            self._root.destroy(self._epoch)
            self._epoch += 1
        return doomed

    def names(self, prefix: str = "") -> list[str]:
        """Return the names that start with ``prefix``, sorted."""
        return sorted(name for name in self._keys if name.startswith(prefix))

    def describe(self) -> str:
        """Return kind of root and number of keys, without secrets."""
        return f"{self._root.describe()}; epoch {self._epoch}, {len(self._keys)} keys"

    def _save(self, epoch: int) -> None:
        wrapped = {
            name: base64.b64encode(self._root.wrap(key, version=epoch, label=_label(name, epoch))).decode()
            for name, key in sorted(self._keys.items())
        }
        content = {"format": _FORMAT, "epoch": epoch, "keys": wrapped}
        write_private(self._folder / _FILE, json.dumps(content, indent=1).encode())


def _label(name: str, epoch: int) -> bytes:
    return f"chatward/keyring/{epoch}/{name}".encode()


def create(folder: Path) -> Keyring:
    """Make a new, empty keyring in ``folder`` (0700) and return it.

    Raises:
        ConfigError: there is one already.
    """
    if (folder / _FILE).exists():
        raise ConfigError("there is a keyring already", hint="name another folder by CHATWARD_KEYRING")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = FileRoot(folder)
    root.create(1)
    keyring = Keyring(folder, root, 1, {})
    keyring._save(1)
    return keyring


def load(folder: Path) -> Keyring:
    """Return the keyring of ``folder``, and finish or undo a change of epoch that was cut off.

    Raises:
        IntegrityError: it is missing, damaged, or readable by others.
    """
    try:
        content = json.loads((folder / _FILE).read_bytes())
        epoch = int(content["epoch"])
        wrapped = {str(name): base64.b64decode(value) for name, value in content["keys"].items()}
    except FileNotFoundError:
        raise IntegrityError(
            "the keyring of this warehouse is missing",
            hint="restore it from its own backup, or name its folder by CHATWARD_KEYRING",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise IntegrityError("the keyring file is damaged", hint="restore it from its own backup") from None
    root = FileRoot(folder)
    keys = {name: root.unwrap(value, version=epoch, label=_label(name, epoch)) for name, value in wrapped.items()}
    root.destroy(epoch - 1)
    root.destroy(epoch + 1)
    return Keyring(folder, root, epoch, keys)


def exists(folder: Path) -> bool:
    """Return whether ``folder`` holds a keyring."""
    return (folder / _FILE).exists()
