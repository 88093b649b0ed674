"""How others name a person in a conversation with him: what is taken out of their words when he is erased."""

import re
from collections.abc import Iterable

NOBODY = r"[^\s\S]"
"""Matches nothing."""
_SHORTEST_IDENTIFIER_CHARS = 6


def mention_pattern(names: Iterable[str]) -> str:
    """Return an RE2 pattern, to be matched in any case, of how people with these names and identifiers are mentioned.

    A name of one word is a mention only behind ``@``, since it may be a word like any other ("Will"); a name of several
    words, and an identifier that is long enough to be nobody else's, are one as they stand.
    """
    distinct = sorted({name.strip() for name in names} - {""}, key=lambda name: (-len(name), name))
    parts = [part for name in distinct for part in _mentions(name)]
    return "|".join(parts) if parts else NOBODY


def _mentions(name: str) -> Iterable[str]:
    plain = name.removeprefix("@").removeprefix("+")
    # Telegram and WhatsApp mention by handle or number, Slack as <@U…>
    yield rf"<?@\+?{_quoted(plain)}\b>?"
    if len(name.split()) > 1 or (len(plain) >= _SHORTEST_IDENTIFIER_CHARS and not plain.isalpha()):
        yield rf"(?:\+|\b){_quoted(plain)}\b"


def _quoted(text: str) -> str:
    """Return a text as RE2 takes it literally."""
    return re.sub(r"([^\w\s])", r"\\\1", text).replace(" ", r"\s+")
