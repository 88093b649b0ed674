"""The grammar of one WhatsApp header: ``[01.02.24, 08:59:01] ``, ``1/4/23, 7:02 PM - `` and their kin in all locales.

A header is read once per *skeleton*: its bytes with every digit replaced by ``0``. A file has a few skeletons however
long it is, so careful matching costs nothing, and the digits themselves are then read column by column.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from chatward.sources.whatsapp.words import AFTERNOON, BETWEEN, CLOCK_WORDS, JOINERS, MARKS, MORNING, fold_clock_word

NO_HALF, AM, PM, UNKNOWN_HALF = range(4)
"""Which half of the day a header names; the last one for a word that stands where AM or PM would, and is neither."""

FILLER = "\x01"
"""Stands in a skeleton for a byte that carries nothing: the first bytes of a digit that is not ASCII."""

_SPACES = dict.fromkeys(
    map(ord, "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"), " "
)
_PLAIN = _SPACES | {ord("،"): ",", ord("–"): "-", ord("—"): "-", ord("‑"): "-", ord("‐"): "-"}
_IGNORED = MARKS + JOINERS + FILLER

_DATE = r"""
    (?P<era>[RH])? (?P<a>[0-9]{1,4}) (?P<date_separator>\s?[-/.년年]\s?) (?P<b>[0-9]{1,2}) \s?[-/.월月]\s?
    (?P<c>[0-9]{1,4}) [.일日]? (?:\s?(?:BE|AD|CE|AP|AH|هـ?(?:\.ش\.?)?|г\.?))?
"""
_WORD = r"[^\W\d_](?:[^\d\[\]:,]{0,22}?[^\s\d\[\]:,-])?"
_CLOCK = rf"""
    (?:(?P<before>{_WORD})\s?)? (?P<hour>[0-9]{{1,2}}) (?P<clock_separator>[:.]|\s?h\s?) (?P<minute>[0-9]{{2}})
    (?:(?:[:.]|\s?min\s?)(?P<second>[0-9]{{2}}))? (?:\s?(?P<after>{_WORD}))?
"""
_JOIN = rf"(?:\s*(?P<comma>,)\s*|\s+|(?=[^\W\d_]))(?:(?:{'|'.join(map(re.escape, BETWEEN))})\.?\s+)?"
_WHOLE = r"\s*(?P<opening>\[)?\s*{first}{join}{second}\s*(?:(?P<closing>\])|(?<=\s)-|:)"
_FORMS = tuple(
    re.compile(_WHOLE.format(first=first, join=_JOIN, second=second), re.VERBOSE)
    for first, second in ((_DATE, _CLOCK), (_CLOCK, _DATE))
)


class Shape(NamedTuple):
    """What all headers of one file have in common; one or two digits of day, month and hour may alternate."""

    is_bracketed: bool
    is_time_first: bool
    has_comma: bool
    has_seconds: bool
    has_half: bool
    date_separator: str
    clock_separator: str
    ending: str
    year: str
    """``"first"``, ``"last"``, or ``"short"``: two digits, so that its place is open."""


Digits = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the digits of a header with this skeleton stand, as byte offsets from its line's start.

    Attributes:
        date: digits of the three date fields as written, in that order.
        clock: digits of hour, minute and, where the shape has them, seconds.
        half: ``NO_HALF``, ``AM``, ``PM`` or ``UNKNOWN_HALF``.
        first_year: what is added to the year: the year before the Japanese era's first, else 0.
    """

    shape: Shape
    date: tuple[Digits, Digits, Digits]
    clock: tuple[Digits, ...]
    half: int
    first_year: int


@lru_cache(maxsize=4096)
def parse_skeleton(skeleton: bytes) -> Layout | None:
    """Return the layout of a line's first bytes, up to and with ``]``, `` -`` or ``:``; None if they are no header."""
    try:
        text = skeleton.decode()
    except UnicodeDecodeError:
        return None
    plain, places = _plain(text)
    for is_time_first, form in enumerate(_FORMS):
        match = form.fullmatch(plain)
        if match and bool(match["opening"]) == bool(match["closing"]):
            return _layout(match, places, bool(is_time_first))
    return None


def _plain(text: str) -> tuple[str, list[int]]:
    """Return ``text`` without marks and with plain spaces and commas, and the byte offset of each character left."""
    characters, places, offset = [], [], 0
    for character in text:
        width = len(character.encode())
        if character not in _IGNORED:
            characters.append(character.translate(_PLAIN))
            places.append(offset)
        offset += width
    return "".join(characters), places


def _layout(match: re.Match[str], places: list[int], is_time_first: bool) -> Layout | None:
    year = _year_place(match)
    if year is None:
        return None
    half = _half(match["before"] or match["after"])
    shape = Shape(
        is_bracketed=bool(match["opening"]),
        is_time_first=is_time_first,
        has_comma=bool(match["comma"]),
        has_seconds=bool(match["second"]),
        has_half=half != NO_HALF,
        date_separator=match["date_separator"].strip(),
        clock_separator=match["clock_separator"].strip(),
        ending=match[0][-1],
        year=year,
    )

    def digits(group: str) -> Digits:
        return tuple(places[slice(*match.span(group))])

    clock = ("hour", "minute", "second") if shape.has_seconds else ("hour", "minute")
    era = {"R": 2018, "H": 1988}.get(match["era"] or "", 0)
    return Layout(shape, (digits("a"), digits("b"), digits("c")), tuple(map(digits, clock)), half, era)


def _year_place(match: re.Match[str]) -> str | None:
    first, last = len(match["a"]), len(match["c"])
    if match["era"] or first == 4:
        return "first" if last <= 2 else None
    if 3 in {first, last} or (last == 1 and first != 2):
        return None
    return "last" if last == 4 else "short"


def _half(word: str | None) -> int:
    folded = fold_clock_word(word or "")
    if not folded or folded in CLOCK_WORDS:
        return NO_HALF
    if folded in MORNING:
        return AM
    return PM if folded in AFTERNOON else UNKNOWN_HALF
