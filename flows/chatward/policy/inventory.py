"""What sources hold beside what the policy declares of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from chatward.policy.model import Policy
from chatward.policy.vocabulary import RECTIFIED, Holding


@dataclass(frozen=True, slots=True)
class Holds:
    """One kind of data in one column of a source.

    Attributes:
        column: of the warehouse, like ``messages.text``.
        detector: ``"schema"`` where the column itself says it, else what found it in the text.
        hits: how many there are; in texts, how many in those that were looked at.
        share: hits to records that were looked at, 1 at most.
    """

    source: str
    column: str
    holding: Holding
    detector: str
    hits: int
    share: float


def declared_by(policy: Policy, source: str, holding: Holding) -> list[str]:
    """Return the categories of a source that cover a kind of data.

    What a request corrected stands for what some source brought: a category of any source covers it.
    """
    if source == RECTIFIED:
        declared = tuple(dict.fromkeys(name for each in policy.sources.values() for name in each.categories))
    else:
        declared = policy.sources[source].categories if source in policy.sources else ()
    return [name for name in declared if holding in policy.data_categories[name].covered]


def undeclared(policy: Policy, found: Sequence[Holds]) -> list[tuple[str, Holding]]:
    """Return what sources hold and no category of theirs covers."""
    pairs = dict.fromkeys((each.source, each.holding) for each in found if each.source in policy.sources)
    return [(source, holding) for source, holding in pairs if not declared_by(policy, source, holding)]


def never_seen(policy: Policy, found: Sequence[Holds]) -> list[tuple[str, str]]:
    """Return the categories that sources declare and of which nothing was found; a source without data has none."""
    held: dict[str, set[Holding]] = {}
    for each in found:
        held.setdefault(each.source, set()).add(each.holding)
    return [
        (source.name, category)
        for source in policy.sources.values()
        if source.name in held
        for category in source.categories
        if held[source.name].isdisjoint(policy.data_categories[category].covered)
    ]
