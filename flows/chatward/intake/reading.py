"""Reads entries of a source into tables that the warehouse can take: ids made, places kept, times by month.

Runs in worker processes, so it imports neither Prefect nor DuckDB and gets everything as values. Many small files are
identified together, since the cost of a column operation does not depend on how few rows it has.
"""

import hashlib
import mimetypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chatward.errors import Error, SourceFormatError
from chatward.intake.declared import finder
from chatward.intake.discovery import Entry, Fingerprint, fingerprint
from chatward.intake.identifying import Keys, conversations_table, identified_events, identified_messages, people_table
from chatward.sources import recognise
from chatward.sources.archives import Limits
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

    @property
    def nbytes(self) -> int:
        """Bytes of its records in memory."""
        return int(self.messages.nbytes + self.events.nbytes)


@dataclass(frozen=True, slots=True)
class _Accepted:
    """An export that is to be read."""

    export: Export
    location: str
    file_id: str
    before: Fingerprint


def read_entries(entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]) -> Reading:
    """Return what the exports in ``entries`` hold; one that cannot be read never costs another.

    Args:
        known: ids of files that were collected before and need not be read again.
    """
    accepted, failures, skipped = _accept_all(entries, task, keys, known)
    files: dict[str, FileRead] = {}
    parts: dict[str, list[pa.Table]] = {name: [] for name in _PARTS}
    for each, outcome in zip(accepted, _read_all([each.export for each in accepted], task.settings), strict=True):
        if each.file_id in files:
            skipped += 1
            continue
        try:
            files[each.file_id], tables = _read_one(each, outcome, task)
        except Error as error:
            failures.append(Failure(task.source, each.location, error))
            continue
        for name, table in tables.items():
            parts[name].append(table)
    return _assembled(list(files.values()), parts, task, keys, skipped, failures)


def _accept_all(
    entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]
) -> tuple[list[_Accepted], list[Failure], int]:
    """Return what is to be read, what cannot be, and the number of files that are known."""
    accepted: list[_Accepted] = []
    failures: list[Failure] = []
    skipped = 0
    for entry in entries:
        for found in finder(task.platform)([entry.path], task.limits):
            try:
                each = _accept(found, entry.location, task, keys)
            except Error as error:
                failures.append(Failure(task.source, entry.location, error))
                continue
            if each and each.file_id in known:
                skipped += 1
            elif each:
                accepted.append(each)
    return accepted, failures, skipped


def _accept(found: Export | recognise.Unrecognised, location: str, task: SourceTask, keys: Keys) -> _Accepted | None:
    """Return an export that is what the policy expects, None for no export by intention, such as a picture.

    Raises:
        Error: nothing of it can be stored.
    """
    if not isinstance(found, Export):
        kind, _ = mimetypes.guess_type(found.path.name)
        if found.reason == recognise.UNKNOWN and (kind or "").startswith(("image/", "audio/", "video/")):
            return None
        raise SourceFormatError(found.text, hint="`chatward inspect` on the file tells more")
    if found.platform != task.platform:
        raise SourceFormatError(
            f"an export of {found.platform} lies where the policy expects {task.platform}",
            hint=f"move it, or name its folder in a source of platform {found.platform}",
        )
    try:
        before = fingerprint(found)
    except OSError as error:
        raise _unreadable(error) from None
    return _Accepted(found, location, file_id_of(task.source, before.digest, keys.dedupe), before)


def _read_all(exports: Sequence[Export], settings: ReadSettings) -> Iterator[list[Batch] | Exception]:
    """Yield for each export its batches, or why there are none."""
    read = 0
    try:
        for outcome in recognise.read_many(exports, settings):
            yield outcome
            read += 1
    except Exception:  # noqa: BLE001 - a reader's own fault must not cost the exports that it does not fail on
        yield from (_read_alone(export, settings) for export in exports[read:])


def _read_alone(export: Export, settings: ReadSettings) -> list[Batch] | Exception:
    try:
        return list(recognise.read(export, settings))
    except Exception as error:  # noqa: BLE001 - ``_read_one`` tells them apart
        return error


def _read_one(
    accepted: _Accepted, outcome: list[Batch] | Exception, task: SourceTask
) -> tuple[FileRead, dict[str, pa.Table]]:
    """Return one file and its tables.

    Raises:
        Error: nothing of it can be stored.
    """
    try:
        return _checked(accepted, outcome, task)
    except OSError as error:
        raise _unreadable(error) from None
    except Error:
        raise
    except Exception as error:  # noqa: BLE001 - a reader's own fault must not cost the other exports
        raise SourceFormatError(
            f"the {task.platform} reader failed ({type(error).__name__}); nothing of the export was stored",
            hint="this is a fault of chatward: report it with the platform and the export's date",
        ) from None


def _unreadable(error: OSError) -> SourceFormatError:
    return SourceFormatError(f"the export cannot be read: {error.strerror}", hint="deliver it again")


def file_id_of(source: str, digest: str, key: bytes) -> str:
    """Return the id of a file by its content, which tells nothing of its name."""
    return f"{source}/{hashlib.blake2b(digest.encode(), key=key).hexdigest()[:FILE_ID_CHARS]}"


def _checked(
    accepted: _Accepted, batches: list[Batch] | Exception, task: SourceTask
) -> tuple[FileRead, dict[str, pa.Table]]:
    if isinstance(batches, Exception):
        raise batches
    accepted.before.check_unchanged()
    tables = {name: _whole(batches, name, schema) for name, schema in _PARTS.items()}
    tables["messages"] = _dated(tables["messages"], tables["events"])
    messages, events, rejects = (tables[name].num_rows for name in ("messages", "events", "rejects"))
    records = sum(batch.records for batch in batches)
    if records != messages + events + rejects:
        raise SourceFormatError(
            f"{records} records went in and {messages + events + rejects} came out; nothing of the export was stored",
            hint="this is a fault of the reader: report it with the platform and the export's date",
        )
    span = pc.min_max(tables["messages"]["sent_at_utc"]).as_py()
    zones = pc.unique(tables["messages"]["zone_source"]).to_pylist()
    file = FileRead(
        accepted.file_id, task.source, task.platform, accepted.location, accepted.before.digest,
        accepted.before.size_bytes, records, messages, events, rejects, span["min"], span["max"],
        _date_order(batches), sorted(filter(None, zones)),
    )  # fmt: skip
    return file, tables


def _whole(batches: Sequence[Batch], name: str, schema: pa.Schema) -> pa.Table:
    tables = [getattr(batch, name).replace_schema_metadata(None) for batch in batches]
    tables = [table if table.schema.equals(schema) else table.cast(schema) for table in tables]
    if len(tables) == 1:
        return tables[0]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def _dated(messages: pa.Table, events: pa.Table) -> pa.Table:
    """Let contents of which the export does not say when they held hold at its end: its latest instant.

    What the export reports as edited, too, may be the words of before the edit, so it counts as of its sending. Without
    ids of the platform there are no versions: other words make another message.
    """
    if messages["platform_message_id"].null_count == messages.num_rows:
        return messages
    latest = [pc.max(messages["sent_at_utc"]), pc.max(events["at_utc"]), pc.max(messages["as_of_utc"])]
    end = max((instant for instant in latest if instant.is_valid), key=lambda instant: instant.value, default=None)
    if end is None or not messages["as_of_utc"].null_count:
        return messages
    place = messages.schema.get_field_index("as_of_utc")
    edited = pc.filter(events["target_message_id"], pc.equal(events["event"].cast(pa.string()), "message_edited"))
    is_edited = pc.is_in(messages["platform_message_id"], edited.combine_chunks().drop_null())
    at_end = pc.if_else(is_edited, messages["sent_at_utc"], end)
    filled = pc.coalesce(messages["as_of_utc"], at_end)
    return messages.set_column(place, messages.schema.field(place), filled)


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
