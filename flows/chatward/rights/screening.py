"""Which of many texts may name somebody who is erased: nearly none does, and that is told of whole columns at once.

``naming`` looks at each text that is left. What is wrongly left costs time, what is wrongly not would stay for good.
"""

import ahocorasick_rs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.rights.erased import KnownInClear
from chatward.rights.identifier_signs import SIGN, signs_of
from chatward.rights.naming import REDACTED, Naming, word_of_sign

_ODD = (
    r"[^\x00-\x{de}\x{e0}-\x{12f}\x{134}-\x{13e}\x{141}-\x{148}\x{14a}-\x{17e}\x{400}-\x{45f}"
    r"\x{2000}-\x{20ff}\x{2190}-\x{2bff}\x{fe0f}\x{1f000}-\x{1ffff}]"
)
"""RE2 pattern of texts with a character of which ``naming`` may make more than its small letter."""
_AS_ASCII = (
    r"[\x{aa}\x{b2}\x{b3}\x{b9}\x{ba}\x{bc}-\x{be}\x{130}\x{132}-\x{133}\x{13f}-\x{140}\x{149}\x{17f}\x{1c4}-\x{1cc}"
    r"\x{1f0}-\x{1f3}\x{2b0}-\x{2b8}\x{2e1}-\x{2e3}\x{1d2c}-\x{1d65}\x{1d9c}-\x{1dbb}\x{1e96}-\x{1e9e}"
    r"\x{2070}-\x{209c}\x{20a8}\x{2100}-\x{2189}\x{2460}-\x{24ea}\x{2c7c}-\x{2c7d}\x{3250}-\x{325f}"
    r"\x{32b1}-\x{32cf}\x{3358}-\x{33ff}\x{a7f2}-\x{a7f4}\x{fb00}-\x{fb06}\x{ff21}-\x{ff5a}\x{107a5}"
    r"\x{1d400}-\x{1d6a3}\x{1f100}-\x{1f190}]|[^\P{Nd}\x00-\x7f]"
)
"""RE2 pattern of texts with a character of which ``letters_and_digits`` makes ASCII ones, but for the sharp s."""
_IS_WORD = np.array([chr(code).isalnum() for code in range(128)] + [False] * 128)
"""Of bytes in UTF-8: whether no word ends beside it. Beyond ASCII one may."""
_LOWER, _BETWEEN = bytes(range(256)).lower(), bytes(np.flatnonzero(~_IS_WORD).tolist())


class Screen:
    """Tells texts in which there may be an identifier, or a name of somebody.

    Attributes:
        naming: looks at each of them.
    """

    def __init__(self, naming: Naming, known: KnownInClear) -> None:
        """Take who is meant, and what is known of them."""
        self.naming = naming
        self._unwritten = [sign for sign in signs_of(known.unwritten).values() if sign]
        self._ends = None
        if all(map(str.isascii, known.ends)):
            self._ends = ahocorasick_rs.BytesAhoCorasick([end.encode() for end in sorted(known.ends)])
        words = sorted(filter(None, map(word_of_sign, known.signs)))
        self._automaton = ahocorasick_rs.BytesAhoCorasick([word.encode() for word in words])

    def may_tell(self, texts: pa.ChunkedArray) -> NDArray[np.bool_]:
        """Return for each text, or null, whether something may have to be taken out."""
        told = [self._of_batch(batch.fill_null("")) for batch in layout.batches(texts)]
        return np.concatenate(told) if told else np.zeros(0, dtype=bool)

    def _of_batch(self, texts: pa.Array) -> NDArray[np.bool_]:
        may_tell = self._may_identify(texts) | layout.matches(texts, REDACTED)
        is_odd = layout.matches(texts, _ODD)
        plain, odd = np.flatnonzero(~may_tell & ~is_odd), np.flatnonzero(~may_tell & is_odd)
        may_tell[plain[self._rows_with_words(texts.take(pa.array(plain)))]] = True
        may_tell[odd] = [self.naming.may_name(text) for text in texts.take(pa.array(odd)).to_pylist()]
        return may_tell

    def _may_identify(self, texts: pa.Array) -> NDArray[np.bool_]:
        """Return which of some texts may have an identifier."""
        may_tell = layout.matches(texts, SIGN)
        if self._ends is not None:
            plain = np.flatnonzero(may_tell & ~layout.matches(texts, _AS_ASCII, *self._unwritten))
            may_tell[plain] = self._have_ends(texts.take(pa.array(plain)))
        return may_tell

    def _have_ends(self, texts: pa.Array) -> NDArray[np.bool_]:
        """Return which of some texts have an identifier's last letters and digits, whatever is in between."""
        assert self._ends is not None
        offsets, octets = layout.offsets_and_bytes(texts)
        written = octets.tobytes().replace("ß".encode(), b"ss")  # all German has it, and it is as long
        matches = self._ends.find_matches_as_indexes(written.translate(_LOWER, _BETWEEN), overlapping=True)
        told = layout.offsets_of_chosen(offsets, _IS_WORD[np.frombuffer(written, dtype=np.uint8)])
        _, starts, ends = np.array(matches, dtype=np.int64).reshape(-1, 3).T
        rows = np.searchsorted(told, starts, side="right") - 1
        has_end = np.zeros(len(texts), dtype=bool)
        has_end[rows[ends <= told[rows + 1]]] = True
        return has_end

    def _rows_with_words(self, texts: pa.Array) -> NDArray[np.int64]:
        """Return which of some texts have a word by which a name is told, by itself or in a genitive."""
        offsets, octets = layout.offsets_and_bytes(pc.utf8_lower(texts))
        matches = self._automaton.find_matches_as_indexes(octets.tobytes(), overlapping=True)
        _, starts, ends = np.array(matches, dtype=np.int64).reshape(-1, 3).T
        rows = np.searchsorted(offsets, starts, side="right") - 1
        is_begun = (starts == offsets[rows]) | ~_IS_WORD[octets[starts - 1]]
        after = octets[np.minimum(ends, len(octets) - 1)]
        is_ended = (ends >= offsets[rows + 1]) | ~_IS_WORD[after] | (after == ord("s"))
        return np.unique(rows[is_begun & is_ended])
