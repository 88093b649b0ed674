"""Postal addresses that are told by their form, though no street word stands in them."""

import re
from collections.abc import Iterator

from chatward.detect.worded.addresses import with_tail
from chatward.detect.worded.towns import CAPITAL, PROPER, TOWN

_WORD = rf"[{CAPITAL}][^\W\d_]+(?:[.'’-][^\W\d_]+){{0,3}}"
_JOINT = r"(?:den|der|dem|die|das|de|la|le|les|du|des|del|della|di|van|von|zum|zur|im|am|an|el|los|y|of|the|i|w|na|a)"
_POSTCODE = r"(?:[A-Z]{1,2}-)?(?:[0-9]{2}-[0-9]{3}|[0-9]{3} [0-9]{2}|[0-9]{4} ?[A-Z]{2}|[0-9]{4}-[0-9]{3}|[0-9]{4,6})"
_HOUSE = r"[0-9]{1,4}(?:\s?[A-Za-z](?!\w))?(?:[/-][0-9]{1,4}[A-Za-z]?)?"
_NAMED = re.compile(
    rf"(?<![\w-]){_WORD}(?:\s(?:{_WORD}|{_JOINT})){{0,4}}\s{_HOUSE}\s?[,\n]\s?{_POSTCODE}\s{{1,2}}{TOWN}(?![0-9])"
)
"""The name of a place, a house number, a post code and a city: "Am Markt 3, 50667 Köln"."""
_GRID = re.compile(
    r"(?<!\w)(?:carrera|cra|kra|kr|calle|cll?|transversal|tv|diagonal|dg|avenida|av|autopista)\.?\s{0,2}[0-9]{1,3}\s?[A-Z]?"
    r"(?:\s?bis)?(?:\s(?:norte|sur|este|oeste))?\s{0,2}(?:#|n[o°º]\.?|num\.?)\s{0,2}[0-9]{1,3}\s?[A-Z]?\s{0,2}-\s{0,2}[0-9]{1,3}"
    rf"(?:,\s{TOWN})?",
    re.IGNORECASE,
)
"""Streets and houses by number, as in Colombia: "Carrera 7 # 71-21"."""
_BACKWARD = re.compile(
    r"(?<![\w-])[Α-ΩΆ-ΏА-ЯЁІЇЄЈЉЊЋЂ][^\W\d_]+(?:\s[^\W\d_]+){0,4}\s[0-9]{1,3}[A-Za-zΑ-Ωα-ωА-Яа-я]?,\s"
    r"[Α-ΩΆ-ΏА-ЯЁІЇЄЈЉЊЋЂ][^\W\d_]+(?:\s[Α-ΩΆ-ΏА-ЯЁІЇЄЈЉЊЋЂ][^\W\d_]+)?,?\s(?:Τ\.?Κ\.?\s)?(?:[0-9]{3}\s[0-9]{2}|[0-9]{5,6})(?![0-9])"
)
"""In Greek and Cyrillic, whose names nobody takes for products, the post code may stand behind the city."""
_LITHUANIAN = re.compile(
    rf"(?<![\w-])(?:[{CAPITAL}]\.\s?)?[{CAPITAL}][^\W\d_]+(?:\s[{CAPITAL}]?[^\W\d_]+)?(?:[oųėū]|[oėiu]s|ies|aus)\s(?:g|pr|al|pl)\.\s?"
    rf"[0-9]{{1,3}}[A-Za-z]?(?:\s?-\s?[0-9]{{1,3}})?(?![0-9])(?:,\s(?:LT-)?[0-9]{{5}})?(?:,?\s[{CAPITAL}][^\W\d_]+)?"
)
"""Genitives before the short words for street and avenue: "Gedimino pr. 12, Vilnius"."""
_DWELLING = r"flat|house|h\.?\s?no|plot|door|shop|room|villa|apt|unit|block|d\.no"
_INDIAN = re.compile(
    rf"(?<!\w)(?:(?i:{_DWELLING})\.?\s?(?i:no)?[.:]?\s?#?\s?[0-9A-Za-z]{{1,4}}(?:[/-][0-9A-Za-z]{{1,4}}){{0,4}}|[A-Z]-[0-9]{{1,4}})"
    r",\s(?:[\w .'’&/-]{2,40},\s?){1,5}"
    rf"[{CAPITAL}][^\W\d_]+(?:\s[{CAPITAL}][^\W\d_]+){{0,2}}\s?[-–, ]{{1,3}}[1-9][0-9]{{2}}\s?[0-9]{{3}}(?![0-9])"
)
"""A dwelling, names between commas, and a city with its PIN code."""
_BENGALI = re.compile(
    rf"(?<!\w)(?:(?i:house|flat|plot|holding|apt|bari|basa)\.?\s?(?i:no\.?)?[\s:#-]{{0,2}}[0-9A-Z/-]{{1,6}}"
    rf"|[{CAPITAL}][a-z]+(?:\s[{CAPITAL}][a-z]+)?\s(?i:villa|house|manzil|bhaban|tower|kutir|mansion|palace|garden|cottage)),\s"
    r"(?:[\w .#/'-]{2,30},\s?)?"
    r"(?i:road|rd|lane|block|sector|ward)\.?\s(?i:no\.?\s)?[0-9]{1,4}[A-Za-z]?(?:,\s?[\w #/'.]{2,30}){1,4}"
    r"[\s-]{1,3}[1-9][0-9]{3}(?![0-9])"
)
"""A house by number or by name, the road's number, quarters and the city with its code, as in Bangladesh."""
_PAKISTANI = re.compile(
    rf"(?<!\w)(?i:{_DWELLING})\.?\s?(?i:no\.?\s?)?[#:]?\s?[0-9A-Z]{{1,4}}(?:[/-][0-9A-Z]{{1,3}})?,\s"
    rf"(?i:street|st|road|rd|lane|gali)\.?\s(?i:no\.?\s)?#?[0-9]{{1,3}}[A-Z]?,\s(?i:sector\s)?[A-Z]-[0-9]{{1,2}}(?:/[0-9])?(?:,\s{TOWN})?(?!\w)"
)
"""House and street by number and the sector, as in Islamabad: "House 12, Street 4, F-8/3"."""
_PART = rf"{PROPER}(?:\s{PROPER}){{0,2}}(?:\s[0-9]{{1,2}}(?!\w))?"
_MALAYSIAN = re.compile(
    rf"(?<![\w.,-])(?:(?i:no|lot|unit)\.?\s?)?[0-9]{{1,4}}[A-Z]?(?:-[0-9]{{1,3}})?,\s(?i:jalan|jln|lorong)\.?\s"
    rf"[A-Z]{{0,4}}\s?[0-9]{{1,2}}[A-Z]?/[0-9]{{1,3}}[A-Z]?(?:(?:,\s{_PART}){{0,2}},\s[0-9]{{5}}\s{TOWN}|,\s{_PART})?(?!\w)"
)
"""Streets by section and number, as in Malaysia: "No 12, Jalan SS2/24, 47300 Petaling Jaya"."""
_PLACES = rf"{PROPER}(?:\s(?:{PROPER}|of|on|upon|the|le|under)){{0,3}}"
_BRITISH = re.compile(
    rf"(?<![\w'’-])(?:(?i:{_DWELLING}|suite|studio|office|floor|level)\.?\s?(?i:no\.?\s)?[0-9A-Z][0-9A-Za-z/-]{{0,4}},?\s(?:{_PLACES},\s){{0,4}}"
    rf"|[0-9]{{1,4}}[A-Za-z]?,?\s{_PLACES},\s(?:{_PLACES},\s){{0,3}}|{PROPER}(?:\s{PROPER}){{1,3}},\s(?:{_PLACES},\s){{1,4}})"
    rf"{_PLACES},?\s[A-Z]{{1,2}}[0-9][A-Z0-9]?\s?[0-9][ABD-HJLNP-UW-Z]{{2}}(?!\w)"
)
"""A dwelling, a house or an estate by name, places between commas, and Britain's post code."""
_DISTRICT = r"(?:quận|quan|huyện|huyen|tp\.|thành phố|thị xã|phường|phuong|[pq]\.|[pq](?=\s?[0-9]))"
_VIETNAMESE = re.compile(
    r"(?<![\w/.-])(?i:(?:số\s|so\s)?[0-9]{1,4}[A-Z]?(?:/[0-9]{1,4}[A-Z]?){0,4}\s(?:đường\s|đ\.\s?|phố\s)?[^\W\d_]+(?:\s[^\W_]+){1,5},\s?"
    rf"(?:(?:{_DISTRICT}|xã|xa|thị trấn|khu phố|kp\.?)\s?\w{{1,12}}(?:\s\w{{1,12}}){{0,2}},\s?)?"
    rf"{_DISTRICT}\s?(?:[0-9]{{1,2}}(?!\w)|(?-i:[A-ZĐ])[^\W\d_]*(?:\s(?-i:[A-ZĐ])[^\W\d_]*){{0,2}}|[a-z]{{2,7}}))"
    rf"(?:,\s?(?:(?i:tp\.?|thành phố|tỉnh)\s?)?{TOWN})?(?!\w)"
)
"""House and street, ward and district, as in Viet Nam: "15/3 Lê Văn Sỹ, Phường 13, Quận 3, TP.HCM"."""
SIGN = (
    rf"[0-9][A-Za-z]?\s?[,\n]\s?{_POSTCODE}\s{{1,2}}[{CAPITAL}]"
    r"|(?:#|[nN][o°º]\.?|[nN]um\.?)\s{0,2}[0-9]{1,3}\s?[A-Za-z]?\s{0,2}-\s{0,2}[0-9]"
    r"|[0-9][A-Za-zΑ-Ωα-ωА-Яа-я]?, [Α-ΩΆ-ΏЀ-Я][^0-9 ]+[ ,]|[^0-9 ] (?:g|pr|al|pl)\. ?[0-9]"
    r"|(?i:road|rd|lane|block|sector|ward|street|st|gali)\.? (?i:no\.? )?#?[0-9]{1,4}[A-Za-z]?, ?[0-9A-Z]"
    r"|[0-9][A-Z]?, (?i:jalan|jln|lorong)\.? [A-Z]{0,4} ?[0-9]{1,2}[A-Z]?/[0-9]"
    rf"|(?is:(?:{_DWELLING}|[A-Z]-[0-9]{{1,4}}).*,.*,.*[1-9][0-9]{{2}}\s?[0-9]{{3}})"
    r"|[ ,][A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b"
    rf"|,\s?(?i:{_DISTRICT.replace('(?=', '(?:')})"
)
"""RE2 pattern that finds something in every text with such an address."""
FIRST_SIGN = (
    r"[0-9][A-Za-zΑ-Ωα-ωА-Яа-я]?, [Α-ΩΆ-ΏЀ-Я]|[^0-9 ] (?:g|pr|al|pl)\. ?[0-9]|[0-9][A-Za-z]?\s?[,\n]\s?[0-9A-Z]"
    r"|[0-9]\s?[A-Za-z]?\s{0,2}-\s{0,2}[0-9]|[1-9][0-9]{2}\s?[0-9]{3}|[A-Z][0-9][A-Z0-9]?\s?[0-9][A-Z]{2}"
    r"|,\s?(?i:phư|phuo|quậ|quan|huyệ|huye|tp\.|thà|thị|[pq]\.|[pq]\s?[0-9]|ja?la?n|lor)"
)
"""RE2 pattern that matches every text that ``SIGN`` does, and is much quicker."""


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where such addresses stand, in characters."""
    yield from ((match.start(), with_tail(text, match.end())) for match in _GRID.finditer(text))
    for pattern in (_NAMED, _INDIAN, _BACKWARD, _LITHUANIAN, _BENGALI, _BRITISH, _VIETNAMESE, _PAKISTANI, _MALAYSIAN):
        yield from (match.span() for match in pattern.finditer(text))
