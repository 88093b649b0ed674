"""The ledger's tree on plain files, laid out as C2SP tlog-tiles: 256 hashes a tile, 256 entries a bundle.

A tile that is not full yet carries its width in its name. The files are written before the checkpoint that counts them,
so what a run that was cut off left beyond that checkpoint is in nobody's tree, and is written over by the next one.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from chatward import durable
from chatward.errors import IntegrityError
from chatward.ledger.merkle import HASH_BYTES, Subtree, in_memory, leaf_hash

T = TypeVar("T")

WIDTH = 256
_HEIGHT = 8
_LENGTH_BYTES = 2
ENTRIES = "entries"
MOST_BYTES = 256**_LENGTH_BYTES - 1
"""A leaf is at most so long."""


def tile_path(folder: Path, level: int | str, number: int, width: int) -> Path:
    """Return the path of a tile of hashes, or of a bundle at the level ``ENTRIES``; ``width`` is how full it is."""
    groups = f"{number:,}".split(",")
    groups[0] = groups[0].zfill(3)
    *folders, name = [*(f"x{group}" for group in groups[:-1]), groups[-1]]
    place = folder.joinpath("tile", str(level), *folders)
    return place / name if width == WIDTH else place / f"{name}.p" / str(width)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return entries as they stand in a bundle: each after its length, two bytes, big-endian."""
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)


def grown(folder: Path, size: int, entries: Sequence[bytes]) -> dict[Path, bytes]:
    """Return the files that are new when ``entries`` follow a tree of ``size`` leaves; nothing is written."""
    files: dict[Path, bytes] = {}
    begun = read_entries(folder, size // WIDTH, size % WIDTH)
    for number, chunk in enumerate(_rows([*begun, *entries]), start=size // WIDTH):
        files[tile_path(folder, ENTRIES, number, len(chunk))] = bundle(chunk)
    level, hashes = 0, [leaf_hash(entry) for entry in entries]
    while hashes:
        begun = _read_hashes(folder, level, size // WIDTH, size % WIDTH)
        above = []
        for number, chunk in enumerate(_rows([*begun, *hashes]), start=size // WIDTH):
            files[tile_path(folder, level, number, len(chunk))] = b"".join(chunk)
            if len(chunk) == WIDTH:
                above.append(in_memory(chunk)(_HEIGHT, 0))
        level, size, hashes = level + 1, size // WIDTH, above
    return files


def write(files: dict[Path, bytes]) -> None:
    """Write tiles and bundles, each in one step.

    Raises:
        OSError: the disk is full or not writable.
    """
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, content)


def clear(files: dict[Path, bytes]) -> None:
    """Remove narrower tiles than those just written, whose hashes and entries stand in these too."""
    for path in files:
        is_partial = path.parent.suffix == ".p"
        folder = path.parent if is_partial else path.with_name(f"{path.name}.p")
        for other in folder.glob("*"):
            if other != path:
                other.unlink()
        if not is_partial and folder.is_dir():
            folder.rmdir()


def read_entries(folder: Path, number: int, width: int) -> list[bytes]:
    """Return the first ``width`` entries of a bundle.

    Raises:
        IntegrityError: the bundle is missing or has fewer.
    """
    content = _content(folder, ENTRIES, number, width)
    entries, place = [], 0
    while place < len(content):
        start = place + _LENGTH_BYTES
        place = start + int.from_bytes(content[place:start], "big")
        entries.append(content[start:place])
    if len(entries) < width or bundle(entries) != content:
        raise _damaged(ENTRIES, number)
    return entries[:width]


def read_entry(folder: Path, index: int) -> bytes:
    """Return one entry."""
    return read_entries(folder, index // WIDTH, index % WIDTH + 1)[-1]


def all_entries(folder: Path, size: int) -> Iterator[bytes]:
    """Yield the entries of a tree in order."""
    for start in range(0, size, WIDTH):
        yield from read_entries(folder, start // WIDTH, min(WIDTH, size - start))


def subtrees(folder: Path, size: int) -> Subtree:
    """Return the subtrees of a tree of ``size`` leaves, read from its tiles as they are needed."""

    def subtree(level: int, number: int) -> bytes:
        tile_level, height = divmod(level, _HEIGHT)
        tile, place = divmod(number << height, WIDTH)
        width = min(WIDTH, (size >> _HEIGHT * tile_level) - tile * WIDTH)
        hashes = _read_hashes(folder, tile_level, tile, width)
        return in_memory(hashes[place : place + (1 << height)])(height, 0)

    return subtree


def check_tiles(folder: Path, leaves: Sequence[bytes]) -> None:
    """Check every tile of hashes against the leaves' hashes.

    Raises:
        IntegrityError: one is missing, or holds other hashes.
    """
    level, hashes = 0, list(leaves)
    while hashes:
        above = []
        for number, chunk in enumerate(_rows(hashes)):
            if _read_hashes(folder, level, number, len(chunk)) != chunk:
                raise _damaged(level, number)
            if len(chunk) == WIDTH:
                above.append(in_memory(chunk)(_HEIGHT, 0))
        level, hashes = level + 1, above


def _rows(values: list[T]) -> list[list[T]]:
    return [values[start : start + WIDTH] for start in range(0, len(values), WIDTH)]


def _read_hashes(folder: Path, level: int, number: int, width: int) -> list[bytes]:
    content = _content(folder, level, number, width)
    if len(content) % HASH_BYTES or len(content) < width * HASH_BYTES:
        raise _damaged(level, number)
    return [content[place : place + HASH_BYTES] for place in range(0, width * HASH_BYTES, HASH_BYTES)]


def _content(folder: Path, level: int | str, number: int, width: int) -> bytes:
    """Return the bytes of the narrowest tile that has ``width`` hashes or entries.

    A wider one may be what a run that was cut off left: it begins as the tree did then.
    """
    if not width:
        return b""
    whole = tile_path(folder, level, number, WIDTH)
    partial = whole.with_name(f"{whole.name}.p")
    widths = sorted(int(path.name) for path in partial.glob("*") if path.name.isdigit())
    path = next((partial / str(found) for found in widths if found >= width), whole)
    try:
        return path.read_bytes()
    except OSError:
        raise _damaged(level, number) from None


def _damaged(level: int | str, number: int) -> IntegrityError:
    return IntegrityError(
        f"tile {number} of level {level} of the ledger is missing or was changed",
        hint="restore the ledger folder from its backup",
    )
