"""Walks through a JSON text piece by piece: little memory, the speed of orjson, and whatever is sound of broken input.

The pieces of an array are parsed some at a time. Where one ends is guessed, from how elements begin or from how the
text is indented, and the guess is proved by parsing it: a text between an element's start and a comma, or the array's
end, can only be a list of whole elements. Where that fails a scanner for brackets and quotes goes on element by
element, so that a broken or cut record costs itself and not its siblings. Nothing recurses, so no depth of nesting can
exhaust the stack.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import orjson

from chatward.sources.drift import DRIFT, Watch, watch
from chatward.sources.drift_paths import EACH, Path
from chatward.sources.file_text import Text
from chatward.sources.json_extent import STRING, Extent
from chatward.sources.json_values import Broken, is_well_set, parse, written

_BLOCK_BYTES = 2**16  # so little stays in the processor's caches: several times as fast as all at once
_RESYNC_BYTES = 2**20
_LINE_BYTES = 256  # more than any indentation and key
_NEAR_BYTES = _BLOCK_BYTES + _RESYNC_BYTES  # so much of a large text lies ahead in memory
_WINDOW_BYTES = 2**22
_LONGEST_BYTES = 2**25
"""Most bytes of one value in a text that is too large to be held as a whole."""

_FIRST_KEY = re.compile(rb'\{\s*+"(?:[^"\\]++|\\.)*+"\s*+:', re.DOTALL)
_SKIPPED = {also: re.compile(rb"[ \t\r\n%s]*+" % also) for also in (b"", b",", b":")}
_LINE_START = re.compile(rb"[\r\n]([ \t]*+)[^\r\n]*+\Z")


@lru_cache(maxsize=16)
def _behind_comma(start: bytes) -> re.Pattern[bytes]:
    """Return what finds a comma with ``start`` behind it; in a long array it is the same for every block."""
    return re.compile(rb",\s*+" + re.escape(start))


def watched(watch: Watch | None, path: Path, values: list[Any]) -> list[Any]:
    """Return values that were parsed at ``path``, ``Broken`` in the place of those that are set aside as drift."""
    aside = watch.values(path, values) if watch else ()
    if aside:
        values = values.copy()
        for place in aside:
            values[place] = Broken(written(values[place]), DRIFT)
    return values


class Cursor:
    """A place before a value of a JSON text; every method moves it past what it returns.

    Attributes:
        text: the whole text; of a large one only a window is held.
        at: the place.
        was_cut: whether the text ended within the container that was read last.
        watch: what looks at all that is read; None where it is not to be looked at.
        path: names of the fields that the place stands in.
    """

    def __init__(self, text: Text, at: int = 0) -> None:
        self.text = text
        self.at = at
        self.was_cut = False
        self.watch = watch()
        self.path: Path = ()
        self._window = text if isinstance(text, bytes) else b""
        self._base = 0

    @property
    def opens(self) -> bytes:
        """The first byte of the value ahead: ``{``, ``[``, or that of a scalar; nothing at the end of the text."""
        self._skip()
        here = self.at - self._base
        return self._window[here : here + 1]

    def value(self) -> Any:
        """Return the value ahead, ``Broken`` if it is not sound."""
        value = self._value(len(self.text))
        seen = watched(self.watch, self.path, [value])[0]
        # an element is a record, and so is a whole text; what is said beside records is never set aside
        return seen if self.path[-1:] in ((), (EACH,)) else value

    def rest(self) -> Broken:
        """Return what lies ahead as one broken piece, where no value may follow or none can be told."""
        rest = self._bytes(self.at, len(self.text))
        self.at = len(self.text)
        return Broken(rest, "json")

    def fields(self) -> Iterator[str]:
        """Yield the keys of the object ahead, standing before the value of each; what is not read is passed by."""
        self.at += 1
        outer = self.path
        while self._goes_on(b"}"):
            key = STRING.match(self._window, self.at - self._base)
            if key is None:  # no key where one must be
                self._pass_by()
                continue
            self.at = self._base + key.end()
            self._skip(b":")
            start, name = self.at, parse(key[0])
            if isinstance(name, str):
                with self._within(self.watch.field_name(outer, name) if self.watch else outer):
                    yield name
            if self.at == start:
                self._pass_by()

    def elements(self) -> Iterator[None]:
        """Stand before each element of the array ahead in turn; the caller reads it."""
        self.at += 1
        while self._goes_on(b"]"):
            with self._within((*self.path, EACH)):
                yield

    @contextmanager
    def _within(self, path: Path) -> Iterator[None]:
        outer, self.path = self.path, path
        try:
            yield
        finally:
            self.path = outer

    def blocks(self) -> Iterator[list[Any]]:
        """Yield the elements of the array ahead in order, some at a time, ``Broken`` for one that is not sound.

        If the text ends within the array its last element is ``Broken`` as truncated, even if nothing of it is left.
        """
        closing = self._closing_line()
        self.at += 1
        last: Any = None
        while self._goes_on(b"]"):
            block = self._last_block(closing) or self._whole_block() or self._one_by_one()
            closing = None  # looked for once, for short arrays: in a long one the search costs more than it saves
            last = block[-1]
            yield watched(self.watch, (*self.path, EACH), block)
        if self.was_cut and not (isinstance(last, Broken) and last.reason == "truncated"):
            yield [Broken(b"", "truncated")]

    def _goes_on(self, closer: bytes) -> bool:
        """Return whether another item of a container is ahead; if not, move past its ``closer``."""
        self._skip(b",")
        self.was_cut = self.at >= len(self.text)
        if self.opens not in (b"}", b"]"):
            return not self.was_cut
        self.at += self.opens == closer
        return False

    def _closing_line(self) -> bytes | None:
        """Return how the array ahead ends if the text is indented: on a line of its own, indented as its first."""
        here = self._near(self.at)
        line = _LINE_START.search(self._window[max(0, here - _LINE_BYTES) : here])
        return b"\n" + line[1] + b"]" if line else None

    def _last_block(self, closing: bytes | None) -> list[Any] | None:
        """Return the rest of the array if it ends soon; None if in doubt."""
        here = self.at - self._base
        end = -1 if closing is None else self._window.find(closing, here, here + _BLOCK_BYTES)
        if end < 0:
            return None
        try:
            block: list[Any] = orjson.loads(b"[" + self._window[here:end] + b"]")
        except orjson.JSONDecodeError:
            return None
        self.at = self._base + end
        return block

    def _whole_block(self) -> list[Any] | None:
        """Return the next elements up to a comma after ``_BLOCK_BYTES``, or to the array's end; None if in doubt."""
        start = self.at
        sibling = self._next_sibling(start, start + _BLOCK_BYTES, start + _BLOCK_BYTES + _RESYNC_BYTES)
        cut = start + _BLOCK_BYTES if sibling is None else sibling
        here = self._near(start, cut - start)
        text = b"[" + self._window[here : here + cut - start] + b"]"
        try:
            block: list[Any] = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            # where the array ends before, the parser stops right behind its bracket; its place counts characters
            text = text[: len(error.doc[: error.pos].encode())].rstrip()
            block = parse(text) if text.endswith(b"]") else []
            cut = start + len(text) - 2
        else:
            if sibling is None:
                return None  # cut at random: a number may have lost its last digits
        if not isinstance(block, list) or not block:
            return None
        self.at = cut
        return block

    def _one_by_one(self) -> list[Any]:
        stop = self.at + _BLOCK_BYTES
        block = [self._element()]
        self._skip(b",")
        while self.at < min(stop, len(self.text)) and self.opens not in (b"}", b"]"):
            block.append(self._element())
            self._skip(b",")
        return block

    def _element(self) -> Any:
        """Return one element; one that is broken ends before the next that begins as it does.

        A missing bracket or quote makes an element seem to swallow what follows. Siblings begin with the same bytes,
        down to the indentation and the first key, and those bytes cannot stand inside a string. But of an element in
        which no bracket or quote is missing those bytes may be a part.
        """
        start = self.at
        value = self._value(_LONGEST_BYTES)
        if not isinstance(value, Broken):
            return value
        is_closed = value.reason == "json" and self.opens in (b",", b"]")
        if is_closed and is_well_set(value.raw):
            return value
        limit = self.at if is_closed else self.at + _RESYNC_BYTES
        sibling = self._next_sibling(start, start + 1, limit)
        self.at = self.at if sibling is None else sibling
        raw = self._bytes(start, self.at).rstrip(b", \t\r\n")
        return Broken(raw, "truncated" if self.at >= len(self.text) else "json")

    def _value(self, most: int) -> Any:
        """Return the value ahead, moving to the text's end where that of a value is not found within ``most`` bytes."""
        self._skip()
        start, end = self.at, self._end(self.at, most)
        self.at = len(self.text) if end is None else end
        text = self._bytes(start, self.at)
        if end is None:
            return Broken(text, "truncated")
        return parse(text) if len(text) == end - start else Broken(text, "json")

    def _next_sibling(self, element: int, start: int, end: int) -> int | None:
        """Return where, between two places, the comma stands after which something begins as the element does."""
        here = self._near(element)
        first_key = _FIRST_KEY.match(self._window, here)
        if first_key is None:
            return None
        pattern, end = _behind_comma(first_key[0]), min(end, len(self.text))
        while start < end:
            here = self._near(start, min(end - start, _NEAR_BYTES))
            stop = min(len(self._window), end - self._base)
            if found := pattern.search(self._window, here, stop):
                return self._base + found.start()
            if self._base + stop == end:
                return None
            start = max(start + 1, self._base + stop - len(first_key[0]) - _LINE_BYTES)
        return None

    def _skip(self, also: bytes = b"") -> None:
        """Move past white space and the byte ``also``, and have what follows in the window."""
        start = -1
        while start != self.at:
            start = self.at
            here = self._near(start)
            match = _SKIPPED[also].match(self._window, here)
            assert match is not None
            self.at = self._base + match.end()
            if match.end() < len(self._window):
                break

    def _near(self, place: int, size: int = 0) -> int:
        """Return where in the window ``place`` is, once the window has ``size`` bytes from there on, or all there are.

        The least size is ``_NEAR_BYTES``, which what is no value has room in.

        What lies before the place is let go of when the window moves, but for as much as a line needs to begin.
        """
        size, end = max(size, _NEAR_BYTES), self._base + len(self._window)
        if place < self._base or (place + size > end and end < len(self.text)):
            first = max(0, place - _LINE_BYTES)
            kept = self._window[first - self._base :] if self._base <= first <= end else b""
            self._window = kept + self.text[first + len(kept) : place + max(size, _WINDOW_BYTES)]
            self._base = first
        return place - self._base

    def _bytes(self, start: int, end: int) -> bytes:
        """Return what lies between two places; of a large text ``_LONGEST_BYTES`` at most."""
        here = self._near(start, min(end - start, _LONGEST_BYTES))
        return self._window[here : here + end - start]

    def _pass_by(self) -> None:
        """Move past the value ahead, however large it is."""
        self.at = self._end(self.at, len(self.text)) or len(self.text)

    def _end(self, start: int, most: int) -> int | None:
        """Return where the value at ``start`` ends; None where the text does before, or after ``most`` bytes.

        The window keeps all of the value up to ``_LONGEST_BYTES``, so that it need not be read again.
        """
        extent, at, size = Extent(), start, _NEAR_BYTES
        while at - start <= most and size <= _LONGEST_BYTES:
            first = start if at - start <= _LONGEST_BYTES else at
            self._near(first, at - first + size)
            here = at - self._base
            end = extent.end(self._window, here)
            if end is not None:
                return self._base + end
            if self._base + len(self._window) >= len(self.text):
                break
            at = self._base + extent.at
            size = 4 * size if extent.at == here else max(_NEAR_BYTES, min(at - start, _LONGEST_BYTES))
        return None
