"""From which instant and how long each purpose of a source keeps a record: what the schedule says, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass

from chatward.policy.model import Policy
from chatward.policy.period import Period
from chatward.policy.sections import RetentionRule
from chatward.policy.vocabulary import Holding, RetentionObject, StartingPoint, ThreadMode

SENT = "sent"
"""The only start that lies in the record itself: all others may move while people go on writing."""
_OF_THREADS = {ThreadMode.LAST_ACTIVITY: "thread_activity", ThreadMode.ROOT: "thread_root"}


@dataclass(frozen=True, slots=True)
class Term:
    """How long one purpose of a source keeps a record.

    Attributes:
        for_threads: whether it is meant for records of threads, or for all others.
        start: ``sent``, ``thread_activity``, ``thread_root``, ``conversation_closed``, ``last_contact`` or
            ``contract_end``.
    """

    source: str
    purpose: str
    needs_consent: bool
    for_threads: bool
    rule: str
    start: str
    period: Period


def terms_of(policy: Policy) -> tuple[Term, ...]:
    """Return all terms of a valid policy: for each purpose of each source one of threads and one of other records."""
    return tuple(term for source in policy.sources for term in source_terms(policy, source))


def source_terms(policy: Policy, source: str) -> Iterator[Term]:
    """Yield the terms of one source."""
    regime = policy.sources[source].regime
    for name in policy.sources[source].purposes:
        plain = policy.governing_rule(name, regime)
        if plain is None:
            continue  # the policy is refused before anything is kept by it
        threaded = policy.governing_rule(name, regime, RetentionObject.THREAD) or plain
        needs_consent = policy.purposes[name].consent is not None
        for rule, for_threads in ((plain, False), (threaded, True)):
            yield _term(source, name, rule, needs_consent=needs_consent, for_threads=for_threads)


def attachment_terms(policy: Policy) -> tuple[Term, ...]:
    """Return how long what is stored of files is kept, of sources for which a rule for attachments counts.

    A purpose without such a rule keeps them with the messages; one that needs no data category which covers
    attachments does not keep them at all.
    """
    return tuple(
        term
        for source in policy.sources
        if any(_attachment_rule(policy, source, name) for name in policy.sources[source].purposes)
        for term in _attachment_terms_of(policy, source)
    )


def _attachment_rule(policy: Policy, source: str, purpose: str) -> RetentionRule | None:
    return policy.governing_rule(purpose, policy.sources[source].regime, RetentionObject.ATTACHMENT)


def _attachment_terms_of(policy: Policy, source: str) -> Iterator[Term]:
    for term in source_terms(policy, source):
        rule = _attachment_rule(policy, source, term.purpose)
        if rule:
            needs_consent, for_threads = term.needs_consent, term.for_threads
            yield _term(source, term.purpose, rule, needs_consent=needs_consent, for_threads=for_threads)
        elif _needs_attachments(policy, term.purpose):
            yield term


def _needs_attachments(policy: Policy, purpose: str) -> bool:
    categories = (policy.data_categories.get(name) for name in policy.purposes[purpose].categories)
    return any(Holding.ATTACHMENTS in category.covered for category in categories if category)


def _term(source: str, purpose: str, rule: RetentionRule, *, needs_consent: bool, for_threads: bool) -> Term:
    start = _start(rule, for_threads=for_threads)
    return Term(source, purpose, needs_consent, for_threads, rule.rule, start, rule.period)


def _start(rule: RetentionRule, *, for_threads: bool) -> str:
    if for_threads and rule.starting_point is StartingPoint.SENT:
        # a thread has one fate: where its rule names no mode, it runs from the last message in it
        mode = rule.thread_mode
        if rule.object is RetentionObject.THREAD and mode is ThreadMode.PER_MESSAGE:
            mode = ThreadMode.LAST_ACTIVITY
        return _OF_THREADS.get(mode, SENT)
    return rule.starting_point.value
