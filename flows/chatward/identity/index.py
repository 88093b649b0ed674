"""Blind indexes and ids: keyed, so that nobody without the key can test a guess against them."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from itertools import repeat

import pyarrow as pa

from chatward.identity.normalise import normalise

ID_BYTES = 16
_SEPARATOR = b"\x1f"


def blind_index(key: bytes, identifier_type: str, identifier: str) -> bytes:
    """Return the blind index of one identifier: 16 bytes of HMAC-SHA256 (RFC 2104) over type and normal form."""
    value = normalise(identifier_type, identifier)
    return hmac.digest(key, identifier_type.encode() + _SEPARATOR + value.encode(), "sha256")[:ID_BYTES]


def split_key(sender_key: str) -> tuple[str, str]:
    """Return identifier type and identifier of a reader's ``"<type>:<identifier>"``."""
    identifier_type, _, identifier = sender_key.partition(":")
    return identifier_type, identifier


def keyed_ids(key: bytes, rows: Iterable[bytes]) -> list[bytes]:
    """Return 16 bytes of keyed BLAKE2b (RFC 7693) for each row."""
    return continued_ids(repeat(begun_ids(key, [b""])[0]), rows)


def begun_ids(key: bytes, beginnings: Iterable[bytes]) -> list[hashlib.blake2b]:
    """Return for each beginning, which many rows share, what ``continued_ids`` goes on from."""
    return [hashlib.blake2b(beginning, key=key, digest_size=ID_BYTES) for beginning in beginnings]


def continued_ids(begun: Iterable[hashlib.blake2b], rows: Iterable[bytes]) -> list[bytes]:
    """Return what ``keyed_ids`` gives for each row with its beginning before it."""
    ids: list[bytes] = []
    append = ids.append
    for start, row in zip(begun, rows, strict=False):  # the beginning may be the same one without end
        state = start.copy()
        state.update(row)
        append(state.digest())
    return ids


def id_array(ids: Sequence[bytes]) -> pa.Array:
    """Return ids of 16 bytes each as an Arrow array."""
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(ID_BYTES), len(ids), [None, pa.py_buffer(b"".join(ids))])
