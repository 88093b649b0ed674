"""Words of a lexicon in a text: where something is spoken of, and what."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

import ahocorasick_rs

SHORT = 5
_FEWEST_PLAIN = 7
"""Characters of some words together that mean the same without accents: "né le" and "née en" do not."""
UNSPACED = "\u0e00"
"""From this character on, scripts are written without spaces between words, or with particles behind them."""
_NO_MARKS = str.maketrans("łøđı", "lodi")
"""Letters that Unicode does not take apart, and what people type who have no such keys."""


class Mention(NamedTuple):
    """A word of a tag, and where it stands, in characters."""

    tag: str
    start: int
    end: int


class Lexicon:
    """Finds the words of many tags in one pass.

    An underscore in a word stands for a blank or an underscore. Words that begin with one of fewer than ``SHORT``
    characters, and those with a leading ``=``, count only by themselves; those with a leading ``-`` at a word's end.
    Words with accents count without them, too, as many people type.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        tags: dict[str, list[str]] = {}
        alone: set[str] = set()
        endings: set[str] = set()
        for tag, some in words.items():
            for written in with_plain(some):
                word = written.lstrip("=-").replace("_", " ").lower()
                tags.setdefault(word, []).append(tag)
                if written.startswith("-"):
                    endings.add(word)
                elif written.startswith("=") or (len(word.split()[0]) < SHORT and word < UNSPACED):
                    alone.add(word)
        self._tags = list(tags.items())
        self._alone, self._endings = alone, endings
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(tags), implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    @property
    def words(self) -> list[str]:
        """All words, each once."""
        return [word for word, _ in self._tags]

    def sign(self) -> str:
        """Return a RE2 pattern that finds something in every text in which ``find`` does."""
        groups: dict[tuple[str, str], list[str]] = {}
        for word in sorted(self.words):
            is_alone = word in self._alone
            begins = r"\b" if is_alone and _is_plain(word[0]) else ""
            ends = r"\b" if (is_alone or word in self._endings) and _is_plain(word[-1]) else ""
            groups.setdefault((begins, ends), []).append(re.escape(word).replace(r"\ ", "[ _]"))
        return "(?i:" + "|".join(f"{begins}(?:{'|'.join(some)}){ends}" for (begins, ends), some in groups.items()) + ")"

    def find(self, text: str) -> list[Mention]:
        """Return all mentions by start; words within others count too."""
        folded = text.lower()
        if len(folded) != len(text):
            folded = "".join(low if len(low := character.lower()) == 1 else character for character in text)
        found = []
        for number, start, end in self._automaton.find_matches_as_indexes(folded.replace("_", " "), overlapping=True):
            word, tags = self._tags[number]
            is_begun, is_ended = not _is_letter(folded[start - 1 : start]), not _is_letter(folded[end : end + 1])
            if (word in self._alone and not (is_begun and is_ended)) or (word in self._endings and not is_ended):
                continue
            found += [Mention(tag, start, end) for tag in tags]
        found.sort(key=lambda mention: (mention.start, -mention.end))
        return found


def with_plain(words: str) -> list[str]:
    """Return words parted by blanks, and those with accents also without: "contraseña contrasena"; not short ones."""
    some = words.split()
    return list(dict.fromkeys([*some, *filter(_is_long, map(_without_accents, some))]))


def _is_long(word: str) -> bool:
    return len(word.lstrip("=-")) >= (_FEWEST_PLAIN if "_" in word else SHORT)


def _without_accents(word: str) -> str:
    """Return a Latin word without accents; nothing if letters remain that are not ASCII."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    plain = plain.translate(_NO_MARKS)
    return plain if plain.isascii() else ""


def _is_plain(character: str) -> bool:
    """Tell whether ASCII's word boundaries, which are all that RE2 knows, are beside it."""
    return character.isascii() and character.isalnum()


def _is_letter(neighbour: str) -> bool:
    return neighbour == "_" or neighbour.isalnum()
