"""Which texts of a column hint at special categories of personal data, or at a minor."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import disguise, hints, layout
from chatward.detect.kinds import Kind
from chatward.detect.mentions import Lexicon


class HintFinder:
    """Tells of texts whether they hint at any of ``kinds``, disguised or not.

    Attributes:
        signs: RE2 patterns of which one matches every text that may hint at one.
    """

    def __init__(self, kinds: frozenset[Kind]) -> None:
        self._kinds = kinds
        self._lexicon = Lexicon({kind.name: hints.WORDS[kind.name] for kind in kinds})
        ages = (hints.MINOR_SIGN,) if Kind.MINOR in kinds else ()
        self.signs = (self._lexicon.sign(), disguise.PATTERN, *ages)

    def are_hinting(self, texts: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
        """Return one flag a text; a null hints at nothing."""
        found: list[NDArray[np.bool_]] = [np.zeros(0, dtype=bool)]
        for batch in layout.batches(texts):
            strings = batch.fill_null("") if batch.null_count else batch
            are = np.zeros(len(strings), dtype=bool)
            likely = np.flatnonzero(layout.matches(strings, *self.signs))
            are[likely] = [self._is_hinting(text) for text in strings.take(pa.array(likely)).to_pylist()]
            found.append(are)
        return np.concatenate(found)

    def _is_hinting(self, text: str) -> bool:
        plain = disguise.undo(text).text
        return any(kind in self._kinds for kind, *_ in hints.find(plain, self._lexicon.find(plain)))
