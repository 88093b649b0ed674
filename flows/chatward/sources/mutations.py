"""Damages files as disks, mail programs, spreadsheets and other exporters do: by chance, and again in the same way."""

import codecs
import random
import re
from collections.abc import Callable

_VALUE = re.compile(rb'(?:"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|\b(?:true|false|null)\b)(?!\s*:)')
_ODD_VALUES = (
    b"null", b"true", b"0", b"-1", b"1.5", b"1e308", b"9223372036854775808", b'""', b'" "', b'"x"', b"[]", b"{}",
    b"[null]", b'{"a": [1]}', b"NaN", b'"\\ud800"', b'"\\u0000"', b'"2024-02-30"', b"[" * 60 + b"]" * 60,
)  # fmt: skip
_ODD_BYTES = (b"\x00", b"\xff", b"\xe2\x80", b'"', b"\\", b"{", b"}", b"[", b"]", b",", b"\n", b"\r", b"\t", b":", b" ")
_MOST_BYTES = 64


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` with one damage: bits, bytes, lines, values of JSON, the encoding, or the end of the file."""
    return chance.choice(_DAMAGES)(data, chance)


def _flip_a_bit(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) or 1)
    return data[:place] + bytes(byte ^ 1 << chance.randrange(8) for byte in data[place : place + 1]) + data[place + 1 :]


def _cut_the_end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _lose_bytes(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _double_bytes(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:]


def _insert_odd_bytes(data: bytes, chance: random.Random) -> bytes:
    start, _ = _span(data, chance)
    return data[:start] + chance.choice(_ODD_BYTES) + data[start:]


def _double_a_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    place = chance.randrange(len(lines) or 1)
    return b"".join([*lines[: place + 1], *lines[place:]])


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = chance.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _change_a_value(data: bytes, chance: random.Random) -> bytes:
    """Put a value of another type where one of JSON stands; in a text that is no JSON, mostly in place of a number."""
    values = list(_VALUE.finditer(data))
    if not values:
        return data
    value = chance.choice(values)
    return data[: value.start()] + chance.choice(_ODD_VALUES) + data[value.end() :]


def _encode_otherwise(data: bytes, chance: random.Random) -> bytes:
    """Save as another program would, with or without a byte order mark; what has no place there becomes ``?``."""
    text = data.decode("utf-8", errors="replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "latin-1", "shift_jis", "ascii"))
    return text.encode(encoding, errors="replace")


def _join_two_files(data: bytes, chance: random.Random) -> bytes:
    return data + chance.choice((b"", b"\n", codecs.BOM_UTF8)) + data


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, start + chance.randrange(1, _MOST_BYTES)


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip_a_bit,
    _cut_the_end,
    _lose_bytes,
    _double_bytes,
    _insert_odd_bytes,
    _double_a_line,
    _swap_lines,
    _change_a_value,
    _change_a_value,
    _encode_otherwise,
    _join_two_files,
)
