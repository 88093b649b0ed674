"""Finds identifiers: groups of letters and digits that are one together, by form, check digits and words around."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from chatward.detect.formed.boundaries import is_glued
from chatward.detect.formed.numbers import DATE
from chatward.detect.formed.topics import Topic, is_named_otherwise, nearest_topic
from chatward.detect.identifiers.checks import find_check
from chatward.detect.identifiers.table import IDENTIFIERS, Identifier
from chatward.detect.identifiers.words import GENERAL_TAGS
from chatward.detect.kinds import Kind
from chatward.detect.mentions import Mention

WORDS_BEFORE, WORDS_AFTER = 48, 28
"""So many characters before and behind a number its words may stand."""
_FARTHEST = WORDS_BEFORE + 40  # no word is so long
_MOST_GROUPS = 8
_FEWEST, _MOST = 4, 26  # characters
_WHOLE = 7  # two groups that long are two numbers, unless a hyphen joins them
_MOST_LETTERS = 4  # of a group without digits
_GROUP = re.compile(r"[0-9A-Za-zÄÖÜäöüÑñАВЕКМНОРСТУХ]+")
_CURRENCY = re.compile(
    r" ?(?:[€$£¥₹₽₺₩]|(?i:euros?|dollars?|pounds?|pesos|reais|rubles|рубл\w*|руб|złotych|lira|kronor|yen|円|元)\b"
    r"|(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|kr|zł|PLN|Kč|TL|Ft|lei)\b)"
)
_BIC_TAG = "bic"
_BIC = re.compile(
    r"(?:[\s:/-]{0,3}(?:code|is|ist|lautet|es|est)?){0,2}[\s:]{0,2}([A-Z0-9]{8}(?:[A-Z0-9]{3})?)(?![0-9A-Za-z])"
)
_CLAUSE_END = re.compile(r"[,;\n]|[.!?] |\s(?:and|und|et|y|e|en|i|og|och|ve|и|та|και)\s")
_NUMBER_OF_ITS_OWN = re.compile(r"[0-9]{4,}")
"""What a word spoke of, if another word follows."""
_ALSO = re.compile(
    r"\W{1,3}(?:(?:and|or|und|oder|et|ou|y|o|e|en|i|och|og|ve|и|now|to|not|nicht|statt|jetzt)\s(?:[^\W\d_]{1,8}\s)?)?"
)
"""What stands between two plates that the same word speaks of."""
_SEPARATORS = frozenset((" ", "-", ".", "/", ":", "_", "–", " - ", "("))
_ORDINARY_WORDS = "sin nie pan cap fin run tin plate plz plates zip tc mac nas ic dea bir ice"
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
"""Words of everyday language, too: in small letters they speak of an identifier only right before it."""
_RIGHT_BEFORE = re.compile(
    r"\W{0,3}(?:(?:card|number|num|nr|no|code|id|is|was|are|es|è|é|est|ist|to|at|address|my|#)\W{1,2}|[:=#]\s?|(?:of\s\w+\sis|on(?:\s(?:the|my))?\s\w+)\s){0,3}",
    re.IGNORECASE,
)

_NO_LEAD_WORDS = """
    exp expires until valid bis from since till gen von seit at on by to of for and the was seen is are my no
    you has had am pm um im zu ab mit und der die das ist war auf le la un une el los las con por para il da na
    op te van het een w z od de del
"""
_NO_LEADS = frozenset(_NO_LEAD_WORDS.split())
"""Words that, in small letters, begin no identifier."""
_DATE = re.compile(rf"{DATE}|[01]?[0-9][-./](?:19|20)[0-9]{{2}}")
_TAX_TAG = "tax"
_RATE = re.compile(r"\W{0,3}[0-9]{1,2}(?:[.,][0-9]{1,2})?\s?%")
"""Behind a word for taxes: it speaks of how high they are."""
_BANKS = frozenset(("us_aba", "uk_sort", "uk_sort_word", "au_bsb", "de_blz", "bic"))
"""Tags of words for banks: where one stands, "account" alone is a bank's."""
_JOINERS = ("-", ".", "/")

Group = tuple[int, int]
"""Where letters and digits without separators start and end."""
Hit = tuple[int, int, Identifier]
"""Where an identifier starts and ends, and which it is."""


class IdentifierFinder:
    """Finds what ``table`` lists."""

    def __init__(self) -> None:
        self._telling = _by_length(one for one in IDENTIFIERS if one.telling)
        self._any_telling = {
            length: re.compile("|".join(f"(?:{one.made_of.pattern})" for one in some), re.ASCII)
            for length, some in self._telling.items()
        }
        self._by_tag = {tag: [one for one in IDENTIFIERS if tag in one.tags] for i in IDENTIFIERS for tag in i.tags}

    def find(self, text: str, mentions: list[Mention], *, has_sign: bool = True) -> Iterator[Hit]:
        """Yield the identifiers from left to right, of those with the same beginning the longest.

        Args:
            text: the text.
            mentions: all mentions in it.
            has_sign: whether one may be told by its form alone; if not, only those that words speak of are looked for.
        """
        tags = {mention.tag for mention in mentions}
        beside = set() if tags & _BANKS else {"bank_beside"}
        spoken_of = [one for one in mentions if one.tag in self._by_tag and one.tag not in beside]
        spoken_of = [one for one in spoken_of if one.tag != _TAX_TAG or not _RATE.match(text, one.end)]
        if not (spoken_of or has_sign):
            return
        places = [mention.start for mention in spoken_of]
        groups = [match.span() for match in _GROUP.finditer(text)]
        reach, before = 0, None
        yield from _bics(text, mentions)
        for i, (start, end) in enumerate(groups):
            if start < reach or not _has_digit(text[start:end]):
                continue
            around = bisect_left(places, start - _FARTHEST), bisect_left(places, end + WORDS_AFTER + 1)
            near = list(_near(text, spoken_of[slice(*around)], start, end)) if around[0] < around[1] else []
            if not (near or has_sign):
                continue
            for first in _beginnings(text, groups, i):
                hit = self._longest(text, groups[first : first + _MOST_GROUPS], near)
                if hit is not None and hit[0] >= reach:
                    if not _is_beside_a_plate(text, hit, before):
                        yield hit
                        before = hit
                    reach = hit[1]
                    break

    def _longest(self, text: str, groups: list[Group], near: list[Mention]) -> Hit | None:
        """Return the longest identifier that starts with the first group."""
        start = groups[0][0]
        parts = [text[left:right].upper() for left, right in groups[: _joined(text, groups)]]
        for taken in range(len(parts), 0, -1):
            compact = "".join(parts[:taken])
            end = groups[taken - 1][1]
            if not _FEWEST <= len(compact) <= _MOST or is_glued(text[end : end + 1]):
                continue
            written = text[start:end]
            identifier = self._told(compact, written) if self._may_be_told(text, start, near) else None
            if identifier is None and near:
                identifier = self._spoken_of(compact, written, near, is_even=_is_evenly_set(text, groups[:taken]))
            if identifier is not None:
                return start, end, identifier
        return None

    @staticmethod
    def _may_be_told(text: str, start: int, near: list[Mention]) -> bool:
        """Tell whether form and check digits count here: not in a longer code, nor where something else is named."""
        is_inner = text[start - 1 : start] in _JOINERS and text[max(0, start - 2) : start - 1].isdigit()
        return not (is_inner and start) and (
            bool(near) or not is_named_otherwise(text[max(0, start - WORDS_BEFORE) : start])
        )

    def _told(self, compact: str, written: str) -> Identifier | None:
        """Return what the form and the check digits tell without words."""
        length = len(compact)
        if length not in self._telling or not self._any_telling[length].fullmatch(compact):
            return None
        for one in self._telling[length]:
            if one.made_of.fullmatch(compact) and one.telling.fullmatch(written) and _is_right(one, compact, written):  # type: ignore[union-attr]
                return one
        return None

    def _spoken_of(self, compact: str, written: str, near: list[Mention], *, is_even: bool) -> Identifier | None:
        """Return what the words around mean; where a country's own word stands, no other country's number.

        Only plates have unlike separators: ``is_even`` tells that these here are alike.
        """
        countries = {one.country for word in near if word.tag not in GENERAL_TAGS for one in self._by_tag[word.tag]}
        is_date = _DATE.fullmatch(written) is not None
        for word in near:
            for one in self._by_tag[word.tag]:
                is_meant = not countries or one.country is None or one.country in countries
                is_meant = is_meant and (is_even or one.kind is Kind.LICENCE_PLATE)
                if is_meant and not is_date and one.made_of.fullmatch(compact) and _is_right(one, compact, written):
                    return one
        return None


def _bics(text: str, mentions: list[Mention]) -> Iterator[Hit]:
    """Yield bank codes of letters alone, right behind the word for them: no group with digits leads to them."""
    for mention in mentions:
        match = _BIC.match(text, mention.end) if mention.tag == _BIC_TAG else None
        if match is not None and not _has_digit(match[1]):
            one = next(one for one in IDENTIFIERS if one.name == "BIC")
            if one.made_of.fullmatch(match[1]):
                yield *match.span(1), one


def _is_beside_a_plate(text: str, hit: Hit, before: Hit | None) -> bool:
    """Tell whether words tell a plate behind another one, of which they speak: of two only if "and" joins them."""
    if before is None or before[2].kind is not Kind.LICENCE_PLATE or hit[2].kind is not Kind.LICENCE_PLATE:
        return False
    between = text[before[1] : hit[0]]
    is_of_its_own = bool(hit[2].telling and hit[2].telling.fullmatch(text[hit[0] : hit[1]])) or any(
        sign in between for sign in ":;=\n"
    )
    is_alike = text[before[0] : before[1]].isupper() == text[hit[0] : hit[1]].isupper()
    return not (is_of_its_own or (is_alike and _ALSO.fullmatch(between)))


def _is_right(one: Identifier, compact: str, written: str) -> bool:
    return find_check(one.check)(compact, written)


def _has_digit(group: str) -> bool:
    return not group.isalpha()


def _near(text: str, mentions: list[Mention], start: int, end: int) -> Iterator[Mention]:
    """Yield the mentions near a place: those before it from the nearest on, then those behind.

    Digits are no identifier if they are an amount, and are none of what was spoken of before something else was.
    """
    is_number = text[start:end].isdigit()
    if is_number and _CURRENCY.match(text, end):
        return
    first = max(0, start - WORDS_BEFORE)
    before = [word for word in reversed(mentions) if first <= word.end <= start]
    behind = [word for word in mentions if word.start >= end and word.start - end <= WORDS_AFTER]
    for word in before:
        if _is_ordinary(text, word) and not _RIGHT_BEFORE.fullmatch(text, word.end, start):
            continue
        if is_number and _is_of_something_else(text[word.end : start]):
            return
        yield word
    behind = [word for word in behind if not _is_ordinary(text, word)]
    is_taken = behind and (
        is_named_otherwise(text[first:start]) or (is_number and _is_of_something_else(text[first:start]))
    )
    if not is_taken:
        yield from behind


def _is_ordinary(text: str, word: Mention) -> bool:
    return text[word.start : word.end] in _ORDINARY


def _is_of_something_else(between: str) -> bool:
    """Tell of the text between a word and a number whether it changes the subject: "passport X1234567, phone …"."""
    topic = nearest_topic(between, "")
    is_over = _CLAUSE_END.search(between) is not None or _NUMBER_OF_ITS_OWN.search(between) is not None
    return topic is Topic.PHONE or (topic is Topic.OTHER and is_over)


def _beginnings(text: str, groups: list[Group], i: int) -> Iterator[int]:
    """Yield with which groups an identifier can begin whose first digit is in group ``i``: letters may lead."""
    first = i
    while first and i - first < 2 and _leads(text, groups[first - 1], groups[first]):
        first -= 1
    for start in range(first, i + 1):
        if not is_glued(text[groups[start][0] - 1 : groups[start][0]]):
            yield start


def _leads(text: str, group: Group, following: Group) -> bool:
    left, right = group
    if right - left > _MOST_LETTERS or text[right : following[0]] not in _SEPARATORS:
        return False
    letters = text[left:right]
    if letters in _NO_LEADS:
        return False
    return letters.isalpha() and (letters.isupper() or text[slice(*following)] == text[slice(*following)].lower())


def _joined(text: str, groups: list[Group]) -> int:
    """Return how many of the groups can be one identifier: joined by a separator, no words or whole numbers."""
    length_before = 0
    for i, (left, right) in enumerate(groups):
        is_apart = i > 0 and text[groups[i - 1][1] : left] not in _SEPARATORS
        is_word = right - left > _MOST_LETTERS and text[left:right].isalpha()
        if is_apart or is_word or (min(length_before, right - left) >= _WHOLE and text[left - 1] != "-"):
            return i
        length_before = right - left
    return len(groups)


def _is_evenly_set(text: str, groups: list[Group]) -> bool:
    return len({text[left:right] for (_, left), (right, _) in pairwise(groups)}) <= 1


def _by_length(identifiers: Iterable[Identifier]) -> dict[int, list[Identifier]]:
    table: dict[int, list[Identifier]] = defaultdict(list)
    for one in identifiers:
        for length in one.lengths:
            table[length].append(one)
    return dict(table)
