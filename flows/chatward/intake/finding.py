"""Which way the exports of a platform are found."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.records import Export
from chatward.sources.table.finding import PLATFORM as TABLE
from chatward.sources.table.finding import find_tables


class Finder(Protocol):
    """Finds the exports in files, archives and folders, and what is none."""

    def __call__(self, paths: Iterable[Path]) -> Iterator[Export | Unrecognised]:
        """Yield them in the order of the paths; an archive beyond the limits in force is refused."""
        ...


def finder(platform: str) -> Finder:
    """Return what finds the exports of a platform: by their content, or by the word of the policy."""
    return find_tables if platform == TABLE else find_exports
