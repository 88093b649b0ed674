"""Makes batches of transcripts."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from chatward.sources.collected import Cells
from chatward.sources.records import (
    BATCH_ROWS,
    CONVERSATIONS,
    EVENTS,
    MESSAGES,
    PARTICIPANTS,
    Batch,
    ReadSettings,
    empty,
)
from chatward.sources.tables import Rejects, Rows
from chatward.sources.transcript.entries import Content, Entry, Transcript
from chatward.sources.whatsapp.times import to_utc

_SECOND = 1_000_000
_COLUMNS = (
    "record", "platform_message_id", "sender_key", "kind", "text", "attachments", "reactions", "is_edited",
    "is_deleted", "sent_at_utc", "sent_at_local", "precision",
)  # fmt: skip


def batches(transcript: Transcript, settings: ReadSettings) -> Iterator[Batch]:
    """Yield a chat's records in their order; the first batch also has its people and the conversation."""
    source = "explicit" if transcript.has_instants else "assumed" if settings.zone is None else "declared"
    for first in range(0, max(len(transcript.entries), 1), BATCH_ROWS):
        entries = transcript.entries[first : first + BATCH_ROWS]
        instants = _instants(transcript, entries, settings)
        places = (transcript.places or range(transcript.first_record, sys.maxsize))[first : first + len(entries)]
        batch = _batch(transcript, list(zip(places, entries, strict=True)), instants, source)
        if first == 0:
            batch = Batch(batch.records, batch.messages, batch.events, *_about(transcript), batch.rejects)
        yield batch


def _instants(transcript: Transcript, entries: Sequence[Entry], settings: ReadSettings) -> list[int]:
    """Return when the readable entries happened, in microseconds since 1970 UTC."""
    walls = np.array([entry.wall for entry in entries if entry.wall is not None], dtype=np.int64)
    seconds = walls if transcript.has_instants else to_utc(walls, settings.zone)
    found: list[int] = (seconds * _SECOND).tolist()
    return found


def _batch(transcript: Transcript, entries: Sequence[tuple[int, Entry]], instants: list[int], source: str) -> Batch:
    shared = {"member": transcript.member, "conversation_key": transcript.conversation, "zone_source": source}
    messages, events, rejects = Cells(MESSAGES, _COLUMNS, {**shared, "is_forwarded": False}), Rows(EVENTS), Rejects()
    add, times, has_instants = messages.add, iter(instants), transcript.has_instants
    for place, (start, end, wall, reason, sender, content, precision, message_id) in entries:
        if wall is None:
            raw = transcript.text[start:end].encode("utf-8", "replace")
            rejects.refuse(transcript.member, place, reason, raw)
            continue
        at, local = next(times), None if has_instants else wall * _SECOND
        if content.event is None:
            files, reactions = _files(content), _reactions(content, transcript)
            add(
                (place, message_id, sender, content.kind, content.text, files, reactions, content.is_edited,
                 content.is_deleted, at, local, precision)
            )  # fmt: skip
        else:
            when = {"at_utc": at, "at_local": local, "precision": precision}
            events.add(record=place, event=content.event, actor_key=sender, text=content.text, **shared, **when)
    table = messages.table()
    if transcript.date_order:
        table = table.replace_schema_metadata({"date_order": transcript.date_order})
    return Batch(len(entries), table, events.table(), empty(PARTICIPANTS), empty(CONVERSATIONS), rejects.table())


def _files(content: Content) -> list[dict[str, Any]] | None:
    if not content.attachments:
        return None
    return [{"name": name, "media_type": media_type} for name, media_type in content.attachments]


def _reactions(content: Content, transcript: Transcript) -> list[dict[str, Any]] | None:
    if not content.reactions:
        return None
    keys = {person.name: person.key for person in transcript.people.values()}
    return [{"emoji": sign, "sender_key": keys.get(name), "count": 1} for sign, name in content.reactions]


def _about(transcript: Transcript) -> tuple[Any, Any]:
    participants, conversations = Rows(PARTICIPANTS), Rows(CONVERSATIONS)
    for person in transcript.people.values():
        participants.add(
            sender_key=person.key, display_name=person.name, same_as=list(person.same_as), role=person.role
        )
    conversations.add(conversation_key=transcript.conversation, title=transcript.title, kind=transcript.kind)
    return participants.table(), conversations.table()
