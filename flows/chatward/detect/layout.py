"""Columns of texts as Arrow lays them out: small batches, offsets and bytes as numpy arrays without a copy."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

BATCH_ROWS = 131_072
BATCH_BYTES = 1 << 27
"""A batch is worked on in one go: its bytes several times over are what memory must hold."""
_MOST_CONTINUATION = 3
"""Bytes of a character behind its first."""
FEW_ROWS, FEW_BYTES = 64, 1 << 14
"""So few texts are quicker looked at than searched for a sign: Arrow has RE2 compile a pattern at every call."""


def batches(texts: pa.Array | pa.ChunkedArray) -> Iterator[pa.Array]:
    """Yield ``texts`` (any Arrow strings, dictionaries too) as string arrays of at most a batch's rows and bytes.

    A single text over ``BATCH_BYTES`` is a batch of its own; nulls stay null.
    """
    for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
        for start in range(0, len(chunk), BATCH_ROWS):
            yield from _small_enough(chunk.slice(start, BATCH_ROWS))


def _small_enough(rows: pa.Array) -> Iterator[pa.Array]:
    strings = rows.dictionary_decode() if pa.types.is_dictionary(rows.type) else rows
    if len(strings) > 1 and (pc.sum(pc.binary_length(strings)).as_py() or 0) > BATCH_BYTES:
        half = len(strings) // 2
        yield from _small_enough(strings.slice(0, half))
        yield from _small_enough(strings.slice(half))
    else:
        yield strings.cast(pa.string())


def offsets_and_bytes(strings: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return where each text starts (one more than there are texts) in the bytes, and the bytes, of a string array."""
    _, offsets, data = strings.buffers()
    if offsets is None or not len(strings):
        return np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint8)
    starts = np.frombuffer(offsets, dtype=np.int32)[strings.offset : strings.offset + len(strings) + 1].astype(np.int64)
    octets = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8)
    return starts - starts[0], octets[starts[0] : starts[-1]]


def strings_of(offsets: NDArray[Any], octets: NDArray[np.uint8], validity: pa.Buffer | None = None) -> pa.Array:
    """Return the string array whose texts lie in ``octets`` between neighbouring ``offsets``."""
    buffers = [validity, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(octets)]
    return pa.StringArray.from_buffers(len(offsets) - 1, buffers[1], buffers[2], validity)


def pieces(octets: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> pa.Array:
    """Return the strings between places in ``octets``, in any order and number."""
    offsets = np.append(0, np.cumsum(ends - starts))
    return strings_of(offsets, octets[places(starts, ends)])


def whole_characters(octets: NDArray[np.uint8], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return places in UTF-8, those within a character moved back to its first byte."""
    padded = np.append(octets, np.uint8(0))
    for _ in range(_MOST_CONTINUATION):
        places = places - (padded[places] & 0xC0 == 0x80)
    return places


def digits(strings: pa.Array) -> pa.Array:
    """Return texts without nulls without all that is no ASCII digit."""
    offsets, octets = offsets_and_bytes(strings)
    is_digit = (octets >= ord("0")) & (octets <= ord("9"))
    return strings_of(offsets_of_chosen(offsets, is_digit), octets[is_digit])


def offsets_of_chosen(offsets: NDArray[np.int64], is_chosen: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return where texts start in those of their bytes that are chosen."""
    chosen = np.zeros(len(is_chosen) + 1, dtype=np.int32)  # half of what numpy takes for counts, as Arrow does
    np.cumsum(is_chosen, out=chosen[1:])
    return chosen[offsets]


def places(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of all places from each start up to its end, one stretch behind the other."""
    lengths = ends - starts
    behind = np.cumsum(lengths)
    found: NDArray[np.int64] = np.repeat(starts - behind + lengths, lengths)
    found += np.arange(len(found))
    return found


def matches(strings: pa.Array, *patterns: str) -> NDArray[np.bool_]:
    """Tell of each text whether any of some RE2 patterns finds anything in it.

    Each is searched for by itself: one that is put together from patterns that count needs more states than RE2 keeps,
    and then costs fifty times as much as its parts.
    """
    if not len(strings):
        return np.zeros(0, dtype=bool)
    found = [pc.match_substring_regex(strings, each).to_numpy(zero_copy_only=False) for each in patterns]
    together: NDArray[np.bool_] = np.logical_or.reduce(found)
    return together


def may_match(strings: pa.Array, *signs: str) -> NDArray[np.bool_]:
    """Tell which texts are worth a look: those in which a sign, an RE2 pattern, finds something; all of few texts."""
    is_few = len(strings) <= FEW_ROWS and len(offsets_and_bytes(strings)[1]) <= FEW_BYTES
    return np.ones(len(strings), dtype=bool) if is_few else matches(strings, *signs)
