"""What must hold between the rules of the retention schedule, the laws and the sources."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from chatward.policy.problems import Problem, find_unknown, find_unknown_in
from chatward.policy.vocabulary import RetentionObject, StartingPoint, ThreadMode, nearest

if TYPE_CHECKING:
    from chatward.policy.model import Policy


def find_rule_regimes(policy: "Policy") -> Iterator[Problem]:
    """Find rules for laws that there are not."""
    for index, rule in enumerate(policy.retention):
        for position, regime in enumerate(rule.regimes):
            if regime not in policy.regimes:
                place = ("retention", index, "regimes", position)
                yield Problem(place, f"there is no regime `{regime}`", nearest(regime, policy.regimes))


def find_thread_modes(policy: "Policy") -> Iterator[Problem]:
    """Find thread modes beside a starting point that no thread moves."""
    for index, rule in enumerate(policy.retention):
        if rule.thread_mode is not ThreadMode.PER_MESSAGE and rule.starting_point is not StartingPoint.SENT:
            message = f"the period runs from `{rule.starting_point}`, which no message of a thread moves"
            yield Problem(("retention", index, "thread_mode"), message, "remove the key, or set `starting_point: sent`")


_OF_RECORDS = frozenset(
    {StartingPoint.SENT, StartingPoint.CONVERSATION_CLOSED, StartingPoint.LAST_CONTACT, StartingPoint.CONTRACT_END}
)
STARTING_POINTS: Mapping[RetentionObject, frozenset[StartingPoint]] = {
    RetentionObject.MESSAGE: _OF_RECORDS,
    RetentionObject.THREAD: _OF_RECORDS,
    RetentionObject.ATTACHMENT: _OF_RECORDS,
    RetentionObject.IDENTITY: frozenset({StartingPoint.LAST_CONTACT, StartingPoint.CONTRACT_END}),
    RetentionObject.CONSENT_RECORD: frozenset({StartingPoint.CONSENT_END}),
    RetentionObject.REQUEST_RECORD: frozenset({StartingPoint.REQUEST_CLOSED}),
    RetentionObject.ACCESS_PACKAGE: frozenset({StartingPoint.REQUEST_CLOSED}),
}
"""From which events the period of an object can run."""


def find_starting_points(policy: "Policy") -> Iterator[Problem]:
    """Find starting points from which the period of what the rule is about cannot run."""
    for index, rule in enumerate(policy.retention):
        allowed = STARTING_POINTS[rule.object]
        if rule.starting_point not in allowed:
            message = f"the period of `object: {rule.object}` does not run from `{rule.starting_point}`"
            names = " or ".join(f"`{each}`" for each in StartingPoint if each in allowed)
            yield Problem(("retention", index, "starting_point"), message, f"set {names}")


def find_idle_hints(policy: "Policy") -> Iterator[Problem]:
    """Find rules for texts that hint at something which dispose of what has no text."""
    for index, rule in enumerate(policy.retention):
        if rule.hints and rule.object not in (RetentionObject.MESSAGE, RetentionObject.THREAD):
            yield Problem(
                ("retention", index, "hints"),
                f"a `{rule.object}` has no text that could hint at anything",
                "remove the key, or set `object: message`",
            )


def find_unlimited(policy: "Policy") -> Iterator[Problem]:
    """Find purposes whose messages would be kept without limit, perhaps under one law only (GDPR Art. 5(1)(e))."""
    for name in policy.purposes:
        regimes = {source.regime for source in policy.sources.values() if name in source.purposes}
        for regime in sorted(regimes):
            if policy.governing_rule(name, regime) is None:
                where = f" under `{regime}`" if policy.rules_for(name) else ""
                yield Problem(
                    ("purposes", name),
                    f"the purpose has no retention rule for `object: message`{where}",
                    f"add one to `retention` with `purpose: {name}`",
                )


def find_rule_ids(policy: "Policy") -> Iterator[Problem]:
    """Find rules that bear one id."""
    counts = Counter(rule.rule for rule in policy.retention)
    for index, rule in enumerate(policy.retention):
        if counts[rule.rule] > 1:
            place = ("retention", index, "rule")
            yield Problem(place, f"{counts[rule.rule]} rules are called `{rule.rule}`", "give each rule its own id")


def find_rule_purposes(policy: "Policy") -> Iterator[Problem]:
    """Find rules for purposes that there are not."""
    for index, rule in enumerate(policy.retention):
        yield from find_unknown(("retention", index, "purpose"), "purpose", rule.purpose, policy.purposes)


def find_rule_categories(policy: "Policy") -> Iterator[Problem]:
    """Find rules for data categories that there are not."""
    for index, rule in enumerate(policy.retention):
        place = ("retention", index, "categories")
        yield from find_unknown_in(place, "data category", rule.categories, policy.data_categories)


def find_unneeded_categories(policy: "Policy") -> Iterator[Problem]:
    """Find categories that a rule keeps for a purpose which does not need them."""
    for index, rule in enumerate(policy.retention):
        purpose = policy.purposes.get(rule.purpose)
        for position, category in enumerate(rule.categories):
            if purpose and category in policy.data_categories and category not in purpose.categories:
                yield Problem(
                    ("retention", index, "categories", position),
                    f"the purpose `{rule.purpose}` does not need `{category}`",
                    "add it to the purpose's categories, or remove it here",
                )
