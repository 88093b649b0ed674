"""Takes other people out of texts that are shown to one person: their names, addresses and numbers, never his own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from chatward.deidentify.splice import replace
from chatward.detect import Detector, Kind, NameIndex, Spans, layout
from chatward.detect.kinds import FIRST_HINT
from chatward.identity.normalise import normalise

_OWN, _OTHER = 0, 1


@dataclass(slots=True)
class Reader:
    """Who is shown texts, and who else is known.

    Attributes:
        own: (identifier type, normalised value) of what is his.
        others: the same of everybody else.
        own_names: ways in which he is called.
        other_names: names of everybody else.
        region: country of phone numbers without country code.
    """

    own: set[tuple[str, str]]
    others: frozenset[tuple[str, str]]
    own_names: frozenset[str]
    other_names: frozenset[str]
    region: str | None = None
    _index: NameIndex = field(init=False)
    _words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        named = [(name, _OWN) for name in sorted(self.own_names)]
        named += [(name, _OTHER) for name in sorted(self.other_names - self.own_names)]
        self._index = NameIndex(named)
        self._words = frozenset(word for name in self.own_names for word in name.casefold().split())

    @property
    def index(self) -> NameIndex:
        """The index of all names."""
        return self._index

    def is_own_name(self, text: str) -> bool:
        """Return whether a name, or a part of one, is his."""
        return set(text.casefold().split()) <= self._words


def redact_own(texts: Iterable[str | None], detector: Detector, reader: Reader) -> list[str | None]:
    """Return what the reader wrote, without what is known as somebody else's; he knows the rest, since he wrote it.

    Values in them that are nobody else's count as his own from then on.
    """

    def goes(kind: Kind, text: str, subject: int) -> bool:
        if kind is Kind.PERSON:
            return subject == _OTHER and not reader.is_own_name(text)
        value = (kind.identifier_type, normalise(kind.identifier_type, text, region=reader.region))
        if value in reader.others and value not in reader.own:
            return True
        reader.own.add(value)
        return False

    return _redact(texts, detector, reader, goes)


def redact_others(texts: Iterable[str | None], detector: Detector, reader: Reader) -> list[str | None]:
    """Return what others wrote, without any personal data but the reader's own."""

    def goes(kind: Kind, text: str, _subject: int) -> bool:
        if kind is Kind.PERSON:
            return not reader.is_own_name(text)
        return (kind.identifier_type, normalise(kind.identifier_type, text, region=reader.region)) not in reader.own

    return _redact(texts, detector, reader, goes)


def _redact(
    texts: Iterable[str | None], detector: Detector, reader: Reader, goes: Callable[[Kind, str, int], bool]
) -> list[str | None]:
    redacted: list[str | None] = []
    for batch in layout.batches(pa.array(texts, pa.string())):
        spans = detector.find(batch, reader.index)
        spans = spans.select(spans.kind < FIRST_HINT)
        found = _pieces(batch, spans)
        rows = zip(spans.kind.tolist(), found, spans.subject.tolist(), strict=True)
        chosen = np.fromiter((goes(Kind(kind), text, who) for kind, text, who in rows), dtype=bool, count=len(found))
        spans = spans.select(chosen)
        words = pa.array([f"[{Kind(kind).name} of another person]" for kind in spans.kind.tolist()], pa.string())
        redacted += (replace(batch, spans, words) if len(spans) else batch).to_pylist()
    return redacted


def _pieces(texts: pa.Array, spans: Spans) -> list[str]:
    offsets, octets = layout.offsets_and_bytes(texts)
    pieces: list[str] = layout.pieces(
        octets, offsets[spans.row] + spans.start, offsets[spans.row] + spans.end
    ).to_pylist()
    return pieces
