"""Hands out chats taken apart, batch by batch.

The tables of many small chats are built as one: what a column costs hardly depends on how few rows it has.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from chatward.sources.records import BATCH_ROWS, Batch, ReadSettings
from chatward.sources.tables import Rejects
from chatward.sources.together import Together
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


def passes(chats: Chats, places: Sequence[Place], settings: ReadSettings) -> Iterator[tuple[list[int], Together]]:
    """Yield the chats' records, chat by chat, some chats at a time with their numbers.

    A chat of more than ``BATCH_ROWS`` messages comes in parts, each of which counts as a chat; its first part also has
    the conversation, its people and the orphaned lines.

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
            yield _built(columns, waiting)
            waiting, messages = [], 0
        waiting.append(part)
        messages += count
    if waiting:
        yield _built(columns, waiting)


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


def _built(columns: Columns, parts: Sequence[_Range]) -> tuple[list[int], Together]:
    """Build the tables of some neighbouring ranges as one."""
    borders = np.array([*(part.low for part in parts), parts[-1].high])
    messages, events = (
        np.flatnonzero(flags[borders[0] : borders[-1]]) + borders[0] for flags in (columns.is_message, columns.is_event)
    )
    opened = [columns.conversations[part.chat] for part in parts if part.is_first]
    rejects, rejected, orphans = Rejects(), [0], []
    for part in parts:
        orphans.append(refuse(columns, part.chat, part.low, part.high, rejects))
        rejected.append(len(rejects))
    records = [part.high - part.low + extra for part, extra in zip(parts, orphans, strict=True)]
    whole = Batch(
        sum(records),
        messages_table(columns, messages),
        events_table(columns, events),
        participants_table(opened),
        conversations_table(opened),
        rejects.table(),
    )
    rows = {
        "messages": np.searchsorted(messages, borders),
        "events": np.searchsorted(events, borders),
        "participants": _borders(len(columns.conversations[part.chat].senders) * part.is_first for part in parts),
        "conversations": _borders(part.is_first for part in parts),
        "rejects": np.array(rejected),
    }
    orders = (columns.orders[part.chat] for part in parts)
    told = [f"{order.order} {order.basis}" for order in orders]
    return [part.chat for part in parts], Together(whole, rows, records, told)


def _borders(counts: Iterable[int]) -> Offsets:
    return np.concatenate(([0], np.cumsum(list(counts))))
