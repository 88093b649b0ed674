"""Names of those who take no part in a chat, beside what is found otherwise."""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from chatward.detect import layout
from chatward.detect.kinds import Kind
from chatward.detect.spans import Spans, in_bytes

_WORDS = re.compile(r"(?<=\W)\w(?:.*\w)?", re.DOTALL)
_OUTSIDE, _INSIDE = " ", "x"


def with_others(spans: Spans, others: Spans, strings: pa.Array) -> Spans:
    """Return the spans, and of others' names what the spans leave: of "Anna Meier", where Anna is known, "Meier".

    Args:
        spans: sorted, not overlapping.
        others: of names, likewise.
        strings: the texts of both, without nulls.
    """
    width = int(max(spans.end.max(initial=0), others.end.max(initial=0))) + 1
    ended = np.searchsorted(spans.row * width + spans.end, others.row * width + others.start, side="right")
    begun = np.searchsorted(spans.row * width + spans.start, others.row * width + others.end, side="left")
    offsets, octets = layout.offsets_and_bytes(strings)
    left: list[tuple[int, int, int, int]] = []
    for i in np.flatnonzero(ended != begun):
        row = others.row[i]
        covered = [(int(spans.start[j]), int(spans.end[j])) for j in range(ended[i], begun[i])]
        text = octets[offsets[row] : offsets[row] + others.end[i]].tobytes()
        left += [(row, start, end, Kind.PERSON) for start, end in _left_over(text, int(others.start[i]), covered)]
    return Spans.concat([spans, others.select(ended == begun), Spans.of(left)]).sorted()


def _left_over(text: bytes, start: int, covered: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where whole words are left between the covered places, from ``start`` to the end of the text."""
    before = _OUTSIDE
    for left, right in (*covered, (len(text), len(text))):
        piece = before + text[start:left].decode()
        if found := _WORDS.search(piece):
            first, last = in_bytes(piece, *found.span())
            yield start + first - len(before), start + last - len(before)
        start, before = right, _INSIDE
