"""Takes other people out of texts that are shown to one person: their names, addresses and numbers, never his own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.deidentify.everybody import OTHER
from chatward.deidentify.splice import replace
from chatward.detect import Detector, Kind, Spans, layout
from chatward.detect.kinds import FIRST_HINT
from chatward.detect.persons.names import Names
from chatward.identity.normalise import normalise


@dataclass(slots=True)
class Reader:
    """Who is shown texts, and who else is known.

    Attributes:
        own: (identifier type, normalised value) of what is his.
        known: the same of everybody.
        own_names: ways in which he is called.
        names: everybody's, as he sees them.
        region: country of phone numbers without country code.
    """

    own: set[tuple[str, str]]
    known: frozenset[tuple[str, str]]
    own_names: frozenset[str]
    names: Names
    region: str | None = None
    _words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._words = frozenset(word for name in self.own_names for word in name.casefold().split())

    def is_own_name(self, text: str) -> bool:
        """Return whether a name, or a part of one, is his."""
        return set(text.casefold().split()) <= self._words


def redact(texts: Sequence[str | None], is_own: Sequence[bool], detector: Detector, reader: Reader) -> list[str | None]:
    """Return texts that are shown to a person without other people in them.

    What he wrote goes by without what is known as somebody else's; he knows the rest, since he wrote it. Values in it
    that are nobody else's count as his own from then on. What others wrote goes by without any personal data but his.

    Args:
        texts: of any number of records.
        is_own: of each, whether he wrote it.
    """
    redacted: list[str | None] = list(texts)
    start = 0
    for batch in layout.batches(pa.array(texts, pa.string())):
        own = np.array(is_own[start : start + len(batch)], dtype=bool)
        redacted[start : start + len(batch)] = _redact(batch, own, detector, reader)
        start += len(batch)
    return redacted


def _redact(batch: pa.Array, is_own: NDArray[np.bool_], detector: Detector, reader: Reader) -> list[str | None]:
    spans = detector.find(batch, reader.names)
    spans = spans.select(spans.kind < FIRST_HINT)
    found = _pieces(batch, spans)
    goes = np.zeros(len(spans), dtype=bool)
    his = is_own[spans.row]
    # what he wrote first, since that tells what is his own
    for wrote, decide in ((his, _goes_of_own), (~his, _goes_of_others)):
        for place in np.flatnonzero(wrote).tolist():
            goes[place] = decide(reader, Kind(int(spans.kind[place])), found[place], int(spans.subject[place]))
    spans = spans.select(goes)
    words = pa.array([f"[{Kind(kind).name} of another person]" for kind in spans.kind.tolist()], pa.string())
    shown: list[str | None] = (replace(batch, spans, words) if len(spans) else batch).to_pylist()
    return shown


def _goes_of_own(reader: Reader, kind: Kind, text: str, subject: int) -> bool:
    if kind is Kind.PERSON:
        return subject == OTHER and not reader.is_own_name(text)
    value = (kind.identifier_type, normalise(kind.identifier_type, text, region=reader.region))
    if value in reader.known and value not in reader.own:
        return True
    reader.own.add(value)
    return False


def _goes_of_others(reader: Reader, kind: Kind, text: str, _subject: int) -> bool:
    if kind is Kind.PERSON:
        return not reader.is_own_name(text)
    return (kind.identifier_type, normalise(kind.identifier_type, text, region=reader.region)) not in reader.own


def _pieces(texts: pa.Array, spans: Spans) -> list[str]:
    offsets, octets = layout.offsets_and_bytes(texts)
    pieces: list[str] = layout.pieces(
        octets, offsets[spans.row] + spans.start, offsets[spans.row] + spans.end
    ).to_pylist()
    return pieces
