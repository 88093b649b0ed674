"""What must hold of every batch, whatever reader it comes from and whatever the export holds."""

import re
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from chatward.sources.records import (
    BATCH_ROWS,
    CONVERSATIONS,
    EVENT_KINDS,
    EVENTS,
    MESSAGE_KINDS,
    MESSAGES,
    PARTICIPANTS,
    PRECISIONS,
    REJECTS,
    ZONE_SOURCES,
    Batch,
)

_SCHEMAS = {
    "messages": MESSAGES,
    "events": EVENTS,
    "participants": PARTICIPANTS,
    "conversations": CONVERSATIONS,
    "rejects": REJECTS,
}
_VOCABULARIES: dict[tuple[str, str], tuple[str | None, ...]] = {
    ("messages", "kind"): MESSAGE_KINDS,
    ("messages", "zone_source"): ZONE_SOURCES,
    ("messages", "precision"): PRECISIONS,
    ("events", "event"): EVENT_KINDS,
    ("events", "zone_source"): ZONE_SOURCES,
    ("events", "precision"): PRECISIONS,
    ("participants", "role"): ("staff", "bot", "customer", None),
    ("conversations", "kind"): ("direct", "group", "channel", None),
}
_FILLED = {
    "messages": ("member", "record", "sent_at_utc", "is_edited", "is_deleted", "is_forwarded"),
    "events": ("member", "record", "at_utc"),
    "participants": ("sender_key",),
    "conversations": ("conversation_key",),
    "rejects": ("member", "record", "reason"),
}
_KEYS = (
    ("messages", "sender_key"), ("messages", "conversation_key"), ("events", "actor_key"),
    ("events", "conversation_key"), ("participants", "sender_key"), ("conversations", "conversation_key"),
)  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]*:.+", re.DOTALL)
_REASON = re.compile(r"[a-z][a-z0-9_]*")


def faults(batches: Sequence[Batch]) -> Iterator[str]:
    """Yield a sentence for each rule that the batches of one export break; none quotes a value."""
    for batch in batches:
        for name, schema in _SCHEMAS.items():
            if not getattr(batch, name).schema.equals(schema):
                yield f"the table of {name} has another schema than records.{name.upper()}"
                return
        yield from _broken_counts(batch)
        yield from _broken_cells(batch)
    yield from _nameless(batches)


def _broken_counts(batch: Batch) -> Iterator[str]:
    rows = batch.messages.num_rows + batch.events.num_rows + batch.rejects.num_rows
    if rows != batch.records:
        yield f"{batch.records} records went in, and {rows} messages, events and rejects came out"
    if batch.messages.num_rows > BATCH_ROWS:
        yield f"a batch has more than {BATCH_ROWS} messages"


def _broken_cells(batch: Batch) -> Iterator[str]:
    for (table, column), words in _VOCABULARIES.items():
        if not set(_distinct(getattr(batch, table)[column])) <= set(words):
            yield f"a {column} of {table} is none of {', '.join(map(str, words))}"
    for table, columns in _FILLED.items():
        for column in columns:
            if getattr(batch, table)[column].null_count:
                yield f"a {column} of {table} is missing"
    yield from _broken_codes(batch)


def _broken_codes(batch: Batch) -> Iterator[str]:
    for table, column in _KEYS:
        if not _all_match(_KEY, _distinct(getattr(batch, table)[column])):
            yield f"a {column} of {table} is no `<type>:<value>`"
    if not _all_match(_REASON, _distinct(batch.rejects["reason"])):
        yield "the reason of a reject is no code like `no_time`"
    for table in ("messages", "events", "rejects"):
        if pc.any(pc.less(getattr(batch, table)["record"], 1)).as_py():
            yield f"a record of {table} is counted from something else than 1"


def _nameless(batches: Sequence[Batch]) -> Iterator[str]:
    named = {key for batch in batches for key in batch.conversations["conversation_key"].to_pylist()}
    used = {key for batch in batches for key in _distinct(batch.messages["conversation_key"]) if key is not None}
    if not used <= named:
        yield "a conversation that messages name has no row among the conversations"


def _all_match(pattern: re.Pattern[str], values: Iterable[str | None]) -> bool:
    return all(value is None or pattern.fullmatch(value) for value in values)


def _distinct(column: pa.ChunkedArray) -> list[str | None]:
    values: list[str | None] = pc.unique(column).to_pylist()
    return values
