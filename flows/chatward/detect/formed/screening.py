"""Tells of a whole column of numbers at once which of them are nothing, so that few need a judgement each."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.formed import topics
from chatward.detect.formed.matches import Matches
from chatward.detect.formed.numbers import CONTEXT, DATE, FEWEST_DIGITS
from chatward.detect.formed.plans import sure_numbers

_NOTHING = f"^(?:{DATE}|[0-9]{{20,}})$"
"""Days, and digits that are too many for a telephone or card number."""
_QUANTITY = r"(?:[1-9][0-9]?|(?:19|20)[0-9]{2}|[1-9][0-9]{0,2}\.[0-9]{2})"
_PLAIN = f"^(?:[1-9][0-9]*(?:-[0-9]+)?|(?:{_QUANTITY} )+{_QUANTITY})$"
"""Of such digits, or days, years and amounts in a row, no part is a number by itself, and no form makes them one."""
_MOST_PLAIN = 11  # digits: fewer than any card number has


class NumberScreen:
    """Leaves out dates, and orders, amounts and quantities near which no word speaks of telephones.

    It takes out only what ``NumberJudge`` would find nothing in; ``regions`` as for ``PhoneJudge``.
    """

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        self._sure = tuple(map(sure_numbers, regions))

    def left(self, matches: Matches) -> NDArray[np.int64]:
        """Return which matches are left to judge."""
        texts = matches.texts()
        is_nothing = layout.matches(texts, _NOTHING)
        digits = layout.digits(texts)
        count = np.diff(layout.offsets_and_bytes(digits)[0])
        likely = np.flatnonzero((count >= FEWEST_DIGITS) & (count <= _MOST_PLAIN) & ~is_nothing)
        likely = likely[self._needs_words(texts.take(pa.array(likely)), digits.take(pa.array(likely)))]
        is_nothing[likely] = ~layout.matches(matches.select(likely).around(CONTEXT), topics.PHONE_SIGN)
        return np.flatnonzero(~is_nothing)

    def _needs_words(self, texts: pa.Array, digits: pa.Array) -> NDArray[np.bool_]:
        """Tell which texts are telephone numbers at most where the words around them say so."""
        is_unsure = layout.matches(texts, _PLAIN)
        for sure in self._sure:
            is_unsure &= ~layout.matches(digits, sure)
        return is_unsure
