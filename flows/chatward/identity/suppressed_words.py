"""Takes out of words that arrive what named somebody who was erased since: by keyed digests, for nobody knows him.

The list of suppressions tells e-mail addresses, numbers and ids wherever they stand. Names it tells only in the
conversations that the person talked in, since elsewhere somebody else may bear them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chatward.identity.suppression import WORD, bare, suppressed_name

REDACTED = "▇"
SIGN = r"@|[0-9][0-9 ().\-/]{4,}[0-9]"
"""RE2 pattern of texts that may have an identifier in them."""
_MOST_WORDS = 5
"""Of a name."""
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w+])@?(?:\+|\(\+)?\(?\d[\d \u00a0().\-/]{5,24}\d(?!\w)")
_ID = re.compile(r"<?@([\w.:|-]+)>?|(?<!\w)(?:[a-z]{0,5}\d{4,})(?!\w)")


@dataclass(slots=True)
class SuppressedWords:
    """Knows until when whom the list names may not be named.

    Attributes:
        key: of the suppression list.
        untils: by digest: until when what was sent must not tell it.
        types: identifier types that ids in texts may be of.
        digests: by which an identifier of a type may stand on the list.
    """

    key: bytes
    untils: Mapping[bytes, datetime]
    types: Collection[str]
    digests: Callable[[str, str], Iterable[bytes]]
    _known: dict[tuple[str, str], datetime | None] = field(default_factory=dict)

    def take_out(self, text: str, at: datetime, conversation_id: bytes | None) -> str:
        """Return words that were sent at an instant without those that name somebody; ``conversation_id`` if any."""
        spans = [*self._identifiers(text, at)]
        if conversation_id is not None:
            spans += self._names(text, at, conversation_id)
        end, parts = 0, list[str]()
        for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
            if first >= end:
                parts += [text[end:first], REDACTED]
            end = max(end, last)
        return "".join(parts) + text[end:] if parts else text

    def names_anybody(self, text: str, at: datetime) -> bool:
        """Return whether a record that could not be read has an identifier of somebody, bare ids among them."""
        words = set(re.findall(r"[\w.@+-]{5,}", text))
        ways = [*((type_, word) for word in words for type_ in self.types), *(("phone", f"+{word}") for word in words)]
        return any(True for _ in self._identifiers(text, at)) or any(self._is_suppressed(*way, at) for way in ways)

    def is_key_suppressed(self, sender_key: str, at: datetime) -> bool:
        """Return whether a reader's ``"<type>:<identifier>"`` is somebody's."""
        identifier_type, _, identifier = sender_key.partition(":")
        return self._is_suppressed(identifier_type, identifier, at)

    def _identifiers(self, text: str, at: datetime) -> Iterator[tuple[int, int]]:
        for match in _EMAIL.finditer(text):
            if self._is_suppressed("email", match[0], at):
                yield match.span()
        for match in _NUMBER.finditer(text):
            ways = (match[0], f"+{match[0]}")
            if any(self._is_suppressed("phone", way, at) for way in ways):
                yield match.span()
        for match in _ID.finditer(text):
            if any(self._is_suppressed(type_, match[1] or match[0], at) for type_ in self.types):
                yield match.span()

    def _names(self, text: str, at: datetime, conversation_id: bytes) -> Iterator[tuple[int, int]]:
        words = [*WORD.finditer(text)]
        for first in range(len(words)):
            for last in range(first, min(first + _MOST_WORDS, len(words))):
                start, end = words[first].start(), words[last].end()
                name = bare(text[start:end])
                if first == last and not name.startswith("@"):
                    continue
                if self._is_name(conversation_id, name, at):
                    yield start, start + len(name)

    def _is_suppressed(self, identifier_type: str, identifier: str, at: datetime) -> bool:
        known = identifier_type, identifier
        if known not in self._known:
            untils = (self.untils[digest] for digest in self.digests(*known) if digest in self.untils)
            self._known[known] = max(untils, default=None)
        until = self._known[known]
        return until is not None and at <= until

    def _is_name(self, conversation_id: bytes, name: str, at: datetime) -> bool:
        digest = suppressed_name(self.key, conversation_id, name)
        return digest in self.untils and at <= self.untils[digest]
