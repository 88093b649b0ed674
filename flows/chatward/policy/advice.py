"""What a valid policy leaves in doubt: agreements that run out, gaps, thresholds below the default."""

from collections.abc import Iterator
from datetime import date, timedelta

from chatward.policy.model import Policy
from chatward.policy.problems import Place, Problem
from chatward.policy.sections import Gate, Processor
from chatward.policy.vocabulary import SOURCED, Basis

PLACEHOLDER = "CHANGE ME"
"""What ``chatward init`` writes where only people know the answer."""

NOWHERE = "ZZ"
"""The placeholder for a country: in ISO 3166-1 never assigned, in Unicode's locale data the unknown territory."""

NOTICE_DAYS = 90
"""An agreement is announced as running out so many days ahead."""

_FILL_IN = "fill it in before the first run"
_INSIDE = frozenset({"EU", "EEA"})


def advise(policy: Policy, on: date) -> Iterator[Problem]:
    """Yield what to look at in ``policy`` on the day ``on``."""
    yield from _placeholders(policy.model_dump(mode="json", by_alias=True), ())
    if policy.controller.country == NOWHERE:
        yield Problem(("controller", "country"), f"{NOWHERE} is no country", _FILL_IN)
    for name, processor in policy.processors.items():
        yield from _agreement(("processors", name), processor, on)
    yield from _unused(policy)
    yield from _unnamed_accounts(policy)
    yield from _uncovered_categories(policy)
    yield from _lengthening_hints(policy)
    yield from _staff_consent(policy)
    yield from _loose_gate(policy.gate)


def unfilled(policy: Policy) -> int:
    """Return how many places of ``policy`` still say what ``chatward init`` wrote where only people know the answer."""
    return sum(1 for _ in _placeholders(policy.model_dump(mode="json", by_alias=True), ()))


def _placeholders(value: object, place: Place) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _placeholders(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _placeholders(inner, (*place, index))
    elif isinstance(value, str) and PLACEHOLDER in value:
        yield Problem(place, f"still says {PLACEHOLDER}", _FILL_IN)


def _agreement(place: Place, processor: Processor, on: date) -> Iterator[Problem]:
    signed_on, expires_on = processor.signed_on, processor.expires_on
    if signed_on is None or signed_on > on:
        message = f"the agreement is not signed before {signed_on}" if signed_on else "the agreement is not signed"
        yield Problem((*place, "signed_on"), message, "collect nothing from this processor before it is")
    elif expires_on and expires_on < on:
        yield Problem(
            (*place, "expires_on"), f"the agreement expired on {expires_on}", "sign a new one, or stop the source"
        )
    elif expires_on and expires_on < on + timedelta(days=NOTICE_DAYS):
        yield Problem((*place, "expires_on"), f"the agreement expires on {expires_on}", "renew it")
    outside = sorted(set(processor.regions) - _INSIDE)
    if outside and processor.transfer_basis is None:
        message = f"data go to {', '.join(outside)}, and no `transfer_basis` is named"
        yield Problem((*place, "regions"), message, "name it, for example standard contractual clauses")


def _unused(policy: Policy) -> Iterator[Problem]:
    sources = policy.sources.values()
    used = {
        "regimes": {source.regime for source in sources},
        "processors": {source.processor for source in sources},
        "purposes": {purpose for source in sources for purpose in source.purposes} | _of_records(policy),
        "data_categories": {category for source in sources for category in source.categories},
    }
    for section, names in used.items():
        for name in getattr(policy, section):
            if name not in names:
                yield Problem((section, name), "no source uses it", "remove it, or name it in a source")


def _of_records(policy: Policy) -> set[str]:
    """Return the purposes for which records of consent and requests are kept, which come from no source."""
    return {rule.purpose for rule in policy.retention if rule.object not in SOURCED}


def _unnamed_accounts(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        if "own_accounts" in source.model_fields_set and not source.own_accounts:
            message = "no account is named, so everybody counts as a customer unless the export tells"
            yield Problem(("sources", name, "own_accounts"), message, "name the accounts, or remove the key")


def _uncovered_categories(policy: Policy) -> Iterator[Problem]:
    for name, purpose in policy.purposes.items():
        rules = [rule for rule in policy.retention if rule.purpose == name]
        covered = {category for rule in rules for category in rule.categories}
        for index, category in enumerate(purpose.categories):
            if rules and category not in covered:
                place = ("purposes", name, "categories", index)
                yield Problem(
                    place, f"no retention rule of this purpose names `{category}`", "add it to a rule's categories"
                )


def _lengthening_hints(policy: Policy) -> Iterator[Problem]:
    """Find rules for what hints at special categories or minors that shorten nothing."""
    for index, rule in enumerate(policy.retention):
        others = [each.period for each in policy.rules_for(rule.purpose) if not each.hints]
        if rule.hints and others and rule.period >= min(others):
            message = "the period is not shorter than that of other messages, so the rule never counts"
            yield Problem(("retention", index, "period"), message, f"less than `{min(others)}`")


def _staff_consent(policy: Policy) -> Iterator[Problem]:
    for name, purpose in policy.purposes.items():
        if purpose.staff_basis is Basis.CONSENT:
            message = "employees can seldom consent freely (EDPB Guidelines 05/2020, 21)"
            yield Problem(
                ("purposes", name, "staff_basis"), message, "choose another basis for the company's own people"
            )


def _loose_gate(gate: Gate) -> Iterator[Problem]:
    default = Gate()
    for key in Gate.model_fields:
        chosen, strict = getattr(gate, key), getattr(default, key)
        if chosen < strict if key.startswith("smallest_") else chosen > strict:
            yield Problem(("gate", key), f"{chosen:g} protects less than the default {strict:g}")
