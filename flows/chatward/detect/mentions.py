"""Words of a lexicon in a text: where something is spoken of, and what."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import ahocorasick_rs

SHORT = 5
"""Words of fewer characters count only by themselves."""


class Mention(NamedTuple):
    """A word of a tag, and where it stands, in characters."""

    tag: str
    start: int
    end: int


class Lexicon:
    """Finds the words of many tags in one pass; an underscore in a word stands for a blank."""

    def __init__(self, words: Mapping[str, str]) -> None:
        tags: dict[str, list[str]] = {}
        for tag, some in words.items():
            for word in some.split():
                tags.setdefault(word.replace("_", " ").lower(), []).append(tag)
        self._tags = list(tags.items())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(tags), implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def sign(self) -> str:
        """Return a RE2 pattern that finds something in every text in which ``find`` does."""
        words = sorted({word for word, _ in self._tags})
        short = [re.escape(word) for word in words if _is_short(word) and _is_plain(word)]
        others = [re.escape(word) for word in words if not (_is_short(word) and _is_plain(word))]
        return rf"(?i:\b(?:{'|'.join(short)})\b|{'|'.join(others)})"

    def find(self, text: str) -> list[Mention]:
        """Return all mentions by start; words within others count too."""
        folded = text.lower()
        if len(folded) != len(text):
            folded = "".join(low if len(low := character.lower()) == 1 else character for character in text)
        found = []
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            word, tags = self._tags[number]
            if _is_short(word) and (_is_letter(folded[start - 1 : start]) or _is_letter(folded[end : end + 1])):
                continue
            found += [Mention(tag, start, end) for tag in tags]
        found.sort(key=lambda mention: (mention.start, -mention.end))
        return found


def _is_short(word: str) -> bool:
    return len(word) < SHORT and word < "\u0e00"


def _is_plain(word: str) -> bool:
    """Tell whether ASCII's word boundaries, which are all that RE2 knows, are at its ends."""
    return word.isascii() and word[0].isalnum() and word[-1].isalnum()


def _is_letter(neighbour: str) -> bool:
    return neighbour == "_" or neighbour.isalnum()
