"""What users list: patterns of their own numbers, which are always found, and of words that never are."""

import re

import numpy as np
import pyarrow as pa

from chatward import re2
from chatward.detect import layout
from chatward.detect.formed.marking import match_bounds, without_marks
from chatward.detect.kinds import Kind
from chatward.detect.spans import Spans

_NEVER_ALLOWED = (Kind.EMAIL, Kind.PHONE, Kind.CREDIT_CARD, Kind.IBAN)
# The gate behind the detector (``residue``) lets none of them into a set but the company's own, one by one.
_GAP = "[ ()./-]{0,3}"


def find_references(strings: pa.Array, patterns: tuple[str, ...]) -> Spans:
    """Return as references what RE2 patterns match in a string array without nulls; of overlapping ones the first."""
    if not patterns or not len(strings):
        return Spans.of([])
    offsets, _ = layout.offsets_and_bytes(strings)
    starts, ends = match_bounds(without_marks(strings), re2.any_of(patterns))
    starts, ends = starts[starts < ends], ends[starts < ends]
    rows = np.searchsorted(offsets, starts, side="right") - 1
    columns = (column.tolist() for column in (rows, starts - offsets[rows], ends - offsets[rows]))
    return Spans.of([(*place, Kind.REFERENCE) for place in zip(*columns, strict=True)])


def without_allowed(spans: Spans, strings: pa.Array, patterns: tuple[str, ...]) -> Spans:
    """Return the spans whose whole text no RE2 pattern matches, in any case; what no set may hold stays among them."""
    if not patterns or not len(spans):
        return spans
    offsets, octets = layout.offsets_and_bytes(strings)
    texts = layout.pieces(octets, offsets[spans.row] + spans.start, offsets[spans.row] + spans.end)
    is_allowed = layout.matches(texts, re2.whole(patterns))
    return spans.select(~is_allowed | np.isin(spans.kind, _NEVER_ALLOWED))


def without_own(spans: Spans, strings: pa.Array, contacts: tuple[str, ...]) -> Spans:
    """Return the spans that are none of the company's own contacts, as ``own_patterns`` takes them."""
    if not contacts or not len(spans):
        return spans
    offsets, octets = layout.offsets_and_bytes(strings)
    texts = layout.pieces(octets, offsets[spans.row] + spans.start, offsets[spans.row] + spans.end)
    is_own = layout.matches(texts, re2.whole(own_patterns(contacts)))
    return spans.select(~(is_own & np.isin(spans.kind, _NEVER_ALLOWED)))


def own_patterns(contacts: tuple[str, ...]) -> tuple[str, ...]:
    """Return RE2 patterns of e-mail addresses, numbers and accounts: letters in any case, digits however parted.

    A number is matched as it is given: with its country's code, or as it is dialled at home.
    """
    return tuple(re.escape(one.strip()) if "@" in one else _parted(one) for one in contacts)


def _parted(number: str) -> str:
    plus = r"\+" if number.strip().startswith("+") else ""
    return plus + _GAP.join(character for character in number if character.isalnum())
