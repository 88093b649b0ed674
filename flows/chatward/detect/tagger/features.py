"""What a word looks like, as numbers of a table's rows: equal words have equal features, in every process."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.detect import layout

TABLE_ROWS = 1 << 16
"""Rows of the table that features choose from; row 0 stands for "no feature"."""

_WIDTH = 24
"""Bytes of a word that are looked at; what follows counts only for its length."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_PREFIXES, _SUFFIXES = (1, 2, 3, 4), (1, 2, 3, 4, 5)
_GRAM = 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How common words are as first names, last names and other words.

    Attributes:
        hashes: of the words in lower case, ascending (``word_hashes``).
        codes: for each, two bits for first names, two for last, three for English words, two for other languages'.
    """

    hashes: NDArray[np.uint32]
    codes: NDArray[np.uint16]

    def look_up(self, hashes: NDArray[np.uint32]) -> NDArray[np.uint16]:
        """Return each word's code; zero if it is not known."""
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=np.uint16)
        place = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[place] == hashes, self.codes[place], np.uint16(0))

    def roles(self, words: Collection[str]) -> dict[str, "Role"]:
        """Return of each word which part it can play in a name that is spoken of in its place."""
        codes = self.look_up(word_hashes(pa.array(list(words), pa.string()).cast(pa.binary()))).tolist()
        return {word: _role(code) for word, code in zip(words, codes, strict=True)}


@dataclass(frozen=True, slots=True)
class Role:
    """Whether a word can go on with a name, is known as a first name, or is known as no word at all."""

    goes_on: bool
    is_first: bool
    is_unknown: bool


def _role(code: int) -> Role:
    first, last, english, other = code & 3, code >> 2 & 3, code >> 4 & 7, code >> 7
    is_common = english > 6 or (other == 3 and max(first, last) < 3)
    is_last = last > 0 and last >= english - 3
    return Role(
        goes_on=not is_common and (is_last or (first > 0 and english < 4) or english + other == 0),
        is_first=not is_common and first > 0 and first >= max(english - 1, other),
        is_unknown=code == 0,
    )


class Spellings:
    """How words (binary, UTF-8) are written, as arrays with a line a word; ``lexicon`` says what is known of them."""

    def __init__(self, words: pa.Array, lexicon: Lexicon) -> None:
        self._plain, self._lengths = _matrix(words)
        self._folded, folded_lengths = _matrix(_lowered(words))
        self._kept = np.minimum(folded_lengths, _WIDTH)
        self._hashes = _prefix_hashes(self._folded)
        self._whole = self._prefixes(self._kept)
        self._codes = lexicon.look_up(_short(self._whole)).astype(np.uint64)

    def rows(self) -> NDArray[np.int32]:
        """Return the table's rows for each word: one line a word, filled up with zeros."""
        code, kept, shape = self._codes, self._kept, _shapes(self._plain, self._folded)
        names, english, other = code & 15, code >> 4 & 7, code >> 7
        columns = (
            self._whole,
            shape,
            shape * 64 + np.minimum(self._lengths, 15).astype(np.uint64),
            code,
            names * 64 + shape,
            (code & 127) * 64 + shape,
            (names * 8 + other) * 64 + shape,
            (english * 8 + other) * 64 + shape,
        )
        rows = [_row(column, salt) for salt, column in enumerate(columns)]
        parts = [(size, 20, self._prefixes(np.minimum(size, kept))) for size in _PREFIXES]
        parts += [(size, 30, _suffix_hashes(self._folded, kept, size)) for size in _SUFFIXES]
        rows += [np.where(kept > size, _row(part, salt + size), 0) for size, salt, part in parts]
        return np.column_stack([*rows, _grams(self._folded, kept)]).astype(np.int32)

    def may_be_names(self) -> NDArray[np.bool_]:
        """Tell of each word whether it can be part of a name: it has letters, and is none of the commonest words.

        A word in lower case that is known, and known as no name, is none either. Of scripts in which no text was learnt
        from nothing is told: any word would look like a name.
        """
        first, last, english, other = self._codes & 3, self._codes >> 2 & 3, self._codes >> 4 & 7, self._codes >> 7
        is_lower = (self._plain == self._folded).all(axis=1)
        is_common = (english >= 6) | (first < 2) & ((english == 5) & is_lower | (other == 3))
        is_other_word = is_lower & (english + other > 0) & (first + last == 0)
        is_handle = self._plain[:, 0] == ord("@")
        found: NDArray[np.bool_] = _is_letter(self._folded).any(axis=1) & ~is_common & ~is_other_word & ~is_handle
        return found & ~_is_unlearnt(self._folded)

    def _prefixes(self, sizes: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the hash of each word's first bytes."""
        return self._hashes[sizes, np.arange(len(self._kept))]


def word_hashes(words: pa.Array) -> NDArray[np.uint32]:
    """Return 32-bit hashes of words, in lower case, as ``Lexicon`` keeps them."""
    folded, lengths = _matrix(_lowered(words))
    return _short(_prefix_hashes(folded)[np.minimum(lengths, _WIDTH), np.arange(len(words))])


def _short(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _is_letter(folded: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (folded >= ord("a")) & (folded <= ord("z")) | (folded >= 0x80)


def _is_unlearnt(folded: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell of each word whether it has letters of Armenian, of Bengali to Tibetan, or of Burmese to Khmer.

    These are the blocks U+0530 to U+058F, U+0980 to U+0FFF and U+1000 to U+1DFF, by their first two bytes.
    """
    first, second = folded[:, :-1], folded[:, 1:]
    armenian = (first == 0xD4) & (second >= 0xB0) | (first == 0xD5) | (first == 0xD6) & (second < 0x90)
    indic = (first == 0xE0) & (second >= 0xA6)
    found: NDArray[np.bool_] = (armenian | indic | (first == 0xE1) & (second < 0xB8)).any(axis=1)
    return found


def _lowered(words: pa.Array) -> pa.Array:
    return pc.utf8_lower(words.cast(pa.string())).cast(pa.binary())


def _matrix(words: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the words' first bytes, one line a word, zeros behind them; and how many bytes they have."""
    offsets, octets = layout.offsets_and_bytes(words)
    lengths = np.diff(offsets)
    places = offsets[:-1, None] + np.arange(_WIDTH)
    is_inside = np.arange(_WIDTH) < lengths[:, None]
    padded = np.append(octets, np.uint8(0))
    return np.where(is_inside, padded[np.minimum(places, len(octets))], np.uint8(0)), lengths


def _prefix_hashes(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the hashes of all beginnings: line k holds those of the first k bytes."""
    hashes = np.empty((_WIDTH + 1, len(letters)), dtype=np.uint64)
    hashes[0] = 0
    for i in range(_WIDTH):
        hashes[i + 1] = _mixed(hashes[i] + letters[:, i] + np.uint64(1))
    return hashes


def _suffix_hashes(letters: NDArray[np.uint8], lengths: NDArray[np.int64], size: int) -> NDArray[np.uint64]:
    everyone = np.arange(len(letters))
    hashes = np.zeros(len(letters), dtype=np.uint64)
    for i in range(size):
        hashes = _mixed(hashes + letters[everyone, np.maximum(lengths - size + i, 0)] + np.uint64(1))
    return hashes


def _grams(letters: NDArray[np.uint8], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of every three neighbouring bytes."""
    wide = letters.astype(np.uint64)
    grams = wide[:, :-2] << np.uint64(16) | wide[:, 1:-1] << np.uint64(8) | wide[:, 2:]
    is_inside = np.arange(_WIDTH - _GRAM + 1) <= (lengths - _GRAM)[:, None]
    return np.where(is_inside, _row(grams, 99), 0)


def _shapes(plain: NDArray[np.uint8], folded: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return a number for case, digits and signs of each word, below 64."""
    is_capital = plain != folded
    is_digit = (plain >= ord("0")) & (plain <= ord("9"))
    starts_so = is_capital[:, 0] | is_capital[:, 1] & (plain[:, 0] >= 0x80)
    capitals, letters = is_capital.sum(axis=1), _is_letter(folded).sum(axis=1)
    beyond_ascii = (plain >= 0x80).any(axis=1)
    case = np.select(
        [letters == 0, capitals == 0, (capitals > 1) & (capitals * 2 >= letters), starts_so & (capitals == 1)],
        [0, 1, 2, 3],
        4,
    )
    lead = np.select([plain[:, 0] == ord("@"), plain[:, 0] == ord("#")], [1, 2], 0)
    shape: NDArray[np.uint64] = (case + 5 * (is_digit.any(axis=1) + 2 * beyond_ascii) + 20 * lead).astype(np.uint64)
    return shape


def _row(values: NDArray[Any], salt: int) -> NDArray[np.int64]:
    """Return rows from 1 on for values, apart for each salt; 0 stays for a value that is not there."""
    mixed = _mixed(values.astype(np.uint64) * np.uint64(128) + np.uint64(salt + 1)) >> np.uint64(40)
    return (mixed % np.uint64(TABLE_ROWS - 1)).astype(np.int64) + 1


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    stirred: NDArray[np.uint64] = np.multiply(values ^ values >> np.uint64(29), _MULTIPLIER)
    stirred ^= stirred >> np.uint64(32)
    return stirred
