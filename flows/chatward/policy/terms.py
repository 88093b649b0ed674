"""From which instant and how long each purpose of a source keeps a record: what the schedule says, as plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations

from chatward.policy.model import Policy
from chatward.policy.period import Period
from chatward.policy.sections import RetentionRule
from chatward.policy.vocabulary import HintKind, Holding, RetentionObject, StartingPoint, ThreadMode

SENT = "sent"
"""The only start that lies in the record itself: all others may move while people go on writing."""
_BITS = {hint: 1 << place for place, hint in enumerate(HintKind)}
_OF_THREADS = {ThreadMode.LAST_ACTIVITY: "thread_activity", ThreadMode.ROOT: "thread_root"}


@dataclass(frozen=True, slots=True)
class Term:
    """How long one purpose of a source keeps a record.

    Attributes:
        for_threads: whether it is meant for records of threads, or for all others.
        hints: bits of what the record's text hints at, of what retention rules name; see ``bits_of``.
        start: ``sent``, ``thread_activity``, ``thread_root``, ``conversation_closed``, ``last_contact`` or
            ``contract_end``.
    """

    source: str
    purpose: str
    needs_consent: bool
    for_threads: bool
    hints: int
    rule: str
    start: str
    period: Period


def bits_of(hints: Iterable[HintKind]) -> int:
    """Return what texts hint at as the warehouse stores it: bit n stands for the nth kind of hint."""
    return sum(_BITS[hint] for hint in set(hints))


def hint_sets(policy: Policy) -> tuple[frozenset[HintKind], ...]:
    """Return all that a text may hint at, of what retention rules name; at nothing comes first."""
    named = sorted(policy.retention_hints)
    return tuple(map(frozenset, chain.from_iterable(combinations(named, count) for count in range(len(named) + 1))))


def terms_of(policy: Policy) -> tuple[Term, ...]:
    """Return all terms of a valid policy: those of ``source_terms`` for each source and set of hints."""
    sets = hint_sets(policy)
    return tuple(term for source in policy.sources for hints in sets for term in source_terms(policy, source, hints))


def source_terms(policy: Policy, source: str, hints: frozenset[HintKind] = frozenset()) -> Iterator[Term]:
    """Yield the terms of one source for records that hint at ``hints``: by purpose one of threads, one of others."""
    regime = policy.sources[source].regime
    for name in policy.sources[source].purposes:
        plain = policy.governing_rule(name, regime, hints=hints)
        if plain is None:
            continue  # the policy is refused before anything is kept by it
        threaded = policy.governing_rule(name, regime, RetentionObject.THREAD, hints=hints) or plain
        needs_consent = policy.purposes[name].consent is not None
        for rule, for_threads in ((plain, False), (threaded, True)):
            start = _start(rule, for_threads=for_threads)
            yield Term(source, name, needs_consent, for_threads, bits_of(hints), rule.rule, start, rule.period)


def attachment_terms(policy: Policy) -> tuple[Term, ...]:
    """Return how long what is stored of files is kept, of sources for which a rule for attachments counts.

    A purpose without such a rule keeps them with the messages; one that needs no data category which covers
    attachments does not keep them at all.
    """
    return tuple(
        term
        for source in policy.sources
        if any(_attachment_rule(policy, source, name) for name in policy.sources[source].purposes)
        for hints in hint_sets(policy)
        for term in _attachment_terms_of(policy, source, hints)
    )


def _attachment_rule(policy: Policy, source: str, purpose: str) -> RetentionRule | None:
    return policy.governing_rule(purpose, policy.sources[source].regime, RetentionObject.ATTACHMENT)


def _attachment_terms_of(policy: Policy, source: str, hints: frozenset[HintKind]) -> Iterator[Term]:
    for term in source_terms(policy, source, hints):
        rule = _attachment_rule(policy, source, term.purpose)
        if rule:
            yield replace(term, rule=rule.rule, start=_start(rule, for_threads=term.for_threads), period=rule.period)
        elif _needs_attachments(policy, term.purpose):
            yield term


def _needs_attachments(policy: Policy, purpose: str) -> bool:
    categories = (policy.data_categories.get(name) for name in policy.purposes[purpose].categories)
    return any(Holding.ATTACHMENTS in category.covered for category in categories if category)


def _start(rule: RetentionRule, *, for_threads: bool) -> str:
    if for_threads and rule.starting_point is StartingPoint.SENT:
        # a thread has one fate: where its rule names no mode, it runs from the last message in it
        mode = rule.thread_mode
        if rule.object is RetentionObject.THREAD and mode is ThreadMode.PER_MESSAGE:
            mode = ThreadMode.LAST_ACTIVITY
        return _OF_THREADS.get(mode, SENT)
    return rule.starting_point.value
