"""Which texts of a column hint at special categories of personal data, or at a minor."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import disguise, hints, layout
from chatward.detect.detector import version
from chatward.detect.kinds import FIRST_HINT, Kind
from chatward.detect.mentions import Lexicon


class HintFinder:
    """Tells of texts whether they hint at any of ``kinds``, disguised or not.

    Attributes:
        signs: RE2 patterns, one of which matches every text that may hint at one; none where nothing is looked for.
    """

    def __init__(self, kinds: frozenset[Kind]) -> None:
        self._kinds = kinds
        self._lexicon = Lexicon({kind.name: hints.WORDS[kind.name] for kind in kinds})
        minors = (hints.MINOR_SIGN,) if Kind.MINOR in kinds else ()
        self.signs = (self._lexicon.sign(), disguise.PATTERN, *minors) if kinds else ()

    @property
    def state(self) -> str:
        """What changes when a text may hint at something else than before; empty where nothing is looked for."""
        return f"{version()} {' '.join(kind.name for kind in sorted(self._kinds))}" if self._kinds else ""

    def are_hinting(self, texts: pa.Array | pa.ChunkedArray) -> NDArray[np.bool_]:
        """Return one flag a text; a null hints at nothing."""
        return self.hints_of(texts) > 0

    def hints_of(self, texts: pa.Array | pa.ChunkedArray) -> NDArray[np.uint8]:
        """Return what each text hints at: bit n stands for the nth kind of hint, ``FIRST_HINT`` being bit 0."""
        found: list[NDArray[np.uint8]] = [np.zeros(0, dtype=np.uint8)]
        for batch in layout.batches(texts):
            strings = batch.fill_null("") if batch.null_count else batch
            bits = np.zeros(len(strings), dtype=np.uint8)
            if self.signs:
                likely = np.flatnonzero(layout.may_match(strings, *self.signs))
                bits[likely] = [self._bits(text) for text in strings.take(pa.array(likely)).to_pylist()]
            found.append(bits)
        return np.concatenate(found)

    def _bits(self, text: str) -> int:
        plain = disguise.undo(text).text
        kinds = {kind for kind, *_ in hints.find(plain, self._lexicon.find(plain))}
        return sum(1 << (kind - FIRST_HINT) for kind in kinds & self._kinds)
