"""Walks through a JSON text piece by piece: little memory, the speed of orjson, and whatever is sound of broken input.

The pieces of an array are parsed some at a time. Where one ends is guessed, from how elements begin or from how the
text is indented, and the guess is proved by parsing it: a text between an element's start and a comma, or the array's
end, can only be a list of whole elements. Where that fails a scanner for brackets and quotes goes on element by
element, so that a broken or cut record costs itself and not its siblings. Nothing recurses, so no depth of nesting can
exhaust the stack.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

_BLOCK_BYTES = 2**16  # so little stays in the processor's caches: several times as fast as all at once
_RESYNC_BYTES = 2**20
_LINE_BYTES = 256  # more than any indentation and key

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SCALAR = re.compile(rb'[^\s,\[\]{}":]++')
_FIRST_KEY = re.compile(rb'\{\s*+"(?:[^"\\]++|\\.)*+"\s*+:', re.DOTALL)
_NEXT_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+([{}\[\]])', re.DOTALL)
_SKIPPED = {also: re.compile(rb"[ \t\r\n%s]*+" % also) for also in (b"", b",", b":")}
_LINE_START = re.compile(rb"[\r\n]([ \t]*+)[^\r\n]*+\Z")
_CLOSER = {b"{": b"}", b"[": b"]"}
# in the group a surrogate that has no partner; pairs and other escapes only so that they are passed by
_LONE_SURROGATE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Broken:
    """Stands in the place of a value that could not be read.

    Attributes:
        raw: its bytes as they are.
        reason: ``"json"``, or ``"truncated"`` where the input ends within it.
    """

    raw: bytes
    reason: str


def as_utf8(data: bytes) -> bytes:
    """Return JSON text without a byte order mark; UTF-16, told by its mark, is transcoded."""
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").encode()
    return data


def parse(text: bytes) -> Any:
    """Return the value of a whole JSON text, ``Broken`` if there is none.

    Lone surrogates and bytes that are no UTF-8 become U+FFFD; of doubled keys the last one counts; ``NaN`` is no JSON.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    repaired = _LONE_SURROGATE.sub(lambda found: b"\\ufffd" if found[1] else found[0], text)
    try:
        return orjson.loads(repaired.decode("utf-8", errors="replace"))
    except orjson.JSONDecodeError:
        return Broken(text, "json")


class Cursor:
    """A place before a value of a JSON text; every method moves it past what it returns.

    Attributes:
        text: the whole text.
        at: the place.
        was_cut: whether the text ended within the container that was read last.
    """

    def __init__(self, text: bytes, at: int = 0) -> None:
        self.text = text
        self.at = at
        self.was_cut = False

    @property
    def opens(self) -> bytes:
        """The first byte of the value ahead: ``{``, ``[``, or that of a scalar; nothing at the end of the text."""
        self._skip()
        return self.text[self.at : self.at + 1]

    def value(self) -> Any:
        """Return the value ahead, ``Broken`` if it is not sound."""
        self._skip()
        start, end = self.at, _end(self.text, self.at)
        self.at = len(self.text) if end is None else end
        text = self.text[start : self.at]
        return Broken(text, "truncated") if end is None else parse(text)

    def fields(self) -> Iterator[str]:
        """Yield the keys of the object ahead, standing before the value of each; what is not read is passed by."""
        self.at += 1
        while self._goes_on(b"}"):
            key = _STRING.match(self.text, self.at)
            if key is None:  # no key where one must be
                self.at = _end(self.text, self.at) or len(self.text)
                continue
            self.at = key.end()
            self._skip(b":")
            start, name = self.at, parse(key[0])
            if isinstance(name, str):
                yield name
            if self.at == start:
                self.at = _end(self.text, start) or len(self.text)

    def elements(self) -> Iterator[None]:
        """Stand before each element of the array ahead in turn; the caller reads it."""
        self.at += 1
        while self._goes_on(b"]"):
            yield

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
            yield block
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
        line = _LINE_START.search(self.text[max(0, self.at - _LINE_BYTES) : self.at])
        return b"\n" + line[1] + b"]" if line else None

    def _last_block(self, closing: bytes | None) -> list[Any] | None:
        """Return the rest of the array if it ends soon; None if in doubt."""
        end = -1 if closing is None else self.text.find(closing, self.at, self.at + _BLOCK_BYTES)
        if end < 0:
            return None
        try:
            block: list[Any] = orjson.loads(b"[" + self.text[self.at : end] + b"]")
        except orjson.JSONDecodeError:
            return None
        self.at = end
        return block

    def _whole_block(self) -> list[Any] | None:
        """Return the next elements up to a comma after ``_BLOCK_BYTES``, or to the array's end; None if in doubt."""
        start = self.at
        sibling = self._next_sibling(start, start + _BLOCK_BYTES, start + _BLOCK_BYTES + _RESYNC_BYTES)
        cut = start + _BLOCK_BYTES if sibling is None else sibling
        text = b"[" + self.text[start:cut] + b"]"
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
        down to the indentation and the first key, and those bytes cannot stand inside a string.
        """
        start = self.at
        value = self.value()
        if not isinstance(value, Broken):
            return value
        is_closed = value.reason == "json" and Cursor(self.text, self.at).opens in (b",", b"]")
        limit = self.at if is_closed else self.at + _RESYNC_BYTES
        sibling = self._next_sibling(start, start + 1, limit)
        self.at = self.at if sibling is None else sibling
        raw = self.text[start : self.at].rstrip(b", \t\r\n")
        return Broken(raw, "truncated" if self.at >= len(self.text) else "json")

    def _next_sibling(self, element: int, start: int, end: int) -> int | None:
        """Return where, between two places, the comma stands after which something begins as the element does."""
        first_key = _FIRST_KEY.match(self.text, element)
        if first_key is None:
            return None
        found = re.compile(rb",\s*+" + re.escape(first_key[0])).search(self.text, start, end)
        return found.start() if found else None

    def _skip(self, also: bytes = b"") -> None:
        """Move past white space and the byte ``also``."""
        match = _SKIPPED[also].match(self.text, self.at)
        assert match is not None
        self.at = match.end()


def _end(text: bytes, at: int) -> int | None:
    """Return where the value at ``at`` ends by its brackets and quotes; None where the text ends before it."""
    if text[at : at + 1] in _CLOSER:
        return _end_of_container(text, at)
    match = _STRING.match(text, at) or _SCALAR.match(text, at)
    if match is None:
        # an unclosed string, or a byte that cannot begin a value and stands for itself
        return None if text[at : at + 1] in (b'"', b"") else at + 1
    return None if match.end() == len(text) and not text.startswith(b'"', at) else match.end()


def _end_of_container(text: bytes, at: int) -> int | None:
    awaited: list[bytes] = []
    while bracket := _NEXT_BRACKET.match(text, at):
        at = bracket.end()
        if bracket[1] in _CLOSER:
            awaited.append(_CLOSER[bracket[1]])
            continue
        if bracket[1] not in awaited:
            return at - 1  # it closes what the value stands in
        # a bracket that was never closed ends with the one around it
        while awaited.pop() != bracket[1]:
            pass
        if not awaited:
            return at
    return None
