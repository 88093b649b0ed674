"""What the writers of all export formats share: where they write, and what they tell of it."""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np

from chatward.sample.blocks import Block
from chatward.sample.cast import Cast
from chatward.sample.texts import Integers

OFFICE_ZONE = ZoneInfo("Europe/Berlin")
"""The wall clock of the phones and computers that export."""

_HOUR_US = 3_600_000_000
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_") | {chr(code): "_" for code in (*range(32), 0x202C, 0x202E)})


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one source's exports are put, and who is who.

    Attributes:
        workspace: the folder that paths in truth are relative to.
        folder: where this delivery's files of this source go.
        number: how many blocks of this source were written before; part of the names of files.
        first_id: from where on platforms count this delivery's messages, so that ids never repeat.
    """

    workspace: Path
    folder: Path
    cast: Cast
    number: int
    first_id: int

    def relative(self, path: Path) -> str:
        """Return ``path`` as truth names it."""
        return path.relative_to(self.workspace).as_posix()

    @property
    def part(self) -> str:
        """End of file names that tells the blocks of a large world apart."""
        return f" ({self.number + 1})" if self.number else ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A message that an export tells in its own way: the text and kind as exported, the identifiers in the text."""

    text: str
    kind: str
    spans: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the messages of a block went.

    Attributes:
        files: the file of each message, relative to the workspace.
        ids: the platform's id of each message; empty if the platform gives none.
        sent_us: when each was sent, as exactly as the export tells it.
        events: records that are no messages.
        duplicates: records delivered a second time.
        rewritten: messages that the export tells in its own way, by row of the block.
    """

    files: list[str]
    ids: list[str]
    sent_us: Integers
    events: int = 0
    duplicates: int = 0
    rewritten: Mapping[int, Rewritten] = field(default_factory=dict)


class Writer(Protocol):
    """Writes the messages of one block as one platform exports them."""

    def __call__(self, block: Block, desk: Desk) -> Placement:
        """Write all files of the block, each whole."""
        ...


def office_clock(sent_us: Integers) -> Integers:
    """Return what the office's wall clock shows, as microseconds since 1970."""
    hours, place = np.unique(sent_us // _HOUR_US, return_inverse=True)
    ahead = [
        OFFICE_ZONE.utcoffset(datetime.fromtimestamp(hour * 3600, UTC).astimezone(OFFICE_ZONE))
        for hour in hours.tolist()
    ]
    shifts = np.array([int(shift.total_seconds()) * 1_000_000 if shift else 0 for shift in ahead])
    shown: Integers = sent_us + shifts[place]
    return shown


def file_name(text: str) -> str:
    """Return ``text`` fit to name a file anywhere, at most 80 characters."""
    return text.translate(_FORBIDDEN).strip(" .")[:80]


def write_zip(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    """Write an archive whose bytes depend on its members alone: stored, since deflate differs between machines."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, date_time=(2024, 1, 1, 0, 0, 0)), data)
