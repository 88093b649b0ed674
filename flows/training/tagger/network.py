"""Trains the network: cross entropy by Adam over texts in random order, in numpy; one seed, one result."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatward.detect.tagger.features import TABLE_ROWS, Lexicon
from chatward.detect.tagger.model import REACH, Floats, Model
from chatward.detect.tagger.tagging import surroundings
from training.tagger.examples import Examples

_LABELS = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """What is chosen by hand, on held-out parts of the train sets.

    Attributes:
        members: networks that vote, each from its own seed.
        width: numbers that describe a word.
        hidden: numbers that describe a word in its place.
        epochs: times that each text is learnt from.
        texts_a_step: texts whose errors are added before weights change.
        rate: of learning at first; it falls to zero in a line.
        decay: share of the weights, times the rate, that a step takes away.
        drop_word: share of words that are learnt from by their parts only.
        drop_feature: share of features left out.
        drop_hidden: share of hidden numbers left out.
        seed: of the first member; the others count on.
    """

    members: int = 3
    width: int = 32
    hidden: int = 96
    epochs: int = 4
    texts_a_step: int = 128
    rate: float = 0.004
    decay: float = 0.02
    drop_word: float = 0.5
    drop_feature: float = 0.3
    drop_hidden: float = 0.4
    seed: int = 1


@dataclass(slots=True)
class _Adam:
    """Adam with decoupled decay (Loshchilov and Hutter, 2019) for one array, of which a step may change some lines."""

    weights: Floats
    decay: float
    mean: Floats = field(init=False)
    square: Floats = field(init=False)
    steps: int = 0

    def __post_init__(self) -> None:
        self.mean, self.square = np.zeros_like(self.weights), np.zeros_like(self.weights)

    def step(self, gradient: Floats, rate: float, lines: Any = slice(None)) -> None:
        self.steps += 1
        self.mean[lines] = mean = 0.9 * self.mean[lines] + 0.1 * gradient
        self.square[lines] = square = 0.99 * self.square[lines] + 0.01 * gradient**2
        size = np.float32(rate * (1 - 0.99**self.steps) ** 0.5 / (1 - 0.9**self.steps))
        change = size * mean / (np.sqrt(square) + np.float32(1e-8))
        self.weights[lines] -= change + np.float32(rate * self.decay) * self.weights[lines]


def train(examples: Examples, lexicon: Lexicon, settings: Settings) -> Model:
    """Return a model of ``settings.members`` networks."""
    seeds = range(settings.seed, settings.seed + settings.members)
    with ThreadPoolExecutor() as pool:
        members = list(pool.map(partial(_member, examples, settings), seeds))
    seen = np.unique(examples.rows)
    table = np.zeros((TABLE_ROWS, settings.width * settings.members), dtype=np.float32)
    table[seen] = np.concatenate([member["table"][seen] for member in members], axis=1)
    table[0] = 0
    stacked = {name: np.stack([member[name] for member in members]) for name in members[0] if name != "table"}
    return Model(table=table, lexicon=lexicon, **stacked)


def _member(examples: Examples, settings: Settings, seed: int) -> dict[str, Floats]:
    return Trainer(examples, settings, np.random.default_rng(seed)).run()


class Trainer:
    """Trains one network."""

    def __init__(self, examples: Examples, settings: Settings, chance: np.random.Generator) -> None:
        self._examples, self._settings, self._chance = examples, settings, chance
        inputs = (2 * REACH + 2) * settings.width
        shapes = {
            "table": ((TABLE_ROWS, settings.width), 0.1),
            "window": ((inputs, settings.hidden), (2 / inputs) ** 0.5),
            "window_bias": ((1, settings.hidden), 0),
            "labels": ((settings.hidden, _LABELS), 0.1),
            "labels_bias": ((1, _LABELS), 0),
        }
        self.weights = {
            name: chance.normal(0, scale, shape).astype(np.float32) for name, (shape, scale) in shapes.items()
        }
        self._optimisers = {name: _Adam(value, settings.decay) for name, value in self.weights.items()}

    def run(self) -> dict[str, Floats]:
        """Return the weights after all epochs."""
        texts, size = len(self._examples.bounds) - 1, self._settings.texts_a_step
        total = self._settings.epochs * texts
        for epoch in range(self._settings.epochs):
            order = self._chance.permutation(texts)
            for start in range(0, texts, size):
                rate = self._settings.rate * (1 - (epoch * texts + start) / total)
                self._step(np.sort(order[start : start + size]), rate)
        return self.weights

    def _step(self, texts: NDArray[np.int64], rate: float) -> None:
        batch = self._examples.take(texts)
        bag, used = self._bag(batch.rows)
        described = np.tanh(bag @ self.weights["table"][used])
        width, inputs = described.shape[1], _inputs(batch)
        joined = (inputs @ np.concatenate([described, np.zeros((1, width), np.float32)])).reshape(len(batch.number), -1)
        before = joined @ self.weights["window"] + self.weights["window_bias"]
        kept = self._chance.random(before.shape, dtype=np.float32) >= self._settings.drop_hidden
        slope = (kept & (before > 0)) / np.float32(1 - self._settings.drop_hidden)
        hidden = before * slope
        error = _error(hidden @ self.weights["labels"] + self.weights["labels_bias"], batch.label)
        hidden_error = error @ self.weights["labels"].T * slope
        joined_error = (hidden_error @ self.weights["window"].T).reshape(-1, width)
        described_error = (inputs.T @ joined_error)[:-1] * (1 - described**2)
        is_feature = used != 0
        for name, gradient in (
            ("labels", hidden.T @ error),
            ("labels_bias", error.sum(axis=0, keepdims=True)),
            ("window", joined.T @ hidden_error),
            ("window_bias", hidden_error.sum(axis=0, keepdims=True)),
        ):
            self._optimisers[name].step(gradient, rate)
        self._optimisers["table"].step((bag.T @ described_error)[is_feature], rate, used[is_feature])

    def _bag(self, rows: NDArray[np.int32]) -> tuple[Any, NDArray[np.int32]]:
        """Return which features words have, (words, features) of ones, and the table's lines of these features."""
        rows = rows.copy()
        rows[self._chance.random(len(rows)) < self._settings.drop_word, 0] = 0
        rows[self._chance.random(rows.shape) < self._settings.drop_feature] = 0
        used, feature = np.unique(rows, return_inverse=True)
        is_there = (used != 0)[feature.reshape(-1)].astype(np.float32)
        ends = np.arange(len(rows) + 1) * rows.shape[1]
        return sparse.csr_matrix((is_there, feature.reshape(-1), ends), (len(rows), len(used))), used


def _inputs(batch: Examples) -> Any:
    """Return what stands around each word and its text's mean, as (words * (2 * REACH + 2), distinct words + 1)."""
    lengths = np.diff(batch.bounds)
    texts, nothing = len(lengths), len(batch.rows)
    row = np.repeat(np.arange(texts), lengths)
    around = surroundings(row, batch.number, np.arange(len(row)), nothing)
    size = around.shape[1]
    near = sparse.csr_matrix(
        (np.ones(around.size, np.float32), around.reshape(-1), np.arange(around.size + 1)), (around.size, nothing + 1)
    )
    share = np.repeat(1 / lengths, lengths).astype(np.float32)
    mean = sparse.csr_matrix((share, batch.number, batch.bounds), (texts, nothing + 1))[row]
    lines = np.arange(len(row) * size).reshape(-1, size)
    order = np.column_stack([lines, len(row) * size + np.arange(len(row))]).reshape(-1)
    return sparse.vstack([near, mean], format="csr")[order]


def _error(scores: Floats, label: NDArray[np.int64]) -> Floats:
    """Return the gradient of the mean cross entropy by the scores."""
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    error = weights / weights.sum(axis=1, keepdims=True)
    error[np.arange(len(label)), label] -= 1
    gradient: Floats = error / np.float32(len(label))
    return gradient
