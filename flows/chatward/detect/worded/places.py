"""Geographic coordinates: pairs of degrees, in decimals or with minutes and seconds."""

import re
from collections.abc import Iterator

SIGN = r"[0-9]\.[0-9]{3,}°?\s?[NSns]?\s{0,2}[,;/ ]\s{0,2}[-+]?[0-9]{1,3}\.[0-9]{3}|[0-9]\s?°"
"""RE2 pattern that finds something in all texts with coordinates."""
_EXACT = r"[-+]?[0-9]{1,3}\.[0-9]{4,15}"
_ANY = r"[-+]?[0-9]{1,3}\.[0-9]{3,15}"
_BETWEEN = r"\s{0,2}[,;/ ]\s{0,2}"
_DECIMAL = re.compile(
    rf"(?<![\w.])(?:({_EXACT})°?{_BETWEEN}({_EXACT}|-[0-9]{{1,3}}\.[0-9]{{3,15}})|({_ANY})\s?°?\s?[NSns]{_BETWEEN}({_ANY})\s?°?\s?[EWOewo])"
    r"(?![\w]|\.[0-9])"
)
_SEXAGESIMAL = r"[0-9]{1,3}\s?°\s?[0-9]{1,2}(?:\.[0-9]+)?\s?['’′]\s?(?:[0-9]{1,2}(?:\.[0-9]+)?\s?(?:\"|″|”|''|′′)\s?)?"
_DEGREES = re.compile(rf"(?<!\w){_SEXAGESIMAL}[NSns][\s,;]{{0,3}}{_SEXAGESIMAL}[EWOewo](?!\w)")


_AROUND = 24
_OTHERWISE = re.compile(
    r"price|rate|cost|kurs|preis|prix|precio|prezzo|ratio|const|eur|usd|gbp|chf|[€$£¥%]", re.IGNORECASE
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where coordinates stand, in characters."""
    for match in _DECIMAL.finditer(text):
        latitude, longitude = (float(degrees) for degrees in match.groups() if degrees)
        around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        is_bare = match[1] is not None and "-" not in match.group() and _OTHERWISE.search(around) is not None
        if abs(latitude) <= 90 and abs(longitude) <= 180 and not is_bare:
            yield match.span()
    for match in _DEGREES.finditer(text):
        yield match.span()
