"""Undoes what hides a number or an address from a pattern but not from a reader.

Zero-width characters and soft hyphens vanish; full-width, mathematical and combined characters, digits of other
scripts, the many spaces and hyphens, and Cyrillic and Greek letters beside Latin ones that they look like, become the
plain ones. Of every plain character is known for which of the original it stands.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

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


class _Stretch(NamedTuple):
    """Characters of a plain text, from number ``first`` on, and from where to where they stand in the original's bytes.

    They stand there as they are, or all together for what is there.
    """

    first: int
    start: int
    end: int
    is_same: bool


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without disguise, and the stretches that it is made of, in their order."""

    text: str
    stretches: list[_Stretch]

    def in_original(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of ``text``, in bytes of its UTF-8, into a span of the original, in bytes too."""
        if not self.text.isascii():
            octets = self.text.encode()
            start, end = len(octets[:start].decode()), len(octets[:end].decode())
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, number: int) -> tuple[int, int]:
        """Return where what a character of ``text`` stands for starts and ends in the original, in bytes."""
        after = bisect_right(self.stretches, number, key=lambda stretch: stretch.first)
        stretch = self.stretches[after - 1]
        if not stretch.is_same:
            return stretch.start, stretch.end
        start = stretch.start + len(self.text[stretch.first : number].encode())
        return start, start + len(self.text[number].encode())


def undo(original: str) -> Plain:
    """Return ``original`` without disguise."""
    pieces: list[str] = []
    stretches: list[_Stretch] = []
    done = first = place = 0

    def add(piece: str, width: int, *, is_same: bool) -> None:
        nonlocal first, place
        if piece:
            pieces.append(piece)
            stretches.append(_Stretch(first, place, place + width, is_same))
        first, place = first + len(piece), place + width

    for special in _SPECIAL.finditer(original):
        if special["kept"]:
            continue
        plain, written = original[done : special.start()], special.group()
        add(plain, len(plain.encode()), is_same=True)
        add(_plain_form(written) if special["other"] else "", len(written.encode()), is_same=False)
        done = special.end()
    add(original[done:], len(original[done:].encode()), is_same=True)
    return Plain("".join(pieces), stretches)


def _plain_form(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster).translate(_PLAIN)
    digit = unicodedata.decimal(plain, None) if len(plain) == 1 else None
    return str(digit) if digit is not None else plain
