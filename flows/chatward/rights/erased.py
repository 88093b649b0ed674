"""Who is not to be named any more: known in clear while an erasure is going on, and by keyed digests ever after."""

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from datetime import datetime
from functools import lru_cache

from chatward.identity.index import blind_index
from chatward.identity.normalise import GMAIL, NATIONAL_PHONE, national_forms, normalise
from chatward.identity.suppression import suppressed_name, suppressed_sign
from chatward.rights.identifier_signs import is_id, letters_and_digits, sign_of_identifier
from chatward.rights.naming import sign_of_name, ways_of_naming

ANY_IDENTIFIER = "-"
"""Begins each sign of an identifier; by itself that of identifiers of which none is known."""
_END_CHARS, _SHORTEST_LOCAL_CHARS = 7, 6
_MOST_REMEMBERED = 100_000
_FOR_GOOD = datetime.max  # noqa: DTZ901 - the warehouse's instants carry no zone


class KnownInClear:
    """Those whose erasure is going on: by their names, and by the blind indexes of their identifiers.

    Attributes:
        signs: of their names.
        ends: letters and digits, some of which each text has that has one of ``identifiers``, whatever else is in
            between.
        unwritten: types of further identifiers.
    """

    def __init__(
        self,
        names: Mapping[bytes, Collection[str]],
        index_key: bytes,
        indexes: Set[bytes],
        identifiers: Collection[str],
        unwritten: Collection[str] = (),
    ) -> None:
        """Take display names and handles by person, and what tells identifiers.

        Args:
            names: by person.
            index_key: of the blind indexes.
            indexes: of the identifiers.
            identifiers: as exports write them.
            unwritten: types of those that are known by their indexes alone.
        """
        self._ways = {person: frozenset[str]().union(*map(ways_of_naming, some)) for person, some in names.items()}
        self.signs = frozenset(sign_of_name(way) for ways in self._ways.values() for way in ways)
        self.ends = frozenset(filter(None, map(_end_of, identifiers)))
        self.unwritten = frozenset(unwritten)
        self._lengths = sorted({len(end) for end in self.ends if len(end) < _END_CHARS})
        self._unwritten = {_form_of(type_) for type_ in unwritten}
        self._index_key = index_key
        self._indexes = indexes

    def by_identifier(self, identifier_type: str, identifier: str) -> datetime | None:
        """Tell of an identifier as it was written."""
        return _FOR_GOOD if blind_index(self._index_key, identifier_type, identifier) in self._indexes else None

    def by_name(self, person: bytes, way: str) -> datetime | None:
        """Tell of one of ``naming.ways_of_naming``."""
        return _FOR_GOOD if way in self._ways.get(person, ()) else None

    def has_sign(self, sign: str) -> bool:
        """Tell whether somebody's name has a sign."""
        return sign in self.signs

    def may_be(self, identifier_type: str, identifier: str) -> bool:
        """Tell whether an identifier ends as somebody's does, or is of a type of which some are not known in clear."""
        if _form_of(identifier_type) in self._unwritten:
            return True
        end = _end_of(identifier)
        return end in self.ends or any(end[-length:] in self.ends for length in self._lengths)


def _form_of(identifier_type: str) -> str:
    """Return what a text may have for an identifier: ids of all types look alike."""
    return "id" if is_id(identifier_type) else identifier_type


def _end_of(identifier: str) -> str:
    """Return what all ways of writing an identifier end with that ``normalise`` takes for one, but for what is between.

    They differ before that: in country codes, the digit that Brazil's mobiles gained. Of an address it is the end of
    its local part, too, for many have the same host; where Gmail passes over what stands between, that alone.
    """
    local_part, _, host = normalise("email", identifier).rpartition("@") if "@" in identifier else ("", "", "")
    local_end, is_gmail = letters_and_digits(local_part)[-_END_CHARS:], host == GMAIL
    if not local_part or not local_end.isascii() or (is_gmail and len(local_end) < _SHORTEST_LOCAL_CHARS):
        return letters_and_digits(identifier)[-_END_CHARS:]
    return local_end if is_gmail else local_end + letters_and_digits(host)


class KnownByDigests:
    """Those on the suppression list.

    Args:
        key: of the list.
        untils: by digest: until when what was sent must not tell it.
        digests: by which an identifier of a type may stand on the list.
    """

    def __init__(
        self, key: bytes, untils: Mapping[bytes, datetime], digests: Callable[[str, str], Iterable[bytes]]
    ) -> None:
        self._key = key
        self._untils = untils
        self._digests = digests
        self._has_sign = lru_cache(_MOST_REMEMBERED)(self.has_sign)
        self._knows_any = suppressed_sign(key, ANY_IDENTIFIER) in untils

    def by_identifier(self, identifier_type: str, identifier: str) -> datetime | None:
        """Tell of an identifier as it was written."""
        digests = self._digests(identifier_type, identifier)
        return max((self._untils[digest] for digest in digests if digest in self._untils), default=None)

    def by_name(self, person: bytes, way: str) -> datetime | None:
        """Tell of one of ``naming.ways_of_naming``."""
        return self._untils.get(suppressed_name(self._key, person, way))

    def has_sign(self, sign: str) -> bool:
        """Tell whether somebody's name has a sign."""
        return suppressed_sign(self._key, sign) in self._untils

    def may_be(self, _: str, identifier: str) -> bool:
        """Tell whether an identifier of any type has the sign of somebody's."""
        return self._knows_any or self._has_sign(sign_of_identifier(identifier))


def digests_of_names(key: bytes, person: bytes, names: Iterable[str]) -> frozenset[bytes]:
    """Return what must be on the suppression list for ``KnownByDigests`` to know somebody by these names."""
    ways = frozenset[str]().union(*map(ways_of_naming, names))
    told = {suppressed_name(key, person, way) for way in ways}
    return frozenset(told | {suppressed_sign(key, sign_of_name(way)) for way in ways})


def ways_of_writing_it(identifier_type: str, identifier: str) -> list[tuple[str, str]]:
    """Return by which types and identifiers a text may tell an identifier: a phone number without its country, too."""
    forms = sorted(national_forms(identifier)) if identifier_type == "phone" else []
    return [(identifier_type, identifier), *((NATIONAL_PHONE, form) for form in forms)]


def digest_of_sign(key: bytes, identifier: str | None) -> bytes:
    """Return what must be there for an identifier to be looked for in texts; None where nobody has it in clear."""
    return suppressed_sign(key, ANY_IDENTIFIER if identifier is None else sign_of_identifier(identifier))
