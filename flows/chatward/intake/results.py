"""What comes of reading entries of a source: the files, their records, and what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from chatward.errors import Error
from chatward.intake.drifting import Drifted, DriftTerms, held_back
from chatward.intake.sealing import SealedPart
from chatward.sources.archives import Limits
from chatward.sources.records import ReadSettings


@dataclass(frozen=True, slots=True)
class SourceTask:
    """What a worker must know of the source whose entries it reads.

    Attributes:
        spill: folder of the warehouse in which parts of a large export wait, encrypted, until all of it is read.
        reconciles: whether what its exports show in full is of use.
    """

    source: str
    platform: str
    settings: ReadSettings
    limits: Limits
    spill: Path
    reconciles: bool = False
    drift: DriftTerms = field(default_factory=DriftTerms)


@dataclass(frozen=True, slots=True)
class FileRead:
    """One export file as read.

    Attributes:
        file_id: ``<source>/<12 hex digits>``, by content; says nothing about the file's name.
        location: where it lies; may name people.
        records: records in the file, counted before they were parsed.
    """

    file_id: str
    source: str
    platform: str
    location: str
    digest: str
    size_bytes: int
    records: int
    read_messages: int
    read_events: int
    rejected: int
    first_at_utc: datetime | None
    last_at_utc: datetime | None
    date_order: str | None
    zone_sources: list[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """An export of which nothing was stored, and why."""

    source: str
    location: str
    error: Error


@dataclass(slots=True)
class Reading:
    """Some entries of one source, read, or a part of one large export.

    Attributes:
        source: its name.
        begun: ids of the files whose first records these are.
        files: those of which no more records come; empty for a part that is not the last one.
        messages: columns of the shard's ``messages`` that do not need the warehouse, ``sender_index`` for people.
        events: the same for ``events``, ``actor_index`` for people.
        people: rows of ``identifying.PEOPLE``.
        rejects: what could not be read, as REJECTS with ``file_id``.
        spans: what the exports show in full, as ``covering.SPANS`` with ids; a part has those of its whole export.
        known: number of files that were collected before.
        drifted: what its exports hold that their reader does not know, whatever becomes of it.
        before: parts of large exports that come before this one, whose last records are here.
    """

    source: str
    begun: list[str]
    files: list[FileRead]
    messages: pa.Table
    events: pa.Table
    people: pa.Table
    conversations: pa.Table
    rejects: pa.Table
    spans: pa.Table
    known: int = 0
    failures: list[Failure] = field(default_factory=list)
    drifted: list[Drifted] = field(default_factory=list)
    before: list[SealedPart] = field(default_factory=list)

    @property
    def records(self) -> int:
        """Records read, whatever becomes of them."""
        return sum(file.records for file in self.files)

    def parts(self) -> Iterator["Reading"]:
        """Yield the parts of large exports in their order, one in memory at a time, and at last this one."""
        for sealed in self.before:
            tables = sealed.open()
            tables["messages"] = sealed.end.date(tables["messages"])
            tables["spans"] = sealed.spans
            yield Reading(sealed.source, [sealed.file_id] if sealed.is_first else [], [], **tables)
        yield self

    def held_back(self) -> "Reading":
        """Return it with nothing to store: its source is halted, and its exports are read again another time."""
        for part in self.before:
            part.tables.discard()
        held = [Failure(file.source, file.location, held_back()) for file in self.files]
        return replace(self, begun=[], files=[], failures=[*self.failures, *held], before=[])

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Append the rows of further tables of the same names."""
        for name, table in tables.items():
            setattr(self, name, pa.concat_tables([getattr(self, name), table]))

    @property
    def nbytes(self) -> int:
        """Bytes of its records in memory."""
        return int(self.messages.nbytes + self.events.nbytes)
