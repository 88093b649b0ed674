"""The engine: one RE2 pass over the column, a second that marks the matches, and a judgement a match."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.detect import disguise, layout, patterns
from chatward.detect.judge import Judge
from chatward.detect.names import NameIndex
from chatward.detect.numbers import CONTEXT
from chatward.detect.spans import Spans, without_overlaps

VERSION = "1"
"""Changes when any text may give other spans than before."""

_OPEN, _CLOSE = ord(patterns.OPEN), ord(patterns.CLOSE)
_MARKED = patterns.OPEN + r"\0" + patterns.CLOSE


class Detector:
    """Finds personal data with a form, and participants by name, in columns of texts.

    The same text gives the same spans in every column, batch and process.

    Args:
        regions: ISO 3166 codes of the countries whose national telephone numbers are told by their numbering plan;
            without them only their form and the words around tell.
    """

    __slots__ = ("_judge", "regions", "version")

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        self.regions = regions
        self.version = VERSION + "".join(f"+{region}" for region in regions)
        self._judge = Judge(regions)

    def find(self, texts: pa.Array | pa.ChunkedArray, names: NameIndex | None = None) -> Spans:
        """Return all spans in ``texts``, which may be of any string type, dictionaries included; a null has none.

        A dictionary is searched once for each of its values. Memory is that of one batch and the spans.
        """
        if not isinstance(texts, pa.ChunkedArray) and pa.types.is_dictionary(texts.type):
            return self._find_in_dictionary(texts, names)
        parts = []
        base = 0
        for batch in layout.batches(texts):
            spans = self.find_in_batch(batch, names)
            parts.append(spans.with_rows(spans.row + base))
            base += len(batch)
        return Spans.concat(parts)

    def _find_in_dictionary(self, texts: pa.Array, names: NameIndex | None) -> Spans:
        """Search the distinct values and give each row those of its value; a null is given an empty value's."""
        spans = self.find(texts.dictionary, names)
        value_of_row = texts.indices.fill_null(len(texts.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
        return spans.spread(value_of_row, len(texts.dictionary) + 1)

    def find_in_batch(self, strings: pa.Array, names: NameIndex | None = None) -> Spans:
        """Return the spans of one string array, small enough to be worked on in one go."""
        strings = strings.fill_null("") if strings.null_count else strings
        spans = self._scan(strings, names)
        disguised = _disguised_rows(strings)
        if not len(disguised):
            return spans
        plain = [disguise.undo(text) for text in strings.take(pa.array(disguised)).to_pylist()]
        hidden = self._scan(pa.array([one.text for one in plain], type=pa.string()), names)
        for i, row in enumerate(hidden.row):
            hidden.start[i], hidden.end[i] = plain[row].in_original(int(hidden.start[i]), int(hidden.end[i]))
        seen = spans.select(~np.isin(spans.row, disguised))
        return Spans.concat([seen, hidden.with_rows(disguised[hidden.row])]).sorted()

    def _scan(self, strings: pa.Array, names: NameIndex | None) -> Spans:
        rows = np.flatnonzero(_can_match(strings))
        found = self._judge_matches(strings.take(pa.array(rows))) if len(rows) else Spans.of([])
        found = found.with_rows(rows[found.row])
        return without_overlaps(Spans.concat([names.find(strings), found]) if names else found)

    def _judge_matches(self, strings: pa.Array) -> Spans:
        offsets, octets = layout.offsets_and_bytes(strings)
        if octets.size and octets.min() <= _CLOSE:
            octets = np.where((octets == _OPEN) | (octets == _CLOSE), ord(" "), octets)
            strings = layout.strings_of(offsets, octets)
        starts, ends = _match_bounds(strings)
        row_of_match = np.searchsorted(offsets, starts, side="right") - 1
        found: list[tuple[int, int, int, int]] = []
        data = octets.tobytes()
        lows, highs = offsets[row_of_match], offsets[row_of_match + 1]
        before = np.maximum(starts - CONTEXT, lows).tolist()
        after = np.minimum(ends + CONTEXT, highs).tolist()
        matches = zip(row_of_match.tolist(), starts.tolist(), ends.tolist(), before, after, lows.tolist(), strict=True)
        reach = 0
        for row, start, end, left, right, low in matches:
            if end <= reach:  # what was found went on behind its match
                continue
            octets_here = data[start:end]
            text = octets_here.decode()
            surroundings = data[left:start].decode(errors="ignore"), data[end:right].decode(errors="ignore")
            for kind, first, last in self._judge(text, *surroundings):
                if len(text) != len(octets_here):
                    first, last = len(text[:first].encode()), len(text[:last].encode())  # noqa: PLW2901
                found.append((row, start - low + first, start - low + last, kind))
                reach = start + last
        return Spans.of(found)


def _can_match(strings: pa.Array) -> Any:
    """Tell of each text whether there is any match: the pass that all texts go through."""
    return pc.match_substring_regex(strings, patterns.ANYTHING).to_numpy(zero_copy_only=False)


def _match_bounds(strings: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where matches start and end, in bytes of the column: read off the marks that RE2 puts around them."""
    _, marked = layout.offsets_and_bytes(pc.replace_substring_regex(strings, patterns.ANYTHING, _MARKED))
    marks = np.flatnonzero((marked == _OPEN) | (marked == _CLOSE))
    places = marks - np.arange(len(marks))
    return places[::2], places[1::2]


def _disguised_rows(strings: pa.Array) -> NDArray[np.int64]:
    _, octets = layout.offsets_and_bytes(strings)
    if not octets.size or octets.max() < 0x80:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(pc.match_substring_regex(strings, disguise.PATTERN).to_numpy(zero_copy_only=False))
