"""What an export holds that its reader does not know: fields, columns, types of values, kinds of records.

A watch looks at values as they are parsed, and never at the text again. All names of all records are seen, since the
names of a block are put together faster than they are parsed, and each is judged once. Types of values are looked at in
the first records of every place, wherever a name is new, and then in some records of each block: what a platform
changed, it changed in all of them.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from typing import Any

from chatward.sources.drift_paths import ANY_NAME, EACH, Path, covers, steps, written

DRIFT = "drift"
"""Reason code of records and files that hold something unknown."""
_THOROUGH = 1_000  # records of a place whose values are all looked at, so that a small export is seen whole
_SAMPLED = 64  # of the others one in so many, and all of a block in which a name is new
_MOST_NAMES = 10_000
_MOST_SHAPES = 1_000
_MOST_SIBLINGS = 8
_MOST_FOUND = 100  # a list of more tells nobody more
_MANY_NAMES = 12  # so many unknown names in one object are no fields but data: people, ids, days
_LONGEST_NAME = 40
_WORD = re.compile(r"[A-Za-z_$@][A-Za-z_$:-]*(?:[0-9]{1,3}[A-Za-z_]*)?")
_NESTED = frozenset({dict, list})
_NESTED_TYPES = frozenset({"object", "array"})
_JSON_TYPES: Mapping[type, str] = {
    str: "string", int: "number", float: "number", bool: "boolean", dict: "object", list: "array",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What a reader knows of its platform's exports, whatever it takes from them.

    Attributes:
        fields: names of fields at any depth, and of columns.
        data_keys: matches names that are data, like a user's id.
        opaque: names of fields that hold whatever the platform likes, since the reader does not look into them.
        below: names of fields below which names are judged; what others put around records is theirs. Empty for all.
        types: by name of a field the JSON types that its values have, like ``"string array"``; null is always fine.
        kinds: by name of a field the words that it may hold: the kinds of records that the reader tells apart.
    """

    fields: frozenset[str]
    data_keys: re.Pattern[str] | None = None
    opaque: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    types: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """Something that a reader does not know.

    Attributes:
        path: where it stands, like ``messages[].foo``, or ``messages[].type=foo`` for a kind of records. A name that
            may be data stands as ``*``. A policy accepts it by this path.
        found: JSON types of the values, or ``"kind"``, or ``"column"``.
        siblings: names beside it that are known, the first ones.
        records: how many objects hold it.
    """

    path: str
    found: str
    siblings: tuple[str, ...]
    records: int


@dataclass(slots=True)
class _Place:
    """What was met so far of the objects that stand at one path."""

    is_judged: bool
    met: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    nested: dict[str, None] = field(default_factory=dict)
    has_data_keys: bool = False
    seen: int = 0
    sound: set[tuple[object, ...]] = field(default_factory=set)


@dataclass(slots=True)
class _Found:
    types: set[str]
    siblings: tuple[str, ...]
    records: int = 0


class Watch:
    """Looks at what is parsed of one export.

    Attributes:
        sets_aside: whether a record that holds something unknown is not to be read.
        rejected: how many were set aside, 0 as long as it is not known. A call that is broken into its pieces is looked
            at once more in each.
    """

    def __init__(self, known: Known, accepted: Sequence[str] = (), *, sets_aside: bool = False) -> None:
        self.sets_aside = sets_aside
        self.rejected = 0
        self._known = known
        self._accepted = [steps(path) for path in accepted]
        self._types = {name: frozenset(words.split()) for name, words in known.types.items()}
        self._is_capitalised = _has_capitals(known)
        self._places: dict[Path, _Place] = {}
        self._found: dict[Path, _Found] = {}
        self._hits = 0

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What was found so far and is not accepted, by path."""
        most = self.rejected or sys.maxsize
        found = (
            Unknown(written(path), " ".join(sorted(each.types)), each.siblings, min(each.records, most))
            for path, each in self._found.items()
        )
        return tuple(sorted(found)[:_MOST_FOUND])

    def column_names(self, names: Sequence[str]) -> None:
        """Look at the columns of a table."""
        for name in names:
            if name and not self._is_known(name):
                self._note((name if _is_heading(name) else ANY_NAME,), "column", self._siblings(names), 1)

    def field_name(self, path: Path, name: str) -> Path:
        """Look at the name of a field of the object at ``path``; return the path of its value."""
        if self._is_judged(path) and not self._is_known(name):
            self._note((*path, self._shown(name)), "field", (), 1)
        return (*path, self._step(name))

    def values(self, path: Path, values: Sequence[Any]) -> list[int]:
        """Look at values that stand at ``path``; return the places of those that are to be set aside."""
        if not self._known.opaque.isdisjoint(path):
            return []
        if not self.sets_aside:
            self._look(path, values)
            return []
        found, self._found = self._found, {}
        self._look(path, values)
        has_news, self._found = bool(self._found), found
        return [place for place, value in enumerate(values) if self._finds(path, value)] if has_news else []

    def _finds(self, path: Path, value: Any) -> bool:
        before = self._hits
        self._look(path, [value])
        return self._hits > before

    def _look(self, path: Path, values: Sequence[Any]) -> None:
        waiting = [(path, values)]  # no depth of nesting can exhaust the stack
        while waiting:
            path, values = waiting.pop()
            types = set(map(type, values))
            if dict in types:
                alone = len(types) == 1
                waiting += self._objects(path, values if alone else [each for each in values if each.__class__ is dict])
            if list in types and (elements := [each for value in values if value.__class__ is list for each in value]):
                waiting.append(((*path, EACH), elements))

    def _objects(self, path: Path, objects: Sequence[dict[str, Any]]) -> Iterator[tuple[Path, list[Any]]]:
        """Look at objects of one place; yield what is nested in them, by path."""
        place = self._places.get(path) or self._new_place(path)
        names = set[str]().union(*objects)
        new = names - place.met
        if unknown := self._learnt(place, new) | (place.unknown & names):
            self._note_fields(path, unknown, objects)
        self._look_at_shapes(path, place, objects if new or place.seen < _THOROUGH else objects[::_SAMPLED])
        place.seen += len(objects)
        if place.is_judged:
            self._look_at_kinds(path, names, objects)
        for name in place.nested:
            if name in names and (inner := list(filter(None, map(dict.get, objects, repeat(name))))):  # others pass
                yield (*path, name), inner
        if place.has_data_keys:
            named = [value for each in objects for name, value in each.items() if self._step(name) == ANY_NAME]
            yield (*path, ANY_NAME), named

    def _new_place(self, path: Path) -> _Place:
        place = self._places[path] = _Place(self._is_judged(path))
        return place

    def _learnt(self, place: _Place, names: set[str]) -> set[str]:
        """Return those of names that are not known, which a place has not met before."""
        place.has_data_keys = place.has_data_keys or any(self._step(name) == ANY_NAME for name in names)
        for name in names - self._known.opaque:
            if not _NESTED_TYPES.isdisjoint(self._types.get(name, ())):
                place.nested[name] = None
        unknown = {name for name in names if not self._is_known(name)} if place.is_judged else set[str]()
        if len(place.met) < _MOST_NAMES:
            place.met |= names
            place.unknown |= unknown
        return unknown

    def _look_at_shapes(self, path: Path, place: _Place, objects: Sequence[dict[str, Any]]) -> None:
        """Look at the types of values, but for those of objects that are shaped like one in which all was known."""
        for each in objects:
            shape = (*each, *map(type, each.values()))
            if shape in place.sound:
                continue
            before = self._hits
            self._look_at_types(path, place, each)
            if self._hits == before and len(place.sound) < _MOST_SHAPES:
                place.sound.add(shape)

    def _look_at_types(self, path: Path, place: _Place, each: dict[str, Any]) -> None:
        opaque, types = self._known.opaque, self._types
        for name, value in each.items():
            if value.__class__ in _NESTED and name not in opaque and self._step(name) == name:
                place.nested[name] = None
            if name in types and value is not None and place.is_judged:
                found = _JSON_TYPES.get(value.__class__, "number")
                if found not in types[name]:
                    self._note((*path, name), found, self._siblings(each), 1)

    def _look_at_kinds(self, path: Path, names: set[str], objects: Sequence[dict[str, Any]]) -> None:
        for name in names & self._known.kinds.keys():
            words = self._known.kinds[name]
            values = [value for value in map(dict.get, objects, repeat(name)) if value.__class__ is str]
            if not words.issuperset(values):
                for value in set(values) - words:
                    self._note((*path, f"{name}={self._shown(value)}"), "kind", (), values.count(value))

    def _note_fields(self, path: Path, unknown: set[str], objects: Sequence[dict[str, Any]]) -> None:
        for each in objects:
            names = [name for name in each if name in unknown]
            siblings = self._siblings(each) if names else ()  # once, for an object may have a million of them
            for name in names:
                shown = ANY_NAME if len(names) >= _MANY_NAMES else self._shown(name)
                self._note((*path, shown), _JSON_TYPES.get(each[name].__class__, "null"), siblings, 1)

    def _siblings(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(name for name in names if name in self._known.fields)[:_MOST_SIBLINGS])

    def _note(self, path: Path, types: str, siblings: tuple[str, ...], records: int) -> None:
        if any(covers(accepted, path) for accepted in self._accepted):
            return
        self._hits += 1
        found = self._found.setdefault(path, _Found(set(), siblings))
        found.types.update(types.split())
        found.records += records

    def _is_judged(self, path: Path) -> bool:
        return not self._known.below or not self._known.below.isdisjoint(path)

    def _is_known(self, name: str) -> bool:
        return name in self._known.fields or self._is_data(name)

    def _is_data(self, name: str) -> bool:
        return self._known.data_keys is not None and self._known.data_keys.fullmatch(name) is not None

    def _step(self, name: str) -> str:
        return name if name in self._known.fields or not self._is_data(name) else ANY_NAME

    def _shown(self, name: str) -> str:
        """Return a name that is written as the platform writes its own; any other may be a person's, and is masked."""
        is_word = len(name) <= _LONGEST_NAME and _WORD.fullmatch(name) is not None
        return name if is_word and (self._is_capitalised or not name[0].isupper()) else ANY_NAME


@cache
def _has_capitals(known: Known) -> bool:
    return any(name[:1].isupper() for name in known.fields)


def _is_heading(name: str) -> bool:
    """Return whether a column is called by a few words, as columns are."""
    return len(name) <= _LONGEST_NAME and all(_WORD.fullmatch(word) for word in name.split())


_watching: ContextVar[Watch | None] = ContextVar("watching", default=None)


def seen(columns: list[str]) -> list[str]:
    """Return the names of a table's columns, which are looked at if the export is."""
    if looker := watch():
        looker.column_names(columns)
    return columns


def watch() -> Watch | None:
    """Return what looks at the export that is being read, if anything does."""
    return _watching.get()


@contextmanager
def watching(watch: Watch | None) -> Iterator[Watch | None]:
    """Have a watch, or none, look at all that is parsed meanwhile."""
    token = _watching.set(watch)
    try:
        yield watch
    finally:
        _watching.reset(token)
