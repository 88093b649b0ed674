"""Reads entries of a source into tables that the warehouse can take: ids made, places kept, times by month.

Runs in worker processes, so it imports neither Prefect nor DuckDB and gets everything as values. Many small files are
identified together, since the cost of a column operation does not depend on how few rows it has.
"""

import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chatward.errors import Error, SourceFormatError
from chatward.intake.discovery import Entry, Fingerprint, fingerprint
from chatward.intake.identifying import Keys, conversations_table, identified_events, identified_messages, people_table
from chatward.sources import recognise
from chatward.sources.files import Limits
from chatward.sources.records import CONVERSATIONS, EVENTS, MESSAGES, PARTICIPANTS, REJECTS, Batch, Export, ReadSettings

FILE_ID_CHARS = 12
_PARTS = {
    "messages": MESSAGES, "events": EVENTS, "participants": PARTICIPANTS, "conversations": CONVERSATIONS,
    "rejects": REJECTS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceTask:
    """What a worker must know of the source whose entries it reads."""

    source: str
    platform: str
    settings: ReadSettings
    limits: Limits


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
    """Some entries of one source, read.

    Attributes:
        messages: columns of the shard's ``messages`` that do not need the warehouse, ``sender_index`` for people.
        events: the same for ``events``, ``actor_index`` for people.
        people: rows of ``identifying.PEOPLE``.
        rejects: what could not be read, as REJECTS with ``file_id``.
        known: number of files that were collected before.
    """

    files: list[FileRead]
    messages: pa.Table
    events: pa.Table
    people: pa.Table
    conversations: pa.Table
    rejects: pa.Table
    known: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def records(self) -> int:
        """Records read, whatever becomes of them."""
        return sum(file.records for file in self.files)


def read_entries(entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]) -> Reading:
    """Return what the exports in ``entries`` hold; one that cannot be read never costs another.

    Args:
        known: ids of files that were collected before and need not be read again.
    """
    files: list[FileRead] = []
    parts: dict[str, list[pa.Table]] = {name: [] for name in _PARTS}
    failures: list[Failure] = []
    skipped = 0
    for entry in entries:
        for found in recognise.find_exports([entry.path], task.limits):
            try:
                file, tables = _read_one(found, entry.location, task, keys, known | {file.file_id for file in files})
            except Error as error:
                failures.append(Failure(task.source, entry.location, error))
                continue
            if file is None:
                skipped += isinstance(found, Export)
                continue
            files.append(file)
            for name, table in tables.items():
                parts[name].append(table)
    return _assembled(files, parts, task, keys, skipped, failures)


def _read_one(
    found: Export | recognise.Unrecognised, location: str, task: SourceTask, keys: Keys, known: frozenset[str]
) -> tuple[FileRead | None, dict[str, pa.Table]]:
    """Return one file and its tables, or None for what is known or no export by intention, such as a picture.

    Raises:
        Error: nothing of it can be stored.
    """
    if not isinstance(found, Export):
        kind, _ = mimetypes.guess_type(found.path.name)
        if found.reason == recognise.UNKNOWN and (kind or "").startswith(("image/", "audio/", "video/")):
            return None, {}
        raise SourceFormatError(found.text, hint="`chatward inspect` on the file tells more")
    if found.platform != task.platform:
        raise SourceFormatError(
            f"an export of {found.platform} lies where the policy expects {task.platform}",
            hint=f"move it, or name its folder in a source of platform {found.platform}",
        )
    try:
        before = fingerprint(found)
        file_id = file_id_of(task.source, before.digest, keys.dedupe)
        if file_id in known:
            return None, {}
        return _read_export(found, location, task, file_id, before)
    except OSError as error:
        raise SourceFormatError(f"the export cannot be read: {error.strerror}", hint="deliver it again") from None
    except Error:
        raise
    except Exception as error:  # noqa: BLE001 - a reader's own fault must not cost the other exports
        raise SourceFormatError(
            f"the {found.platform} reader failed ({type(error).__name__}); nothing of the export was stored",
            hint="this is a fault of chatward: report it with the platform and the export's date",
        ) from None


def file_id_of(source: str, digest: str, key: bytes) -> str:
    """Return the id of a file by its content, which tells nothing of its name."""
    return f"{source}/{hashlib.blake2b(digest.encode(), key=key).hexdigest()[:FILE_ID_CHARS]}"


def _read_export(
    export: Export, location: str, task: SourceTask, file_id: str, before: Fingerprint
) -> tuple[FileRead, dict[str, pa.Table]]:
    batches = list(recognise.read(export, task.settings))
    before.check_unchanged()
    tables = {name: _whole(batches, name, schema) for name, schema in _PARTS.items()}
    counts = [tables[name].num_rows for name in ("messages", "events", "rejects")]
    records = sum(batch.records for batch in batches)
    if records != sum(counts):
        raise SourceFormatError(
            f"{records} records went in and {sum(counts)} came out; nothing of the export was stored",
            hint="this is a fault of the reader: report it with the platform and the export's date",
        )
    span = pc.min_max(tables["messages"]["sent_at_utc"])
    zones = pc.unique(tables["messages"]["zone_source"].cast(pa.string())).to_pylist()
    file = FileRead(
        file_id, task.source, export.platform, location, before.digest, before.size_bytes, records, *counts,
        span["min"].as_py(), span["max"].as_py(), _date_order(batches), sorted(filter(None, zones)),
    )  # fmt: skip
    return file, tables


def _whole(batches: Sequence[Batch], name: str, schema: pa.Schema) -> pa.Table:
    tables = [getattr(batch, name).replace_schema_metadata(None) for batch in batches]
    tables = [table if table.schema.equals(schema) else table.cast(schema) for table in tables]
    if len(tables) == 1:
        return tables[0]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def _date_order(batches: Sequence[Batch]) -> str | None:
    for batch in batches:
        if value := (batch.messages.schema.metadata or {}).get(b"date_order"):
            return str(value, "ascii")
    return None


def _assembled(
    files: list[FileRead],
    parts: dict[str, list[pa.Table]],
    task: SourceTask,
    keys: Keys,
    skipped: int,
    failures: list[Failure],
) -> Reading:
    """Put the tables of all files together and give their records, people and conversations their ids."""
    tables = {name: _joined(parts[name], schema) for name, schema in _PARTS.items()}
    messages = _with_file_ids(tables["messages"], files, parts["messages"])
    events = _with_file_ids(tables["events"], files, parts["events"])
    return Reading(
        files=files,
        messages=identified_messages(messages, task.source, keys),
        events=identified_events(events, task.source, keys),
        people=people_table(tables["participants"], messages, events, task.settings, task.source, keys),
        conversations=conversations_table(tables["conversations"], task.source, keys),
        rejects=_with_file_ids(tables["rejects"], files, parts["rejects"]),
        known=skipped,
        failures=failures,
    )


def _joined(tables: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks() if tables else schema.empty_table()


def _with_file_ids(table: pa.Table, files: Sequence[FileRead], parts: Sequence[pa.Table]) -> pa.Table:
    rows = np.repeat(np.arange(len(files), dtype=np.int32), [part.num_rows for part in parts])
    ids = pa.DictionaryArray.from_arrays(pa.array(rows), pa.array([file.file_id for file in files], pa.string()))
    return table.append_column("file_id", ids)
