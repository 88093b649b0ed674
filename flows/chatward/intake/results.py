"""What comes of reading entries of a source: the files, their records, and what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from chatward.errors import Error
from chatward.intake.aside import Records, put_aside
from chatward.intake.dating import End
from chatward.intake.drifting import Drifted, DriftTerms, held_back
from chatward.sources.archives import Limits
from chatward.sources.records import ReadSettings


@dataclass(frozen=True, slots=True)
class SourceTask:
    """What a worker must know of the source whose entries it reads.

    Attributes:
        spill: folder of the warehouse in which records wait, encrypted, until they are stored.
        reconciles: whether what its exports show in full is of use.
        hints: names of what texts are looked through for.
    """

    source: str
    platform: str
    settings: ReadSettings
    limits: Limits
    spill: Path
    reconciles: bool = False
    drift: DriftTerms = field(default_factory=DriftTerms)
    hints: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a large export, but for the last one.

    Attributes:
        records: where its records wait, and beside them the tables of its reading, by name.
        is_first: whether it holds the export's first records.
        spans: what the whole export shows in full.
    """

    records: Records
    source: str
    file_id: str
    is_first: bool
    spans: pa.Table

    def reading(self) -> "Reading":
        """Return it as a reading."""
        sealed = self.records.sealed
        tables = {name: sealed.table(name) for name in sealed.places if name not in self.records.rows}
        tables["messages"] = self.records.end.date(tables["messages"])
        tables["spans"] = self.spans
        return Reading(self.source, [self.file_id] if self.is_first else [], [], **tables, aside=self.records)


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
        aside: where messages and events wait, if they were put aside: then their tables hold what is left of them.
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
    before: list[Part] = field(default_factory=list)
    aside: Records | None = None

    def parts(self) -> Iterator["Reading"]:
        """Yield the parts of large exports in their order, one in memory at a time, and at last this one."""
        yield from (part.reading() for part in self.before)
        yield self

    def put_aside(self, task: SourceTask) -> None:
        """Have messages and events wait on the disk."""
        read = {"messages": self.messages, "events": self.events}
        self.aside, left = put_aside(task.spill, read, task.hints, End())
        self.messages, self.events = left["messages"], left["events"]

    def held_back(self) -> "Reading":
        """Return it with nothing to store: its source is halted, and its exports are read again another time."""
        for records in (*(part.records for part in self.before), self.aside):
            if records is not None:
                records.discard()
        held = [Failure(file.source, file.location, held_back()) for file in self.files]
        return replace(self, begun=[], files=[], failures=[*self.failures, *held], before=[], aside=None)

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Append the rows of further tables of the same names."""
        for name, table in tables.items():
            setattr(self, name, pa.concat_tables([getattr(self, name), table]))

    @property
    def records(self) -> int:
        """Records read, whatever becomes of them."""
        return sum(file.records for file in self.files)

    @property
    def nbytes(self) -> int:
        """Bytes of its records, or of what is left of them, in memory."""
        return int(self.messages.nbytes + self.events.nbytes)
