"""What one pattern a kind cannot find: it takes words around, check digits or several patterns.

Texts that ``signs`` match are looked at one by one, each for what its own signs tell; the others hold nothing of this.
"""

from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import hints, layout
from chatward.detect.identifiers import IdentifierFinder
from chatward.detect.identifiers.words import WORDS as IDENTIFIER_WORDS
from chatward.detect.kinds import Kind
from chatward.detect.mentions import Lexicon
from chatward.detect.spans import PLAIN
from chatward.detect.worded import (
    address_forms,
    addresses,
    announced,
    births,
    codes,
    credentials,
    eastern,
    handles,
    places,
    plates,
    spelled,
    wallets,
)

Seen = tuple[Kind, int, int, int]
"""Kind, first character, the one after the last, and detail."""

_WORDS = {**IDENTIFIER_WORDS, **births.WORDS, **addresses.WORDS, **announced.WORDS, **credentials.WORDS}
_WORDS |= {**codes.WORDS, **spelled.WORDS, **handles.WORDS}
_FIRST = (
    r"[A-Za-z][0-9]|[0-9][A-Za-z]|[0-9]\.[0-9]{3,}[ ,;/NSns°]|[0-9]\s?°|PRIVATE KEY"
    r"|[\[(<{]\s?(?i:[aä]t|ar[or]|chi|kuk|mał|zav|соб|ape|sna)|[A-Z]-[0-9]{3}-[A-Z]"
    r"|[0-9]{2} [0-9]{2} [0-9]{2} [A-Da-d]\b"
)
"""RE2 pattern that stands, beside ``patterns.SIGN``, for the signs that are not searched for by themselves."""

# Letters and digits in one word, or digits parted as telling forms of identifiers are; an underscore is a blank.
_CODES = r"""
    [A-Za-z][0-9][0-9A-Za-z]{4} [0-9][A-Za-z][0-9A-Za-z]{4} [0-9A-Za-z]{4}(?:[0-9][A-Za-z]|[A-Za-z][0-9])
    \b[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z]{2}_?[0-9]{2}_?[0-9]{2}_?[0-9]{2}_?[A-Da-d]\b
    \b[Dd][Ee][_.-]?[0-9]{3}[_.-]?[0-9]{3}[_.-]?[0-9]{3}\b
    [A-Z][0-9][A-Z0-9]?_?[0-9][A-Z]{2} [A-Z][0-9][A-Z]_[0-9][A-Z][0-9] (?i:hr[ab])_?[0-9]
    \b(?:756[0-9]{10}|[0-9]{15}|[0-9]{18}|[0-9]{22})\b
    [0-9]{3}-[0-9]{2}-[0-9]{4} [0-9]-[0-9]{7}-[0-9] [0-9]{6}[-+A-FU-Ya-fu-y][0-9]{3} [0-9]{6}/[0-9]{3}
    [0-9]{6}_[0-9]{5} [0-9]{6}-[0-9]{2}- [0-9]{7}-[0-9Kk]\b [0-9]{8}-[A-Za-z]\b [0-9]\.[0-9]{3}\.[0-9]{3}-[0-9A-Za-z]
    [0-9]{3}\.[0-9]{3}\.[0-9]{3}[-/][0-9] [0-9]\.[0-9]{3}\.[0-9]{3}[A-Za-z] \b[0-9]{4}[_:-][0-9]{4}[_:-][0-9]{4}\b
    [0-9]{2}-[0-9]{8}-[0-9] [0-9]{9}-[0-9]{2} [0-9]{5}-[0-9]{7}-[0-9] [0-9]-[0-9]{4}-[0-9]{5} [0-9]\.[0-9]{2}-[0-9]{3}
    [0-9A-Z]{3}/[0-9A-Z]{4}- \.[0-9]-[0-9]{3}\. \b[VEJPGvejpg]-[0-9]{8} \b[XYZxyz][_-][0-9]{7}
    [0-9]{3}-[0-9]{3}-(?:[0-9]{2}-|[0-9]{3}[_-][0-9]) [0-9]{2}-[0-9]{3}/[0-9] 756\. CHE-
    [0-9]_[0-9]{2}_[0-9]{2}_[0-9]{2}_[0-9]{3} [0-9A-Za-z]{4}-[0-9A-Za-z]{3}-[0-9A-Za-z]{4} [0-9]{2}_[0-9]{6}_[A-Za-z]
    [0-9]{3}-[0-9]{4}-[0-9]{7} GHA-[0-9] \b[0-9]{8}-[0-9]{8}\b
    [0-9]{4}/[0-9]{4}\b [0-9]{8}-[1-5]-[0-9]{2}\b \b[A-Z]{2}[0-9]{2}_[A-Z]{3}\b
    [A-Z]{2}-[0-9]{3}-[A-Z]{2} [A-Z]{3}-[0-9]{3}[A-Z]{2} [0-9]{8}_[0-9]_[0-9A-Za-z]{2}[0-9] [0-9]{8}_[A-Za-z]\b
"""
_CODE = "|".join(_CODES.split()).replace("_", " ")


class Look(IntEnum):
    """For what to look in a text, a bit each: what ``WORDS`` speak of, or what is told by its form alone."""

    WORDS = 1
    KEYS = 2
    WALLETS = 4
    SPELLED = 8
    PLACES = 16
    EASTERN = 32
    FORMS = 64
    CODES = 128
    DATES = 256
    AGES = 512


EVERYTHING = sum(Look)
_COUNTING = Look.CODES | Look.FORMS | Look.DATES | Look.AGES
"""Looks whose signs are searched for by themselves each, as ``layout.matches`` says."""

# In this order, of equally long findings the first counts; those of words are given the mentions, too.
_FINDERS: tuple[tuple[Kind, int, Callable[..., Iterable[tuple[int, int]]]], ...] = (
    (Kind.CREDENTIAL, Look.KEYS, credentials.find_keys),
    (Kind.CREDENTIAL, Look.WORDS, credentials.find),
    (Kind.CREDENTIAL, Look.WORDS, codes.find),
    (Kind.CRYPTO_WALLET, Look.WALLETS, wallets.find),
    (Kind.EMAIL, Look.WORDS | Look.SPELLED, spelled.find),
    (Kind.HANDLE, Look.WORDS, handles.find),
    (Kind.LICENCE_PLATE, Look.WORDS, plates.find),
    (Kind.GEO, Look.PLACES, places.find),
    (Kind.DATE_OF_BIRTH, Look.WORDS, births.find),
    (Kind.ADDRESS, Look.WORDS, addresses.find),
    (Kind.ADDRESS, Look.WORDS, announced.find),
    (Kind.ADDRESS, Look.EASTERN, eastern.find),
    (Kind.ADDRESS, Look.FORMS, address_forms.find),
)


class SecondLook:
    """Looks at single texts.

    Args:
        also: kinds that are found only where they are asked for.
    """

    def __init__(self, also: frozenset[Kind] = frozenset()) -> None:
        self._hints = frozenset(kind for kind in also if kind.is_hint)
        self._with_dates = Kind.DATE in also
        self.lexicon = Lexicon(_WORDS | {kind.name: hints.WORDS[kind.name] for kind in self._hints})
        self._identifiers = IdentifierFinder()

    @cached_property
    def _sign_of(self) -> dict[Look, str]:
        """For what is looked for in texts by itself: RE2 pattern that matches every text in which it is found."""
        signs = {
            Look.KEYS: credentials.SIGN,
            Look.WALLETS: wallets.SIGN,
            Look.SPELLED: spelled.SIGN,
            Look.PLACES: places.SIGN,
            Look.EASTERN: eastern.SIGN,
            Look.FORMS: address_forms.SIGN,
            Look.CODES: _CODE,
        }
        signs |= {Look.DATES: births.SIGN} if self._with_dates else {}
        return signs | ({Look.AGES: hints.MINOR_SIGN} if Kind.MINOR in self._hints else {})

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """RE2 patterns of which one matches every text that ``find`` finds anything in without words around."""
        plain = (sign for look, sign in self._sign_of.items() if not look & _COUNTING)
        counting = (sign for look, sign in self._sign_of.items() if look & _COUNTING)
        return "|".join(plain), *counting

    @cached_property
    def first_signs(self) -> tuple[str, ...]:
        """RE2 patterns that match, beside ``patterns.SIGN``, every text that ``signs`` do, and are quicker."""
        counting = (sign for look, sign in self._sign_of.items() if look & (Look.DATES | Look.AGES))
        return "|".join([_FIRST, eastern.SIGN, address_forms.FIRST_SIGN]), *counting

    @cached_property
    def word_sign(self) -> str:
        """RE2 pattern that matches every other text that ``find`` finds anything in.

        It is searched for by itself: beside other patterns it has more states than RE2 keeps.
        """
        return self.lexicon.sign()

    def looks(self, texts: pa.Array, has_words: NDArray[np.bool_]) -> NDArray[np.uint16]:
        """Return for what to look in each of some texts, of which ``word_sign`` matches those that ``has_words`` tells.

        For the rest ``find`` would look in vain.
        """
        wanted = has_words * np.uint16(Look.WORDS)
        for look, sign in self._sign_of.items():
            wanted |= layout.may_match(texts, sign) * np.uint16(look)
        return wanted

    def find(self, text: str, looks: int = EVERYTHING) -> list[Seen]:
        """Return what is in one text; what is found may overlap.

        Args:
            text: the text.
            looks: for what to look, as ``looks`` returns it.
        """
        mentions = self.lexicon.find(text) if looks & Look.WORDS else []
        seen: list[Seen] = []
        for kind, look, find in _FINDERS:
            if looks & look:
                spans = find(text, mentions) if look & Look.WORDS else find(text)
                seen += [(kind, start, end, PLAIN) for start, end in spans]
        if looks & (Look.WORDS | Look.CODES):
            found = self._identifiers.find(text, mentions, has_sign=bool(looks & Look.CODES))
            seen += [(one.kind, start, end, one.number) for start, end, one in found]
        if self._with_dates and looks & Look.DATES:
            seen += [(Kind.DATE, start, end, PLAIN) for start, end in births.find_dates(text)]
        if self._hints and looks & (Look.WORDS | Look.AGES):
            hinted = hints.find(text, mentions)
            seen += [(kind, start, end, PLAIN) for kind, start, end in hinted if kind in self._hints]
        return seen
