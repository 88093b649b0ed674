from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.identity.graph import (
    DOUBT,
    JOIN,
    THRESHOLDS,
    WEIGHTS,
    Kind,
    components,
    persons,
    profile_kind,
)

COUNT = 8
NODES = st.integers(0, COUNT - 1)
EDGES = st.lists(
    st.tuples(NODES, NODES, st.sampled_from([0.98, 0.99, 1.0])).filter(lambda e: e[0] != e[1]), max_size=14
)
APART = st.lists(st.tuples(NODES, NODES).filter(lambda pair: pair[0] != pair[1]), max_size=3)
Edge = tuple[int, int, float]


def arrays(edges: list[Edge]) -> Any:
    columns = zip(*edges, strict=True) if edges else ((), (), ())
    return [np.array(column, dtype=kind) for column, kind in zip(columns, (np.int32, np.int32, float), strict=True)]


def parts(edges: list[Edge], apart: list[tuple[int, int]] = []) -> set[frozenset[int]]:  # noqa: B006 - not changed
    labels = persons(COUNT, *arrays(edges), apart=apart).tolist()
    return {frozenset(node for node in range(COUNT) if labels[node] == label) for label in labels}


def plainly_joined(edges: list[Edge]) -> set[frozenset[int]]:
    found = [{node} for node in range(COUNT)]
    for one, other, _ in edges:
        touched = [part for part in found if part & {one, other}]
        found = [part for part in found if part not in touched] + [set().union(*touched)]
    return set(map(frozenset, found))


def test_without_edges_everybody_is_alone() -> None:
    assert components(3, *arrays([])[:2]).tolist() == [0, 1, 2]
    assert components(0, *arrays([])[:2]).tolist() == []


def test_a_label_is_the_least_node_of_a_chain_that_was_told_backwards() -> None:
    chain = [(node, node + 1, 1.0) for node in reversed(range(COUNT - 1))]
    assert components(COUNT, *arrays(chain)[:2]).tolist() == [0] * COUNT


def test_a_long_chain_takes_few_rounds() -> None:
    links = np.random.default_rng(1).permutation(200_000)
    assert components(200_001, links, links + 1).max() == 0


@given(edges=EDGES)
def test_persons_are_what_edges_connect(edges: list[Edge]) -> None:
    assert parts(edges) == plainly_joined(edges)


@given(edges=EDGES, apart=APART, chance=st.randoms(use_true_random=False))
def test_the_order_of_edges_does_not_matter(edges: list[Edge], apart: list[tuple[int, int]], chance: Any) -> None:
    turned = [(b, a, c) if chance.random() < 0.5 else (a, b, c) for a, b, c in chance.sample(edges, len(edges))]
    assert parts(edges, apart) == parts(turned, chance.sample(apart, len(apart)))


@given(edges=EDGES, more=EDGES)
def test_more_evidence_never_parts_anybody(edges: list[Edge], more: list[Edge]) -> None:
    wider = parts(edges + more)
    assert all(any(part <= wide for wide in wider) for part in parts(edges))


@given(edges=EDGES, apart=APART)
def test_who_was_parted_is_never_one_person_and_nobody_else_loses_more_than_he_must(
    edges: list[Edge], apart: list[tuple[int, int]]
) -> None:
    found, whole = parts(edges, apart), parts(edges)
    for one, other in apart:
        assert not any({one, other} <= part for part in found)
    assert all(any(part <= wide for wide in whole) for part in found)
    untouched = {part for part in whole if not any({one, other} <= part for one, other in apart)}
    assert untouched <= found


def test_where_two_must_part_the_weakest_link_gives_way() -> None:
    chain = [(0, 1, 0.99), (1, 2, 0.98), (2, 3, 1.0)]
    assert {frozenset({0, 1}), frozenset({2, 3})} <= parts(chain, [(0, 3)])


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NAME])
def test_each_kind_but_a_name_is_worth_a_persons_look(kind: Kind) -> None:
    assert WEIGHTS[kind] >= DOUBT


def test_a_name_alone_is_not_even_a_doubt() -> None:
    assert WEIGHTS[Kind.NAME] < DOUBT


def test_what_was_typed_in_reaches_access_with_a_name_and_erasure_never() -> None:
    with_name = 1 - (1 - WEIGHTS[Kind.STATED]) * (1 - WEIGHTS[Kind.NAME])
    assert WEIGHTS[Kind.STATED] < THRESHOLDS["access"] <= with_name < THRESHOLDS["erasure"]


def test_whoever_is_joined_is_certain_enough_for_every_act() -> None:
    assert max(THRESHOLDS.values()) <= JOIN
    assert THRESHOLDS["access"] < THRESHOLDS["erasure"]


def test_a_platform_vouches_for_what_it_knows_itself() -> None:
    assert profile_kind("slack", "email") is Kind.PROFILE
    assert profile_kind("slack", "phone") is Kind.STATED
    assert profile_kind("intercom", "email") is Kind.STATED
    assert profile_kind("a platform of one's own", "email") is Kind.PROFILE
