"""Builds the tables of ``records`` from chats taken apart: rows of many chats in, one table out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.sources.records import (
    ATTACHMENT,
    CONVERSATIONS,
    EVENTS,
    MESSAGE_KINDS,
    MESSAGES,
    PARTICIPANTS,
    ReadSettings,
)
from chatward.sources.tables import Rejects, build
from chatward.sources.transcript.entries import Content
from chatward.sources.whatsapp.chat import Chats
from chatward.sources.whatsapp.conversation import Conversation, Place, describe
from chatward.sources.whatsapp.senders import display_name, sender_key
from chatward.sources.whatsapp.texts import Flags, Offsets
from chatward.sources.whatsapp.times import REASONS, DateOrder, to_utc

_TEXT = MESSAGE_KINDS.index("text")
_KINDS = pa.array(MESSAGE_KINDS)
_MICROSECONDS = 1_000_000
_LEADING_NUMBER = re.compile(r"\+\d[\d\s().‑-]{5,}\d")


@dataclass(frozen=True, slots=True)
class Columns:
    """What all batches share: one row a record, times in microseconds; or one item a chat.

    Attributes:
        records: number of the record in its member, orphans counted.
        orphan_borders: by chat its first row of ``chats.orphans``, and at last the number of rows.
    """

    chats: Chats
    places: Sequence[Place]
    conversations: list[Conversation]
    is_message: Flags
    is_event: Flags
    is_refused: Flags
    reasons: NDArray[np.int8]
    records: Offsets
    wall: Offsets
    instants: Offsets
    zone_source: str
    orders: list[DateOrder]
    orphan_borders: Offsets

    def common(self, rows: Offsets) -> dict[str, Any]:
        """Return the columns that messages and events share."""
        chats = self.chats.headers.chats[rows]
        shapes = self.chats.headers.shapes
        return {
            "member": _named([place.member for place in self.places], chats),
            "record": pa.array(self.records[rows]),
            "conversation_key": _named([each.key for each in self.conversations], chats),
            "zone_source": self.zone_source,
            "precision": _named(["second" if shape.has_seconds else "minute" for shape in shapes], chats),
        }


def columns_of(chats: Chats, places: Sequence[Place], settings: ReadSettings) -> Columns:
    """Return what the chats hold, in columns; ``places`` are one a chat."""
    owners = chats.headers.chats
    times = chats.times
    is_readable = (times.reasons == 0) & ~chats.is_damaged
    instants = np.zeros(len(owners), dtype=np.int64)
    instants[is_readable] = to_utc(times.wall[is_readable], settings.zone, owners[is_readable])
    is_event = np.zeros(len(owners), dtype=bool)
    is_event[[row for row, content in chats.contents.items() if content.event]] = True
    is_message = is_readable & ~is_event
    orphan_borders = np.searchsorted(chats.orphans[:, 0], np.arange(len(places) + 1))
    first_records = 1 + np.diff(orphan_borders) - chats.firsts[:-1]
    return Columns(
        chats, places, describe(chats, is_message, places), is_message, is_readable & is_event, ~is_readable,
        times.reasons, np.arange(len(owners)) + first_records[owners], times.wall * _MICROSECONDS,
        instants * _MICROSECONDS, "assumed" if settings.zone is None else "declared", times.orders, orphan_borders,
    )  # fmt: skip


def messages_table(columns: Columns, rows: Offsets) -> pa.Table:
    """Return these records as MESSAGES; they are messages, and ascend."""
    chats = columns.chats
    low, high = (rows[0], rows[-1] + 1) if len(rows) else (0, 0)
    contents = {row: content for row, content in chats.contents.items() if low <= row < high and not content.event}
    special = np.fromiter(contents, dtype=np.int64, count=len(contents))
    places = np.searchsorted(rows, special)
    # a record of ours that cannot be read has no row here
    is_here = rows[np.minimum(places, len(rows) - 1)] == special if len(rows) else np.zeros(0, dtype=bool)
    places = places[is_here]
    found = [content for content, here in zip(contents.values(), is_here, strict=True) if here]
    return build(
        MESSAGES,
        len(rows),
        {
            **columns.common(rows),
            "sender_key": _named([sender_key(name) for name in chats.names.names], chats.names.ids[rows]),
            "kind": _kinds(len(rows), places, found),
            "text": _texts(chats, rows, places, found),
            "attachments": _attachments(len(rows), places, found),
            "is_edited": _flags(len(rows), places[[content.is_edited for content in found]]),
            "is_deleted": _flags(len(rows), places[[content.is_deleted for content in found]]),
            "is_forwarded": False,
            "sent_at_utc": pa.array(columns.instants[rows]),
            "sent_at_local": pa.array(columns.wall[rows]),
        },
    )


def _named(values: Sequence[str], numbers: Offsets) -> pa.Array:
    """Return the values with these numbers; equal values are one entry of the dictionary."""
    distinct = {value: number for number, value in enumerate(dict.fromkeys(values))}
    places = np.array([distinct[value] for value in values], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(places[numbers], pa.array(list(distinct), pa.string()))


def _kinds(count: int, places: Offsets, contents: list[Content]) -> pa.Array:
    kinds = np.full(count, _TEXT, dtype=np.int32)
    kinds[places] = [MESSAGE_KINDS.index(content.kind) for content in contents]
    return pa.DictionaryArray.from_arrays(kinds, _KINDS)


def _texts(chats: Chats, rows: Offsets, places: Offsets, contents: list[Content]) -> pa.Array:
    """Return the texts: slices of the file's own bytes, but for those that are not quite what the file says."""
    if not len(rows):
        return pa.array([], pa.string())
    offsets = np.column_stack((chats.text_starts[rows], chats.ends[rows])).ravel()
    slices = pa.LargeStringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(chats.raw))
    written = slices.take(pa.array(np.arange(0, len(offsets) - 1, 2))).cast(pa.string())
    if chats.has_returns:
        written = pc.replace_substring(written, "\r\n", "\n")
    if not contents:
        return written
    order = np.arange(len(rows))
    order[places] = len(rows) + np.arange(len(places))
    return pa.concat_arrays([written, pa.array([content.text for content in contents], pa.string())]).take(
        pa.array(order)
    )


def _attachments(count: int, places: Offsets, contents: list[Content]) -> pa.Array:
    lengths = np.zeros(count, dtype=np.int32)
    lengths[places] = [len(content.attachments) for content in contents]
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    ordered = (contents[number] for number in np.argsort(places))
    values = [{"name": name, "media_type": kind} for content in ordered for name, kind in content.attachments]
    return pa.ListArray.from_arrays(offsets, pa.array(values, ATTACHMENT), mask=pa.array(lengths == 0))


def _flags(count: int, places: Offsets) -> pa.Array:
    flags = np.zeros(count, dtype=bool)
    flags[places] = True
    return pa.array(flags)


def events_table(columns: Columns, rows: Offsets) -> pa.Table:
    """Return these records as EVENTS."""
    contents = [columns.chats.contents[row] for row in rows.tolist()]
    return build(
        EVENTS,
        len(rows),
        {
            **columns.common(rows),
            "event": [content.event for content in contents],
            "actor_key": [_actor(columns, row, content) for row, content in zip(rows.tolist(), contents, strict=True)],
            "text": [content.text for content in contents],
            "at_utc": pa.array(columns.instants[rows]),
            "at_local": pa.array(columns.wall[rows]),
        },
    )


def _actor(columns: Columns, row: int, content: Content) -> str | None:
    """Return the key of an event's sender, or of whom a notice begins with: a number, or the longest name known."""
    names = columns.chats.names
    senders = columns.conversations[columns.chats.headers.chats[row]].senders
    if names.ids[row] >= 0:
        key = sender_key(names.names[names.ids[row]])
        return key if key in senders else None
    notice = display_name(content.text or "")
    number = _LEADING_NUMBER.match(notice)
    if number:
        return sender_key(number[0])
    words = notice.split(" ", 8)[:8]
    keys = (sender_key(" ".join(words[:count])) for count in range(len(words), 0, -1))
    return next((key for key in keys if key in senders), None)


def refuse(columns: Columns, chat: int, low: int, high: int, rejects: Rejects) -> int:
    """Append what could not be read in these rows of a chat, with its first row the orphans; return their number."""
    chats, member = columns.chats, columns.places[chat].member
    is_first = low == chats.firsts[chat]
    orphans = chats.orphans[slice(*columns.orphan_borders[chat : chat + 2])] if is_first else chats.orphans[:0]
    for record, (_, start, end) in enumerate(orphans.tolist(), start=1):
        rejects.refuse(member, record, "no_header", chats.raw[start:end])
    for row in (np.flatnonzero(columns.is_refused[low:high]) + low).tolist():
        reason = "encoding" if chats.is_damaged[row] else REASONS[columns.reasons[row]]
        rejects.refuse(member, int(columns.records[row]), reason, chats.raw[chats.starts[row] : chats.ends[row]])
    return len(orphans)


def participants_table(conversations: Sequence[Conversation]) -> pa.Table:
    """Return the people of some conversations as PARTICIPANTS."""
    people = [(key, name, each) for each in conversations for key, name in each.senders.items()]
    columns: dict[str, Any] = {
        "sender_key": [key for key, _, _ in people],
        "display_name": [name for _, name, _ in people],
        "same_as": [[] for _ in people],
        "role": ["staff" if key in conversation.staff else None for key, _, conversation in people],
    }
    return build(PARTICIPANTS, len(people), columns)


def conversations_table(conversations: Sequence[Conversation]) -> pa.Table:
    """Return the conversations as CONVERSATIONS."""
    columns: dict[str, Any] = {
        "conversation_key": [each.key for each in conversations],
        "title": [each.title for each in conversations],
        "kind": [each.kind for each in conversations],
    }
    return build(CONVERSATIONS, len(conversations), columns)
