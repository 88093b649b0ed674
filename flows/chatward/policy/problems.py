"""What is wrong with a policy, where, and what to do about it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from chatward.policy.vocabulary import nearest

Place = tuple[str | int, ...]
"""Keys and list indices from the document's root to a value, like ``("sources", "slack", "purposes", 0)``."""

_CODE = re.compile(r"[A-Za-z_][\w./+-]{0,39}|\d{1,6}(\.\d{1,6})?\s?[A-Za-z%/]{0,12}", re.ASCII)
_LONGEST_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, or doubtful, in a policy.

    Attributes:
        place: the value in question.
        message: what is expected and what was found; holds no value that could be personal.
        hint: what to do about it.
        line: line of the file, counted from 1; None where the policy did not come from a file.
    """

    place: Place
    message: str
    hint: str | None = None
    line: int | None = None

    @property
    def where(self) -> str:
        """The place in dots and brackets, like ``sources.slack.purposes[0]``; empty for the whole document."""
        return "".join(_step(step) for step in self.place).removeprefix(".")

    def __str__(self) -> str:
        """Return place and message, without line and hint."""
        return f"{self.where}: {self.message}" if self.place else self.message


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _CODE.fullmatch(step) else ".…"


def shown(value: object) -> str:
    """Return how an error names a value that it found: the value only where it looks like a code, else its kind."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"`{value}`" if abs(value) < _LONGEST_NUMBER else "a large number"
    if isinstance(value, str):
        return f"`{value}`" if _CODE.fullmatch(value) else "other text" if value.strip() else "empty text"
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def find_unknown(place: Place, kind: str, name: str, known: Collection[str]) -> Iterator[Problem]:
    """Find a name to which no entry of the file answers; ``kind`` says in words what it should name."""
    if name not in known:
        hint = nearest(name, sorted(known)) or f"known: {', '.join(sorted(known)) or 'none'}"
        yield Problem(place, f"there is no {kind} `{name}`", hint)


def find_unknown_in(place: Place, kind: str, names: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    """Find names in a list to which no entry of the file answers, and names that stand in it twice."""
    for index, name in enumerate(names):
        yield from find_unknown((*place, index), kind, name, known)
        if name in names[:index]:
            yield Problem((*place, index), f"`{name}` is listed twice", "remove one of them")
