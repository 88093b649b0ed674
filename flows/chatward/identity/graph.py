"""Decides which identifiers are one person's, on weighed evidence.

A weight is the probability that one piece of evidence is right, by itself. Pieces for the same two identifiers are
independent, so that they are wrong together only if each is: ``1 - (1 - a)(1 - b)…``, the noisy-or. It was preferred to
adding log-odds, which needs a base rate that nobody knows and can be driven up by many weak signs; here what is added
never lowers a certainty, the order does not count, and a name alone stays a name. A chain of identifiers is as certain
as its weakest link.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np


class Kind(StrEnum):
    """What kind of evidence speaks for two identifiers."""

    CONTACT = "contact"
    """The register of contacts, which people keep, names both under one customer number."""
    PROFILE = "profile"
    """A platform's record of an account has the other identifier, and the platform knows that it is right."""
    STATED = "stated"
    """A platform's record has it, as somebody typed it in."""
    NAME = "name"
    """Another source knows the other identifier by the same full name. It only adds to other evidence."""
    RECTIFIED = "rectified"
    """Whoever the first identifier belongs to has said so, in a request that was verified."""
    RENORMALISED = "renormalised"
    """Both are forms of one identifier, under two versions of the rules of normalisation."""


WEIGHTS = {
    Kind.CONTACT: 0.99,
    Kind.PROFILE: 0.99,
    Kind.STATED: 0.90,
    Kind.NAME: 0.30,
    Kind.RECTIFIED: 0.99,
    Kind.RENORMALISED: 1.0,
}

JOIN = 0.98
"""From here on two identifiers are one person in everything: one consent, one token. Nobody looks at it before."""
THRESHOLDS = {"access": 0.92, "erasure": 0.97}
"""How certain it must be that something is the person's, by act. What is joined may be erased."""
DOUBT = 0.50
"""From here on, up to the threshold of the act, a person is asked."""
MOST_CLAIMANTS = 5
"""Accounts of one type that may have the same identifier, if their names agree. More of them share it."""
MOST_CLAIMED = 32
"""Identifiers that one account or contact may have. A contact with more is a mistake, like an id for all."""

_STATED = {"intercom": ("email", "phone"), "chatwoot": ("email", "phone"), "slack": ("phone",), "zendesk": ("phone",)}
"""What is typed in on a platform, and verified by nobody."""


def profile_kind(platform: str, identifier_type: str) -> Kind:
    """Return what kind of evidence it is that an account of a platform has an identifier of this type."""
    return Kind.STATED if identifier_type in _STATED.get(platform, ()) else Kind.PROFILE


def components(count: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return for each of ``count`` nodes the least node that it hangs together with, by edges between two arrays.

    The outcome does not depend on the order of edges. Labels are hooked and then pulled up by pointer jumping, whole
    arrays at a time, which takes about as many rounds as the logarithm of the longest chain.
    """
    labels = np.arange(count)
    while True:
        least = np.minimum(labels[first], labels[second])
        hooked = labels.copy()
        np.minimum.at(hooked, labels[first], least)
        np.minimum.at(hooked, labels[second], least)
        while not np.array_equal(hooked, hooked[hooked]):
            hooked = hooked[hooked]
        if np.array_equal(hooked, labels):
            return labels
        labels = hooked


def persons(
    count: int, first: np.ndarray, second: np.ndarray, certainty: np.ndarray, apart: Sequence[tuple[int, int]] = ()
) -> np.ndarray:
    """Return the components, but for pairs that somebody decided to be two persons: they never share one.

    Where a component holds such a pair, its edges are taken again from the most to the least certain, each unless it
    would bring the two together.

    Args:
        count: number of nodes.
        first: one end of each edge.
        second: its other end.
        certainty: of each edge.
        apart: pairs of nodes that must not be one person.
    """
    labels = components(count, first, second)
    wrong = [(one, other) for one, other in apart if labels[one] == labels[other]]
    if not wrong:
        return labels
    concerned = np.isin(labels[first], labels[np.array(wrong)[:, 0]])
    low, high = np.minimum(first, second), np.maximum(first, second)
    order = np.lexsort((high, low, -certainty))
    edges = ((int(low[edge]), int(high[edge])) for edge in order if concerned[edge])
    joined = _kept_apart(edges, wrong)
    whole = ~concerned
    return components(
        count,
        np.concatenate((first[whole], np.array([one for one, _ in joined], dtype=first.dtype))),
        np.concatenate((second[whole], np.array([other for _, other in joined], dtype=second.dtype))),
    )


def _kept_apart(edges: Iterable[tuple[int, int]], apart: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the edges that can be taken, in their order, without joining any pair."""
    parent: dict[int, int] = {}

    def find(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    taken = []
    for one, other in edges:
        ends = {find(one), find(other)}
        if not any({find(left), find(right)} == ends for left, right in apart):
            parent[find(other)] = find(one)
            taken.append((one, other))
    return taken
