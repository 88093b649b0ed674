"""What must hold between the published sets, the domains of their tokens and the purposes that they serve."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chatward.policy.catalogue import DIRECT_IDENTIFIERS, SETS
from chatward.policy.problems import Problem, find_unknown, find_unknown_in
from chatward.policy.sections import SetSpec
from chatward.policy.vocabulary import WITH_SURROGATE, SetClass, TextAction

if TYPE_CHECKING:
    from chatward.policy.model import Policy


def find_domain_purposes(policy: "Policy") -> Iterator[Problem]:
    """Find domains of tokens for purposes that there are not."""
    for name, domain in policy.domains.items():
        place = ("pseudonymisation", "domains", name, "purpose")
        yield from find_unknown(place, "purpose", domain.purpose, policy.purposes)


def find_set_purposes(policy: "Policy") -> Iterator[Problem]:
    """Find sets for purposes that there are not."""
    for name, spec in policy.sets.items():
        yield from find_unknown(("sets", name, "purpose"), "purpose", spec.purpose, policy.purposes)


def find_set_columns(policy: "Policy") -> Iterator[Problem]:
    """Find sets and columns that chatward does not publish, and direct identifiers among them."""
    for name, spec in policy.sets.items():
        if name not in SETS:
            yield from find_unknown(("sets", name), "set", name, SETS)
            continue
        known = SETS[name]
        if spec.set_class is not known.set_class:
            yield Problem(("sets", name, "class"), f"the set `{name}` is {known.set_class}, not {spec.set_class}")
        for index, column in enumerate(spec.columns):
            if column in DIRECT_IDENTIFIERS:
                message = f"`{column}` is a direct identifier, which no set shows"
                yield Problem(("sets", name, "columns", index), message, "show a token instead")
        identifying = DIRECT_IDENTIFIERS.intersection(spec.columns)
        yield from find_unknown_in(("sets", name, "columns"), "column", spec.columns, {*known.columns, *identifying})


def find_set_replacements(policy: "Policy") -> Iterator[Problem]:
    """Find kinds of personal data that have no surrogates and are to be replaced by some."""
    for name, spec in policy.sets.items():
        for kind, action in spec.replace.items():
            if action is TextAction.SURROGATE and kind not in WITH_SURROGATE:
                hint = f"these have: {', '.join(sorted(WITH_SURROGATE))}"
                yield Problem(("sets", name, "replace", kind), f"`{kind}` has no surrogates", hint)


def find_set_domains(policy: "Policy") -> Iterator[Problem]:
    """Find sets whose tokens would be equal for another purpose, or that lack what tokens need."""
    for name, spec in policy.sets.items():
        yield from _set_domain(policy, name, spec)


def _set_domain(policy: "Policy", name: str, spec: SetSpec) -> Iterator[Problem]:
    place = ("sets", name, "domain")
    if spec.set_class is SetClass.AGGREGATE:
        if spec.domain is not None:
            yield Problem(place, "an aggregate set has no tokens, so it needs no domain", "remove the key")
    elif spec.domain is None:
        yield Problem(
            ("sets", name), "a pseudonymised set needs the key `domain`", "a key of `pseudonymisation.domains`"
        )
    elif spec.domain not in policy.domains:
        yield from find_unknown(place, "pseudonymisation domain", spec.domain, policy.domains)
    elif policy.domains[spec.domain].purpose != spec.purpose:
        served = policy.domains[spec.domain].purpose
        message = f"the domain `{spec.domain}` serves purpose `{served}`, the set `{spec.purpose}`"
        yield Problem(place, message, "two purposes never share tokens")
