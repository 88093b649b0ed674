"""Tokens of whole columns of ids: the same as ``Tokeniser`` gives, many times faster."""

import numpy as np
import pyarrow as pa

from chatward.deidentify.tokens import TOKEN_CHARACTERS, Tokeniser

_ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)
_DIGEST_BYTES = 20
_BITS = np.array([16, 8, 4, 2, 1], dtype=np.uint8)


def token_column(tokeniser: Tokeniser, kind: str, ids: pa.Array) -> pa.Array:
    """Return the token of each id, given as binary; null stays null, and equal ids are computed once."""
    encoded = ids.dictionary_encode()
    digests = tokeniser.digests(kind, (value.hex() for value in encoded.dictionary.to_pylist()))
    return pa.DictionaryArray.from_arrays(encoded.indices, _base32(digests)).dictionary_decode()


def _base32(digests: list[bytes]) -> pa.Array:
    """Return the first characters of each digest in lower-case base32 (RFC 4648), all at once."""
    bits = np.unpackbits(np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, _DIGEST_BYTES), axis=1)
    fives = bits[:, : TOKEN_CHARACTERS * 5].reshape(-1, TOKEN_CHARACTERS, 5) @ _BITS
    characters = np.ascontiguousarray(_ALPHABET[fives])
    offsets = np.arange(len(digests) + 1, dtype=np.int32) * TOKEN_CHARACTERS
    return pa.StringArray.from_buffers(len(digests), pa.py_buffer(offsets), pa.py_buffer(characters))
