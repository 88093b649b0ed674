"""Finds where names end in files without columns: ``15:40 Mei Ling see you`` says it only together with other rows."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

_OFTEN = 3
"""From so many rows on, words that all of them begin with are a name."""

_MOST_WORDS = 5


def split_names(rows: Sequence[str], known: AbstractSet[str]) -> list[tuple[str, str]]:
    """Return name and text of each row.

    A name is the longest of those known, else the first word and whatever follows it in all rows that begin with it.

    Args:
        rows: first lines of messages.
        known: names told elsewhere, as in the banner.
    """
    by_length = sorted(known, key=len, reverse=True)
    groups: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        words = row.split(" ", _MOST_WORDS)
        groups[words[0]].append(words)
    lengths = {(first, length) for first, group in groups.items() for length in _lengths(group)}
    return [_split(row, by_length, lengths) for row in rows]


def _split(row: str, known: Sequence[str], lengths: set[tuple[str, int]]) -> tuple[str, str]:
    for name in known:
        if row.startswith(f"{name} ") or row == name:
            return name, row[len(name) + 1 :]
    words = row.split(" ", _MOST_WORDS)
    length = next(length for length in range(_MOST_WORDS, 0, -1) if (words[0], length) in lengths)
    *_, text = row.split(" ", length) if len(words) > length else ("",)
    return (row[: len(row) - len(text) - 1] if text else row), text


def _lengths(group: Sequence[Sequence[str]]) -> list[int]:
    """Return of how many words the names are that begin with one word."""
    length = 1
    while length < _MOST_WORDS and len(group) >= _OFTEN:
        nexts = {words[length] if len(words) > length + 1 else None for words in group}
        if len(nexts) > 1 or None in nexts:
            break
        length += 1
    return [length]
