"""Where pulled objects come to lie: below the source's folder, whole or not at all, under names that are harmless."""

from pathlib import Path

from chatward import durable
from chatward.errors import TransferError

STAGING = ".pulling"
"""Folder within a source's, which collecting passes by: what is not whole yet."""
_LONGEST_NAME_BYTES = 200
_LONGEST_PATH_BYTES = 1000


def staging(folder: Path) -> Path:
    """Return the place for what is not whole yet, on the same disk as ``folder``; only its owner sees into it."""
    place = folder / STAGING
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def place_of(folder: Path, name: str) -> Path:
    """Return where an object of that name comes to lie.

    Raises:
        TransferError: the name would lead elsewhere, be hidden, or be too long.
    """
    parts = name.split("/")
    is_fit = all(
        part
        and not part.startswith(".")
        and part.isprintable()
        and len(_encoded(part)) <= _LONGEST_NAME_BYTES
        and "\\" not in part
        and part[1:2] != ":"  # what Windows takes for a folder or a disk
        for part in parts
    )
    if not is_fit or len(_encoded(name)) > _LONGEST_PATH_BYTES:
        raise TransferError("an object has a name that no file can have here", hint="rename it where it lives")
    return folder.joinpath(*parts)


def land(fetched: Path, place: Path) -> None:
    """Move a file to its place, where it replaces an older version in one step.

    Raises:
        TransferError: a file lies where the name has a folder, or the other way round.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        durable.settle(fetched, place)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise TransferError(
            "an object has the name of another one's folder", hint="rename one of them where they live"
        ) from None


def sweep(place: Path, used: frozenset[str]) -> None:
    """Remove what earlier runs left of objects that are not wanted any more; ``used`` names what stays."""
    for path in place.glob("*.part"):
        if path.name not in used:
            path.unlink()


def _encoded(name: str) -> bytes:
    return name.encode(errors="surrogateescape")
