"""Who is not to be named any more: known in clear while an erasure is going on, and by keyed digests ever after."""

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from datetime import datetime

from chatward.identity.index import blind_index
from chatward.identity.normalise import NATIONAL_PHONE, national_forms
from chatward.identity.suppression import suppressed_name, suppressed_sign
from chatward.rights.naming import sign_of_identifier, sign_of_name, ways_of_naming

ANY_IDENTIFIER = "-"
"""Begins each sign of an identifier; by itself that of identifiers of which none is known."""
_FOR_GOOD = datetime.max  # noqa: DTZ901 - the warehouse's instants carry no zone


class KnownInClear:
    """Those whose erasure is going on: by their names, and by the blind indexes of their identifiers.

    Attributes:
        signs: of their names.
    """

    def __init__(
        self,
        names: Mapping[bytes, Collection[str]],
        index_key: bytes,
        indexes: Set[bytes],
        *,
        signs: Collection[str] = (ANY_IDENTIFIER,),
    ) -> None:
        """Take display names and handles by person, and what tells identifiers.

        Args:
            names: by person.
            index_key: of the blind indexes.
            indexes: of the identifiers.
            signs: of the identifiers, ``ANY_IDENTIFIER`` among them where one is known by its index alone.
        """
        self._ways = {person: frozenset[str]().union(*map(ways_of_naming, some)) for person, some in names.items()}
        self.signs = frozenset(sign_of_name(way) for ways in self._ways.values() for way in ways)
        self._identifier_signs = frozenset(signs)
        self._index_key = index_key
        self._indexes = indexes

    def by_identifier(self, identifier_type: str, identifier: str) -> datetime | None:
        """Tell of an identifier as it was written."""
        return _FOR_GOOD if blind_index(self._index_key, identifier_type, identifier) in self._indexes else None

    def by_name(self, person: bytes, way: str) -> datetime | None:
        """Tell of one of ``naming.ways_of_naming``."""
        return _FOR_GOOD if way in self._ways.get(person, ()) else None

    def has_sign(self, sign: str) -> bool:
        """Tell whether somebody's name or identifier has a sign."""
        if sign.startswith(ANY_IDENTIFIER):
            return ANY_IDENTIFIER in self._identifier_signs or sign in self._identifier_signs
        return sign in self.signs


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
        self._knows_any = suppressed_sign(key, ANY_IDENTIFIER) in untils

    def by_identifier(self, identifier_type: str, identifier: str) -> datetime | None:
        """Tell of an identifier as it was written."""
        digests = self._digests(identifier_type, identifier)
        return max((self._untils[digest] for digest in digests if digest in self._untils), default=None)

    def by_name(self, person: bytes, way: str) -> datetime | None:
        """Tell of one of ``naming.ways_of_naming``."""
        return self._untils.get(suppressed_name(self._key, person, way))

    def has_sign(self, sign: str) -> bool:
        """Tell whether somebody's name or identifier has a sign."""
        if self._knows_any and sign.startswith(ANY_IDENTIFIER):
            return True
        return suppressed_sign(self._key, sign) in self._untils


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
