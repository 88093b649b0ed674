"""Keys of tokens that were replaced, sealed for the custodians: former tokens open for two of three and no one else."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from chatward.errors import IntegrityError
from chatward.keyring.custodians import Custodians
from chatward.keyring.private_files import read_private, write_private
from chatward.keyring.recipients import PrivateKey
from chatward.keyring.sealing import seal, unseal

_FILE = "retired.json"


def retire(folder: Path, custodians: Custodians, keys: Mapping[str, bytes], at: datetime) -> None:
    """Seal keys for the custodians and add them to those that lie in the keyring's folder.

    Repeating it after a cut adds them twice, which is no harm.
    """
    sealed = [
        {"name": name, "retired_at": at.isoformat(), "sealed": base64.b64encode(seal(key, custodians.key)).decode()}
        for name, key in keys.items()
    ]
    write_private(folder / _FILE, json.dumps([*_read(folder), *sealed], indent=1).encode())


def open_retired(folder: Path, key: PrivateKey) -> list[tuple[str, bytes]]:
    """Return names and keys of all that was retired under these custodians; what was sealed for others is left out."""
    found = []
    for each in _read(folder):
        try:
            found.append((each["name"], unseal(base64.b64decode(each["sealed"]), key)))
        except IntegrityError:
            continue
    return found


def _read(folder: Path) -> list[dict[str, str]]:
    try:
        return list(json.loads(read_private(folder / _FILE)))
    except FileNotFoundError:
        return []
    except ValueError:
        raise IntegrityError("the file of retired keys is damaged", hint="restore it from its backup") from None
