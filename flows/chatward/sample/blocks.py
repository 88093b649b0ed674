"""Messages of one source, as many as fit into memory: who wrote what, when, in which thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from chatward.sample import texts
from chatward.sample.cast import Cast
from chatward.sample.texts import Integers, Spans
from chatward.sample.threads import Thread
from chatward.sample.timing import Rhythm, Window, make_rhythm
from chatward.sample.values import Random

_DAY_US = 86_400_000_000

KIND_SHARES: dict[str, dict[str, float]] = {
    "whatsapp": {"media": 0.04, "deleted": 0.008, "location": 0.003, "poll": 0.001},
    "telegram": {"media": 0.04, "sticker": 0.01, "location": 0.002, "contact": 0.002, "poll": 0.001},
    "whatsapp_cloud_api": {"media": 0.04, "sticker": 0.005, "location": 0.003, "contact": 0.002, "order": 0.005},
    "messenger": {"media": 0.04, "sticker": 0.008, "deleted": 0.006},
    "instagram": {"media": 0.06, "deleted": 0.004},
    "slack": {"media": 0.03},
}
"""Which part of a source's messages is something else than text."""


@dataclass(frozen=True, slots=True)
class Block:
    """Messages in the order of their threads, and within a thread in the order of time.

    Attributes:
        source: name of the source.
        threads: the threads of this block; each is whole.
        first: where each thread begins among the messages, and where the last one ends.
        sender: who wrote, as index of the cast.
        sent_us: microseconds since 1970, UTC.
        kind: one of the kinds that ``KIND_SHARES`` names, else ``text``.
        text: an Arrow array; empty where the kind has none.
        spans: identifiers in the texts.
        draw: a number from 0 up to 1 for each message, from which writers decide edits, replies and the like.
    """

    source: str
    threads: Sequence[Thread]
    first: Integers
    sender: Integers
    by_staff: npt.NDArray[np.bool_]
    sent_us: Integers
    kind: npt.NDArray[np.str_]
    text: Any
    spans: Spans
    draw: npt.NDArray[np.float64]
    window: Window

    def __len__(self) -> int:
        return len(self.sender)


def make_block(
    cast: Cast,
    writer: texts.Writer,
    threads: Sequence[Thread],
    counts: Sequence[int],
    *,
    window: Window,
    random: Random,
) -> Block:
    """Return the messages of ``threads``: ``counts`` of them, sent within ``window``."""
    thread = np.repeat(np.arange(len(threads)), counts)
    rhythm = make_rhythm(thread, window, random)
    customer = _pick([thread.customers for thread in threads], thread, random)
    staff = _pick([thread.staff for thread in threads], thread, random)
    kind = _kinds(threads[0].source, len(thread), random)
    epoch_us = int(window.start.timestamp()) * 1_000_000
    sent_us = epoch_us + rhythm.sent_ms * 1000
    request = _request(cast, rhythm, thread, customer, sent_us // _DAY_US, random)
    kind[request.group >= texts.HOSTILE_GROUP] = "text"
    text, spans = _only_texts(writer, request, kind, random)
    return Block(
        source=threads[0].source,
        threads=threads,
        first=np.concatenate([[0], np.cumsum(counts)]),
        sender=np.where(rhythm.by_staff, staff, customer),
        by_staff=rhythm.by_staff,
        sent_us=sent_us,
        kind=kind,
        text=text,
        spans=spans,
        draw=random.random(len(thread)),
        window=window,
    )


def _pick(members: Sequence[tuple[int, ...]], thread: Integers, random: Random) -> Integers:
    """Draw one member of its thread for each message."""
    count = np.array([len(people) for people in members])
    start = np.concatenate([[0], np.cumsum(count)[:-1]])
    everyone = np.array([person for people in members for person in people])
    place = start[thread] + (random.random(len(thread)) * count[thread]).astype(np.int64)
    picked: Integers = everyone[place]
    return picked


def _kinds(source: str, count: int, random: Random) -> npt.NDArray[np.str_]:
    shares = KIND_SHARES[source]
    names = np.array([*shares, "text"], dtype="U11")
    return random.choice(names, count, p=[*shares.values(), 1 - sum(shares.values())])


def _request(
    cast: Cast, rhythm: Rhythm, thread: Integers, customer: Integers, day: Integers, random: Random
) -> texts.Request:
    group = _groups(rhythm, random)
    marked = cast.is_canary[customer] & ~rhythm.by_staff
    marked &= (random.random(len(group)) < 0.25) | _first_in_thread(thread, marked)
    group = np.where(marked, texts.CANARY_GROUP, group)
    more = np.where(rhythm.by_staff, texts.GROUPS.index("answering"), texts.GROUPS.index("asking"))
    draw = random.random(len(group))
    tail = np.select([draw < 0.22, draw < 0.42], [texts.GROUPS.index("tails"), more], texts.NO_TAIL)
    tail[group >= texts.HOSTILE_GROUP] = texts.NO_TAIL
    return texts.Request(group, cast.locale[customer], customer, day, tail)


def _first_in_thread(thread: Integers, marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Choose the first marked message of each thread."""
    rows = np.flatnonzero(marked)
    first = np.zeros(len(thread), dtype=np.bool_)
    first[rows[np.diff(thread[rows], prepend=-1) != 0]] = True
    return first


def _groups(rhythm: Rhythm, random: Random) -> Integers:
    """Choose what kind of phrase each message is, by side and by place in its conversation."""
    group = {name: number for number, name in enumerate(texts.GROUPS)}
    draw = random.random(len(rhythm.is_first))
    ends = rhythm.is_last & ~rhythm.is_first & (draw < 0.6)
    begins = rhythm.is_first | (np.roll(rhythm.is_first, 1) & (draw < 0.5))
    asked = np.select(
        [begins, ends, draw > 0.87], [group["opening"], group["thanking"], group["giving"]], group["asking"]
    )
    told = np.select(
        [begins, ends, draw > 0.87], [group["greeting"], group["closing"], group["sharing"]], group["answering"]
    )
    chosen = np.where(rhythm.by_staff, told, asked)
    hostile = ~rhythm.by_staff & (random.random(len(chosen)) < 0.004)
    return np.where(hostile, texts.HOSTILE_GROUP, chosen).astype(np.int64)


def _only_texts(
    writer: texts.Writer, request: texts.Request, kind: npt.NDArray[np.str_], random: Random
) -> tuple[Any, Spans]:
    """Write what is text; all other messages have none, but for media with a caption now and then."""
    spoken = np.flatnonzero((kind == "text") | ((kind == "media") & (random.random(len(kind)) < 0.2)))
    text, spans = writer.write(request.rows(spoken), random)
    place = np.full(len(kind), len(spoken))
    place[spoken] = np.arange(len(spoken))
    return texts.with_empty(text).take(place), Spans(spoken[spans.row], spans.start, spans.end, spans.kind)
