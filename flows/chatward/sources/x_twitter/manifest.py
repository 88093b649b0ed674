"""What an archive's manifest promises of direct messages, so that a part that is missing is noticed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chatward.sources.x_twitter.form import is_named_messages
from chatward.sources.x_twitter.values import as_object, objects

_PREFIX, _PART = "YTD.", "part"
_MOST_DIGITS = 9


class Promise(NamedTuple):
    """A part of direct messages that the manifest in ``member`` lists, with how many blocks it has."""

    member: str
    variable: str
    part: int
    blocks: int
    entry: dict[str, Any]


def promises(member: str, manifest: Mapping[str, Any]) -> list[Promise]:
    """Return the parts of direct messages that a manifest lists."""
    types = as_object(manifest.get("dataTypes")).values()
    entries = (entry for each in types for entry in objects(as_object(each).get("files")))
    return [promise for entry in entries if (promise := _promise(member, entry))]


def missing(promised: Sequence[Promise], met: Mapping[tuple[str, int], int]) -> Iterator[Promise]:
    """Yield the parts of which fewer blocks were met than are promised; ``met`` counts them by variable and part."""
    return (each for each in promised if met.get((each.variable, each.part), 0) < each.blocks)


def _promise(member: str, entry: dict[str, Any]) -> Promise | None:
    variable, _, part = str(entry.get("globalName")).removeprefix(_PREFIX).rpartition(".")
    number, blocks = _number(part.removeprefix(_PART)), _number(str(entry.get("count")))
    if not is_named_messages(variable) or number is None or blocks is None:
        return None
    return Promise(member, variable, number, blocks, entry)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
