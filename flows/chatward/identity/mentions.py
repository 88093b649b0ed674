"""How others name a person in a conversation with him: what is taken out of their words when he is erased."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import ahocorasick_rs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

NOBODY = r"()[^\s\S]()"
"""Matches nothing."""
REDACTED = r"\1▇\2"
"""What takes the place of a mention; replace twice, since two mentions may share the space between them."""
_SHORTEST_IDENTIFIER_CHARS = 6
_NAMES_AT_ONCE = 100
"""In one pattern: RE2 takes none that is too large."""
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")


class Mentions:
    """Takes mentions of people out of many texts: the longest word of each name is looked for first, in one pass."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take names and identifiers as ``mention_pattern`` does."""
        words: dict[str, list[str]] = {}
        for name in {name.strip() for name in names}:
            if any(True for _ in _mentions(name)):
                words.setdefault(_longest_word(name), []).append(name)
        self._names = list(words.values())
        self._words = ahocorasick_rs.BytesAhoCorasick([word.encode() for word in words] or [b"\n"])

    def __bool__(self) -> bool:
        """Return whether anybody can be mentioned at all."""
        return bool(self._names)

    def take_out(self, texts: pa.Array) -> pa.Array:
        """Return strings without the mentions; nulls, and all texts that mention nobody, are as they were."""
        places, names = self._candidates(texts)
        if not len(places):
            return texts
        chosen = texts.take(pa.array(places))
        for pattern in _patterns(names):
            for _ in range(2):  # two mentions may share the space between them
                chosen = pc.replace_substring_regex(chosen, pattern=pattern, replacement=REDACTED)
        is_chosen = np.zeros(len(texts), dtype=bool)
        is_chosen[places] = True
        return pc.replace_with_mask(texts, pa.array(is_chosen), chosen)

    def _candidates(self, texts: pa.Array) -> tuple[NDArray[np.int64], list[str]]:
        """Return the places of texts in which a name's longest word is, and the names."""
        if not self or not len(texts):
            return np.zeros(0, dtype=np.int64), []
        lines = [f"{(text or '').casefold()}\n".encode() for text in texts.to_pylist()]
        ends = np.cumsum(np.fromiter(map(len, lines), dtype=np.int64, count=len(lines)))
        matches = self._words.find_matches_as_indexes(b"".join(lines), overlapping=True)
        starts = np.fromiter((start for _, start, _ in matches), dtype=np.int64, count=len(matches))
        found = sorted({number for number, _, _ in matches})
        return np.unique(np.searchsorted(ends, starts, side="right")), [
            n for number in found for n in self._names[number]
        ]


def _patterns(names: Sequence[str]) -> Iterator[str]:
    """Yield patterns for some names at a time, the longest first, as one pattern for all would prefer them."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    for start in range(0, len(ordered), _NAMES_AT_ONCE):
        yield f"(?i){mention_pattern(ordered[start : start + _NAMES_AT_ONCE])}"


def _longest_word(name: str) -> str:
    """Return what every mention of a name has in it once its case is folded."""
    return max(_plain(name).casefold().split(), key=len)


def mention_pattern(names: Iterable[str]) -> str:
    """Return an RE2 pattern, to be matched in any case, of how people with these names and identifiers are mentioned.

    A name of one word is a mention only behind ``@``, since it may be a word like any other ("Will"); a name of several
    words, and an identifier that is long enough to be nobody else's, are one as they stand. Letters and digits beside
    it make another word of it, but in scripts that put no spaces between words. Its two groups stay.
    """
    distinct = sorted({name.strip() for name in names} - {""}, key=lambda name: (-len(name), name))
    ways = [(way, _has_spaces(name)) for name in distinct for way in _mentions(name)]
    spaced = "|".join(way for way, has_spaces in ways if has_spaces)
    unspaced = "|".join(way for way, has_spaces in ways if not has_spaces)
    parts = [rf"(^|[^\pL\pN])(?:{spaced})($|[^\pL\pN])"] if spaced else [NOBODY]
    return "|".join([*parts, unspaced] if unspaced else parts)


def _mentions(name: str) -> Iterator[str]:
    plain = _plain(name)
    if not any(char.isalnum() for char in plain):
        return
    # Telegram and WhatsApp mention by handle or number, Slack as <@U…>
    yield rf"<?@\+?{_quoted(plain)}>?"
    if len(plain.split()) > 1 or (len(plain) >= _SHORTEST_IDENTIFIER_CHARS and not plain.isalpha()):
        yield rf"\+?{_quoted(plain)}"


def _plain(name: str) -> str:
    return name.removeprefix("@").removeprefix("+")


def _has_spaces(name: str) -> bool:
    """Return whether the name is written in a script that puts spaces between words."""
    return not any(unicodedata.name(char, "").startswith(_UNSPACED) for char in (name[0], name[-1]))


def _quoted(text: str) -> str:
    """Return a text as RE2 takes it literally, with any space where it has one."""
    parts = (re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", part) for part in text.split())
    return r"[\s\pZ]+".join(parts)
