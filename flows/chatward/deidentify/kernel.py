"""Texts in, pseudonymised texts out: detection, normalisation, tokens and replacement over Arrow batches."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import ahocorasick_rs
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.deidentify.actions import Actions, generalise, mask, surrogates
from chatward.deidentify.splice import replace
from chatward.deidentify.tokens import Tokeniser
from chatward.detect import NOBODY, Detector, Kind, NameIndex, Spans, layout
from chatward.detect.kinds import FIRST_HINT
from chatward.identity.normalise import normalise_all
from chatward.policy.vocabulary import TextAction

TOKEN_CHARACTERS_IN_TEXT = 16
"""80 bits: a thousand million distinct values in one set still have unlike tokens but for one chance in two million."""


def pseudonymise_texts(
    texts: pa.Array | pa.ChunkedArray,
    detector: Detector,
    names: NameIndex | None,
    tokeniser: Tokeniser,
    known: Mapping[tuple[str, str], str],
    *,
    people: Sequence[str] = (),
    region: str | None = None,
    actions: Actions = MappingProxyType({}),
) -> tuple[pa.Array | pa.ChunkedArray, dict[str, int]]:
    """Return ``texts`` with a typed token for every span, like ``[EMAIL:mfrggzdfmztwq2lk]``, and how many of each kind.

    ``actions`` may put something else in the place of some kinds. Hints are counted and left as they are.

    Who is known is shown by the very token of the columns, whole, whatever names him in the text: name, phone, e-mail.
    Any other value is shown by the first ``TOKEN_CHARACTERS_IN_TEXT`` characters of its own token.

    Args:
        texts: strings of any Arrow type; nulls stay null. A dictionary comes back decoded.
        detector: what finds the spans.
        names: the participants' names, numbered like ``people``; None where nobody is known.
        tokeniser: of the set's purpose and period.
        known: (identifier type, normalised value) → token of the person; types as spans have them, e.g. ``"phone"``.
        people: the participants' tokens, by their number in ``names``.
        region: country of phone numbers without country code, as for ``normalise``.
        actions: what is done with kinds that are not to have tokens.
    """
    writer = _Writer(tokeniser, known, people, region, actions)
    counts: Counter[str] = Counter()
    chunks = []
    for batch in layout.batches(texts):
        spans = detector.find(batch, names)
        counts.update(spans.counts())
        spans = spans.select(spans.kind < FIRST_HINT)
        chunks.append(replace(batch, spans, writer.write(batch, spans)) if len(spans) else batch)
    kind = pa.large_string() if pa.types.is_large_string(texts.type) else pa.string()
    column = pa.chunked_array([chunk.cast(kind) for chunk in chunks], type=kind)
    return column if isinstance(texts, pa.ChunkedArray) else column.combine_chunks(), dict(counts)


def value_tokens(tokeniser: Tokeniser, type_: str, values: Sequence[str]) -> list[str]:
    """Return what stands in texts for normalised values that are nobody's who is known."""
    return [token[:TOKEN_CHARACTERS_IN_TEXT] for token in tokeniser.tokens(type_, values)]


def shows_tokens(texts: pa.Array, tokens: Sequence[str], *, any_person: bool = False) -> NDArray[np.bool_]:
    """Tell of each pseudonymised text whether it shows one of ``tokens``, or any person who is not known as one.

    Args:
        texts: what ``pseudonymise_texts`` returned; a null shows nothing.
        tokens: of people, or as ``value_tokens`` gives them.
        any_person: whether names that are nobody's, or several people's, are meant too.
    """
    strings = texts.fill_null("")
    shown = np.zeros(len(strings), dtype=bool)
    if tokens:
        offsets, octets = layout.offsets_and_bytes(strings)
        automaton = ahocorasick_rs.BytesAhoCorasick([f":{token}]".encode() for token in tokens])
        starts = [start for _, start, _ in automaton.find_matches_as_indexes(octets.tobytes())]
        shown[np.searchsorted(offsets, starts, side="right") - 1] = True
    if any_person:
        shown |= layout.matches(strings, rf"\[{Kind.PERSON.name}:[a-z2-7]{{{TOKEN_CHARACTERS_IN_TEXT}}}\]")
    return shown


class _Writer:
    """Writes the replacements of spans, each distinct value of a batch once."""

    def __init__(
        self,
        tokeniser: Tokeniser,
        known: Mapping[tuple[str, str], str],
        people: Sequence[str],
        region: str | None,
        actions: Actions,
    ) -> None:
        self._actions = actions
        self._real = frozenset(value for _, value in known) if TextAction.SURROGATE in actions.values() else frozenset()
        self._tokeniser = tokeniser
        self._known = known
        self._people = people
        self._region = region

    def write(self, texts: pa.Array, spans: Spans) -> pa.Array:
        """Return the replacement of every span of ``texts``."""
        values = _values(texts, spans).dictionary_encode()
        value_of_span = values.indices.to_numpy()
        written = np.empty(len(spans), dtype=object)
        for kind in np.unique(spans.kind):
            chosen = spans.kind == kind
            distinct, place = np.unique(value_of_span[chosen], return_inverse=True)
            written[chosen] = self._write_values(Kind(kind), values.dictionary.take(pa.array(distinct)))[place]
        is_person = (spans.subject != NOBODY) & (spans.subject < len(self._people))
        written[is_person] = self._write_people([self._people[place] for place in spans.subject[is_person]])
        return pa.array(written, type=pa.string())

    def _write_people(self, tokens: list[str]) -> NDArray[np.object_]:
        """Return what stands for people who are known, by their tokens."""
        action = self._actions.get(Kind.PERSON, TextAction.TOKEN)
        if action is TextAction.TOKEN:
            return np.array([f"[{Kind.PERSON.name}:{token}]" for token in tokens], dtype=object)
        return self._acted(action, Kind.PERSON, tokens)

    def _write_values(self, kind: Kind, values: pa.Array) -> NDArray[np.object_]:
        """Return what stands for every value: the token of the person who is known by it, or what the action makes."""
        type_ = kind.identifier_type
        normalised = normalise_all(type_, values.to_pylist(), region=self._region)
        action = self._actions.get(kind, TextAction.TOKEN)
        if action is not TextAction.TOKEN:
            return self._acted(action, kind, normalised)
        own = value_tokens(self._tokeniser, type_, normalised)
        tokens = (self._known.get((type_, value)) or token for value, token in zip(normalised, own, strict=True))
        return np.array([f"[{kind.name}:{token}]" for token in tokens], dtype=object)

    def _acted(self, action: TextAction, kind: Kind, values: list[str]) -> NDArray[np.object_]:
        if action is TextAction.SURROGATE:
            made = surrogates(kind, values, self._tokeniser, region=self._region, real=self._real)
        elif action is TextAction.GENERALISE:
            made = [generalise(kind, value, region=self._region) for value in values]
        else:
            made = [mask(kind) if action is TextAction.MASK else ""] * len(values)
        return np.array(made, dtype=object)


def _values(texts: pa.Array, spans: Spans) -> pa.Array:
    """Return the text of every span."""
    offsets, octets = layout.offsets_and_bytes(texts)
    return layout.pieces(octets, offsets[spans.row] + spans.start, offsets[spans.row] + spans.end)
