"""Numbers of months by their names, whole or abbreviated, in the languages of KakaoTalk's app."""

from collections.abc import Iterator

from chatward.sources.month_names import MONTH_NAMES

_SHORTEST = 3


def month_of(name: str) -> int | None:
    """Return the number of a month, None for what is no month, or may be two."""
    return _MONTHS.get(name.casefold().rstrip("."))


def _names() -> Iterator[tuple[str, int]]:
    """Yield each name and its beginnings with the month that they mean in one language."""
    for names in MONTH_NAMES.values():
        for number, name in enumerate(names.split(), 1):
            yield from ((name[:length], number) for length in range(_SHORTEST, len(name) + 1))


def _meant() -> dict[str, int]:
    meanings: dict[str, set[int]] = {}
    for name, number in _names():
        meanings.setdefault(name, set()).add(number)
    return {name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1}


_MONTHS = _meant()
