"""Labelled texts as numbers, cut into the very words that the tagger sees."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect.tagger import words
from chatward.detect.tagger.features import Lexicon, Spellings
from chatward.detect.tagger.model import BEGIN, INSIDE, OTHER
from training.tagger.corpus import PERSON, Labelled


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts as numbers.

    Attributes:
        rows: feature rows of the distinct words.
        number: distinct word of each word of the texts.
        label: of each word.
        bounds: where each text's words start; one more than there are texts.
    """

    rows: NDArray[np.int32]
    number: NDArray[np.int32]
    label: NDArray[np.int64]
    bounds: NDArray[np.int64]

    def take(self, texts: NDArray[np.int64]) -> "Examples":
        """Return some texts, with the distinct words of these only; texts without words are left out."""
        lengths = self.bounds[texts + 1] - self.bounds[texts]
        texts, lengths = texts[lengths > 0], lengths[lengths > 0]
        bounds = np.append(0, np.cumsum(lengths))
        places = np.arange(bounds[-1]) + np.repeat(self.bounds[texts] - bounds[:-1], lengths)
        distinct, number = np.unique(self.number[places], return_inverse=True)
        return Examples(self.rows[distinct], number.astype(np.int32), self.label[places], bounds)


def examples(labelled: Sequence[Labelled], lexicon: Lexicon) -> Examples:
    """Return texts as numbers; a word has a span's label if any of its letters is in the span."""
    found = words.split(pa.array([one.text for one in labelled], type=pa.string()))
    bounds = np.searchsorted(found.row, np.arange(len(labelled) + 1))
    label = np.zeros(len(found.row), dtype=np.int64)
    for i, one in enumerate(labelled):
        start, end = (bound[bounds[i] : bounds[i + 1]] - found.offsets[i] for bound in (found.start, found.end))
        for first, last, kind in one.spans:
            left, right = len(one.text[:first].encode()), len(one.text[:last].encode())
            inside = bounds[i] + np.flatnonzero((end > left) & (start < right))
            label[inside] = INSIDE if kind == PERSON else OTHER
            label[inside[:1]] = BEGIN if kind == PERSON else OTHER
    return Examples(Spellings(found.distinct, lexicon).rows(), found.number, label, bounds)
