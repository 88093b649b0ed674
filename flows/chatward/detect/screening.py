"""Tells of a whole column of numbers at once which of them are nothing, so that few need a judgement each."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.detect import layout, topics
from chatward.detect.numbers import DATE, FEWEST_DIGITS
from chatward.detect.plans import sure_numbers

_NOTHING = f"^(?:{DATE}|[0-9]{{20,}})$"
"""Days, and digits that are too many for a telephone or card number."""
_PLAIN = "^(?:[1-9][0-9]*(?:-[0-9]+)?|(?:(?:[1-9][0-9]?|(?:19|20)[0-9]{2}) )+(?:[1-9][0-9]?|(?:19|20)[0-9]{2}))$"
"""Of such digits, or days, years and quantities in a row, no part is a number by itself, and no form makes them one."""
_LONGEST_PLAIN = 11  # shorter than any card number


class NumberScreen:
    """Leaves out dates, and orders, amounts and quantities near which no word speaks of telephones.

    It takes out only what ``NumberJudge`` would find nothing in; ``regions`` as for ``PhoneJudge``.
    """

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        self._sure = tuple(map(sure_numbers, regions))

    def left(
        self,
        octets: NDArray[np.uint8],
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        around: tuple[NDArray[np.int64], NDArray[np.int64]],
    ) -> NDArray[np.int64]:
        """Return which matches are left to judge.

        Args:
            octets: of the whole column.
            starts: where in them the matches start; ``ends`` where they end.
            around: where the text around each match starts and ends.
        """
        texts = layout.pieces(octets, starts, ends)
        is_nothing = layout.matches(texts, _NOTHING)
        lengths = ends - starts
        plain = np.flatnonzero((lengths >= FEWEST_DIGITS) & (lengths <= _LONGEST_PLAIN) & ~is_nothing)
        plain = plain[self._needs_words(texts.take(pa.array(plain)))]
        contexts = layout.pieces(octets, around[0][plain], around[1][plain])
        is_nothing[plain] = ~layout.matches(contexts, topics.PHONE_SIGN)
        return np.flatnonzero(~is_nothing)

    def _needs_words(self, texts: pa.Array) -> NDArray[np.bool_]:
        """Tell which texts are telephone numbers at most where the words around them say so."""
        is_unsure = layout.matches(texts, _PLAIN)
        digits = pc.replace_substring(pc.replace_substring(texts, "-", ""), " ", "")
        for sure in self._sure:
            is_unsure &= ~layout.matches(digits, sure)
        return is_unsure
