"""Finds what has a form: one RE2 pass marks the matches, most are settled at once, the others take a judgement each."""

from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.formed import patterns
from chatward.detect.formed.accounts import find as find_accounts
from chatward.detect.formed.judge import Judge
from chatward.detect.formed.marking import without_marks
from chatward.detect.formed.matches import Matches
from chatward.detect.formed.numbers import CONTEXT
from chatward.detect.formed.screening import NumberScreen
from chatward.detect.formed.settling import NOTHING, settled
from chatward.detect.spans import Spans, in_bytes

FEW_MATCHES = 128
"""So few matches are quicker judged than sorted out."""
_Judged = tuple[int, int, int, int, int, int]
"""A span's row, start, end and kind; and in the bytes of the column, where its match starts and the span ends."""


class FormFinder:
    """Finds what ``patterns`` match and a judgement confirms; ``regions`` as for ``PhoneJudge``."""

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        self._judge, self._screen = _judges(regions)

    def find(self, strings: pa.Array) -> Spans:
        """Return what has a form: an account number within an address overlaps it, nothing else overlaps."""
        accounts, strings = find_accounts(without_marks(strings))
        has_address = layout.may_match(strings, patterns.ADDRESS_SIGN)
        searches = []
        for addresses in (False, True):  # apart, since fewer patterns are quicker
            rows = np.flatnonzero(has_address == addresses)
            if len(rows):
                searches.append((rows, patterns.alternation(addresses=addresses)))
        matches = Matches.of(strings, searches)
        kinds, others = self._sorted_out(matches)
        judged = self._judged(others)
        sure = np.flatnonzero((kinds != NOTHING) & ~_are_covered(matches, judged))
        lows = matches.lows[sure]
        columns = matches.rows[sure], matches.starts[sure] - lows, matches.ends[sure] - lows, kinds[sure]
        return Spans.concat([accounts, Spans.plain(*columns), Spans.of([found[:4] for found in judged])])

    def _sorted_out(self, matches: Matches) -> tuple[NDArray[np.uint8], Matches]:
        """Return the kinds that are settled for many at once, and what takes a judgement each: of few matches all."""
        if len(matches) <= FEW_MATCHES:
            return np.full(len(matches), NOTHING, dtype=np.uint8), matches
        kinds = settled(matches)
        others = matches.select(np.flatnonzero(kinds == NOTHING))
        return kinds, others.select(self._screen.left(others))

    def _judged(self, matches: Matches) -> list[_Judged]:
        lefts, rights = matches.bounds_around(CONTEXT)
        columns = (matches.rows, matches.starts, matches.ends, lefts, rights, matches.lows)
        found: list[_Judged] = []
        data = matches.octets.tobytes()
        plain = data.decode() if data.isascii() else None
        reach = 0
        for row, start, end, left, right, low in zip(*(column.tolist() for column in columns), strict=True):
            if end <= reach:  # what was found went on behind its match
                continue
            if plain is not None:
                text, before, after = plain[start:end], plain[left:start], plain[end:right]
            else:
                text = data[start:end].decode()
                before, after = data[left:start].decode(errors="ignore"), data[end:right].decode(errors="ignore")
            for kind, first, last in self._judge(text, before, after):
                if len(text) != end - start:
                    first, last = in_bytes(text, first, last)  # noqa: PLW2901
                found.append((row, start - low + first, start - low + last, kind, start, start + last))
                reach = start + last
        return found


def _are_covered(matches: Matches, judged: list[_Judged]) -> NDArray[np.bool_]:
    """Tell which matches end within what was found in one before them and went on behind it."""
    begins, reaches = np.array([found[4:] for found in judged], dtype=np.int64).reshape(-1, 2).T
    reaches = np.append(-1, np.maximum.accumulate(reaches))
    covered: NDArray[np.bool_] = reaches[np.searchsorted(begins, matches.starts)] >= matches.ends
    return covered


@cache
def _judges(regions: tuple[str, ...]) -> tuple[Judge, NumberScreen]:
    """Return what judges by some numbering plans: one for all finders, since it remembers numbers it has seen."""
    return Judge(regions), NumberScreen(regions)
