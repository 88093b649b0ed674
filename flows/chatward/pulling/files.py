"""Objects that lie on this machine: a mounted share, a folder that another program fills."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chatward.errors import TransferError
from chatward.policy.location import Location
from chatward.pulling.objects import Arriving, ChangedError, Peer, RemoteObject

_CHUNK_BYTES = 1 << 20


class LocalFiles:
    """The files of a folder that a location names."""

    def __init__(self, location: Location) -> None:
        self._location = location
        self._folder = Path("/" + location.folder)

    def objects(self) -> Iterator[RemoteObject]:
        """Yield the files in the order of their paths; links that lead out of the folder are passed by."""
        if not self._folder.is_dir():
            raise TransferError("there is no such folder on this machine", hint="is the share mounted?")
        root = self._folder.resolve()
        for path in sorted(self._folder.rglob("*")):
            is_wanted = self._location.matches(path.as_posix().removeprefix("/"))
            if is_wanted and path.is_file() and path.resolve().is_relative_to(root):
                yield RemoteObject(
                    name=path.relative_to(self._folder).as_posix(),
                    address=str(path),
                    version=_version(path),
                    size_bytes=path.stat().st_size,
                )

    @contextmanager
    def open(self, wanted: RemoteObject, start: int) -> Iterator[Arriving]:
        """Give a file's bytes; it must be the same after them as before."""
        path = Path(wanted.address)
        _check(path, wanted)
        with path.open("rb") as handle:
            handle.seek(start)
            chunks = iter(lambda: handle.read(_CHUNK_BYTES), b"")
            yield Arriving(chunks=chunks, start=start, size_bytes=wanted.size_bytes, peer=Peer(scheme="file"))
        _check(path, wanted)

    def close(self) -> None:
        """Do nothing: no connection is held."""


def _version(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def _check(path: Path, wanted: RemoteObject) -> None:
    try:
        is_same = _version(path) == wanted.version
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise ChangedError("the object changed since it was listed", hint="run again")
