"""The engine: a few RE2 passes tell which texts can hold anything; only in those it is looked for."""

from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import disguise, layout
from chatward.detect.formed import patterns
from chatward.detect.formed.forms import FormFinder
from chatward.detect.kinds import Kind
from chatward.detect.lists import find_references, without_allowed, without_own
from chatward.detect.mentions import Mention
from chatward.detect.persons.introductions import with_introduced
from chatward.detect.persons.names import NameIndex, Names
from chatward.detect.persons.third_parties import with_others
from chatward.detect.spans import Spans, in_bytes, without_overlaps
from chatward.detect.tagger import tag, weights
from chatward.detect.worded.second_look import SecondLook

_VERSION = "12"
_DIGEST_DIGITS = 12

_SURE = (Kind.EMAIL, Kind.CREDIT_CARD, Kind.IBAN, Kind.URL)


def version() -> str:
    """Return what changes when any text may give other spans than before, by patterns or by the tagger's weights."""
    return f"{_VERSION}+{weights.digest()[:_DIGEST_DIGITS]}"


class Detector:
    """Finds personal data with a form, and participants by name, in columns of texts.

    The same text gives the same spans in every column, batch and process.

    Args:
        regions: ISO 3166 codes of the countries whose national telephone numbers are told by their numbering plan;
            without them only their form and the words around tell.
        also: kinds that are found only where they are asked for: hints at special categories of data, and dates.
        tags_names: whether the tagger looks for names of those who take no part, too. It goes by the text alone, and
            what is found otherwise goes before what it finds.
        references: RE2 patterns of order, customer and case numbers.
        allowed: RE2 patterns of what is no personal data, as a whole; no e-mail, phone, card or account can be.
        own: the company's own e-mail addresses, phone numbers, cards and accounts, which are no personal data.
    """

    __slots__ = (
        "_forms",
        "_second_look",
        "_signs",
        "allowed",
        "own",
        "references",
        "regions",
        "tags_names",
        "version",
    )

    def __init__(
        self,
        regions: tuple[str, ...] = (),
        *,
        also: frozenset[Kind] = frozenset(),
        tags_names: bool = False,
        references: tuple[str, ...] = (),
        allowed: tuple[str, ...] = (),
        own: tuple[str, ...] = (),
    ) -> None:
        self.regions = regions
        self.tags_names = tags_names
        self.references = references
        self.allowed = allowed
        self.own = own
        self.version = "".join((version(), *(f"+{region}" for region in regions)))
        self._forms = FormFinder(regions)
        self._second_look = _second_look(also)
        first, *counting = self._second_look.first_signs
        self._signs = "|".join((patterns.SIGN, disguise.PATTERN, first)), *counting

    def find(self, texts: pa.Array | pa.ChunkedArray, names: Names | None = None) -> Spans:
        """Return all spans in ``texts``, which may be of any string type, dictionaries included; a null has none.

        A dictionary is searched once for each of its values. Memory is that of one batch and the spans.
        """
        if not isinstance(texts, pa.ChunkedArray) and pa.types.is_dictionary(texts.type):
            return self._find_in_dictionary(texts, names)
        parts = []
        base = 0
        for batch in layout.batches(texts):
            spans = self.find_in_batch(batch, names)
            parts.append(spans.with_rows(spans.row + base))
            base += len(batch)
        return Spans.concat(parts)

    def _find_in_dictionary(self, texts: pa.Array, names: Names | None) -> Spans:
        """Search the distinct values and give each row those of its value; a null is given an empty value's."""
        spans = self.find(texts.dictionary, names)
        value_of_row = texts.indices.fill_null(len(texts.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
        return spans.spread(value_of_row, len(texts.dictionary) + 1)

    def mentions(self, text: str) -> list[Mention]:
        """Return the words of the rules' lexicons in one text: what its judgements rest on."""
        return self._second_look.lexicon.find(text)

    def may_name(self, strings: pa.Array, names: NameIndex) -> NDArray[np.bool_]:
        """Tell of each string whether ``names`` may have a part in what is found in it, disguised or not.

        Where they have none, ``find`` gives the same with them and without.
        """
        strings = strings.fill_null("") if strings.null_count else strings
        found = names.occur_in(strings)
        disguised = np.flatnonzero(layout.matches(strings, disguise.PATTERN))
        plain = [disguise.undo(text).text for text in strings.take(pa.array(disguised)).to_pylist()]
        found[disguised] |= names.occur_in(pa.array(plain, pa.string()))
        return found

    def find_in_batch(self, strings: pa.Array, names: Names | None = None) -> Spans:
        """Return the spans of one string array, small enough to be worked on in one go."""
        strings = strings.fill_null("") if strings.null_count else strings
        has_words = layout.may_match(strings, self._second_look.word_sign)
        rows = np.flatnonzero(has_words | layout.may_match(strings, *self._signs))
        chosen = strings.take(pa.array(rows))
        forms = self._find_all(chosen, has_words[rows])
        spans = self._with_words(strings, forms.with_rows(rows[forms.row]), names)
        disguised = rows[layout.matches(chosen, disguise.PATTERN)]
        if not len(disguised):
            return spans
        plain = [disguise.undo(text) for text in strings.take(pa.array(disguised)).to_pylist()]
        texts = pa.array([one.text for one in plain], type=pa.string())
        has_words = layout.may_match(texts, self._second_look.word_sign)
        hidden = self._with_words(texts, self._find_all(texts, has_words), names)
        for i, row in enumerate(hidden.row):
            hidden.start[i], hidden.end[i] = plain[row].in_original(int(hidden.start[i]), int(hidden.end[i]))
        seen = spans.select(~np.isin(spans.row, disguised))
        return Spans.concat([seen, hidden.with_rows(disguised[hidden.row])]).sorted()

    def _with_words(self, strings: pa.Array, forms: Spans, names: Names | None) -> Spans:
        known = [names.find(strings)] if names is not None else []
        spans = without_overlaps(Spans.concat([*known, find_references(strings, self.references), forms]))
        spans = with_others(spans, with_introduced(tag(strings), strings), strings) if self.tags_names else spans
        return without_own(without_allowed(spans, strings, self.allowed), strings, self.own)

    def _find_all(self, strings: pa.Array, has_words: NDArray[np.bool_]) -> Spans:
        """Return what a second look at single texts sees, then what has a form: of equal spans the first counts."""
        forms = self._forms.find(strings)
        look = self._second_look
        rows = np.flatnonzero(has_words | layout.may_match(_without(strings, forms), *look.signs))
        seen: list[tuple[int, int, int, int]] = []
        details: list[int] = []
        texts = strings.take(pa.array(rows))
        wanted = look.looks(texts, has_words[rows]).tolist()
        for row, text, looks in zip(rows.tolist(), texts.to_pylist(), wanted, strict=True):
            for kind, start, end, detail in look.find(text, looks):
                seen.append((row, *in_bytes(text, start, end), kind))
                details.append(detail)
        return Spans.concat([Spans.of(seen, details), forms])


@cache
def _second_look(also: frozenset[Kind]) -> SecondLook:
    return SecondLook(also)


def _without(strings: pa.Array, spans: Spans) -> pa.Array:
    """Return texts with a sign that nothing looks for in the place of what is sure to be what it was found to be."""
    spans = spans.select(np.isin(spans.kind, _SURE))
    offsets, octets = layout.offsets_and_bytes(strings)
    octets = octets.copy()
    octets[layout.places(offsets[spans.row] + spans.start, offsets[spans.row] + spans.end)] = ord("~")
    return layout.strings_of(offsets, octets)
