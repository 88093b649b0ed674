"""Whom a record names that nobody could read: by whatever escapes, case and separators it was delivered with."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

import ahocorasick_rs

_SHORTEST_CHARS = 5
"""Fewer are a part of too many other words."""
_SHORTEST_NUMBER_DIGITS = 7
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.()/\u2010-\u2015-]{1,3}(?=\d)")
_NUMBER = re.compile(r"[+@]?[\d\s.()/-]+")


class RawNames:
    """Knows names and identifiers, and finds them in the bytes of records."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take names as exports have them; too short ones are looked for nowhere."""
        self._names: list[int] = []
        self._numbers: list[int] = []
        words, numbers = list[str](), list[str]()
        for place, name in enumerate(names):
            plain = _plain(name)
            digits = "".join(filter(str.isdecimal, plain))
            if _NUMBER.fullmatch(plain) and len(digits) >= _SHORTEST_NUMBER_DIGITS:
                numbers.append(digits)
                self._numbers.append(place)
            elif len(word := plain.removeprefix("@")) >= _SHORTEST_CHARS:
                words.append(word)
                self._names.append(place)
        self._word_automaton = ahocorasick_rs.AhoCorasick(words)
        self._number_automaton = ahocorasick_rs.AhoCorasick(numbers)

    def found_in(self, raw: bytes) -> set[int]:
        """Return the places of the names that a record has, wherever it has them."""
        text = _plain(unescaped(raw))
        digits = _BETWEEN_DIGITS.sub("", text)
        found = {self._names[number] for number in _matches(self._word_automaton, text)}
        return found | {self._numbers[number] for number in _matches(self._number_automaton, digits)}


def _matches(automaton: ahocorasick_rs.AhoCorasick, text: str) -> Iterable[int]:
    return {number for number, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}


def unescaped(raw: bytes) -> str:
    """Return a record as text, with what JSON escapes as it is meant; half a character stays none."""
    text = raw.decode(errors="replace")
    return _ESCAPED.sub(lambda match: str(json.loads(f'"{match[0]}"')), text).encode(errors="replace").decode()


def _plain(text: str) -> str:
    """Return a text without differences that nobody sees: of composition, case, width, spaces and invisible marks."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return " ".join(text.casefold().split())
