"""Builds the tables of ``records`` from a chat taken apart, batch by batch."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from chatward.sources.records import (
    ATTACHMENT,
    BATCH_ROWS,
    CONVERSATIONS,
    EVENTS,
    MESSAGE_KINDS,
    MESSAGES,
    PARTICIPANTS,
    Batch,
    ReadSettings,
)
from chatward.sources.tables import Rejects, build
from chatward.sources.whatsapp_chat import Chat, Flags
from chatward.sources.whatsapp_content import Content
from chatward.sources.whatsapp_conversation import Conversation, Place, describe
from chatward.sources.whatsapp_headers import Offsets
from chatward.sources.whatsapp_notices import event_kind
from chatward.sources.whatsapp_senders import sender_key
from chatward.sources.whatsapp_times import REASONS, decide_order, to_utc, wall_clock

_TEXT = MESSAGE_KINDS.index("text")
_KINDS = pa.array(MESSAGE_KINDS)
_MICROSECONDS = 1_000_000
_LEADING_NUMBER = re.compile(r"\+\d[\d\s().‑-]{5,}\d")


@dataclass(frozen=True, slots=True)
class _Columns:
    """What all batches of one chat share: one row a record, times in microseconds."""

    chat: Chat
    place: Place
    conversation: Conversation
    is_message: Flags
    is_event: Flags
    reasons: NDArray[np.int8]
    wall: Offsets
    instants: Offsets
    constants: dict[str, str]
    date_order: str


def batches(chat: Chat, place: Place, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the chat's records; the first batch also has the conversation, its people and the orphaned lines."""
    columns = _columns(chat, place, settings)
    for low, high in _ranges(columns.is_message):
        is_first = low == 0
        yield Batch(
            records=high - low + (len(chat.orphans) if is_first else 0),
            messages=_messages(columns, np.flatnonzero(columns.is_message[low:high]) + low),
            events=_events(columns, np.flatnonzero(columns.is_event[low:high]) + low),
            rejects=_rejects(columns, low, high),
            participants=_participants(columns.conversation) if is_first else PARTICIPANTS.empty_table(),
            conversations=_conversations(columns.conversation) if is_first else CONVERSATIONS.empty_table(),
        )


def _columns(chat: Chat, place: Place, settings: ReadSettings) -> _Columns:
    order = decide_order(chat.headers, settings.date_order)
    wall, reasons = wall_clock(chat.headers, order.order)
    is_readable = (reasons == 0) & ~chat.is_damaged
    instants = np.zeros(len(wall), dtype=np.int64)
    instants[is_readable] = to_utc(wall[is_readable], settings.zone)
    is_event = chat.names.ends < 0
    is_event[[row for row, content in chat.contents.items() if content.event]] = True
    is_message = is_readable & ~is_event
    conversation = describe(chat, is_message, place)
    constants = {
        "member": place.member,
        "conversation_key": conversation.key,
        "zone_source": "assumed" if settings.zone is None else "declared",
        "precision": "second" if chat.headers.shape.has_seconds else "minute",
    }
    return _Columns(
        chat, place, conversation, is_message, is_readable & is_event, reasons,
        wall * _MICROSECONDS, instants * _MICROSECONDS, constants, f"{order.order} {order.basis}",
    )  # fmt: skip


def _ranges(is_message: Flags) -> Iterator[tuple[int, int]]:
    """Yield ranges of records that hold at most ``BATCH_ROWS`` messages each."""
    low = 0
    for high in np.flatnonzero(is_message)[BATCH_ROWS::BATCH_ROWS].tolist():
        yield low, high
        low = high
    yield low, len(is_message)


def _messages(columns: _Columns, rows: Offsets) -> pa.Table:
    chat = columns.chat
    low, high = (rows[0], rows[-1] + 1) if len(rows) else (0, 0)
    contents = {row: content for row, content in chat.contents.items() if low <= row < high and not content.event}
    special = np.fromiter(contents, dtype=np.int64, count=len(contents))
    places = np.searchsorted(rows, special)
    # a record of ours that cannot be read has no row here
    is_here = rows[np.minimum(places, len(rows) - 1)] == special if len(rows) else np.zeros(0, dtype=bool)
    places = places[is_here]
    found = [content for content, here in zip(contents.values(), is_here, strict=True) if here]
    table = build(
        MESSAGES,
        len(rows),
        {
            **columns.constants,
            "record": pa.array(rows + 1 + len(chat.orphans)),
            "sender_key": _senders(chat, rows),
            "kind": _kinds(len(rows), places, found),
            "text": _texts(chat, rows, places, found),
            "attachments": _attachments(len(rows), places, found),
            "is_edited": _flags(len(rows), places[[content.is_edited for content in found]]),
            "is_deleted": _flags(len(rows), places[[content.is_deleted for content in found]]),
            "sent_at_utc": pa.array(columns.instants[rows]),
            "sent_at_local": pa.array(columns.wall[rows]),
        },
    )
    return table.replace_schema_metadata({"date_order": columns.date_order})


def _senders(chat: Chat, rows: Offsets) -> pa.Array:
    keys = [sender_key(name) for name in chat.names.names]
    distinct = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    numbers = np.array([distinct[key] for key in keys], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(numbers[chat.names.ids[rows]], pa.array(list(distinct), pa.string()))


def _kinds(count: int, places: Offsets, contents: list[Content]) -> pa.Array:
    kinds = np.full(count, _TEXT, dtype=np.int32)
    kinds[places] = [MESSAGE_KINDS.index(content.kind) for content in contents]
    return pa.DictionaryArray.from_arrays(kinds, _KINDS)


def _texts(chat: Chat, rows: Offsets, places: Offsets, contents: list[Content]) -> pa.Array:
    """Return the texts: slices of the file's own bytes, but for those that are not quite what the file says."""
    if not len(rows):
        return pa.array([], pa.string())
    offsets = np.column_stack((chat.text_starts[rows], chat.ends[rows])).ravel()
    slices = pa.LargeStringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(chat.data))
    written = slices.take(pa.array(np.arange(0, len(offsets) - 1, 2))).cast(pa.string())
    if chat.has_returns:
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


def _events(columns: _Columns, rows: Offsets) -> pa.Table:
    chat = columns.chat
    texts, kinds, actors = [], [], []
    for row in rows.tolist():
        content = chat.contents.get(row)
        text = content.text if content else chat.text(row)
        texts.append(text)
        kinds.append(content.event if content else event_kind(text or "") or "notice")
        key = sender_key(chat.names.names[chat.names.ids[row]]) if content else _actor(text or "", columns.conversation)
        actors.append(key if content is None or key in columns.conversation.senders else None)
    return build(
        EVENTS,
        len(rows),
        {
            **columns.constants,
            "record": pa.array(rows + 1 + len(chat.orphans)),
            "event": kinds,
            "actor_key": actors,
            "text": texts,
            "at_utc": pa.array(columns.instants[rows]),
            "at_local": pa.array(columns.wall[rows]),
        },
    )


def _actor(notice: str, conversation: Conversation) -> str | None:
    """Return the key of whom a notice begins with: a number, or the longest name known in the chat."""
    number = _LEADING_NUMBER.match(notice)
    if number:
        return sender_key(number[0])
    words = notice.split(" ", 8)[:8]
    keys = (sender_key(" ".join(words[:count])) for count in range(len(words), 0, -1))
    return next((key for key in keys if key in conversation.senders), None)


def _rejects(columns: _Columns, low: int, high: int) -> pa.Table:
    chat, rejects = columns.chat, Rejects()
    if low == 0:
        for record, (start, end) in enumerate(chat.orphans.tolist(), start=1):
            rejects.refuse(columns.place.member, record, "no_header", chat.data[start:end].tobytes())
    is_refused = chat.is_damaged[low:high] | (columns.reasons[low:high] > 0)
    for row in (np.flatnonzero(is_refused) + low).tolist():
        reason = "encoding" if chat.is_damaged[row] else REASONS[columns.reasons[row]]
        raw = chat.data[chat.starts[row] : chat.ends[row]].tobytes()
        rejects.refuse(columns.place.member, row + 1 + len(chat.orphans), reason, raw)
    return rejects.table()


def _participants(conversation: Conversation) -> pa.Table:
    people = conversation.senders
    columns: dict[str, Any] = {
        "sender_key": list(people),
        "display_name": list(people.values()),
        "same_as": [[] for _ in people],
        "role": ["staff" if key in conversation.staff else None for key in people],
    }
    return build(PARTICIPANTS, len(people), columns)


def _conversations(conversation: Conversation) -> pa.Table:
    return build(
        CONVERSATIONS,
        1,
        {"conversation_key": conversation.key, "title": conversation.title, "kind": conversation.kind},
    )
