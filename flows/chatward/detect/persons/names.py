"""Participants' names in texts: the people of a conversation are known, so their names need no guessing."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

import ahocorasick_rs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.detect import layout
from chatward.detect.kinds import Kind
from chatward.detect.spans import NOBODY, PLAIN, Spans

SHORTEST_PART = 3
"""Letters that a first or last name must have to be looked for by itself."""

# Parts of display names that are words, titles or company words: by themselves they name nobody.
_COMMON_WORDS = """
    will may can mark bill art rich grace hope faith joy rose summer autumn april june august chase hunter
    king young long day page price bell wood hill lake stone brown green white black gray grey gold love best
    good free sunny happy angel the and you for not all one two new our who how why yes hey hello thanks thank
    please sorry okay dear herr frau und der die das ein eine nicht ich sie wir ihr mein dein kein gut guten
    danke bitte hallo ja nein lange kurz gross klein neu alt sommer winter herbst les des une est pas pour
    avec vous nous merci bonjour oui non monsieur madame petit grand blanc noir los las una por para con que
    gracias hola como pero muy bien buenos señor señora mar sol luz paz cruz com uma não sim obrigado obrigada
    bom boa senhor senhora dos das del della degli per sono grazie ciao signor signora van von den het een
    niet dank goed meneer mevrouw mrs dr mr ms miss sir prof dipl ing jun sen admin agent account assistant bot
    business care center centre chat client company contact crew customer desk group gmbh guest help helpdesk
    hotline inc info kunde kundenservice limited ltd llc mail manager member office official online owner
    sales service services shop store support system team test unknown user work home mobile phone family mama
    papa mum mom dad boss chef school class
"""
_WORDS = frozenset(_COMMON_WORDS.split())
BETWEEN = r"\x00-/:-@\[-^`{-\xbf\u2000-\u2bff\u3000-\u3004\u3008-\u303f\U0001f000-\U0001ffff"
"""Characters between words, for a class of a pattern; what else is beyond ASCII, like vowel signs, is in words."""
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Characters of scripts that put no spaces between words, or that write names and particles as one word."""
_FOLDED_WORD = re.compile(f"[^{BETWEEN}]+")
_WORD = re.compile(rf"[^{BETWEEN}\d_]+(?:['’][^{BETWEEN}\d_]+)*")
# The one capital of living languages whose small letter has other bytes than it; it takes another's of as many.
_DOTTED, _DOTLESS = "İ", "ı"
_UNSPACED = re.compile(f"[{UNSPACED}]")

_SPACE, _NEWLINE, _GENITIVE = ord(" "), ord("\n"), ord("s")
_ROW_START = "\n "
# ASCII in lower case, and every ASCII character that is in no word as a space.
_FOLDED = bytes(ord(chr(code).lower()) if chr(code).isalnum() or chr(code) == "_" else _SPACE for code in range(128))
_FOLDED += bytes(range(128, 256))
# First bytes of characters that are in no word, how many bytes they have, and the second bytes for which that holds.
_SEPARATORS = ((0xC2, 2, 0x80, 0xBF), (0xE2, 3, 0x80, 0xAF), (0xE3, 3, 0x80, 0x80), (0xF0, 4, 0x9F, 0x9F))
# Third bytes of the letters 々〆〇 among what begins like the separators of Chinese and Japanese.
_LETTERS_BETWEEN = (0x85, 0x87)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name to look for: whose it is, and what it takes to believe it."""

    subject: int
    needs_capital: bool
    stands_alone: bool


class Names(Protocol):
    """Finds names in texts."""

    def find(self, strings: pa.Array) -> Spans:
        """Return the names in a string array without nulls; spans do not overlap, and are sorted."""


class NameIndex:
    """Finds names out of a list of (display name, number of the participant) in texts, in linear time.

    A full name is found in any case; a part of it (first or last name of at least ``SHORTEST_PART`` letters, no common
    word) only with a capital, where its script has capitals. Names end where words end, or anywhere in scripts without
    spaces. A name that several participants bear is found too, as ``NOBODY``'s.
    """

    def __init__(self, names: Iterable[tuple[str, int]] = (), *, entries: pa.Table | None = None) -> None:
        """Take the names, or what ``list_entries`` made of them."""
        entries = list_entries(names) if entries is None else entries
        listed = entries["name"].to_pylist()
        self._words = {name: i for i, name in enumerate(listed)}
        self._subjects = entries["subject"].to_numpy()
        self._needs_capital = entries["needs_capital"].to_numpy()
        self._stands_alone = entries["stands_alone"].to_numpy()
        self._has_space = np.array([" " in name for name in listed], dtype=bool)
        patterns = [" " + name if alone else name for name, alone in zip(listed, self._stands_alone, strict=True)]
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [pattern.encode() for pattern in patterns] or [b"\n\n"],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,  # twice as fast as the default here
        )

    def __len__(self) -> int:
        return len(self._words)

    def find(self, strings: pa.Array) -> Spans:
        """Return the names in a string array without nulls; spans do not overlap, and are sorted."""
        offsets, octets = layout.offsets_and_bytes(strings)
        if not len(self._words) or not octets.size:
            return Spans.of([])
        haystack = _haystack(strings, offsets, octets)
        name, start, end = self._occurrences(haystack)
        if not len(name):
            return Spans.of([])
        name, start, end = self._with_whole_words(haystack, name, start, end)
        row = _rows(offsets, start)
        shift = offsets[row] + len(_ROW_START) * (row + 1)
        start, end = start - shift, end - shift
        chosen = ~self._needs_capital[name] | _has_capital(octets, haystack, offsets[row] + start, start + shift)
        spans = Spans(
            row,
            start,
            end,
            np.full(len(row), Kind.PERSON, dtype=np.uint8),
            self._subjects[name],
            np.full(len(row), PLAIN, dtype=np.int16),
        )
        return spans.select(chosen)

    def occur_in(self, strings: pa.Array) -> NDArray[np.bool_]:
        """Tell of each string, of an array without nulls, whether a name's letters are in it, as a name or not.

        Where they are not, these names change nothing of what a larger index with them finds.
        """
        offsets, octets = layout.offsets_and_bytes(strings)
        found = np.zeros(len(strings), dtype=bool)
        if len(self._words) and octets.size:
            _, start, _ = self._occurrences(_haystack(strings, offsets, octets))
            found[_rows(offsets, start)] = True
        return found

    def _occurrences(self, haystack: NDArray[np.uint8]) -> tuple[NDArray[np.int64], ...]:
        """Return number, start and end in ``haystack`` of each name whose letters are there."""
        matches = self._automaton.find_matches_as_indexes(haystack.tobytes())
        flat = np.fromiter(chain.from_iterable(matches), dtype=np.int64, count=3 * len(matches))
        name, start, end = flat.reshape(-1, 3).T
        return name, start + self._stands_alone[name], end

    def _with_whole_words(
        self, haystack: NDArray[np.uint8], name: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Keep what ends where a word ends; of names of several words that do not, look at each word."""
        padded = np.concatenate([haystack, np.full(2, _SPACE, dtype=np.uint8)])
        is_end = (padded[end] == _SPACE) | (padded[end] == _NEWLINE)
        is_genitive = (padded[end] == _GENITIVE) & (end - start > SHORTEST_PART)
        is_genitive &= (padded[end + 1] == _SPACE) | (padded[end + 1] == _NEWLINE)
        kept = is_end | is_genitive | ~self._stands_alone[name]
        torn = np.flatnonzero(~kept & self._has_space[name])
        retried = [found for i in torn for found in self._single_words(haystack, int(start[i]), int(end[i]))]
        columns = np.column_stack([name[kept], start[kept], end[kept]])
        if retried:
            columns = np.concatenate([columns, np.array(retried, dtype=np.int64)])
            columns = columns[np.argsort(columns[:, 1], kind="stable")]
        return columns[:, 0], columns[:, 1], columns[:, 2]

    def _single_words(self, haystack: NDArray[np.uint8], start: int, end: int) -> list[tuple[int, int, int]]:
        words = haystack[start : end + 64].tobytes()
        found = []
        for word in re.finditer(rb"[^ \n]+", words):
            name = self._words.get(word.group().decode(errors="ignore"))
            if word.start() < end - start and name is not None:
                found.append((name, start + word.start(), start + word.end()))
        return found


def list_entries(names: Iterable[tuple[str, int]]) -> pa.Table:
    """Return what an index looks for, out of (display name, number of the participant), a row a way of writing a name.

    Columns: ``name`` as it is looked for, ``subject`` (``NOBODY`` where several bear it), ``needs_capital``,
    ``stands_alone`` (whether it is no part of a longer word).
    """
    return list_ways((*way, subject) for name, subject in names for way in ways_of_writing(name))


def list_ways(ways: Iterable[tuple[str, bool, int]]) -> pa.Table:
    """Return what ``list_entries`` does, out of what ``ways_of_writing`` gives, each with the participant's number."""
    entries: dict[str, _Entry] = {}
    for name, needs_capital, subject in ways:
        _add(entries, name, subject, needs_capital=needs_capital)
    columns = {field: [getattr(entry, field) for entry in entries.values()] for field in _Entry.__slots__}
    return pa.table(
        [pa.array(list(entries), pa.string()), pa.array(columns["subject"], pa.int32())]
        + [pa.array(columns[flag], pa.bool_()) for flag in ("needs_capital", "stands_alone")],
        names=["name", "subject", "needs_capital", "stands_alone"],
    )


def ways_of_writing(display_name: str) -> Iterator[tuple[str, bool]]:
    """Yield what an index looks for of a display name, and whether it takes a capital to believe it."""
    if "@" in display_name:
        return
    plain = display_name.replace(_DOTTED, "I")
    for name in dict.fromkeys((display_name, plain, plain.replace(_DOTLESS, "i"))):
        found = _WORD.findall(unicodedata.normalize("NFC", name))
        words = [_folded(word) for word in found if any(map(str.isalpha, word))]
        for full in _full_names(_folded(name), words):
            yield full, False
        for word in words:
            if tells_by_itself(word):
                yield word, word.upper() != word


def tells_by_itself(word: str) -> bool:
    """Return whether a word of a name, in small letters, is long enough and no word like any other."""
    return len(word) >= SHORTEST_PART and word not in _WORDS


def _full_names(whole: str, words: list[str]) -> set[str]:
    """Return the ways of writing a whole name: as displayed, without titles, either way round, without spaces."""
    if not words:
        return set()
    if len(words) == 1:
        return {whole} if whole != words[0] or (_UNSPACED.match(whole) and len(whole) > 1) else set()
    full = {whole}
    plain = [word for word in words if word not in _WORDS and len(word) > 1]
    if len(plain) > 1:
        full |= {" ".join(plain), " ".join((*plain[1:], plain[0])), " ".join((plain[-1], *plain[:-1]))}
    if all(map(_UNSPACED.match, words)):
        full.add("".join(words))
    return full


def _add(entries: dict[str, _Entry], name: str, subject: int, *, needs_capital: bool) -> None:
    known = entries.get(name)
    owner = subject if known is None or known.subject == subject else NOBODY
    is_unspaced = not name.isascii() and _UNSPACED.search(name) is not None
    entries[name] = _Entry(owner, needs_capital and (known is None or known.needs_capital), not is_unspaced)


def _folded(name: str) -> str:
    """Return a name as it stands in a haystack: lower case, one space for whatever is between its words."""
    if name.isascii() and name.isalpha():  # as most words are: nothing to look for
        return name.lower()
    text = unicodedata.normalize("NFC", name).replace(_DOTTED, _DOTLESS)
    return " ".join(_FOLDED_WORD.findall(text.lower()))


def _haystack(strings: pa.Array, offsets: NDArray[np.int64], octets: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return all texts' bytes in lower case, each text led by ``_ROW_START``, and spaces for all that is in no word."""
    if octets.max() >= 0x80:
        lowered = pc.utf8_lower(pc.replace_substring(strings, _DOTTED, _DOTLESS))
        keeps_length = pc.equal(pc.binary_length(lowered), pc.binary_length(strings))
        strings = pc.if_else(keeps_length, lowered, strings)
    _, led = layout.offsets_and_bytes(pc.binary_replace_slice(strings, 0, 0, _ROW_START))
    haystack = np.frombuffer(led.tobytes().translate(_FOLDED), dtype=np.uint8).copy()
    haystack[offsets[:-1] + len(_ROW_START) * np.arange(len(strings))] = _NEWLINE
    _blank_separators(haystack)
    return haystack


def _rows(offsets: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return in which text each place of a haystack lies."""
    return np.searchsorted(offsets + len(_ROW_START) * np.arange(len(offsets)), places, side="right") - 1


def _blank_separators(haystack: NDArray[np.uint8]) -> None:
    """Put spaces in the place of dashes, quotes, emoji and other characters beyond ASCII that are in no word."""
    for first, width, low, high in _SEPARATORS:
        places = np.flatnonzero(haystack[: len(haystack) - width + 1] == first)
        places = places[(haystack[places + 1] >= low) & (haystack[places + 1] <= high)]
        if first == 0xE3:
            third = haystack[places + 2]
            places = places[(third < _LETTERS_BETWEEN[0]) | (third > _LETTERS_BETWEEN[1])]
        for byte in range(width):
            haystack[places + byte] = _SPACE


def _has_capital(
    octets: NDArray[Any], haystack: NDArray[Any], place: NDArray[np.int64], place_in_haystack: NDArray[np.int64]
) -> Any:
    """Tell of each place whether lowering the case changed the letter there: its first byte or its second."""
    following = np.minimum(place + 1, len(octets) - 1)
    is_changed = octets[place] != haystack[place_in_haystack]
    is_wide = octets[place] >= 0xC0
    return is_changed | (
        is_wide & (octets[following] != haystack[np.minimum(place_in_haystack + 1, len(haystack) - 1)])
    )
