"""The keyring's file: which root and epoch it is of, and each key, wrapped, with the instant it was made at."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from chatward.errors import IntegrityError
from chatward.keyring.private_files import read_private
from chatward.keyring.roots.base import Root
from chatward.keyring.wrapping import Algorithm

FILE_NAME = "keyring.json"
_FORMAT = 2
_FIRST_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Header:
    """What the file tells without any key.

    Attributes:
        root: address of the root that the keys are wrapped by.
        other_root: address of a root that may still hold a version, since the keyring is on the way from it or to it.
    """

    epoch: int
    root: str
    algorithm: Algorithm
    other_root: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One key, and when it was made where that is known."""

    key: bytes = field(repr=False)
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class WrappedEntry:
    """One key as the file has it."""

    content: bytes
    made_at: str | None

    def opened(self, root: Root, name: str, header: Header) -> Entry:
        """Return the key.

        Raises:
            IntegrityError: name, instant, epoch or the key itself is not what was written.
        """
        key = root.unwrap(self.content, version=header.epoch, label=_label(name, header.epoch, self.made_at))
        return Entry(key, datetime.fromisoformat(self.made_at) if self.made_at else None)


def write(header: Header, entries: Mapping[str, Entry], root: Root) -> bytes:
    """Return the file's content, every key wrapped by the header's version of ``root``."""
    keys: dict[str, dict[str, str]] = {}
    for name, entry in sorted(entries.items()):
        made_at = entry.made_at.isoformat() if entry.made_at else None
        label = _label(name, header.epoch, made_at)
        wrapped = root.wrap(entry.key, version=header.epoch, label=label, algorithm=header.algorithm)
        keys[name] = {"wrapped": base64.b64encode(wrapped).decode()} | ({"made_at": made_at} if made_at else {})
    content = {"format": _FORMAT, "epoch": header.epoch, "root": header.root, "algorithm": header.algorithm.title}
    other = {"other_root": header.other_root} if header.other_root else {}
    return json.dumps(content | other | {"keys": keys}, indent=1).encode()


def read(folder: Path) -> tuple[Header, dict[str, WrappedEntry]]:
    """Return header and wrapped keys of the keyring in ``folder``; of its first format, too.

    Raises:
        IntegrityError: it is missing, damaged, or others can read it.
    """
    try:
        content = json.loads(read_private(folder / FILE_NAME))
        if content.get("format") == _FIRST_FORMAT:
            return _read_first(content)
        header = Header(
            int(content["epoch"]), str(content["root"]), _ALGORITHMS[content["algorithm"]], content.get("other_root")
        )
        entries = {
            str(name): WrappedEntry(base64.b64decode(each["wrapped"]), each.get("made_at"))
            for name, each in content["keys"].items()
        }
    except FileNotFoundError:
        raise missing(folder) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise IntegrityError("the keyring file is damaged", hint="restore it from its own backup") from None
    return header, entries


def missing(folder: Path) -> IntegrityError:
    """Return the error of a warehouse whose keyring is not in ``folder``."""
    return IntegrityError(
        f"the keyring of this warehouse is missing, there is none in {folder}",
        hint="restore it from its own backup; or name where it is, by CHATWARD_KEYRING, or by the CHATWARD_HOME of the "
        "run that made it",
    )


def _read_first(content: Mapping[str, object]) -> tuple[Header, dict[str, WrappedEntry]]:
    """Read the format that had neither algorithm nor instants, always under a file root; it is not written any more."""
    keys: Mapping[str, str] = content["keys"]  # type: ignore[assignment]
    algorithm = Algorithm.AES_256_GCM
    entries = {
        str(name): WrappedEntry(bytes([algorithm]) + base64.b64decode(value), None) for name, value in keys.items()
    }
    return Header(int(str(content["epoch"])), "file:", algorithm), entries


_ALGORITHMS = {algorithm.title: algorithm for algorithm in Algorithm}


def _label(name: str, epoch: int, made_at: str | None) -> bytes:
    return f"chatward/keyring/{epoch}/{name}{f'/{made_at}' if made_at else ''}".encode()
