"""Opens what was delivered, a file, a folder or a zip, and hands out its members' bytes.

Archives come from outside, so an archive is checked as a whole before anything in it is read: names that
lead out of it, links, devices, encryption, doubled or overlapping members and bombs refuse it. Messages
name a member by its number, because file names of exports hold names of people.
"""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Protocol

from chatward.errors import SourceFormatError
from chatward.sources.records import Export

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, OverflowError)
_ENCRYPTED = 0x1
_LOCAL_HEADER_BYTES = 30
_HARMLESS_BYTES = 65_536  # so little needs no ratio: a few hundred equal lines pack very well


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold before it counts as an attack.

    Attributes:
        ratio: most unpacked bytes to one packed byte, of the whole archive and of each member that is read.
        total_bytes: most unpacked bytes of the whole archive.
        members: most members, folders included.
    """

    ratio: int = 100
    total_bytes: int = 10 * 2**30
    members: int = 100_000


DEFAULT_LIMITS = Limits()


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


@contextmanager
def opened(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[Container]:
    """Open a file, a folder or a zip; what it is is decided by its first bytes.

    Raises:
        SourceFormatError: the archive is damaged, encrypted, or built to harm; or nothing regular lies at ``path``.
    """
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        yield _Folder(path)
        return
    _check_regular(mode)
    with path.open("rb") as stream:
        if stream.read(4) in _ZIP_STARTS:
            with _zip(stream) as archive:
                yield _Archive(archive, os.fstat(stream.fileno()).st_size, limits)
        else:
            yield _File(stream)


def member_bytes(export: Export, member: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return one member's bytes; for many members ``read_members`` opens an archive only once.

    Raises:
        SourceFormatError: the member or its archive is missing, damaged, encrypted or built to harm.
    """
    with opened(export.path, limits) as container:
        return container.read(member)


def read_members(export: Export, limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[str, bytes]]:
    """Yield the export's members and their bytes, in reading order; raises like ``member_bytes``."""
    with opened(export.path, limits) as container:
        for member in export.members:
            yield member, container.read(member)


def _zip(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except _DAMAGES:
        raise SourceFormatError(
            "the archive is damaged or cut off: its list of members cannot be read",
            hint="download or copy the export again",
        ) from None


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise SourceFormatError("a file of the export is missing: it was moved or removed") from None


def _check_regular(mode: int) -> None:
    """Refuse what is no regular file: opening a pipe or a device could block for ever."""
    if not stat.S_ISREG(mode):
        raise SourceFormatError("a file of the export is no regular file but a folder, a pipe or a device")


def _fail(error: OSError) -> None:
    raise error  # os.walk would pass by a folder that it may not enter


def _is_visible(name: str) -> bool:
    return not any(part == "__MACOSX" or part.startswith(".") for part in name.split("/"))


def _leads_out(name: str) -> bool:
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")


class _File:
    """One plain file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.is_archive = False
        self.names: tuple[str, ...] = ("",)

    def head(self, name: str, size: int) -> bytes:
        return self._read(name, size)

    def read(self, name: str) -> bytes:
        return self._read(name, -1)

    def _read(self, name: str, size: int) -> bytes:
        if name:
            raise SourceFormatError("a file of the export is missing: it was moved or removed")
        self._stream.seek(0)
        return self._stream.read(size)


class _Folder:
    """A folder as delivered."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._root = path.resolve()
        self.is_archive = False
        self.names = tuple(sorted(self._walk()))

    def head(self, name: str, size: int) -> bytes:
        with self._located(name).open("rb") as stream:
            return stream.read(size)

    def read(self, name: str) -> bytes:
        return self._located(name).read_bytes()

    def _walk(self) -> Iterator[str]:
        for folder, _, files in os.walk(self._path, onerror=_fail):
            inner = Path(folder).relative_to(self._path)
            yield from filter(_is_visible, ((inner / file).as_posix() for file in files))

    def _located(self, name: str) -> Path:
        path = self._path / name
        if _leads_out(name) or not path.resolve().is_relative_to(self._root):
            raise SourceFormatError("a member of the export leads out of its folder")
        _check_regular(_mode(path))
        return path


class _Archive:
    """A zip that passed the checks of the module's first lines."""

    def __init__(self, archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self.is_archive = True
        infos = archive.infolist()
        _check_whole(infos, size, limits)
        self._numbers = {_tidy(info): number for number, info in enumerate(infos, start=1)}
        if len(self._numbers) < len(infos):
            raise SourceFormatError("the archive holds two members of one name")
        self.names = tuple(sorted(name for name in self._numbers if not name.endswith("/") and _is_visible(name)))

    def head(self, name: str, size: int) -> bytes:
        return self._read(name, size)

    def read(self, name: str) -> bytes:
        return self._read(name, None)

    def _read(self, name: str, size: int | None) -> bytes:
        number = self._numbers.get(name)
        if number is None:
            raise SourceFormatError("a member of the archive is missing: the archive was replaced")
        info = self._archive.infolist()[number - 1]
        if info.file_size > max(_HARMLESS_BYTES, self._limits.ratio * info.compress_size):
            raise SourceFormatError(
                f"member {number} of the archive unpacks to over {self._limits.ratio} times its size"
            )
        try:
            with self._archive.open(info) as stream:
                # one byte more than declared: reading past the end is what checks the CRC
                return stream.read(info.file_size + 1 if size is None else size)
        except _DAMAGES:
            raise SourceFormatError(
                f"member {number} of the archive is damaged", hint="download or copy the export again"
            ) from None


def _tidy(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _check_whole(infos: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Refuse an archive that is a bomb as a whole, or of which one member must not be read."""
    if len(infos) > limits.members:
        raise SourceFormatError(f"the archive holds {len(infos)} members, at most {limits.members} are read")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.total_bytes:
        raise SourceFormatError(f"the archive unpacks to {unpacked} bytes, at most {limits.total_bytes} are read")
    if unpacked > max(_HARMLESS_BYTES, limits.ratio * size):
        raise SourceFormatError(f"the archive unpacks to over {limits.ratio} times its size")
    if _overlap(infos):
        raise SourceFormatError("members of the archive overlap")
    for number, info in enumerate(infos, start=1):
        if fault := _fault(info):
            raise SourceFormatError(f"member {number} of the archive {fault}")


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = (info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size for info in ordered)
    return any(end > after.header_offset for end, (_, after) in zip(ends, pairwise(ordered), strict=False))


def _fault(info: zipfile.ZipInfo) -> str | None:
    """Return why this member forbids reading the archive, or None."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if "\0" in info.orig_filename or _leads_out(_tidy(info)):
        return "has a name that leads out of the archive"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted: unpack the archive with its password first"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in a way other than the deflate method of all platforms"
    return None
