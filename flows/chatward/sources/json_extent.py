"""Tells where a JSON value ends, by its brackets and quotes alone, so that what is broken in it does not matter."""

import re

STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
SCALAR = re.compile(rb'[^\s,\[\]{}":]++')
_NEXT_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+([{}\[\]])', re.DOTALL)
_CLOSER = {b"{": b"}", b"[": b"]"}


class Extent:
    """Looks for a value's end by brackets and quotes, in one window after the other.

    Attributes:
        at: place behind the last bracket in the window that was looked through last; the next one begins there.
    """

    def __init__(self) -> None:
        self._awaited: list[bytes] = []
        self.at = 0

    def end(self, text: bytes, at: int) -> int | None:
        """Return where the value at ``at``, or begun in windows before, ends; None where the text ends before it."""
        self.at = at
        if self._awaited or text[at : at + 1] in _CLOSER:
            return self._end_of_container(text)
        match = STRING.match(text, at) or SCALAR.match(text, at)
        if match is None:
            # an unclosed string, or a byte that cannot begin a value and stands for itself
            return None if text[at : at + 1] in (b'"', b"") else at + 1
        return None if match.end() == len(text) and not text.startswith(b'"', at) else match.end()

    def _end_of_container(self, text: bytes) -> int | None:
        awaited = self._awaited
        while bracket := _NEXT_BRACKET.match(text, self.at):
            self.at = bracket.end()
            if bracket[1] in _CLOSER:
                awaited.append(_CLOSER[bracket[1]])
                continue
            if bracket[1] not in awaited:
                return self.at - 1  # it closes what the value stands in
            # a bracket that was never closed ends with the one around it
            while awaited.pop() != bracket[1]:
                pass
            if not awaited:
                return self.at
        return None
