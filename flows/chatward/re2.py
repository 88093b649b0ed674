"""Patterns that users write: RE2 (github.com/google/re2/wiki/Syntax), which takes linear time on any text."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

LONGEST = 200
"""Characters of a pattern."""
MOST = 200
"""Patterns in one list."""
HINT = "RE2 knows no lookaround and no back references; a pattern must not match nothing"


def is_sound(pattern: str) -> bool:
    """Tell whether RE2 takes a pattern, and it is neither too long nor finds something in nothing."""
    return 0 < len(pattern) <= LONGEST and _finds_in_nothing(pattern) is False


def fit_together(patterns: Sequence[str]) -> bool:
    """Tell whether RE2 takes sound patterns as one: not too many, nor too large an automaton."""
    return len(patterns) <= MOST and _finds_in_nothing(whole(patterns)) is not None


def any_of(patterns: Sequence[str]) -> str:
    """Return the pattern that finds what any of some finds."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def whole(patterns: Sequence[str]) -> str:
    """Return the pattern that matches a text that any of some matches as a whole, in any case."""
    return rf"(?i)\A(?:{any_of(patterns)})\z"


def _finds_in_nothing(pattern: str) -> bool | None:
    """Tell whether a pattern matches an empty text; None where RE2 does not take it."""
    try:
        return bool(pc.match_substring_regex(pa.array([""]), pattern)[0].as_py())
    except pa.ArrowInvalid:
        return None
