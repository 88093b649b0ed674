"""Names of persons who need not be participants, told by a small network; MODEL.md says how well."""

import pyarrow as pa

from chatward.detect.spans import Spans
from chatward.detect.tagger import tagging, weights
from chatward.detect.tagger.tagging import THRESHOLD

__all__ = ["THRESHOLD", "score", "tag"]


def tag(texts: pa.Array | pa.ChunkedArray) -> Spans:
    """Return names of persons in texts, in bytes, by the weights that come with the package (``tagging.tag``).

    Raises:
        IntegrityError: the weights are not those that were shipped.
    """
    return tagging.tag(texts, weights.shipped())


def score(text: str, start: int, end: int) -> float:
    """Return how likely the words from byte ``start`` to ``end`` are a name, by the unlikeliest of them."""
    return tagging.score(text, weights.shipped(), start, end)
