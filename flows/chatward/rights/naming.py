"""What in a text may name a person: one grammar for all who take out the words by which others name somebody erased.

What is stored is searched while his names are known in clear, what arrives later by keyed digests of them, for then
nobody knows them any more. Both look at the same spans of a text in the same form, so that both take out the same.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from chatward.detect.persons.names import BETWEEN, SHORTEST_PART, UNSPACED, tells_by_itself, ways_of_writing
from chatward.identity.index import split_key
from chatward.identity.normalise import NATIONAL_PHONE
from chatward.rights.identifier_signs import SHORTEST_ID_CHARS, SHORTEST_NUMBER_DIGITS, plain

REDACTED = "▇"
"""What takes the place of a name or an identifier."""
_LONGEST_NUMBER_DIGITS = 17
_MOST_LABELS = 8  # of the host in an e-mail address, where more follows right behind it
_SIGN = re.compile(r"@|\d")
_ANY, _CAPITAL, _BEHIND_AT, _BESIDE, _CAPITAL_BESIDE = "=", "^", "@", "-", "+"
"""What it takes to believe that words are a name: nothing, a capital where there are any, or to stand behind ``@``; of
what is left of a full name, since somebody else was called so in part, to stand beside ``REDACTED``."""
_END = "-"
"""Of a sign of a name; those of identifiers begin with it."""
_MOST_WORDS = 8
"""Of a name."""
_RESTS = (_BESIDE, _CAPITAL_BESIDE)
_IS_BEHIND_REST, _IS_BEFORE_REST = (re.compile(each) for each in (
    rf"{REDACTED}(?:\s*|[._-])$", rf"(?:\s{{0,3}}|[._-]){REDACTED}",
))  # fmt: skip
_BEFORE_CHARS = 16
"""Of what stands before a word as much is looked at, so that long texts cost no more for each."""
_BEGINNING_CHARS = 2
_SHORTEST_JOINED_CHARS = 6
_MOST_UNSPACED_CHARS = 32
_MOST_REMEMBERED = 300_000
_WIDE_SIGNS = r"\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_WORD = re.compile(f"[^{BETWEEN}{_WIDE_SIGNS}{UNSPACED}_]+|[{UNSPACED}]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_GAP = re.compile(rf"(?<=[{UNSPACED}])\s+(?=[{UNSPACED}])")
_UNSPACED_RUN = re.compile(rf"[{UNSPACED}]+(?:\s+[{UNSPACED}]+)*")
_AT = re.compile(r"@[\u200e\u200f\u202a-\u202e\u2060-\u2069]*$")
"""WhatsApp puts marks of direction around the name of whom somebody mentions."""
_PLAIN_I = str.maketrans("İı", "ii")
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+ ?@ ?([\w-]+(?:\.[\w-]+)+)")
_DIGITS = r"\d[\d\s().\-/\u00ad\u200b-\u200f\u2010-\u2015\u2060-\u2069]*"
_NUMBER = re.compile(rf"@?(?:\+|\(\+)?\(?{_DIGITS}(?<=\d)")
_GROUP = re.compile(r"[@+(]*\d+")
_ID = re.compile(rf"<?@(\w(?:[\w.:|-]*\w)?)>?|(?<![\w-])((?=[\w-]*\d)[\w-]{{{SHORTEST_ID_CHARS},}})(?![\w-])")

Span = tuple[int, int]


class Erased(Protocol):
    """Who is not to be named any more; whatever it tells is the last instant of what must not name him, or None."""

    def by_identifier(self, identifier_type: str, identifier: str) -> datetime | None:
        """Tell of an identifier as it was written; nobody else has it, wherever it stands."""

    def by_name(self, person: bytes, way: str) -> datetime | None:
        """Tell of one of ``ways_of_naming``, where that person talked; elsewhere others may be called so."""

    def has_sign(self, sign: str) -> bool:
        """Tell whether somebody's name has a sign; what is wrongly thought to costs time only."""

    def may_be(self, identifier_type: str, identifier: str) -> bool:
        """Tell whether an identifier may be somebody's by its end; what is wrongly thought so costs time only."""


def ways_of_naming(name: str) -> frozenset[str]:
    """Return in which forms a text names somebody with a display name or a handle, and what each takes to be believed.

    That is the full name in any case, a first or last name that is no common word with a capital, and whatever single
    word he calls himself behind ``@``: what ``detect.names.NameIndex`` finds in texts that are published, and more.
    Whatever is left of the full name tells it where the rest was taken out for somebody else.
    """
    told = plain(name)
    written = [(_form(way), needs_capital) for way, needs_capital in ways_of_writing(told)]
    ways = {(_CAPITAL if needs_capital else _ANY) + form for form, needs_capital in written if form}
    joined = {form.replace(" ", "") for form, needs_capital in written if not needs_capital and " " in form}
    ways |= {_ANY + form for form in joined if len(form) >= _SHORTEST_JOINED_CHARS}
    handle = _form(told)
    if handle and " " not in handle and "@" not in told.removeprefix("@"):
        ways.add(_BEHIND_AT + handle)
    return frozenset(ways | set(_rests_of(handle.split()[:_MOST_WORDS])))


def _rests_of(words: Sequence[str]) -> Iterator[str]:
    """Yield what may be left of a full name; of words like any others only with a capital where there are any."""
    for length in range(1, len(words)):
        for place in range(len(words) - length + 1):
            rest = words[place : place + length]
            needs_capital = not any(map(tells_by_itself, rest)) and any(word.upper() != word for word in rest)
            yield (_CAPITAL_BESIDE if needs_capital else _BESIDE) + " ".join(rest)


def sign_of_name(way: str) -> str:
    """Return how a text that has one of ``ways_of_naming`` is told at a glance: by a first word, or part of one."""
    return _beginning(REDACTED if way[0] in _RESTS else way[1:].partition(" ")[0])


def word_of_sign(sign: str) -> str:
    """Return the word, or part of one, that a text has by which ``sign_of_name`` tells it."""
    return sign.removesuffix(_END)


class Naming:
    """Takes out of texts what names somebody who is erased."""

    def __init__(self, erased: Erased, types: Collection[str]) -> None:
        """Take who is meant, and of which types ids in texts may be."""
        self._erased = erased
        self._types = sorted(types)
        # most words of a conversation were met in it before
        self._begins = lru_cache(_MOST_REMEMBERED)(self._may_begin)
        self._has_sign = lru_cache(_MOST_REMEMBERED)(erased.has_sign)
        self._by_identifier = lru_cache(_MOST_REMEMBERED)(erased.by_identifier)

    def take_out(self, text: str, at: datetime, people: Collection[bytes]) -> str:
        """Return words of an instant without identifiers of anybody, and without the names of some people."""
        spans = [*self._identified(text, at)]
        if people and self.may_name(text):
            spans += self._named(text, at, people)
        end, parts = 0, list[str]()
        for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
            if first >= end:
                parts += [text[end:first], REDACTED]
            end = max(end, last)
        return "".join(parts) + text[end:] if parts else text

    def may_name(self, text: str) -> bool:
        """Return whether a text has the beginning of anybody's name; nearly none has."""
        if not text.isascii():
            if REDACTED in text:
                return True
            text = _GAP.sub("", text)
        return any(map(self._begins, _WORD.findall(text)))

    def is_his(self, sender_key: str, at: datetime) -> bool:
        """Return whether a reader's ``"<type>:<identifier>"`` is somebody's."""
        return self._is_identifier([split_key(sender_key)], at)

    def identifies_anybody(self, text: str, at: datetime) -> bool:
        """Return whether a record that could not be read has an identifier of somebody, bare ids among them."""
        words = set(re.findall(r"[\w.@+-]{5,}", text))
        ways = [*((type_, word) for word in words for type_ in self._types), *(("phone", f"+{word}") for word in words)]
        return any(True for _ in self._identified(text, at)) or self._is_identifier(ways, at)

    def _identified(self, text: str, at: datetime) -> Iterator[Span]:
        if _SIGN.search(text):
            for (first, last), ways in self._identifiers(text):
                if self._erased.may_be(*ways[0]) and self._is_identifier(ways, at):
                    yield first, last

    def _identifiers(self, text: str) -> Iterator[tuple[Span, list[tuple[str, str]]]]:
        """Yield spans that may be an identifier, each with the types and identifiers that it would be."""
        if "@" in text:
            for first, last in _addresses(text):
                yield (first, last), [("email", "".join(text[first:last].split()))]
        for match in _NUMBER.finditer(text):
            for first, last in _numbers(match):
                number = text[first:last]
                yield (first, last), [("phone", number), ("phone", f"+{number}"), (NATIONAL_PHONE, number)]
        if self._types:
            for match in _ID.finditer(text):
                yield match.span(), [(type_, match[1] or match[2]) for type_ in self._types]

    def _is_identifier(self, ways: Sequence[tuple[str, str]], at: datetime) -> bool:
        return any(_is_until(self._by_identifier(*way), at) for way in ways)

    def _may_begin(self, word: str) -> bool:
        folded = _folded(word)
        if not _UNSPACED.match(word):
            return any(map(self._erased.has_sign, {_beginning(folded), _beginning(_without_genitive(folded))}))
        return any(self._has_sign(_beginning(folded[place:])) for place in range(len(folded)))

    def _named(self, text: str, at: datetime, people: Collection[bytes]) -> Iterator[Span]:
        for span, ways in _candidates(text, self._begins):
            if any(_is_until(self._erased.by_name(person, way), at) for way in ways for person in people):
                yield span


def _candidates(text: str, begins: Callable[[str], bool]) -> Iterator[tuple[Span, list[str]]]:
    """Yield spans that may be a name by how they begin, each with the ``ways_of_naming`` somebody that it would be."""
    found = [(*match.span(), _folded(match[0])) for match in _WORD.finditer(text)]
    has_rest = REDACTED in text
    for place, (start, end, _) in enumerate(found):
        if has_rest or begins(text[start:end]):
            before = text[max(0, start - _BEFORE_CHARS) : start]
            at = _AT.search(before)
            begin = start - len(before) + at.start() if at else start
            has_capital = text[start] != text[start].lower()
            for length in range(1, min(_MOST_WORDS, len(found) - place) + 1):
                form, last = " ".join(word for *_, word in found[place : place + length]), found[place + length - 1][1]
                marks = [_ANY, *(_CAPITAL if at or has_capital else ""), *(_BEHIND_AT if at and length == 1 else "")]
                if has_rest and (_IS_BEHIND_REST.search(before) or _IS_BEFORE_REST.match(text, last)):
                    marks += [_BESIDE, *(_CAPITAL_BESIDE if text[start:last] != text[start:last].lower() else "")]
                for way, behind in ((form, 0), (_without_genitive(form), 1)):
                    yield (begin, last - behind), [mark + way for mark in marks]
    if not text.isascii():
        yield from _unspaced_candidates(text, begins)


def _unspaced_candidates(text: str, begins: Callable[[str], bool]) -> Iterator[tuple[Span, list[str]]]:
    """Yield what ``_candidates`` does within words of scripts that put no spaces between them, or anywhere."""
    for match in _UNSPACED_RUN.finditer(text):
        places = [place for place in range(*match.span()) if not text[place].isspace()]
        folded = [_folded(text[place]) for place in places]
        for first, start in enumerate(places):
            if begins("".join(text[place] for place in places[first : first + _BEGINNING_CHARS])):
                at = _AT.search(text[:start])
                for last in range(first + 1, min(first + _MOST_UNSPACED_CHARS, len(places))):
                    form = "".join(folded[first : last + 1])
                    span = (at.start() if at else start, places[last] + 1)
                    yield span, [mark + form for mark in (_ANY, *(_BEHIND_AT if at else ""))]


def _addresses(text: str) -> Iterator[Span]:
    """Yield what may be an e-mail address: behind one there may be the ending of a file's name."""
    for match in _EMAIL.finditer(text):
        dots = [place for place in range(match.start(1), match.end()) if text[place] == "."]
        yield from ((match.start(), last) for last in (match.end(), *dots[1:_MOST_LABELS]))


def _numbers(match: re.Match[str]) -> Iterator[Span]:
    """Yield what of a row of digits and what parts them may be one number: others may stand right beside it."""
    groups = [group.span() for group in _GROUP.finditer(match.string, *match.span())]
    for place, (first, _) in enumerate(groups):
        for _, last in groups[place:]:
            digits = sum(map(str.isdecimal, match.string[first:last]))
            if digits > _LONGEST_NUMBER_DIGITS:
                break
            if digits >= SHORTEST_NUMBER_DIGITS:
                yield first, last


def _beginning(word: str) -> str:
    return (word[:_BEGINNING_CHARS] if _UNSPACED.match(word) else word) + _END


def _is_until(until: datetime | None, at: datetime) -> bool:
    return until is not None and at <= until


def _form(written: str) -> str:
    """Return words in the one form in which they are compared."""
    return " ".join(map(_folded, _WORD.findall(_GAP.sub("", written))))


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return plain(word).translate(_PLAIN_I).casefold()


def _without_genitive(form: str) -> str:
    return form[:-1] if form.endswith("s") and len(form) > SHORTEST_PART + 1 else form
