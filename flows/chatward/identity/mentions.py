"""How others name a person in a conversation with him: what is taken out of their words when he is erased."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

NOBODY = r"()[^\s\S]()"
"""Matches nothing."""
REDACTED = r"\1▇\2"
"""What takes the place of a mention; replace twice, since two mentions may share the space between them."""
_SHORTEST_IDENTIFIER_CHARS = 6
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")


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
    plain = name.removeprefix("@").removeprefix("+")
    if not any(char.isalnum() for char in plain):
        return
    # Telegram and WhatsApp mention by handle or number, Slack as <@U…>
    yield rf"<?@\+?{_quoted(plain)}>?"
    if len(plain.split()) > 1 or (len(plain) >= _SHORTEST_IDENTIFIER_CHARS and not plain.isalpha()):
        yield rf"\+?{_quoted(plain)}"


def _has_spaces(name: str) -> bool:
    """Return whether the name is written in a script that puts spaces between words."""
    return not any(unicodedata.name(char, "").startswith(_UNSPACED) for char in (name[0], name[-1]))


def _quoted(text: str) -> str:
    """Return a text as RE2 takes it literally, with any space where it has one."""
    parts = (re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", part) for part in text.split())
    return r"[\s\pZ]+".join(parts)
