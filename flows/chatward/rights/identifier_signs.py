"""By what a text is told at a glance that may have an identifier in it: one that stands in clear, or keyed ones."""

import unicodedata
from collections.abc import Collection

SHORTEST_NUMBER_DIGITS, SHORTEST_ID_CHARS = 6, 6
_TOLD_BY_FORM = frozenset(("phone", "email"))
_SIGN_CHARS = 3
_OF_IDS = r"[^\x00-,./:-@\[-^`{-\x7f]"  # what is no letter beyond ASCII, too: so RE2 is as quick as it can be
_IDS = "|".join(
    rf"{_OF_IDS}{{{before}}}\pN{_OF_IDS}{{{SHORTEST_ID_CHARS - 1 - before}}}" for before in range(SHORTEST_ID_CHARS)
)
_NUMBERS = rf"(?:\p{{Nd}}[^0-9A-Za-z]*){{{SHORTEST_NUMBER_DIGITS}}}"  # all letters would take RE2 20 ms to begin with
SIGN = rf"@|{_NUMBERS}|{_IDS}"
"""RE2 pattern of texts that may have an identifier in them: an address, digits enough for a number, or an id."""


def sign_of_identifier(identifier: str) -> str:
    """Return how a text that has an identifier is told at a glance: by its last letters or digits."""
    return "-" + letters_and_digits(identifier)[-_SIGN_CHARS:]


def letters_and_digits(identifier: str) -> str:
    """Return what every way of writing an identifier has in common at its end."""
    told = plain(identifier).casefold()
    if not told.isascii():
        told = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in told)
    return "".join(filter(str.isalnum, told))


def sign_of_any(types: Collection[str]) -> str | None:
    """Return the RE2 pattern of texts that may have an identifier of some types, None where no text has."""
    has_ids = any(map(is_id, types))
    told_by = {"@": has_ids or "email" in types, _NUMBERS: "phone" in types, _IDS: has_ids}
    return "|".join(sign for sign, is_needed in told_by.items() if is_needed) or None


def is_id(identifier_type: str) -> bool:
    """Return whether identifiers of a type have no form that tells them, and are not what people call themselves."""
    return identifier_type not in _TOLD_BY_FORM and not identifier_type.endswith("name")


def plain(text: str) -> str:
    """Return a text without differences that nobody sees: of composition, width, and invisible marks."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
