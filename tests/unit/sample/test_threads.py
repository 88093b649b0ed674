from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.sample.cast import Cast, make_cast
from chatward.sample.threads import Thread, blocks, make_threads, sizes, split_evenly


@cache
def cast() -> Cast:
    return make_cast(120, 5)


def threads(count: int, source: str = "whatsapp") -> list[Thread]:
    return [Thread(source, f"t{number}", "direct", number, (number,), (0,)) for number in range(count)]


@given(st.integers(500, 10**9))
def test_the_sources_share_all_messages(messages: int) -> None:
    assert sum(split_evenly(messages).values()) == messages


@given(st.integers(1, 400), st.integers(1, 5_000), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_the_threads_share_all_messages_and_none_stays_empty_if_there_are_enough(
    count: int, messages: int, seed: int
) -> None:
    counts = sizes(threads(count), messages, np.random.default_rng(seed))
    assert sum(counts) == messages
    assert min(counts) >= (1 if messages >= count else 0)


def test_a_large_world_has_a_few_chats_of_forty_thousand_messages() -> None:
    counts = sizes(threads(12_000), 450_000, np.random.default_rng(1))
    assert Counter(counts)[40_000] == 2
    assert sum(counts) == 450_000


@given(st.lists(st.integers(0, 400_000), min_size=1, max_size=30))
def test_blocks_hold_every_thread_that_has_messages_once_and_whole(counts: list[int]) -> None:
    made = list(blocks(threads(len(counts)), counts))
    assert [thread.number for some, _ in made for thread in some] == [i for i, count in enumerate(counts) if count]
    assert [size for _, some in made for size in some] == [count for count in counts if count]
    assert all(len(some) == 1 or sum(held) <= 150_000 for some, held in made)


@pytest.mark.parametrize("source", ["whatsapp", "telegram", "messenger", "slack"])
def test_threads_keep_their_numbers_and_people_when_newcomers_are_added(source: str) -> None:
    grown: Cast = make_cast(120, 5, later=[(10, 77)])
    before, after = make_threads(cast(), source, 5), make_threads(grown, source, 5)
    assert after[: len(before)] == before
    assert grown.people[: len(cast().people)] == cast().people


def test_every_customer_has_a_thread_somewhere() -> None:
    sources = ("whatsapp", "telegram", "messenger", "instagram", "slack", "whatsapp_cloud_api")
    talking = {who for source in sources for thread in make_threads(cast(), source, 5)[0] for who in thread.customers}
    assert talking >= set(cast().customers.tolist())
