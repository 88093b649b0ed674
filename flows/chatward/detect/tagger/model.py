"""The network: what a word looks like and what stands around it say whether it is part of a person's name."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatward.detect.tagger.features import Lexicon

REACH = 3
"""Words on either side that are looked at."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights; ``d`` numbers describe a word, ``h`` a word in its place, of four labels (``tagger.labels``).

    Attributes:
        table: (rows, d), a line for each feature; line 0 is zero.
        window: ((2 * REACH + 2) * d, h): words from left to right, then the mean of the text.
        window_bias: (h).
        labels: (h, 4).
        labels_bias: (4).
        lexicon: what is known of words by themselves.
    """

    table: Floats
    window: Floats
    window_bias: Floats
    labels: Floats
    labels_bias: Floats
    lexicon: Lexicon

    def describe(self, rows: NDArray[np.int32]) -> Floats:
        """Return (words + 1, d) numbers for words with these feature rows; the last line, zeros, is for no word."""
        total = np.zeros((len(rows) + 1, self.table.shape[1]), dtype=np.float32)
        for column in rows.T:
            total[:-1] += self.table[column]
        return np.tanh(total)

    def scores(self, described: Floats, around: NDArray[np.int32], text: Floats) -> Floats:
        """Return the labels' scores (words, 4) of words with their surroundings (words, 2 * REACH + 1) and texts."""
        joined = np.concatenate([described[around].reshape(len(around), -1), text], axis=1)
        hidden = np.maximum(joined @ self.window + self.window_bias, 0)
        return hidden @ self.labels + self.labels_bias
