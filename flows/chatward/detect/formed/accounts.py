"""Finds international bank account numbers in a column: how they begin is a pattern, all else is checked at once."""

from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.formed import iban
from chatward.detect.formed.boundaries import is_glued
from chatward.detect.formed.matches import Matches
from chatward.detect.kinds import Kind
from chatward.detect.spans import Spans

_LONGEST = 4 + 30
_REACH = 2 * _LONGEST
_ANYTHING, _DIGIT, _LETTER = range(3)
_KINDS = {"c": _ANYTHING, "n": _DIGIT, "a": _LETTER}
_IN_BETWEEN = (ord(" "), ord("-"))
_NO_COUNTRY = 26 * 26
_INSTEAD = ord("X")
_ASCII = 0x80
_BYTES = 4  # of a character at most
_GLUED = np.array([code < _ASCII and is_glued(chr(code)) for code in range(256)])


def find(strings: pa.Array) -> tuple[Spans, pa.Array]:
    """Return the account numbers in a string array without nulls and marks, and the texts with letters in their place.

    What stands around them is left as it is, and so are the gaps between their characters.
    """
    rows = np.flatnonzero(layout.matches(strings, iban.START))
    matches = Matches.of(strings, [(rows, iban.BEGINNING)] if len(rows) else [])
    ends = _ends(matches.octets, matches.starts, matches.highs)
    found = np.flatnonzero(ends)
    matches, ends = matches.select(found), ends[found]
    found = np.flatnonzero(_are_apart(matches, ends))
    if not len(found):
        return Spans.of([]), strings
    matches, ends = matches.select(found), ends[found]
    octets = matches.octets.copy()
    within = layout.places(matches.starts, ends)
    octets[within[~np.isin(octets[within], _IN_BETWEEN)]] = _INSTEAD
    kinds = np.full(len(found), Kind.IBAN, dtype=np.uint8)
    spans = Spans.plain(matches.rows, matches.starts - matches.lows, ends - matches.lows, kinds)
    return spans, layout.strings_of(layout.offsets_and_bytes(strings)[0], octets)


def _are_apart(matches: Matches, ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which account numbers no letter or digit stands right before or behind."""
    accounts = replace(matches, ends=ends)
    before, behind = accounts.beside(-1), accounts.beside(1)
    apart: NDArray[np.bool_] = ~(_GLUED[before] | _GLUED[behind])
    for i in np.flatnonzero((before >= _ASCII) | (behind >= _ASCII)).tolist():
        apart[i] = not is_glued(_decoded(accounts, i, -_BYTES)[-1:]) and not is_glued(_decoded(accounts, i, _BYTES)[:1])
    return apart


def _decoded(accounts: Matches, i: int, width: int) -> str:
    """Return the text beside an account number, before it if the width is negative, without cut characters."""
    start, end = int(accounts.starts[i]), int(accounts.ends[i])
    left, right = (max(int(accounts.lows[i]), start + width), start) if width < 0 else (end, int(accounts.highs[i]))
    return accounts.octets[left : min(right, left + abs(width))].tobytes().decode(errors="ignore")


def _ends(octets: NDArray[np.uint8], starts: NDArray[np.int64], highs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where the account numbers end that start at places with two letters; 0 where none does.

    Spaces and hyphens may stand between any two characters (ISO 13616); the check is ISO 7064 mod 97-10.

    Args:
        octets: of a whole column.
        starts: places in it.
        highs: where their texts end.
    """
    places = starts[:, None] + np.arange(_REACH)
    signs = np.where(places < highs[:, None], octets[np.minimum(places, len(octets) - 1)], 0).astype(np.int64)
    is_letter = ((signs | 0x20) >= ord("a")) & ((signs | 0x20) <= ord("z"))
    is_digit = (signs >= ord("0")) & (signs <= ord("9"))
    is_part = is_letter | is_digit
    goes_on = is_part.copy()
    goes_on[:, 1:] |= np.isin(signs[:, 1:], _IN_BETWEEN) & is_part[:, :-1]
    is_part &= np.logical_and.accumulate(goes_on, axis=1)
    values = np.where(is_digit, signs - ord("0"), (signs | 0x20) - ord("a") + 10)
    compact, columns = _compacted(is_part, values)
    lengths, kinds = (table[_countries(compact)] for table in _structures())
    is_inside = np.arange(_LONGEST) < lengths[:, None]
    is_made_so = (compact >= 0) & ((kinds == _ANYTHING) | ((kinds == _LETTER) == (compact >= 10)))
    is_right = (lengths > 0) & (is_made_so | ~is_inside).all(axis=1)
    is_right[is_right] = _remainders(compact[is_right], lengths[is_right]) == 1
    last = columns[np.arange(len(starts)), np.maximum(lengths - 1, 0)]
    return np.where(is_right, starts + last + 1, 0)


def _compacted(is_part: NDArray[np.bool_], values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the values of the parts, one behind the other and -1 behind them, and in which column each stood."""
    row, column = np.nonzero(is_part)
    rank = (np.cumsum(is_part, axis=1) - 1)[row, column]
    fits = rank < _LONGEST
    row, column, rank = row[fits], column[fits], rank[fits]
    compact, columns = np.full((2, len(values), _LONGEST), -1, dtype=np.int64)
    compact[row, rank] = values[row, column]
    columns[row, rank] = column
    return compact, columns


def _countries(compact: NDArray[np.int64]) -> NDArray[np.int64]:
    first, second = compact[:, 0] - 10, compact[:, 1] - 10
    return np.where((first >= 0) & (second >= 0), first * 26 + second, _NO_COUNTRY)


def _remainders(compact: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the remainders of ISO 7064 mod 97-10, for which the first four characters count as the last."""
    remainder = np.zeros(len(compact), dtype=np.int64)
    for place in (*range(4, _LONGEST), *range(4)):
        value = compact[:, place]
        following = (remainder * np.where(value >= 10, 100, 10) + value) % 97
        remainder = np.where(place < lengths, following, remainder)
    return remainder


@cache
def _structures() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each country, by its letters, how long its numbers are and of what each place is made."""
    lengths = np.zeros(_NO_COUNTRY + 1, dtype=np.int64)
    kinds = np.full((_NO_COUNTRY + 1, _LONGEST), _ANYTHING, dtype=np.int64)
    for country, structure in iban.STRUCTURES.items():
        classes = "aann" + iban.classes(structure)
        number = (ord(country[0]) - ord("A")) * 26 + ord(country[1]) - ord("A")
        lengths[number] = len(classes)
        kinds[number, : len(classes)] = [_KINDS[kind] for kind in classes]
    return lengths, kinds
