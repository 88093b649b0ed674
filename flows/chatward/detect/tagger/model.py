"""The network: what a word looks like and what stands around it say whether it is part of a person's name."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatward.detect.tagger.features import Lexicon

REACH = 3
"""Words on either side that are looked at."""
OUTSIDE, BEGIN, INSIDE, OTHER = range(4)
"""Labels of a word: in no name, first word of a person's name, a further word of it, in the name of something else."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of ``m`` members that vote; each describes a word by ``d`` numbers, and one in its place by ``h``.

    Attributes:
        table: (rows, m * d), a line for each feature of words; line 0 is zero.
        window: (m, (2 * REACH + 2) * d, h): words from left to right, then the mean of the text.
        window_bias: (m, 1, h).
        labels: (m, h, 4).
        labels_bias: (m, 1, 4).
        lexicon: what is known of words by themselves.
    """

    table: Floats
    window: Floats
    window_bias: Floats
    labels: Floats
    labels_bias: Floats
    lexicon: Lexicon

    def describe(self, rows: NDArray[np.int32]) -> Floats:
        """Return (m, words + 1, d) numbers for words with these feature rows; the last word, zeros, is no word."""
        total = np.zeros((len(rows) + 1, self.table.shape[1]), dtype=np.float32)
        for column in rows.T:
            used = np.flatnonzero(column)
            total[used] += self.table[column[used]]
        described = np.tanh(total).reshape(len(total), len(self.window), -1)
        return np.ascontiguousarray(described.transpose(1, 0, 2))

    def probabilities(self, described: Floats, around: NDArray[np.int32], text_means: Floats) -> Floats:
        """Return the mean over members of the labels' probabilities (words, 4).

        Args:
            described: what ``describe`` returns.
            around: (words, 2 * REACH + 1) which words stand around each, itself in the middle.
            text_means: (m, words, d) what the words of each word's text are on average.
        """
        near = described[:, around].reshape(len(described), len(around), -1)
        hidden = np.matmul(np.concatenate([near, text_means], axis=2), self.window) + self.window_bias
        scores = np.matmul(np.maximum(hidden, 0), self.labels) + self.labels_bias
        weights = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares: Floats = (weights / weights.sum(axis=2, keepdims=True)).mean(axis=0)
        return shares
