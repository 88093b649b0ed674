"""Zips from outside: each is checked as a whole before anything in it is read, and unpacked within limits.

Names that lead out of it, links, devices, encryption, doubled or overlapping members and bombs refuse it. Messages
name a member by its number, because file names of exports hold names of people.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import accumulate, pairwise
from typing import BinaryIO, cast

from chatward.errors import SourceFormatError
from chatward.sources.file_text import LARGE_BYTES, Text, as_utf8, large_text

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, OverflowError)
_ENCRYPTED = 0x1
_LOCAL_HEADER_BYTES = 30
_MOST_INNER_BYTES = 2**28
HARMLESS_BYTES = 65_536  # so little needs no ratio: a few hundred equal lines pack very well


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold before it counts as an attack.

    Attributes:
        ratio: most unpacked bytes to one packed byte, of the whole archive and of each member that is read.
        total_bytes: most unpacked bytes of the whole archive.
        members: most members, folders included.
        archive_depth: most archives that lie within each other, the outermost counted.
        folder_depth: most folders that lie within each other below one that was delivered.
        folder_files: most files in a folder that was delivered.
        field_bytes: most bytes of one text; a record with a longer one is rejected.
    """

    ratio: int = 100
    total_bytes: int = 10 * 2**30
    members: int = 100_000
    field_bytes: int = 64 * 2**20
    archive_depth: int = 3
    folder_depth: int = 64
    folder_files: int = 1_000_000


_STRICT = Limits()
_in_force: ContextVar[Limits] = ContextVar("limits", default=_STRICT)


def limits_in_force() -> Limits:
    """Return what archives and folders are held to now: the strict defaults, unless ``limited`` says otherwise."""
    return _in_force.get()


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Hold all archives and folders to these limits meanwhile: what finds exports in them, and what reads these."""
    token = _in_force.set(limits)
    try:
        yield
    finally:
        _in_force.reset(token)


def zip_in(stream: BinaryIO) -> zipfile.ZipFile:
    """Return the zip in a stream.

    Raises:
        SourceFormatError: its list of members cannot be read.
    """
    try:
        return zipfile.ZipFile(stream)
    except _DAMAGES:
        raise SourceFormatError(
            "the archive is damaged or cut off: its list of members cannot be read",
            hint="download or copy the export again",
        ) from None


_OF_SYSTEMS = frozenset({"__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini"})


def is_visible(name: str) -> bool:
    """Return whether a member is neither hidden nor what macOS or Windows itself put into a folder."""
    return not any(part.startswith(".") or part.casefold() in _OF_SYSTEMS for part in name.split("/"))


def leads_out(name: str) -> bool:
    """Return whether a member's name points to a place outside of what holds it."""
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")


@dataclass(slots=True)
class _Budget:
    """What the archives that lie within one file may unpack to, all together, and what of it they do.

    Attributes:
        size: bytes of the file.
        limits: what it may unpack to.
        members: of all archives that were opened so far.
        unpacked: bytes that these members have.
    """

    size: int
    limits: Limits
    members: int = 0
    unpacked: int = 0

    def spend(self, infos: list[zipfile.ZipInfo]) -> None:
        """Count an archive's members; refuse it if it is a bomb, by itself or with those around it."""
        self.members += len(infos)
        self.unpacked += sum(info.file_size for info in infos)
        if self.members > self.limits.members:
            raise SourceFormatError(f"the archive holds {self.members} members, at most {self.limits.members} are read")
        if self.unpacked > self.limits.total_bytes:
            raise SourceFormatError(
                f"the archive unpacks to {self.unpacked} bytes, at most {self.limits.total_bytes} are read"
            )
        if self.unpacked > max(HARMLESS_BYTES, self.limits.ratio * self.size):
            raise SourceFormatError(f"the archive unpacks to over {self.limits.ratio} times its size")


class Archive:
    """A zip that passed the checks of the module's first lines, as a ``files.Container``.

    Of an archive in it, which is held in memory as long as it is in use, the members are called as if it were a folder.
    """

    def __init__(self, archive: zipfile.ZipFile, size: int, limits: Limits, budget: _Budget | None = None) -> None:
        self._archive = archive
        self._limits = limits
        self._budget = budget or _Budget(size, limits)
        self._inner: tuple[str, Archive] | None = None
        self.is_archive = True
        infos = archive.infolist()
        self._budget.spend(infos)
        _check_members(infos)
        self._numbers = {_tidy(info): number for number, info in enumerate(infos, start=1)}
        if len(self._numbers) < len(infos):
            raise SourceFormatError("the archive holds two members of one name")
        self.names = tuple(sorted(name for name in self._numbers if not name.endswith("/") and is_visible(name)))

    def archive_in(self, name: str) -> "Archive":
        """Return the archive that a member is; raises SourceFormatError if it is too large, or as any archive does."""
        if self._inner is None or self._inner[0] != name:
            info, number = self._info(name)
            if info.file_size > _MOST_INNER_BYTES:
                raise SourceFormatError(
                    f"member {number} of the archive is an archive of over {_MOST_INNER_BYTES >> 20} MiB itself",
                    hint="unpack the outer archive first",
                )
            inner = zip_in(BytesIO(self._read(name, None)))
            self._inner = name, Archive(inner, info.file_size, self._limits, self._budget)
        return self._inner[1]

    def head(self, name: str, size: int) -> bytes:
        """Return the beginning of a member, ``size`` bytes at most."""
        return self._read(name, size)

    def read(self, name: str) -> bytes:
        """Return a member's bytes; raises SourceFormatError if they are damaged or no such member is there."""
        return self._read(name, None)

    @contextmanager
    def text(self, name: str) -> Iterator[Text]:
        """Give a member as text; of a large one pieces are unpacked as they are asked for."""
        if inner := self._holder_of(name):
            with inner[0].text(inner[1]) as text:
                yield text
            return
        info, number = self._info(name)
        if info.file_size <= LARGE_BYTES:
            yield as_utf8(self.read(name))
            return
        with ExitStack() as stack:
            with _undamaged(number):
                stream = stack.enter_context(self._archive.open(info))
            yield large_text(cast(BinaryIO, stream), info.file_size, partial(_undamaged, number))

    def _holder_of(self, name: str) -> "tuple[Archive, str] | None":
        """Return the archive in this one that holds a name, and the name in it; None for a name of this one's own."""
        if name in self._numbers:
            return None
        folders = accumulate(name.split("/")[:-1], "{}/{}".format)
        holder = next((folder for folder in folders if folder in self._numbers), None)
        return None if holder is None else (self.archive_in(holder), name[len(holder) + 1 :])

    def _read(self, name: str, size: int | None) -> bytes:
        if inner := self._holder_of(name):
            return inner[0]._read(inner[1], size)
        info, number = self._info(name)
        with _undamaged(number), self._archive.open(info) as stream:
            # one byte more than declared: reading past the end is what checks the CRC
            return stream.read(info.file_size + 1 if size is None else size)

    def _info(self, name: str) -> tuple[zipfile.ZipInfo, int]:
        """Return what the archive says of a member, and its number."""
        number = self._numbers.get(name)
        if number is None:
            raise SourceFormatError("a member of the archive is missing: the archive was replaced")
        info = self._archive.infolist()[number - 1]
        if info.file_size > max(HARMLESS_BYTES, self._limits.ratio * info.compress_size):
            raise SourceFormatError(
                f"member {number} of the archive unpacks to over {self._limits.ratio} times its size"
            )
        return info, number


@contextmanager
def _undamaged(number: int) -> Iterator[None]:
    """Turn what unpacking a member fails with into a sentence."""
    try:
        yield
    except _DAMAGES:
        raise SourceFormatError(
            f"member {number} of the archive is damaged", hint="download or copy the export again"
        ) from None


def _tidy(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive of which one member must not be read."""
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
    if "\0" in info.orig_filename or leads_out(_tidy(info)):
        return "has a name that leads out of the archive"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted: unpack the archive with its password first"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in a way other than the deflate method of all platforms"
    return None
