"""Opens what was delivered, a file, packed or not, a folder or a zip, and hands out its members' bytes."""

import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol

from chatward.errors import SourceFormatError
from chatward.sources.archives import ZIP_STARTS, Archive, Limits, is_visible, leads_out, limits_in_force, zip_in
from chatward.sources.file_text import LARGE_BYTES, Guard, Text, as_utf8, large_text
from chatward.sources.packed import PACKED_START, undamaged, unpacked
from chatward.sources.records import Export


class Container(Protocol):
    """The members of one delivered thing; a plain file has the single member ``""``.

    ``names`` are sorted, have ``/`` between folders, and leave out hidden files and macOS' resource forks.
    """

    names: tuple[str, ...]
    is_archive: bool

    def head(self, name: str, size: int) -> bytes:
        """Return at most the first ``size`` bytes of a member; raises like ``read``."""
        ...

    def read(self, name: str) -> bytes:
        """Return a member's bytes as they are, byte order mark included.

        Raises:
            SourceFormatError: there is no such member, it is damaged, or it is no regular file of the container.
        """
        ...

    def text(self, name: str) -> AbstractContextManager[Text]:
        """Give a member as text, of which only pieces are held where it is large; raises like ``read``."""
        ...


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Open a file, a folder or a zip; what it is is decided by its first bytes.

    Raises:
        SourceFormatError: the archive is damaged, encrypted, or built to harm; or nothing regular lies at ``path``.
    """
    limits, mode = limits_in_force(), _mode(path)
    if stat.S_ISDIR(mode):
        yield _Folder(path, limits)
        return
    _check_regular(mode)
    with path.open("rb") as stream:
        start, size = stream.read(4), os.fstat(stream.fileno()).st_size
        if start in ZIP_STARTS:
            with zip_in(stream) as archive:
                yield Archive(archive, size, limits)
        elif start.startswith(PACKED_START):
            yield _File(*unpacked(stream, size, limits), undamaged)
        else:
            yield _File(stream, size)


def member_bytes(export: Export, member: str) -> bytes:
    """Return one member's bytes; for many members ``read_members`` opens an archive only once.

    Raises:
        SourceFormatError: the member or its archive is missing, damaged, encrypted or built to harm.
    """
    with opened(export.path) as container:
        return container.read(member)


def read_members(export: Export) -> Iterator[tuple[str, bytes]]:
    """Yield the export's members and their bytes, in reading order; raises like ``member_bytes``."""
    with opened(export.path) as container:
        for member in export.members:
            yield member, container.read(member)


def read_texts(export: Export) -> Iterator[tuple[str, Text]]:
    """Yield the export's members as texts in UTF-8, in reading order; each is to be used before the next is asked for.

    What is wrong with a large one may show only while it is read; raises like ``member_bytes``.
    """
    with opened(export.path) as container:
        for member in export.members:
            with container.text(member) as text:
                yield member, text


def _mode(path: Path | str) -> int:
    try:
        return os.stat(path).st_mode  # noqa: PTH116 - see ``_Folder.head``
    except (FileNotFoundError, NotADirectoryError):
        raise SourceFormatError("a file of the export is missing: it was moved or removed") from None


def _check_regular(mode: int) -> None:
    """Refuse what is no regular file: opening a pipe or a device could block for ever."""
    if not stat.S_ISREG(mode):
        raise SourceFormatError("a file of the export is no regular file but a folder, a pipe or a device")


def _fail(error: OSError) -> None:
    raise error  # os.walk would pass by a folder that it may not enter


class _File:
    """One plain file, or what is in a packed one, which is read within ``guard``."""

    def __init__(self, stream: BinaryIO, size: int, guard: Guard = nullcontext) -> None:
        self._stream = stream
        self._size = size
        self._guard = guard
        self.is_archive = False
        self.names: tuple[str, ...] = ("",)

    def head(self, name: str, size: int) -> bytes:
        return self._read(name, size)

    def read(self, name: str) -> bytes:
        return self._read(name, -1)

    @contextmanager
    def text(self, name: str) -> Iterator[Text]:
        if self._size <= LARGE_BYTES:
            yield as_utf8(self.read(name))
        else:
            self._read(name, 0)
            yield large_text(self._stream, self._size, self._guard)

    def _read(self, name: str, size: int) -> bytes:
        if name:
            raise SourceFormatError("a file of the export is missing: it was moved or removed")
        with self._guard():
            self._stream.seek(0)
            return self._stream.read(size)


class _Folder:
    """A folder as delivered."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._inner = {str(path): True}
        self.is_archive = False
        self.names = tuple(sorted(self._walk(limits)))

    @cached_property
    def _root(self) -> Path:
        return self._path.resolve()

    def head(self, name: str, size: int) -> bytes:
        with open(self._located(name), "rb") as stream:  # noqa: PTH123 - paths as objects cost as much as the reading
            return stream.read(size)

    def read(self, name: str) -> bytes:
        return self.head(name, -1)

    @contextmanager
    def text(self, name: str) -> Iterator[Text]:
        path = Path(self._located(name))
        if (size := path.stat().st_size) <= LARGE_BYTES:
            yield as_utf8(path.read_bytes())
            return
        with path.open("rb") as stream:
            yield large_text(stream, size)

    def _walk(self, limits: Limits) -> Iterator[str]:
        count = 0
        for folder, _, files in os.walk(self._path, onerror=_fail):
            inner = Path(folder).relative_to(self._path)
            count += len(files)
            if len(inner.parts) > limits.folder_depth:
                raise SourceFormatError(f"folders lie over {limits.folder_depth} deep in the export")
            if count > limits.folder_files:
                raise SourceFormatError(f"the export holds over {limits.folder_files} files")
            yield from filter(is_visible, ((inner / file).as_posix() for file in files))

    def _located(self, name: str) -> str:
        path = f"{self._path}/{name}"
        if leads_out(name) or not self._is_inner(path):
            raise SourceFormatError("a member of the export leads out of its folder")
        _check_regular(_mode(path))
        return path

    def _is_inner(self, path: str) -> bool:
        """Tell whether a path stays in the folder when its links are followed; each folder in it is looked at once."""
        if os.path.islink(path):  # noqa: PTH114 - see ``head``
            return self._holds(path)
        folder = path.rpartition("/")[0]
        if folder not in self._inner:
            self._inner[folder] = self._holds(folder)
        return self._inner[folder]

    def _holds(self, path: str) -> bool:
        return Path(path).resolve().is_relative_to(self._root)
