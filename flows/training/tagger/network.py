"""Trains the network: cross entropy by Adam over texts in random order, in numpy, the same bytes for the same seed."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatward.detect.tagger.features import TABLE_ROWS, Lexicon
from chatward.detect.tagger.model import REACH, Floats, Model


@dataclass(frozen=True, slots=True)
class Settings:
    """What is chosen by hand; tuned on held-out parts of the train sets."""

    width: int = 32
    hidden: int = 64
    epochs: int = 8
    texts_a_step: int = 128
    rate: float = 0.004
    drop_word: float = 0.5
    drop_feature: float = 0.1
    drop_hidden: float = 0.4
    decay: float = 1e-4
    seed: int = 1


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


@dataclass(slots=True)
class Adam:
    """Adam (Kingma and Ba, 2015) for one array, of which only some lines have a gradient in a step."""

    weights: Floats
    rate: float
    decay: float
    mean: Floats = field(init=False)
    square: Floats = field(init=False)
    steps: int = 0

    def __post_init__(self) -> None:
        self.mean, self.square = np.zeros_like(self.weights), np.zeros_like(self.weights)

    def step(self, gradient: Floats, lines: NDArray[np.int64] | slice = slice(None), *, rate: float) -> None:
        self.steps += 1
        mean = 0.9 * self.mean[lines] + 0.1 * gradient
        square = 0.99 * self.square[lines] + 0.01 * gradient**2
        self.mean[lines], self.square[lines] = mean, square
        size = rate * np.sqrt(1 - 0.99**self.steps) / (1 - 0.9**self.steps)
        self.weights[lines] -= size * mean / (np.sqrt(square) + 1e-8) + rate * self.decay * self.weights[lines]


def train(examples: Examples, lexicon: Lexicon, settings: Settings, watch=None) -> Model:
    chance = np.random.default_rng(settings.seed)
    weights = _initial(settings, chance)
    optimisers = {name: Adam(value, settings.rate, settings.decay) for name, value in weights.items()}
    texts = len(examples.bounds) - 1
    steps = settings.epochs * -(-texts // settings.texts_a_step)
    done = 0
    for epoch in range(settings.epochs):
        order = chance.permutation(texts)
        for start in range(0, texts, settings.texts_a_step):
            rate = settings.rate * (1 - done / steps)
            _step(examples, np.sort(order[start : start + settings.texts_a_step]), weights, optimisers, settings, chance, rate)
            done += 1
        if watch:
            watch(epoch, Model(**weights, lexicon=lexicon))
    return Model(**weights, lexicon=lexicon)


def _initial(settings: Settings, chance: np.random.Generator) -> dict[str, Floats]:
    inputs = (2 * REACH + 2) * settings.width
    def normal(*shape, scale):
        return chance.normal(0, scale, shape).astype(np.float32)
    table = normal(TABLE_ROWS, settings.width, scale=0.1)
    table[0] = 0
    return {
        "table": table,
        "window": normal(inputs, settings.hidden, scale=(2 / inputs) ** 0.5),
        "window_bias": np.zeros(settings.hidden, np.float32),
        "labels": normal(settings.hidden, 4, scale=0.1),
        "labels_bias": np.zeros(4, np.float32),
    }


def surroundings(row: NDArray, number: NDArray, nothing: int) -> NDArray[np.int32]:
    n = len(number)
    around = np.full((n, 2 * REACH + 1), nothing, dtype=np.int32)
    for k, d in enumerate(range(-REACH, REACH + 1)):
        lo, hi = max(0, -d), min(n, n - d)
        same = row[lo:hi] == row[lo + d : hi + d]
        around[lo:hi, k][same] = number[lo + d : hi + d][same]
    return around


def _step(ex, chosen, w, opt, s, chance, rate):
    lengths = ex.bounds[chosen + 1] - ex.bounds[chosen]
    chosen, lengths = chosen[lengths > 0], lengths[lengths > 0]
    firsts = np.append(0, np.cumsum(lengths))
    tokens = np.arange(firsts[-1]) + np.repeat(ex.bounds[chosen] - firsts[:-1], lengths)
    row = np.repeat(np.arange(len(chosen)), lengths)
    types, number = np.unique(ex.number[tokens], return_inverse=True)
    rows = ex.rows[types].copy()
    rows[chance.random(len(types)) < s.drop_word, 0] = 0
    rows[chance.random(rows.shape) < s.drop_feature] = 0
    used, inverse = np.unique(rows, return_inverse=True)
    inverse = inverse.reshape(-1)
    bag = sparse.csr_matrix((np.ones(inverse.size, np.float32), inverse, np.arange(len(types) + 1) * rows.shape[1]), (len(types), len(used)))
    x = np.tanh(bag @ w["table"][used])
    D = x.shape[1]
    xp = np.concatenate([x, np.zeros((1, D), np.float32)])
    around = surroundings(row, number, len(types))
    pick = sparse.csr_matrix((np.ones(around.size, np.float32), around.reshape(-1), np.arange(around.size + 1)), (around.size, len(types) + 1))
    mean_of = sparse.csr_matrix((np.repeat(1 / lengths, lengths).astype(np.float32), number, firsts), (len(chosen), len(types) + 1))
    text = mean_of @ xp
    joined = np.concatenate([xp[around].reshape(len(row), -1), text[row]], axis=1)
    z = joined @ w["window"] + w["window_bias"]
    mask = (chance.random(z.shape, dtype=np.float32) > s.drop_hidden).astype(np.float32) / np.float32(1 - s.drop_hidden)
    h = np.maximum(z, 0) * mask
    o = h @ w["labels"] + w["labels_bias"]
    p = np.exp(o - o.max(axis=1, keepdims=True)); p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(row)), ex.label[tokens]] -= 1
    do = p / np.float32(len(row)) 
    dh = do @ w["labels"].T * mask * (z > 0)
    dj = dh @ w["window"].T
    dtext = np.add.reduceat(dj[:, -D:], firsts[:-1], axis=0)
    dx = pick.T @ dj[:, :-D].reshape(-1, D) + mean_of.T @ dtext
    da = dx[:-1] * (1 - x**2)
    g = bag.T @ da
    keep = used != 0
    opt["labels"].step(h.T @ do, rate=rate); opt["labels_bias"].step(do.sum(0), rate=rate)
    opt["window"].step(joined.T @ dh, rate=rate); opt["window_bias"].step(dh.sum(0), rate=rate)
    opt["table"].step(g[keep], used[keep], rate=rate)
