"""The network: what a word looks like and what stands around it say whether it is part of a person's name."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatward.detect.tagger.features import Lexicon

REACH = 3
"""Words on either side that are looked at."""
OUTSIDE, BEGIN, INSIDE, OTHER = range(4)
"""Labels of a word: in no name, first word of a person's name, a further word of it, in the name of something else."""

_CHANCE = 0.05
"""Probability of being part of a name, to the first member, from which the others are asked."""

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

    def name_shares(self, described: Floats, around: NDArray[np.int32], text_means: Floats) -> Floats:
        """Return the probabilities (words, 2) that words begin a name, and that they go on with one.

        The mean over all members, of words to which the first gives a chance; of others, what the first says.

        Args:
            described: what ``describe`` returns.
            around: (words, 2 * REACH + 1) which words stand around each, itself in the middle.
            text_means: (words, m, d) what the words of each word's text are on average.
        """
        shares = self._shares(0, described[0], around, text_means[:, 0])
        likely = np.flatnonzero(shares.sum(axis=1) > _CHANCE)
        around, text_means = around[likely], text_means[likely]
        for member in range(1, len(self.window)):
            shares[likely] += self._shares(member, described[member], around, text_means[:, member])
        shares[likely] /= len(self.window)
        return shares

    def _shares(self, member: int, described: Floats, around: NDArray[np.int32], text_means: Floats) -> Floats:
        width = around.shape[1] * described.shape[1]
        near = described[around].reshape(len(around), width)
        hidden = near @ self.window[member, :width] + text_means @ self.window[member, width:]
        hidden = np.maximum(hidden + self.window_bias[member], 0)
        scores = hidden @ self.labels[member] + self.labels_bias[member]
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Floats = weights[:, BEGIN : INSIDE + 1] / weights.sum(axis=1, keepdims=True)
        return shares
