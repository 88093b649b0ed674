"""Finds what a source's folders hold that was not collected yet."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from chatward.errors import SourceFormatError
from chatward.sources.records import Export

CHUNK_BYTES = 8 << 20
CHUNK_ENTRIES = 250
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder directly below a source's path.

    Attributes:
        path: where it lies.
        location: the same, relative to the workspace; may hold names of people, so it stays in the warehouse.
        signature: changes when any file in it changes its name, size or time.
        size_bytes: of all its files.
    """

    path: Path
    location: str
    signature: str
    size_bytes: int


def entry_id(entry: Entry, key: bytes) -> str:
    """Return what an entry is remembered by: its place under a key."""
    return place_id(entry.location, key)


def place_id(place: str, key: bytes) -> str:
    """Return the id, in hex, of the place or name of a file, since names of files name people."""
    return hashlib.blake2b(place.encode(errors="replace"), key=key, digest_size=16).hexdigest()


def entries(root: Path, patterns: Iterable[str]) -> Iterator[Entry]:
    """Yield the entries below the folders that ``patterns`` name, sorted by location.

    Args:
        root: the workspace's folder.
        patterns: globs relative to it; ``exports/whatsapp/**`` means every entry of that folder.
    """
    seen: set[Path] = set()
    for pattern in patterns:
        found = root.glob(pattern.removesuffix("/**") + "/*" if pattern.endswith("/**") else pattern)
        seen.update(path for path in found if not path.name.startswith("."))
    for path in sorted(seen):
        yield _entry(path, root)


def _entry(path: Path, root: Path) -> Entry:
    digest = hashlib.blake2b(digest_size=16)
    size = 0
    for file in files_of(path):
        try:
            stat = file.stat()
        except FileNotFoundError:
            continue  # it was moved away a moment ago, and is looked for again by the next run
        size += stat.st_size
        digest.update(f"{file.relative_to(path.parent)}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode(errors="replace"))
    return Entry(path, path.relative_to(root).as_posix(), digest.hexdigest(), size)


def chunks(found: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Yield entries in order, about ``CHUNK_BYTES`` or ``CHUNK_ENTRIES`` at a time: work for one process."""
    chunk, size = list[Entry](), 0
    for entry in found:
        chunk.append(entry)
        size += entry.size_bytes
        if len(chunk) >= CHUNK_ENTRIES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def files_of(path: Path) -> list[Path]:
    """Return the file itself, or all files below a folder, sorted; linked folders are not entered.

    Folders may lie deeper in each other than functions can call themselves, and vanish while they are looked at.
    """
    if path.is_file():
        return [path]
    found, waiting = list[str](), [str(path)]
    while waiting:
        folder = waiting.pop()
        with suppress(OSError), os.scandir(folder) as within:  # whoever reads it tells what is wrong
            for each in within:
                if each.is_dir(follow_symlinks=False):
                    waiting.append(each.path)
                elif each.is_file():
                    found.append(each.path)
    return sorted(map(Path, found))


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an export's bytes are: two deliveries of the same bytes are one file, whatever they are called."""

    digest: str
    size_bytes: int
    stamps: Mapping[Path, tuple[int, int]]

    def check_unchanged(self) -> None:
        """Raise SourceFormatError if a file of the export was changed since the fingerprint was taken."""
        for path, stamp in self.stamps.items():
            if _stamp(path) != stamp:
                raise SourceFormatError(
                    "the export changed while it was read; nothing of it was stored",
                    hint="deliver files under another name and rename them when they are complete",
                )


def fingerprint(export: Export) -> Fingerprint:
    """Return digest (SHA-256 over names inside the export and bytes), size and time stamps of an export."""
    digest = hashlib.sha256()
    stamps = {}
    paths = [export.path] if export.path.is_file() else [export.path / member for member in export.members]
    for path in paths:
        stamps[path] = _stamp(path)
        if path != export.path:
            digest.update(path.relative_to(export.path).as_posix().encode(errors="replace") + b"\0")
        elif export.members != ("",):
            # one archive may hold several exports
            digest.update("\0".join(export.members).encode(errors="replace") + b"\0")
        with path.open("rb") as handle:
            while chunk := handle.read(_BLOCK):
                digest.update(chunk)
    return Fingerprint(digest.hexdigest(), sum(size for size, _ in stamps.values()), stamps)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (-1, -1)
    return (stat.st_size, stat.st_mtime_ns)
