"""Tells whom a notice is about: apps begin their notices with a name."""

from collections.abc import Iterable
from functools import lru_cache

from chatward.sources.transcript.entries import name_key


class Actors:
    """The names of a chat, and which of them a notice begins with."""

    def __init__(self, platform: str, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._platform = platform
        self._by_length = sorted(self.names, key=len, reverse=True)
        self.key_of = lru_cache(maxsize=1024)(self._key_of)

    def _key_of(self, notice: str) -> str | None:
        """Return the sender key of the longest name that the notice begins with, None for none."""
        name = next((name for name in self._by_length if notice.startswith(name)), None)
        return None if name is None else name_key(self._platform, name)
