"""Everybody who is known, by names and identifiers: made once, and read anew for each person who is shown texts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import NameIndex, Spans
from chatward.detect.persons.names import list_ways, ways_of_writing
from chatward.identity.normalise import normalise

OWN, OTHER = 0, 1
"""Subjects of names, as one person sees them; a name that he shares with others is his own."""
_SHORTEST_WORD = 5


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier in clear, of a person, and the name that goes with it."""

    person: bytes
    identifier_type: str
    identifier: str
    name: str | None

    @property
    def names(self) -> list[str]:
        """The names that it tells."""
        own = self.identifier if self.identifier_type.endswith("name") else None
        return [each for each in (self.name, own) if each]

    @property
    def word(self) -> str | None:
        """What stands in texts as a word, like a name: ids without a form that detection knows, with letters."""
        word = self.identifier.lstrip("+")
        return word if len(word) >= _SHORTEST_WORD and word.isalnum() and not word.isdecimal() else None

    @property
    def value(self) -> tuple[str, str]:
        """Type and normalised value."""
        return self.identifier_type, normalise(self.identifier_type, self.identifier)


class Everybody:
    """One index of the names of all people, which tells of each whose it is."""

    def __init__(self, identifiers: Iterable[Identifier]) -> None:
        """Take the identifiers of all people."""
        rows = list(identifiers)
        self.values = frozenset(row.value for row in rows)
        named = {(row.person, name) for row in rows for name in (*row.names, *filter(None, (row.word,)))}
        names = sorted({name for _, name in named})  # many share one
        ways = {name: list(ways_of_writing(name)) for name in names}
        entries = list_ways((*way, 0) for name in names for way in ways[name])
        listed = entries["name"].to_pylist()
        self._entries = {name: number for number, name in enumerate(listed)}
        self._people = {person: number for number, person in enumerate(sorted({row.person for row in rows}))}
        numbers = {name: [self._entries[way] for way, _ in some] for name, some in ways.items()}
        self._bearers = _pairs([(self._people[person], numbers[name]) for person, name in named])
        self._all_bearers = np.bincount(self._bearers[:, 0], minlength=len(listed))
        numbered = entries.column_names.index("subject"), "subject", pa.array(np.arange(len(listed)), pa.int32())
        self._index = NameIndex(entries=entries.set_column(*numbered))

    def seen_by(self, people: Collection[bytes], names: Iterable[str]) -> "Seen":
        """Return the index as it is for one person.

        Args:
            people: all canonical ids of the person.
            names: ways in which he is called.
        """
        numbers = [self._people[person] for person in people if person in self._people]
        his = self._bearers[np.isin(self._bearers[:, 1], numbers), 0]
        is_others = self._all_bearers > np.bincount(his, minlength=len(self._all_bearers))
        subjects = np.where(is_others, OTHER, _HIDDEN).astype(np.int32)
        subjects[[self._entries[way] for name in names for way, _ in ways_of_writing(name) if way in self._entries]] = (
            OWN
        )
        return Seen(self._index, subjects)


_HIDDEN = -2
"""Subject of his own numbers and ids: by their form alone detection finds them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The names of everybody, as one person sees them: his own, and others'."""

    _index: NameIndex
    _subjects: NDArray[np.int32]

    def find(self, strings: pa.Array) -> Spans:
        """Return the names in a string array without nulls, with ``OWN`` or ``OTHER`` for a subject."""
        spans = self._index.find(strings)
        spans.subject[:] = self._subjects[spans.subject]
        return spans.select(spans.subject != _HIDDEN)


def _pairs(rows: Sequence[tuple[int, Sequence[int]]]) -> NDArray[np.int64]:
    """Return (entry, person) once each, sorted, out of people and entries of each."""
    entries = np.fromiter(chain.from_iterable(some for _, some in rows), dtype=np.int64)
    people = np.repeat(np.array([person for person, _ in rows], dtype=np.int64), [len(some) for _, some in rows])
    count = people.max(initial=0) + 1
    return np.column_stack(np.divmod(np.unique(entries * count + people), count))


def names_of(identifiers: Sequence[Identifier]) -> frozenset[str]:
    """Return the ways in which somebody with these identifiers is called."""
    return frozenset(name for each in identifiers for name in each.names)
