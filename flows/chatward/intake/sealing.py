"""Records that wait on the disk, encrypted under keys that only memory holds.

Nothing of an export may be stored before its end is known to be sound, nothing of a run before it is known whom it
names, and no more than a part of either fits into memory.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatward.errors import ConfigError

_KEY_BITS = 256
_NONCE_BYTES = 12
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table lies in its file: which it is of the tables, its first byte, and how many there are."""

    number: int
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """Tables in a file of their own, AES-256-GCM.

    Attributes:
        path: the file; it is swept away with what DuckDB spills if a run is cut off.
        key: its key, which is nowhere else.
        places: of the tables, by their names.
    """

    path: Path
    key: bytes
    places: Mapping[str, Place]

    def table(self, name: str) -> pa.Table:
        """Return the table of this name."""
        place = self.places[name]
        with self.path.open("rb") as stream:
            stream.seek(place.at)
            sealed = stream.read(place.size)
        plain = AESGCM(self.key).decrypt(_nonce(place.number), sealed, None)
        return pa.ipc.open_stream(pa.py_buffer(plain)).read_all()

    def discard(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)


def seal(folder: Path, tables: Mapping[str, pa.Table]) -> Sealed:
    """Write tables into a new file below ``folder``, one after the other; no file is made where there is no table.

    The key is of this file alone, so the number of a table in it serves as its nonce.

    Raises:
        ConfigError: the disk is full or not writable.
    """
    key, path = AESGCM.generate_key(_KEY_BITS), folder / secrets.token_hex(8)
    places: dict[str, Place] = {}
    if not tables:
        return Sealed(path, key, places)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("wb") as stream:
            for number, (name, table) in enumerate(tables.items()):
                sealed = AESGCM(key).encrypt(_nonce(number), _packed(table), None)
                places[name] = Place(number, stream.tell(), len(sealed))
                stream.write(sealed)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise ConfigError(
            f"what was read cannot be put aside: {error.strerror}", hint="free about as much space as the exports take"
        ) from None
    return Sealed(path, key, places)


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_PACKED) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE_BYTES, "big")
