"""Who talks with whom, where and how much: the threads of each source and their share of the messages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from chatward.sample.cast import Cast
from chatward.sample.people import CHANNELS
from chatward.sample.values import Random

SHARES = {
    "whatsapp": 0.45,
    "telegram": 0.15,
    "whatsapp_cloud_api": 0.20,
    "messenger": 0.07,
    "instagram": 0.05,
    "slack": 0.08,
}
"""Part of all messages that each source carries."""

_LONG_THREAD = 40_000
_BLOCK_MESSAGES = 150_000


@dataclass(frozen=True, slots=True)
class Thread:
    """One chat of one source.

    Attributes:
        key: name of the chat that no other chat has, in truth's terms.
        kind: ``direct``, ``group``, ``channel`` or ``internal`` (the company's people among themselves).
        number: place among the threads of its source; stays the same in later deliveries.
        customers: those who ask, as indexes of the cast; agents in an internal thread.
        staff: those who answer.
    """

    source: str
    key: str
    kind: str
    number: int
    customers: tuple[int, ...]
    staff: tuple[int, ...]


def make_threads(cast: Cast, source: str, seed: int) -> list[list[Thread]]:
    """Return the threads of one source by the generation of their customers: first the world's, then each delivery's.

    One for each customer who uses the source, some groups, Slack's channels. The numbers of threads, and all that
    depends on them, stay what they are when a generation is added.
    """
    found: list[list[Thread]] = []
    for generation, customers in enumerate(cast.generations):
        random = np.random.default_rng([seed, 30, CHANNELS.index(source), generation])
        users = [int(index) for index in customers if source in cast.people[index].channels]
        first = sum(map(len, found))
        if source == "slack":
            sketches = _slack_threads(cast, users, random, with_own=generation == 0)
        else:
            sketches = _customer_threads(cast, users, source, random)
        found.append([_thread(source, number, sketch) for number, sketch in enumerate(sketches, start=first)])
    return found


def _thread(source: str, number: int, sketch: "_Sketch") -> Thread:
    kind, customers, staff = sketch
    return Thread(source, f"{source}-{number:06d}", kind, number, customers, staff)


_Sketch = tuple[str, tuple[int, ...], tuple[int, ...]]


def _customer_threads(cast: Cast, users: Sequence[int], source: str, random: Random) -> Iterator[_Sketch]:
    company = (cast.company,)
    for user in users:
        yield "direct", (user,), company
    if source in ("whatsapp", "telegram", "messenger") and len(users) > 8:
        for _ in range(max(1, len(users) // 25)):
            yield "group", _members(users, int(random.integers(3, 8)), random), company


def _slack_threads(cast: Cast, users: Sequence[int], random: Random, *, with_own: bool) -> Iterator[_Sketch]:
    staff = tuple(int(index) for index in cast.staff)
    for _ in range(max(3, len(users) // 12) * with_own):
        yield "internal", staff, staff
    rest = iter(users)
    while partners := tuple(islice(rest, int(random.integers(2, 7)))):
        yield "channel", partners, _members(staff, 4, random)
    for _ in range(max(3, len(users) // 20) * with_own):
        one, other = random.choice(staff, 2, replace=False).tolist()
        yield "direct", (one,), (other,)


def _members(people: Sequence[int], count: int, random: Random) -> tuple[int, ...]:
    return tuple(random.choice(people, min(count, len(people)), replace=False).tolist())


def split_evenly(messages: int) -> dict[str, int]:
    """Return how many of ``messages`` each source carries; they add up to ``messages``."""
    counts = {source: int(messages * share) for source, share in SHARES.items()}
    counts["whatsapp"] += messages - sum(counts.values())
    return counts


def sizes(threads: Sequence[Thread], messages: int, random: Random) -> list[int]:
    """Return a long-tailed number of messages for each thread, at least one where there are enough.

    The groups take a larger part than direct chats; a few threads of a large WhatsApp world have 40,000 messages.
    """
    weights = random.lognormal(0, 1.1, len(threads)) * np.array([_weight(thread) for thread in threads])
    counts = np.zeros(len(threads), dtype=np.int64)
    giants = min(3, messages // (4 * _LONG_THREAD)) if threads[0].source == "whatsapp" else 0
    counts[:giants] = _LONG_THREAD
    weights[:giants] = 0
    rest = messages - giants * _LONG_THREAD
    base = np.zeros_like(counts)
    base[giants : giants + rest] = 1
    shared = np.floor(weights / weights.sum() * (rest - base.sum())).astype(np.int64)
    left = rest - int(base.sum()) - int(shared.sum())
    fullest = np.argsort(-weights, kind="stable")
    np.add.at(shared, fullest[np.arange(left) % len(fullest)], 1)
    return [int(count) for count in counts + base + shared]


def _weight(thread: Thread) -> float:
    return {"direct": 1.0, "group": 2.0, "channel": 3.0, "internal": 6.0}[thread.kind]


def blocks(threads: Sequence[Thread], counts: Sequence[int]) -> Iterator[tuple[list[Thread], list[int]]]:
    """Yield threads that have messages, in groups that fit into memory, each thread whole."""
    chosen: list[Thread] = []
    held: list[int] = []
    for thread, count in zip(threads, counts, strict=True):
        if count == 0:
            continue
        if held and sum(held) + count > _BLOCK_MESSAGES:
            yield chosen, held
            chosen, held = [], []
        chosen.append(thread)
        held.append(count)
    if held:
        yield chosen, held
