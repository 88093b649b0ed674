"""Reads one export into tables that the warehouse can take: ids made, places kept, times by month.

Runs in worker processes, so it imports neither Prefect nor DuckDB and gets everything as values.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from chatward.errors import SourceFormatError
from chatward.intake.discovery import Fingerprint
from chatward.intake.identifying import Keys, conversations_table, identified_events, identified_messages, people_table
from chatward.sources import recognise
from chatward.sources.records import CONVERSATIONS, EVENTS, MESSAGES, PARTICIPANTS, REJECTS, Batch, Export, ReadSettings

FILE_ID_CHARS = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """One export, read whole.

    Attributes:
        file_id: ``<source>/<12 hex digits>``, by content; says nothing about the file's name.
        messages: columns of the shard's ``messages`` that do not need the warehouse, ``sender_index`` for people.
        events: the same for ``events``, ``actor_index`` for people.
        people: one row per identifier: ``person`` (index of the sender key), ``identity_index``, type, identifier, …
        rejects: what could not be read, as REJECTS.
    """

    file_id: str
    source: str
    platform: str
    location: str
    digest: str
    size_bytes: int
    records: int
    messages: pa.Table
    events: pa.Table
    people: pa.Table
    conversations: pa.Table
    rejects: pa.Table
    date_order: str | None = None


def file_id_of(source: str, digest: str, key: bytes) -> str:
    """Return the id of a file by its content, which tells nothing of its name."""
    return f"{source}/{hashlib.blake2b(digest.encode(), key=key).hexdigest()[:FILE_ID_CHARS]}"


def read_export(
    export: Export, settings: ReadSettings, before: Fingerprint, *, source: str, location: str, keys: Keys
) -> Reading:
    """Return one export as tables.

    Args:
        before: the export's fingerprint, taken before.

    Raises:
        SourceFormatError: the file as a whole is not readable, changed meanwhile, or lost records on the way.
    """
    batches = list(recognise.read(export, settings))
    before.check_unchanged()
    messages = _whole(batches, "messages", MESSAGES)
    events = _whole(batches, "events", EVENTS)
    rejects = _whole(batches, "rejects", REJECTS)
    records = sum(batch.records for batch in batches)
    _check_conserved(records, messages.num_rows + events.num_rows + rejects.num_rows)
    return Reading(
        file_id=file_id_of(source, before.digest, keys.dedupe),
        source=source,
        platform=export.platform,
        location=location,
        digest=before.digest,
        size_bytes=before.size_bytes,
        records=records,
        messages=identified_messages(messages, source, keys),
        events=identified_events(events, source, keys),
        people=people_table(_whole(batches, "participants", PARTICIPANTS), messages, events, settings, source, keys),
        conversations=conversations_table(_whole(batches, "conversations", CONVERSATIONS), source, keys),
        rejects=rejects,
        date_order=_date_order(batches),
    )


def _whole(batches: Iterable[Batch], name: str, schema: pa.Schema) -> pa.Table:
    tables = [getattr(batch, name).cast(schema) for batch in batches]
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks() if tables else schema.empty_table()


def _check_conserved(records: int, accounted: int) -> None:
    if records != accounted:
        raise SourceFormatError(
            f"{records} records went in and {accounted} came out; nothing of the export was stored",
            hint="this is a fault of the reader: report it with the platform and the export's date",
        )


def _date_order(batches: Iterable[Batch]) -> str | None:
    for batch in batches:
        if value := (batch.messages.schema.metadata or {}).get(b"date_order"):
            return str(value, "ascii")
    return None
