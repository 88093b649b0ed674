"""Geographic coordinates: pairs of degrees, in decimals or with minutes and seconds."""

import re
from collections.abc import Iterator

SIGN = r"[0-9]\.[0-9]{3,}°?\s?[NSns]?\s{0,2}[,;/ ]\s{0,2}[-+]?[0-9]{1,3}\.[0-9]{3}|[0-9]\s?°"
"""RE2 pattern that finds something in all texts with coordinates."""
_EXACT = r"[-+]?[0-9]{1,3}\.[0-9]{4,15}"
_ANY = r"[-+]?[0-9]{1,3}\.[0-9]{3,15}"
_BETWEEN = r"\s{0,2}[,;/ ]\s{0,2}"
_DECIMAL = re.compile(
    rf"(?<![\w.])(?:({_EXACT})°?{_BETWEEN}({_EXACT})|({_ANY})\s?°?\s?[NSns]{_BETWEEN}({_ANY})\s?°?\s?[EWOewo])"
    r"(?![\w]|\.[0-9])"
)
_SEXAGESIMAL = r"[0-9]{1,3}\s?°\s?[0-9]{1,2}(?:\.[0-9]+)?\s?['’′]\s?(?:[0-9]{1,2}(?:\.[0-9]+)?\s?(?:\"|″|”|''|′′)\s?)?"
_DEGREES = re.compile(rf"(?<!\w){_SEXAGESIMAL}[NSns][\s,;]{{0,3}}{_SEXAGESIMAL}[EWOewo](?!\w)")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where coordinates stand, in characters."""
    for match in _DECIMAL.finditer(text):
        latitude, longitude = (float(degrees) for degrees in match.groups() if degrees)
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            yield match.span()
    for match in _DEGREES.finditer(text):
        yield match.span()
