"""What one pattern a kind cannot find: it takes words around, check digits or several patterns.

Texts that ``sign`` matches, a few of a hundred, are looked at one by one; the others hold nothing of this.
"""

import re
from collections.abc import Mapping
from functools import cached_property

from chatward.detect import addresses, births, credentials, hints, places, wallets
from chatward.detect.identifiers import IdentifierFinder
from chatward.detect.identifiers.words import WORDS as IDENTIFIER_WORDS
from chatward.detect.kinds import Kind
from chatward.detect.mentions import Lexicon
from chatward.detect.spans import PLAIN

Seen = tuple[Kind, int, int, int]
"""Kind, first character, the one after the last, and detail."""

_WORDS = {**IDENTIFIER_WORDS, **births.WORDS, **addresses.WORDS, **credentials.WORDS}
# Letters and digits in one word, or digits parted as telling forms of identifiers are.
_CODE = (
    r"[A-Za-z][ .-]?[0-9](?:[ .-]?[0-9A-Za-z]){4}|[0-9](?:[ .-]?[0-9A-Za-z]){4}[ .-]?[A-Za-z]|[A-Z][0-9][A-Z0-9]? ?[0-9][A-Z]{2}"
    r"|[A-Z][0-9][A-Z] [0-9][A-Z][0-9]|[0-9]{13}|[0-9]{3}-[0-9]{2}-[0-9]{4}|[0-9]-[0-9]{7}-[0-9]|[0-9]{6}[-+/ ][0-9]{3}"
    r"|[0-9][.-][0-9]{3}[.-][0-9]{3}[/-][0-9]|[0-9]{4}[ :-][0-9]{4}[ :-][0-9]{4}|[0-9]{2}-[0-9]{8}|[0-9]{5}-[0-9]"
    r"|[0-9]-[0-9]{4}-[0-9]{5}|[0-9]\.[0-9]{2}-[0-9]{3}\.|[0-9]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}|[A-Za-z]-[0-9]{8}"
)


class SecondLook:
    """Looks at single texts.

    Args:
        with_hints: whether words of special categories are looked for.
        references: patterns of order and customer numbers, by their name.
    """

    def __init__(self, *, with_hints: bool = False, references: Mapping[str, str] | None = None) -> None:
        self._with_hints = with_hints
        self._references = [re.compile(pattern) for pattern in (references or {}).values()]
        self._lexicon = Lexicon(_WORDS | hints.WORDS if with_hints else _WORDS)
        self._identifiers = IdentifierFinder()

    @cached_property
    def sign(self) -> str:
        """RE2 pattern that matches every text in which ``find`` finds anything."""
        parts = [_CODE, wallets.SIGN, places.SIGN, credentials.SIGN, self._lexicon.sign()]
        parts += [pattern.pattern for pattern in self._references]
        return "|".join([*parts, hints.MINOR_SIGN] if self._with_hints else parts)

    def find(self, text: str) -> list[Seen]:
        """Return what is in one text; what is found may overlap."""
        mentions = self._lexicon.find(text)
        seen: list[Seen] = [
            (Kind.CREDENTIAL, start, end, PLAIN) for start, end in credentials.find(text, mentions)
        ]
        seen += [(Kind.REFERENCE, *match.span(), PLAIN) for one in self._references for match in one.finditer(text)]
        seen += [(Kind.CRYPTO_WALLET, start, end, PLAIN) for start, end in wallets.find(text)]
        seen += [(Kind.GEO, start, end, PLAIN) for start, end in places.find(text)]
        seen += [(Kind.DATE_OF_BIRTH, start, end, PLAIN) for start, end in births.find(text, mentions)]
        seen += [(Kind.ADDRESS, start, end, PLAIN) for start, end in addresses.find(text, mentions)]
        seen += [(one.kind, start, end, one.number) for start, end, one in self._identifiers.find(text, mentions)]
        if self._with_hints:
            seen += [(kind, start, end, PLAIN) for kind, start, end in hints.find(text, mentions)]
        return seen
