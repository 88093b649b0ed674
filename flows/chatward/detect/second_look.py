"""What one pattern a kind cannot find: it takes words around, check digits or several patterns.

Texts that ``signs`` match, a few of a hundred, are looked at one by one; the others hold nothing of this.
"""

from functools import cached_property

from chatward.detect import (
    address_forms,
    addresses,
    births,
    credentials,
    eastern,
    handles,
    hints,
    places,
    spelled,
    wallets,
)
from chatward.detect.identifiers import IdentifierFinder
from chatward.detect.identifiers.words import WORDS as IDENTIFIER_WORDS
from chatward.detect.kinds import Kind
from chatward.detect.mentions import Lexicon
from chatward.detect.spans import PLAIN

Seen = tuple[Kind, int, int, int]
"""Kind, first character, the one after the last, and detail."""

_WORDS = {**IDENTIFIER_WORDS, **births.WORDS, **addresses.WORDS, **credentials.WORDS, **spelled.WORDS, **handles.WORDS}
_FIRST = (
    r"[A-Za-z][0-9]|[0-9][A-Za-z]|[0-9]\.[0-9]{3,}[ ,;/NSns°]|[0-9]\s?°|PRIVATE KEY"
    r"|[\[(<{]\s?(?i:[aä]t|ar[or]|chi|kuk|mał|zav|соб|ape|sna)|[A-Z]-[0-9]{3}-[A-Z]"
    r"|[0-9]{2} [0-9]{2} [0-9]{2} [A-Da-d]\b"
)
"""RE2 pattern that matches, beside ``patterns.SIGN``, every text that ``SecondLook.signs`` do, and is quicker."""

# Letters and digits in one word, or digits parted as telling forms of identifiers are; an underscore is a blank.
_CODES = r"""
    [A-Za-z][0-9][0-9A-Za-z]{4} [0-9][A-Za-z][0-9A-Za-z]{4} [0-9A-Za-z]{4}(?:[0-9][A-Za-z]|[A-Za-z][0-9])
    \b[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z]{2}_?[0-9]{2}_?[0-9]{2}_?[0-9]{2}_?[A-Da-d]\b [Dd][Ee][_.-]?[0-9]{3}
    [A-Z][0-9][A-Z0-9]?_?[0-9][A-Z]{2} [A-Z][0-9][A-Z]_[0-9][A-Z][0-9] (?i:hr[ab])_?[0-9] [0-9]{13}
    [0-9]{3}-[0-9]{2}-[0-9]{4} [0-9]-[0-9]{7}-[0-9] [0-9]{6}[-+A-FU-Ya-fu-y][0-9]{3} [0-9]{6}/[0-9]{3}
    [0-9]{6}_[0-9]{5} [0-9]{6}-[0-9]{2}- [0-9]{7}-[0-9A-Za-z] [0-9]\.[0-9]{3}\.[0-9]{3}-[0-9A-Za-z]
    [0-9]{3}\.[0-9]{3}\.[0-9]{3}[-/][0-9] [0-9]\.[0-9]{3}\.[0-9]{3}[A-Za-z] \b[0-9]{4}[_:-][0-9]{4}[_:-][0-9]{4}\b
    [0-9]{2}-[0-9]{8}-[0-9] [0-9]{9}-[0-9]{2} [0-9]{5}-[0-9]{7}-[0-9] [0-9]-[0-9]{4}-[0-9]{5} [0-9]\.[0-9]{2}-[0-9]{3}
    [0-9A-Z]{3}/[0-9A-Z]{4}- \.[0-9]-[0-9]{3}\. \b[VEJPGvejpg]-[0-9]{8} \b[XYZxyz][_-][0-9]{7}
    [0-9]{3}-[0-9]{3}-(?:[0-9]{2}-|[0-9]{3}[_-][0-9]) [0-9]{2}-[0-9]{3}/[0-9] 756\. CHE-
    [0-9]_[0-9]{2}_[0-9]{2}_[0-9]{2}_[0-9]{3} [0-9A-Za-z]{4}-[0-9A-Za-z]{3}-[0-9A-Za-z]{4} [0-9]{2}_[0-9]{6}_[A-Za-z]
    [A-Z]{2}-[0-9]{3}-[A-Z]{2} [A-Z]{3}-[0-9]{3}[A-Z]{2} [0-9]{8}_[0-9]_[0-9A-Za-z]{2}[0-9] [0-9]{8}_[A-Za-z]\b
"""
_CODE = "|".join(_CODES.split()).replace("_", " ")


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
    def signs(self) -> tuple[str, str]:
        """RE2 patterns of which one matches every text that ``find`` finds anything in without words around."""
        return "|".join([_CODE, places.SIGN, credentials.SIGN, spelled.SIGN]), self.counting_sign

    @cached_property
    def counting_sign(self) -> str:
        """Those parts of the signs that are searched for by themselves, as ``layout.matches`` says."""
        signs = [eastern.SIGN, address_forms.SIGN]
        signs += [births.SIGN] if self._with_dates else []
        return "|".join(signs + ([hints.MINOR_SIGN] if Kind.MINOR in self._hints else []))

    @cached_property
    def first_signs(self) -> tuple[str, str]:
        """RE2 patterns of which, beside ``patterns.SIGN``, one matches every text in which ``find`` finds anything."""
        return "|".join([_FIRST, self.word_sign]), self.counting_sign

    @cached_property
    def word_sign(self) -> str:
        """RE2 pattern that matches every other text that ``find`` finds anything in."""
        return self.lexicon.sign()

    def find(self, text: str, *, has_sign: bool = True) -> list[Seen]:
        """Return what is in one text; what is found may overlap.

        Args:
            text: the text.
            has_sign: whether one of ``signs`` matches it; if not, only what words speak of is looked for.
        """
        mentions = self.lexicon.find(text)
        alone = text if has_sign else ""  # in which is looked for what needs no words around
        seen: list[Seen] = [(Kind.CREDENTIAL, start, end, PLAIN) for start, end in credentials.find_keys(alone)]
        seen += [(Kind.CREDENTIAL, start, end, PLAIN) for start, end in credentials.find(text, mentions)]
        seen += [(Kind.CRYPTO_WALLET, start, end, PLAIN) for start, end in wallets.find(alone)]
        seen += [(Kind.EMAIL, start, end, PLAIN) for start, end in spelled.find(text, mentions, has_sign=has_sign)]
        seen += [(Kind.HANDLE, start, end, PLAIN) for start, end in handles.find(text, mentions)]
        seen += [(Kind.GEO, start, end, PLAIN) for start, end in places.find(alone)]
        seen += [(Kind.DATE_OF_BIRTH, start, end, PLAIN) for start, end in births.find(text, mentions)]
        seen += [(Kind.ADDRESS, start, end, PLAIN) for start, end in addresses.find(text, mentions)]
        seen += [(Kind.ADDRESS, start, end, PLAIN) for start, end in eastern.find(alone)]
        seen += [(Kind.ADDRESS, start, end, PLAIN) for start, end in address_forms.find(alone)]
        found = self._identifiers.find(text, mentions, has_sign=has_sign)
        seen += [(one.kind, start, end, one.number) for start, end, one in found]
        if self._with_dates:
            seen += [(Kind.DATE, start, end, PLAIN) for start, end in births.find_dates(alone)]
        if self._hints:
            seen += [
                (kind, start, end, PLAIN) for kind, start, end in hints.find(text, mentions) if kind in self._hints
            ]
        return seen
