"""Labelled texts as the trainer reads them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PERSON = "PERSON"
_UNNAMED = frozenset({"HANDLE", "URL"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its spans as (first character, the one after the last, kind)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def read(path: Path) -> list[Labelled]:
    """Return the texts of a JSON-lines file; spans of handles and addresses are left out."""
    with path.open(encoding="utf-8") as lines:
        return [_labelled(json.loads(line)) for line in lines]


def _labelled(line: dict[str, object]) -> Labelled:
    text, spans = str(line["text"]), line["spans"]
    assert isinstance(spans, Iterable)
    kept = [(start, end, kind) for start, end, kind in spans if kind not in _UNNAMED and text[start] not in "@#"]
    return Labelled(text, tuple(sorted(kept)))
