"""How long chatward's own records of people are kept, as plain values: identities, consent, requests, packages."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from chatward.policy.model import Policy
from chatward.policy.period import Period
from chatward.policy.sections import RetentionRule
from chatward.policy.vocabulary import RetentionObject


@dataclass(frozen=True, slots=True)
class RecordTerm:
    """How long one kind of record is kept after its starting point.

    Attributes:
        of: whose or what for: the source of an identity, the purpose of a consent, the law of a request.
    """

    of: str
    rule: str
    start: str
    period: Period


def identity_terms(policy: Policy) -> list[RecordTerm]:
    """Return the terms of identities, one for each purpose of a source that has a rule; the last to end counts."""
    return [
        _term(name, rule)
        for name, source in policy.sources.items()
        for purpose in source.purposes
        if (rule := policy.governing_rule(purpose, source.regime, RetentionObject.IDENTITY))
    ]


def consent_terms(policy: Policy) -> list[RecordTerm]:
    """Return the terms of records of consent, by purpose: under several laws the longest counts."""
    found = (
        (name, _longest(policy, RetentionObject.CONSENT_RECORD, [name], policy.regimes)) for name in policy.purposes
    )
    return [_term(name, rule) for name, rule in found if rule]


def request_terms(policy: Policy, what: RetentionObject = RetentionObject.REQUEST_RECORD) -> list[RecordTerm]:
    """Return the terms of records of requests, or of sealed packages, by law: the longest of all purposes counts."""
    found = ((name, _longest(policy, what, policy.purposes, [name])) for name in policy.regimes)
    return [_term(name, rule) for name, rule in found if rule]


def _longest(
    policy: Policy, what: RetentionObject, purposes: Iterable[str], regimes: Iterable[str]
) -> RetentionRule | None:
    rules = [policy.governing_rule(purpose, regime, what) for purpose, regime in product(purposes, regimes)]
    return max((rule for rule in rules if rule), key=lambda rule: rule.period, default=None)


def _term(of: str, rule: RetentionRule) -> RecordTerm:
    return RecordTerm(of, rule.rule, rule.starting_point.value, rule.period)
