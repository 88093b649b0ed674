"""Postal addresses that are told by their form, though no street word stands in them."""

import re
from collections.abc import Iterator

_CAPITAL = "A-ZÀ-ÞĀ-ŽΑ-ΩΆ-ΏА-ЯЁІЇЄ"
_WORD = rf"[{_CAPITAL}][^\W\d_]+(?:[.'’-][^\W\d_]+){{0,3}}"
_JOINT = r"(?:den|der|dem|die|das|de|la|le|les|du|des|del|della|di|van|von|zum|zur|im|am|an|el|los|y|of|the|i|w|na|a)"
_POSTCODE = r"(?:[A-Z]{1,2}-)?(?:[0-9]{2}-[0-9]{3}|[0-9]{3} [0-9]{2}|[0-9]{4} ?[A-Z]{2}|[0-9]{4}-[0-9]{3}|[0-9]{4,6})"
_HOUSE = r"[0-9]{1,4}(?:\s?[A-Za-z](?!\w))?(?:[/-][0-9]{1,4}[A-Za-z]?)?"
_CITY_JOINT = r"(?:(?<!\w\w\w\w)\. ?|[ '’-]{1,2})"
"""Between the words of a place; a dot behind a longer word than "St" ends a sentence."""
_CITY = rf"[{_CAPITAL}][^\W\d_]*(?:{_CITY_JOINT}(?:[{_CAPITAL}][^\W\d_]*|[0-9]{{1,2}}|{_JOINT}|am|upon)(?!\w)){{0,3}}"
_NAMED = re.compile(
    rf"(?<![\w-]){_WORD}(?:\s(?:{_WORD}|{_JOINT})){{0,4}}\s{_HOUSE}\s?[,\n]\s?{_POSTCODE}\s{{1,2}}{_CITY}(?![0-9])"
)
"""The name of a place, a house number, a post code and a city: "Am Markt 3, 50667 Köln"."""
_GRID = re.compile(
    r"(?<!\w)(?:carrera|cra|kra|kr|calle|cll?|transversal|tv|diagonal|dg|avenida|av|autopista)\.?\s{0,2}[0-9]{1,3}\s?[A-Z]?"
    r"(?:\s?bis)?(?:\s(?:norte|sur|este|oeste))?\s{0,2}(?:#|n[o°º]\.?|num\.?)\s{0,2}[0-9]{1,3}\s?[A-Z]?\s{0,2}-\s{0,2}[0-9]{1,3}"
    rf"(?:,\s{_CITY})?",
    re.IGNORECASE,
)
"""Streets and houses by number, as in Colombia: "Carrera 7 # 71-21"."""
_BACKWARD = re.compile(
    r"(?<![\w-])[Α-ΩΆ-ΏА-ЯЁІЇЄЈЉЊЋЂ][^\W\d_]+(?:\s[^\W\d_]+){0,4}\s[0-9]{1,3}[A-Za-zΑ-Ωα-ωА-Яа-я]?,\s"
    r"[Α-ΩΆ-ΏА-ЯЁІЇЄЈЉЊЋЂ][^\W\d_]+(?:\s[Α-ΩΆ-ΏА-ЯЁІЇЄЈЉЊЋЂ][^\W\d_]+)?,?\s(?:Τ\.?Κ\.?\s)?(?:[0-9]{3}\s[0-9]{2}|[0-9]{5,6})(?![0-9])"
)
"""In Greek and Cyrillic, whose names nobody takes for products, the post code may stand behind the city."""
_LITHUANIAN = re.compile(
    rf"(?<![\w-])(?:[{_CAPITAL}]\.\s?)?[{_CAPITAL}][^\W\d_]+(?:\s[{_CAPITAL}]?[^\W\d_]+)?(?:[oųėū]|[oėiu]s|ies|aus)\s(?:g|pr|al|pl)\.\s?"
    rf"[0-9]{{1,3}}[A-Za-z]?(?:\s?-\s?[0-9]{{1,3}})?(?![0-9])(?:,\s(?:LT-)?[0-9]{{5}})?(?:,?\s[{_CAPITAL}][^\W\d_]+)?"
)
"""Genitives before the short words for street and avenue: "Gedimino pr. 12, Vilnius"."""
_DWELLING = r"flat|house|h\.?\s?no|plot|door|shop|room|villa|apt|unit|block|d\.no"
_INDIAN = re.compile(
    rf"(?<!\w)(?i:{_DWELLING})\.?\s?(?i:no)?[.:]?\s?#?\s?"
    r"[0-9A-Za-z]{1,4}(?:[/-][0-9A-Za-z]{1,4}){0,4},\s(?:[\w .'’&/-]{2,40},\s?){1,5}"
    rf"[{_CAPITAL}][^\W\d_]+(?:\s[{_CAPITAL}][^\W\d_]+){{0,2}}\s?[-–, ]{{1,3}}[1-9][0-9]{{2}}\s?[0-9]{{3}}(?![0-9])"
)
"""A dwelling, names between commas, and a city with its PIN code."""
_BENGALI = re.compile(
    rf"(?<!\w)(?:(?i:house|flat|plot|holding|apt|bari|basa)\.?\s?(?i:no\.?)?[\s:#-]{{0,2}}[0-9A-Z/-]{{1,6}}"
    rf"|[{_CAPITAL}][a-z]+(?:\s[{_CAPITAL}][a-z]+)?\s(?i:villa|house|manzil|bhaban|tower|kutir|mansion|palace|garden|cottage)),\s"
    r"(?:[\w .#/'-]{2,30},\s?)?"
    r"(?i:road|rd|lane|block|sector|ward)\.?\s(?i:no\.?\s)?[0-9]{1,4}[A-Za-z]?(?:,\s?[\w #/'.]{2,30}){1,4}"
    r"[\s-]{1,3}[1-9][0-9]{3}(?![0-9])"
)
"""A house by number or by name, the road's number, quarters and the city with its code, as in Bangladesh."""
SIGN = (
    rf"[0-9][A-Za-z]?\s?[,\n]\s?{_POSTCODE}\s{{1,2}}[{_CAPITAL}]"
    r"|(?:#|[nN][o°º]\.?|[nN]um\.?)\s{0,2}[0-9]{1,3}\s?[A-Za-z]?\s{0,2}-\s{0,2}[0-9]"
    r"|[0-9][A-Za-zΑ-Ωα-ωА-Яа-я]?, [Α-ΩΆ-ΏЀ-Я][^0-9 ]+[ ,]|[^0-9 ] (?:g|pr|al|pl)\. ?[0-9]"
    r"|(?i:road|rd|lane|block|sector|ward)\.? (?i:no\.? )?[0-9]{1,4}[A-Za-z]?, ?[0-9A-Z]"
    rf"|(?is:(?:{_DWELLING}).*,.*,.*[1-9][0-9]{{2}}\s?[0-9]{{3}})"
)
"""RE2 pattern that finds something in every text with such an address."""
FIRST_SIGN = (
    r"[0-9][A-Za-zΑ-Ωα-ωА-Яа-я]?, [Α-ΩΆ-ΏЀ-Я]|[^0-9 ] (?:g|pr|al|pl)\. ?[0-9]|[0-9][A-Za-z]?\s?[,\n]\s?[0-9A-Z]"
    r"|[0-9]\s?[A-Za-z]?\s{0,2}-\s{0,2}[0-9]|[1-9][0-9]{2}\s?[0-9]{3}"
)
"""RE2 pattern that matches every text that ``SIGN`` does, and is much quicker."""


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where such addresses stand, in characters."""
    for pattern in (_NAMED, _GRID, _INDIAN, _BACKWARD, _LITHUANIAN, _BENGALI):
        yield from (match.span() for match in pattern.finditer(text))
