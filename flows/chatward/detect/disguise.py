"""Undoes what hides a number or an address from a pattern but not from a reader.

Zero-width characters and soft hyphens vanish; full-width, mathematical and combined characters, digits of other
scripts, the many spaces and hyphens, and Cyrillic and Greek letters beside Latin ones that they look like, become the
plain ones. Every plain character remembers for which of the original it stands.
"""

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = (
    r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe0f\u20e3\ufeff\U000e0001"
    r"\U000e0020-\U000e007f"
)
_SPACES = r"\u00a0\u2000-\u200a\u202f\u205f\u3000"
_HYPHENS = r"\u2010-\u2015\u2212\ufe58\ufe63"
_DIGITS = (
    r"\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f"
    r"\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0e50-\u0e59\u0ed0-\u0ed9\u0f20-\u0f29\u1040-\u1049"
    r"\u17e0-\u17e9\u1810-\u1819"
)
_WIDE = r"\uff01-\uff5e\ufe50-\ufe6b\U0001d400-\U0001d7ff\u2460-\u2473\u24b6-\u24e9\u2070-\u2079\u2080-\u2089"
_LOOKALIKES = dict(
    zip("аеорсухіјѕԁһАВЕКМНОРСТУХІЈЅοαρνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhABEKMHOPCTYXIJSoapvABEZHIKMNOPTYX", strict=True)
)
_ALIKE = "".join(_LOOKALIKES)
_DOTTED = r"\u0130"
"""The capital with a dot: in its place Turkish names are looked for with the plain one."""
_MARKS = r"\u0300-\u036f"
_MENTION = r"@\u2068[^\u2068\u2069\n]+\u2069"  # WhatsApp's mark-up of a mention, which is a pattern of its own

_SPECIAL = re.compile(
    rf"(?P<kept>{_MENTION})|(?P<invisible>[{_INVISIBLE}]+)"
    rf"|(?P<other>(?<=[0-9A-Za-z])[{_ALIKE}]|[{_ALIKE}](?=[0-9A-Za-z])|.[{_MARKS}]+|[{_SPACES}{_HYPHENS}{_DIGITS}{_WIDE}{_DOTTED}])"
)
# Signs that an emoji may hold are no reason by themselves: only a keycap makes digits of them.
_REASONS = _INVISIBLE.replace(r"\ufe0f", "") + _SPACES + _HYPHENS + _DIGITS + _WIDE + _DOTTED + _MARKS
PATTERN = "[" + re.sub(r"\\[uU]([0-9a-f]{4,8})", r"\\x{\1}", _REASONS) + "]"
PATTERN += f"|[0-9A-Za-z][{_ALIKE}]|[{_ALIKE}][0-9A-Za-z]"
"""RE2 pattern that finds the texts in which there is anything to undo."""

_PLAIN = (
    dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), "-")
    | {0x130: "I"}
    | {ord(alike): plain for alike, plain in _LOOKALIKES.items()}
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without disguise, and for each of its characters where what it stands for starts and ends in the original.

    Attributes:
        text: without disguise.
        starts, ends: in bytes of the original's UTF-8, one each for every character of ``text``.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def in_original(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of ``text``, in bytes of its UTF-8, into a span of the original, in bytes too."""
        if not self.text.isascii():
            octets = self.text.encode()
            start, end = len(octets[:start].decode()), len(octets[:end].decode())
        return self.starts[start], self.ends[end - 1]


def undo(original: str) -> Plain:
    """Return ``original`` without disguise."""
    pieces: list[str] = []
    widths: list[tuple[int, int]] = []
    done = place = 0
    for special in _SPECIAL.finditer(original):
        plain = original[done : special.start()]
        place = _copy(plain, place, widths)
        pieces.append(plain)
        done = special.end()
        if special["kept"]:
            place = _copy(special.group(), place, widths)
            pieces.append(special.group())
            continue
        width = len(special.group().encode())
        if special["other"]:
            replaced = _plain_form(special.group())
            pieces.append(replaced)
            widths += [(place, place + width)] * len(replaced)
        place += width
    _copy(original[done:], place, widths)
    text = "".join(pieces) + original[done:]
    return Plain(text, [start for start, _ in widths], [end for _, end in widths])


def _copy(text: str, place: int, widths: list[tuple[int, int]]) -> int:
    """Note the places of characters that stand for themselves; return the place behind them."""
    if text.isascii():
        behind = place + len(text)
        widths += zip(range(place, behind), range(place + 1, behind + 1), strict=True)
        return behind
    for character in text:
        code = ord(character)
        following = place + (1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4)
        widths.append((place, following))
        place = following
    return place


def _plain_form(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster).translate(_PLAIN)
    digit = unicodedata.decimal(plain, None) if len(plain) == 1 else None
    return str(digit) if digit is not None else plain
