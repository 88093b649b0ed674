"""From texts to spans: words that may be names are scored where they stand, and neighbours are put together."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.kinds import Kind
from chatward.detect.spans import NOBODY, Spans
from chatward.detect.tagger import words
from chatward.detect.tagger.features import feature_rows, may_be_names
from chatward.detect.tagger.model import BEGIN, INSIDE, REACH, Floats, Model
from chatward.detect.tagger.words import Words

THRESHOLD = 0.5
"""Probability from which a word counts as part of a name; chosen on held-out parts of the train sets."""

_ROWS_AT_ONCE = 16_384
_BYTES_AT_ONCE = 1 << 24


def tag(texts: pa.Array | pa.ChunkedArray, model: Model, threshold: float = THRESHOLD) -> Spans:
    """Return names of persons in texts of any string type, as ``NOBODY``'s; a null has none.

    Best effort: four of ten names are missed, so that no text is safe for having none. Same texts, same spans.
    """
    parts, base = [], 0
    for batch in layout.batches(texts):
        for strings in _smaller(batch.fill_null("") if batch.null_count else batch):
            spans = _tag(strings, model, threshold)
            parts.append(spans.with_rows(spans.row + base))
            base += len(strings)
    return Spans.concat(parts)


def _smaller(batch: pa.Array) -> list[pa.Array]:
    """Cut a batch so that what is computed for each word fits into caches and memory."""
    size = len(layout.offsets_and_bytes(batch)[1])
    pieces = max(1, -(-len(batch) // _ROWS_AT_ONCE), min(len(batch), -(-size // _BYTES_AT_ONCE)))
    rows = max(1, -(-len(batch) // pieces))
    return [batch.slice(start, rows) for start in range(0, len(batch), rows)]


def _tag(strings: pa.Array, model: Model, threshold: float) -> Spans:
    found = words.split(strings)
    rows = feature_rows(found.distinct, model.lexicon)
    places = np.flatnonzero(may_be_names(found.distinct, model.lexicon)[found.number])
    described = model.describe(rows)
    shares = np.zeros((len(found.number), 2), dtype=np.float32)
    step = 1 << 15
    means = text_means(found, described)
    for start in range(0, len(places), step):
        some = places[start : start + step]
        scored = model.probabilities(described, surroundings(found.row, found.number, some, len(rows)), means[:, found.row[some]])
        shares[some] = scored[:, (BEGIN, INSIDE)]
    return _joined(found, shares, threshold)


def text_means(found: Words, described: Floats) -> Floats:
    """Return (m, texts, d): what the words of each text are on average; zeros for a text without words."""
    texts = len(found.offsets) - 1
    first = np.searchsorted(found.row, np.arange(texts + 1))
    counts = np.maximum(np.diff(first), 1).astype(np.float32)[:, None]
    means = np.zeros((len(described), texts, described.shape[2]), dtype=np.float32)
    filled = np.flatnonzero(np.diff(first))
    if len(filled):
        for member, numbers in enumerate(described):
            means[member, filled] = np.add.reduceat(numbers[found.number], first[filled], axis=0)
    return means / counts


def surroundings(
    row: NDArray[np.int64], number: NDArray[np.int32], places: NDArray[np.int64], nothing: int
) -> NDArray[np.int32]:
    """Return the distinct words (places, 2 * REACH + 1) around places; ``nothing`` beyond the text's ends.

    Args:
        row: text of each word.
        number: distinct word of each word.
        places: of the words in the middle.
        nothing: stands for no word.
    """
    around = places[:, None] + np.arange(-REACH, REACH + 1)
    inside = np.clip(around, 0, max(len(row) - 1, 0))
    is_same = (around == inside) & (row[inside] == row[places][:, None])
    return np.where(is_same, number[inside], np.int32(nothing))


def _joined(found: Words, shares: Floats, threshold: float) -> Spans:
    """Return a span for each run of words over the threshold; a word likelier to begin a name begins another."""
    is_name = shares.sum(axis=1) > threshold
    follows = np.append(False, is_name[:-1] & (found.row[1:] == found.row[:-1])) if len(is_name) else is_name
    begins = is_name & (~follows | (shares[:, 0] > shares[:, 1]))
    names = np.flatnonzero(is_name)
    firsts = np.flatnonzero(begins[names])
    lasts = np.append(firsts[1:], len(names))[: len(firsts)] - 1
    row, shift = found.row[names[firsts]], found.offsets[found.row[names[firsts]]]
    start, end = found.start[names[firsts]] - shift, found.end[names[lasts]] - shift
    kind = np.full(len(row), Kind.PERSON, dtype=np.uint8)
    return Spans(row, start, end, kind, np.full(len(row), NOBODY, dtype=np.int32))
