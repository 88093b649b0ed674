"""Finds identifiers: groups of letters and digits that are one together, by form, check digits and words around."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from chatward.detect.boundaries import is_glued
from chatward.detect.identifiers.checks import find_check
from chatward.detect.identifiers.table import IDENTIFIERS, Identifier
from chatward.detect.identifiers.words import GENERAL_TAGS
from chatward.detect.mentions import Mention

WORDS_BEFORE, WORDS_AFTER = 48, 28
"""So many characters before and behind a number its words may stand."""
_MOST_GROUPS = 6
_FEWEST, _MOST = 4, 22
_GROUP = re.compile(r"[0-9A-Za-zÄÖÜäöüÑñАВЕКМНОРСТУХ]+")
_SEPARATORS = frozenset((" ", "-", ".", "/", ":", "_", "–", " - ", ", "))
_HAS_DIGIT = re.compile("[0-9]")
_WHOLE = 7  # two groups that long are two numbers
_MOST_LETTERS = 4  # of a group without digits

Hit = tuple[int, int, Identifier]


class IdentifierFinder:
    """Finds what ``table`` lists."""

    def __init__(self) -> None:
        self._telling: Mapping[int, list[Identifier]] = _by_length(i for i in IDENTIFIERS if i.telling)
        self._by_tag = {tag: [i for i in IDENTIFIERS if tag in i.tags] for i in IDENTIFIERS for tag in i.tags}

    def find(self, text: str, mentions: list[Mention]) -> Iterator[Hit]:
        """Yield where identifiers stand, from left to right and of each start the longest first."""
        spoken_of = [mention for mention in mentions if mention.tag in self._by_tag]
        groups = [(m.start(), m.end()) for m in _GROUP.finditer(text)]
        for first, (start, _) in enumerate(groups):
            if is_glued(text[start - 1 : start]):
                continue
            hit = self._longest(text, groups[first : first + _MOST_GROUPS], spoken_of)
            if hit is not None:
                yield hit

    def _longest(self, text: str, groups: list[tuple[int, int]], spoken_of: list[Mention]) -> Hit | None:
        start = groups[0][0]
        best: Hit | None = None
        for taken in range(_joined(text, groups), 0, -1):
            end = groups[taken - 1][1]
            if is_glued(text[end : end + 1]):
                continue
            written = text[start:end]
            compact = "".join(text[left:right] for left, right in groups[:taken]).upper()
            if not _FEWEST <= len(compact) <= _MOST or not _HAS_DIGIT.search(written):
                continue
            seps = {text[left:right] for (_, left), (right, _) in pairwise(groups[:taken])}
            identifier = self._told(written, compact) or self._spoken(compact, written, start, end, spoken_of, seps)
            if identifier is not None:
                best = (start, end, identifier)
                break
        return best

    def _told(self, written: str, compact: str) -> Identifier | None:
        for identifier in self._telling.get(len(compact), ()):
            if (
                identifier.telling is not None
                and identifier.made_of.fullmatch(compact)
                and identifier.telling.fullmatch(written)
                and find_check(identifier.check)(compact, written)
            ):
                return identifier
        return None

    def _spoken(
        self, compact: str, written: str, start: int, end: int, spoken_of: list[Mention], seps: set[str]
    ) -> Identifier | None:
        if len(seps) > 1 or ", " in seps:
            return None
        near = list(_near(spoken_of, start, end))
        # where a country's own word stands, other countries' numbers are not meant
        countries = {i.country for m in near if m.tag not in GENERAL_TAGS for i in self._by_tag[m.tag]}
        for mention in near:
            for identifier in self._by_tag[mention.tag]:
                if countries and identifier.country is not None and identifier.country not in countries:
                    continue
                if identifier.made_of.fullmatch(compact) and find_check(identifier.check)(compact, written):
                    return identifier
        return None


def _near(mentions: list[Mention], start: int, end: int) -> Iterator[Mention]:
    """Yield the mentions near a place: those before it from the nearest on, then those behind."""
    yield from (m for m in reversed(mentions) if m.end <= start and start - m.end <= WORDS_BEFORE)
    yield from (m for m in mentions if m.start >= end and m.start - end <= WORDS_AFTER)


def _joined(text: str, groups: list[tuple[int, int]]) -> int:
    """Return how many of the groups may be one identifier: joined by a separator, no words or whole numbers among them."""
    length_before = 0
    for i, (left, right) in enumerate(groups):
        is_word = not _HAS_DIGIT.search(text, left, right) and right - left > _MOST_LETTERS
        if is_word or (i and text[groups[i - 1][1] : left] not in _SEPARATORS):
            return i
        if length_before >= _WHOLE and right - left >= _WHOLE:
            return i
        length_before = right - left
    return len(groups)


def _by_length(identifiers: Iterator[Identifier]) -> dict[int, list[Identifier]]:
    table: dict[int, list[Identifier]] = defaultdict(list)
    for identifier in identifiers:
        for length in range(_FEWEST, _MOST + 1):
            if _fits(identifier, length):
                table[length].append(identifier)
    return dict(table)


def _fits(identifier: Identifier, length: int) -> bool:
    """Tell whether the form can be so long; the parser of ``re`` knows the widths of patterns."""
    from re import _parser  # type: ignore[attr-defined]

    low, high = _parser.parse(identifier.made_of.pattern, re.ASCII).getwidth()
    return bool(low <= length <= high)
