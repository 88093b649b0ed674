"""What must hold between the rules of the retention schedule, the laws and the sources."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chatward.policy.problems import Problem
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
