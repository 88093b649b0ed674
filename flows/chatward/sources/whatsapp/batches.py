"""Hands out chats taken apart, batch by batch.

The tables of many small chats are built as one and then sliced: what a column costs hardly depends on how few rows it
has, and a slice costs next to nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from chatward.sources.records import BATCH_ROWS, Batch, ReadSettings
from chatward.sources.tables import Rejects
from chatward.sources.whatsapp.chat import Chats
from chatward.sources.whatsapp.conversation import Place
from chatward.sources.whatsapp.tables import (
    Columns,
    columns_of,
    conversations_table,
    events_table,
    messages_table,
    participants_table,
    refuse,
)
from chatward.sources.whatsapp.texts import Offsets


class _Range(NamedTuple):
    """Rows of one chat that make one batch."""

    chat: int
    low: int
    high: int
    is_first: bool


def batches(chats: Chats, places: Sequence[Place], settings: ReadSettings) -> Iterator[tuple[int, Batch]]:
    """Yield the chats' records, chat by chat, with the chat's number.

    A chat's first batch also has the conversation, its people and the orphaned lines.

    Args:
        places: of each chat.
    """
    if not places:
        return
    columns = columns_of(chats, places, settings)
    waiting: list[_Range] = []
    messages = 0
    for part in _ranges(columns):
        count = int(columns.is_message[part.low : part.high].sum())
        if waiting and messages + count > BATCH_ROWS:
            yield from _built(columns, waiting)
            waiting, messages = [], 0
        waiting.append(part)
        messages += count
    if waiting:
        yield from _built(columns, waiting)


def _ranges(columns: Columns) -> Iterator[_Range]:
    """Yield the chats' rows in ranges that hold at most ``BATCH_ROWS`` messages each."""
    for chat, (first, end) in enumerate(pairwise(columns.chats.firsts.tolist())):
        low = first
        is_message = columns.is_message[first:end]
        borders = np.flatnonzero(is_message)[BATCH_ROWS::BATCH_ROWS].tolist() if end - first > BATCH_ROWS else ()
        for border in borders:
            yield _Range(chat, low, first + border, low == first)
            low = first + border
        yield _Range(chat, low, end, low == first)


def _built(columns: Columns, parts: Sequence[_Range]) -> Iterator[tuple[int, Batch]]:
    """Build the tables of some neighbouring ranges as one, and yield each range's slices of them."""
    borders = np.array([*(part.low for part in parts), parts[-1].high])
    messages, events = (
        np.flatnonzero(flags[borders[0] : borders[-1]]) + borders[0] for flags in (columns.is_message, columns.is_event)
    )
    opened = [columns.conversations[part.chat] for part in parts if part.is_first]
    rejects, rejected, orphans = Rejects(), [0], []
    for part in parts:
        orphans.append(refuse(columns, part.chat, part.low, part.high, rejects))
        rejected.append(len(rejects))
    slices = zip(
        _slices(messages_table(columns, messages), np.searchsorted(messages, borders)),
        _slices(events_table(columns, events), np.searchsorted(events, borders)),
        _slices(
            participants_table(opened),
            _borders(len(columns.conversations[part.chat].senders) * part.is_first for part in parts),
        ),
        _slices(conversations_table(opened), _borders(part.is_first for part in parts)),
        _slices(rejects.table(), np.array(rejected)),
        strict=True,
    )
    for part, extra, (table, *others) in zip(parts, orphans, slices, strict=True):
        order = columns.orders[part.chat]
        named = table.replace_schema_metadata({"date_order": f"{order.order} {order.basis}"})
        yield part.chat, Batch(part.high - part.low + extra, named, *others)


def _borders(counts: Iterable[int]) -> Offsets:
    return np.concatenate(([0], np.cumsum(list(counts))))


def _slices(table: pa.Table, borders: Offsets) -> Iterator[pa.Table]:
    """Yield the rows between each two neighbouring borders of a table that is in one piece."""
    if len(borders) == 2 or not table.num_rows:
        yield from [table] * (len(borders) - 1)
        return
    [whole] = table.to_batches()
    for low, high in pairwise(borders.tolist()):
        yield pa.Table.from_batches([whole.slice(low, high - low)])
