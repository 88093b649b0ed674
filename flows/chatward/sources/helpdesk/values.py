"""Single values of records, any of which may be missing or odd."""

from typing import Any

from chatward.sources.json_values import written

_MOST_BYTES = 2**63 - 1
_LARGEST_EXACT = 2**53


def as_object(value: Any) -> dict[str, Any]:
    """Return the value if it is an object, an empty one otherwise."""
    return value if value.__class__ is dict else {}


def as_list(value: Any) -> list[Any]:
    """Return the value if it is a list, an empty one otherwise."""
    return value if value.__class__ is list else []


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects in a list."""
    return [each for each in value if each.__class__ is dict] if value.__class__ is list else []


def text_or_none(value: Any) -> str | None:
    """Return the value if it is a text that is not empty."""
    return value if value.__class__ is str and value else None


def id_or_none(value: Any) -> str | None:
    """Return an id as text, be it a number or a text; spreadsheets write whole numbers with a fraction or an exponent.

    A number too large for its last digits to be known is no id: it may be another's.
    """
    if value.__class__ is int:
        return str(value)
    if value.__class__ is float:
        return str(int(value)) if value.is_integer() and abs(value) <= _LARGEST_EXACT else None
    return value if value.__class__ is str and value else None


def attachment(name: Any, media_type: Any, size: Any) -> dict[str, Any]:
    """Return a row of ``records.ATTACHMENT``; what is no name, type or size is null."""
    size_bytes = size if size.__class__ is int and 0 <= size <= _MOST_BYTES else None
    return {"name": text_or_none(name), "media_type": text_or_none(media_type), "size_bytes": size_bytes}


def last_part(address: Any) -> str | None:
    """Return the last part of a file's address, without what only asks for it."""
    return address.partition("?")[0].rpartition("/")[2] or None if address.__class__ is str else None


def detail(told: dict[str, Any]) -> str | None:
    """Return what an event says besides its columns as a JSON object, None if it says nothing."""
    said = {name: value for name, value in told.items() if value not in (None, "", [], {})}
    return written(said).decode() if said else None
