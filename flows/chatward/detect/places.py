"""Geographic coordinates: pairs of degrees, in decimals or with minutes and seconds."""

import re
from collections.abc import Iterator

SIGN = r"[0-9]\.[0-9]{3,}°?\s?[NSns]?\s{0,2}[,;/ ]\s{0,2}[-+]?[0-9]{1,3}\.[0-9]{3}|[0-9]\s?°"
"""RE2 pattern that finds something in all texts with coordinates."""
_NUMBER = r"[-+]?[0-9]{1,3}\.[0-9]{3,15}"
_DECIMAL = re.compile(
    rf"(?<![\w.])({_NUMBER})°?\s?([NSns])?\s{{0,2}}[,;/ ]\s{{0,2}}({_NUMBER})°?\s?([EWOewo])?(?![\w]|\.[0-9])"
)
_SEXAGESIMAL = r"[0-9]{1,3}\s?°\s?[0-9]{1,2}(?:\.[0-9]+)?\s?['’′]\s?(?:[0-9]{1,2}(?:\.[0-9]+)?\s?(?:\"|″|”|''|′′)\s?)?"
_DEGREES = re.compile(rf"(?<!\w){_SEXAGESIMAL}[NSns][\s,;]{{0,3}}{_SEXAGESIMAL}[EWOewo](?!\w)")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where coordinates stand, in characters."""
    for match in _DECIMAL.finditer(text):
        if abs(float(match[1])) <= 90 and abs(float(match[3])) <= 180:
            yield match.span()
    for match in _DEGREES.finditer(text):
        yield match.span()
