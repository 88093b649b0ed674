"""From texts to spans: words that may be names are scored where they stand, and neighbours are put together."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.kinds import Kind
from chatward.detect.spans import NOBODY, PLAIN, Spans
from chatward.detect.tagger import words
from chatward.detect.tagger.features import Spellings
from chatward.detect.tagger.model import REACH, Floats, Model
from chatward.detect.tagger.words import Words

THRESHOLD = 0.55
"""Probability from which a word counts as part of a name; MODEL.md says how it was chosen."""

TEXT_WORDS = 64
"""Words of a text whose mean stands for the whole; the texts learnt from are hardly longer."""

_ROWS_AT_ONCE = 16_384
_BYTES_AT_ONCE = 1 << 24
_WORDS_AT_ONCE = 8_192


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


def score(text: str, model: Model, start: int, end: int) -> float:
    """Return the probability, of the unlikeliest word from byte ``start`` to ``end``, of being part of a name."""
    found, shares = _scored(pa.array([text], pa.string()), model)
    inside = (found.start >= start) & (found.end <= end)
    return float(shares[inside].sum(axis=1).min(initial=1.0)) if inside.any() else 0.0


def _tag(strings: pa.Array, model: Model, threshold: float) -> Spans:
    return _joined(*_scored(strings, model), threshold)


def _scored(strings: pa.Array, model: Model) -> tuple[Words, Floats]:
    """Return the words, and of each the probabilities that it begins a name and that it goes on with one."""
    found = words.split(strings)
    spellings = Spellings(found.distinct, model.lexicon)
    places = np.flatnonzero(spellings.may_be_names()[found.number])
    described = model.describe(spellings.rows())
    shares = np.zeros((len(found.number), 2), dtype=np.float32)
    for start in range(0, len(places), _WORDS_AT_ONCE):
        some = places[start : start + _WORDS_AT_ONCE]
        texts, text = np.unique(found.row[some], return_inverse=True)
        around = surroundings(found.row, found.number, some, len(found.distinct))
        shares[some] = model.name_shares(described, around, _text_means(found, texts, described)[text])
    return found, shares


def _text_means(found: Words, texts: NDArray[np.int64], described: Floats) -> Floats:
    """Return (texts, m, d): what the first ``TEXT_WORDS`` words of texts, which have words, are on average."""
    first = np.searchsorted(found.row, texts)
    counts = np.minimum(np.searchsorted(found.row, texts, side="right") - first, TEXT_WORDS)
    order = np.argsort(-counts, kind="stable")
    first, ascending = first[order], np.sort(counts)
    flat = np.ascontiguousarray(described.transpose(1, 0, 2)).reshape(described.shape[1], -1)
    total = np.zeros((len(texts), flat.shape[1]), dtype=np.float32)
    for place in range(counts.max(initial=0)):
        longer = len(texts) - np.searchsorted(ascending, place, side="right")
        total[:longer] += flat[found.number[first[:longer] + place]]
    means = np.empty_like(total)
    means[order] = total / counts[order, None]
    return means.reshape(len(texts), described.shape[0], -1)


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
    nobody, plain = np.full(len(row), NOBODY, dtype=np.int32), np.full(len(row), PLAIN, dtype=np.int16)
    return Spans(row, start, end, kind, nobody, plain)
