"""Parts of a large export that wait on the disk until all of it was read, encrypted under keys that only memory holds.

Nothing of an export may be stored before its end is known to be sound, and no more than a part of it fits into memory.
"""

import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatward.errors import ConfigError
from chatward.intake.dating import End

_KEY_BITS = 256
_LENGTH = struct.Struct("<Q")
_PACKED = pa.ipc.IpcWriteOptions(compression="zstd")


@dataclass(frozen=True, slots=True)
class SealedPart:
    """One part of an export's records in a file of its own, AES-256-GCM.

    Attributes:
        path: the file; it is swept away with what DuckDB spills if a run is cut off.
        key: its key, which is nowhere else.
        is_first: whether it holds the export's first records.
        end: what the whole export says of when its contents hold.
        spans: what it shows in full.
    """

    path: Path
    key: bytes
    source: str
    file_id: str
    is_first: bool
    end: End
    spans: pa.Table

    def discard(self) -> None:
        """Remove the file unread."""
        self.path.unlink(missing_ok=True)

    def open(self) -> dict[str, pa.Table]:
        """Return its tables by name, and remove the file."""
        sealed = self.path.read_bytes()
        plain = AESGCM(self.key).decrypt(bytes(12), sealed, None)
        self.path.unlink()
        tables: dict[str, pa.Table] = {}
        at = 0
        while at < len(plain):
            size = _LENGTH.unpack_from(plain, at)[0]
            at += _LENGTH.size
            table = pa.ipc.open_stream(pa.py_buffer(plain)[at : at + size]).read_all()
            tables[table.schema.metadata[b"name"].decode()] = table.replace_schema_metadata(None)
            at += size
        return tables


def seal(folder: Path, tables: Mapping[str, pa.Table]) -> tuple[Path, bytes]:
    """Write tables into a new file below ``folder``, and return its path and the key it is under.

    The key is of this file alone, so one nonce serves.

    Raises:
        ConfigError: the disk is full or not writable.
    """
    key = AESGCM.generate_key(_KEY_BITS)
    plain = bytearray()
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema.with_metadata({"name": name}), options=_PACKED) as writer:
            writer.write_table(table)
        packed = sink.getvalue()
        plain += _LENGTH.pack(packed.size)
        plain += memoryview(packed)
    path = folder / secrets.token_hex(8)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(AESGCM(key).encrypt(bytes(12), bytes(plain), None))
    except OSError as error:
        path.unlink(missing_ok=True)
        raise ConfigError(
            f"a part of a large export cannot be put aside: {error.strerror}",
            hint="free about as much space as the export takes",
        ) from None
    return path, key
