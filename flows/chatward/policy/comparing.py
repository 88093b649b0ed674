"""What another state of the policy changes: key by key, in when things fall due, and in what people agreed to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from chatward.policy.model import Policy
from chatward.policy.sections import RetentionRule
from chatward.policy.terms import SENT, Term, source_terms

_ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Change:
    """One key of the policy whose value differs; ``absent`` where one of the two has no such key."""

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DueCount:
    """So many records of one source were dated by one rule to fall due on one day."""

    source: str
    rule: str
    due_on: date
    records: int


@dataclass(frozen=True, slots=True)
class Effect:
    """How many records of one source and rule would fall due otherwise.

    Attributes:
        new_rule: by which they would be kept; None where no purpose would keep them any more.
        disposed: due at once under the new policy and not under the old one.
        sooner: due sooner, those that are due at once included.
        later: due later.
    """

    source: str
    rule: str
    new_rule: str | None
    disposed: int
    sooner: int
    later: int


@dataclass(frozen=True, slots=True)
class Renewal:
    """A purpose for which people must be asked again, and why: what they said yes to is no longer what is done."""

    purpose: str
    reasons: tuple[str, ...]


def changes(old: Policy, new: Policy) -> list[Change]:
    """Return every key whose value differs, in the order of the file; entries of lists are known by place."""
    flat = [dict(_flat(policy.model_dump(mode="json", by_alias=True), "")) for policy in (old, new)]
    places = dict.fromkeys([*flat[0], *flat[1]])
    pairs = ((place, *(found.get(place, _ABSENT) for found in flat)) for place in places)
    return [Change(*pair) for pair in pairs if pair[1] != pair[2]]


def _flat(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for index, inner in enumerate(value):
            name = inner.get("rule", index) if isinstance(inner, Mapping) else index
            yield from _flat(inner, f"{place}[{name}]")
    elif value is not None:
        yield place, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def effects(old: Policy, new: Policy, due: Iterable[DueCount], today: date) -> list[Effect]:
    """Return how what is stored would fall due under ``new``, by day: nothing is read but counts.

    Whose period a later event may let begin counts as if it began with the record itself. At what texts hint is known
    of those only that a rule for it dates now.
    """
    rules = {rule.rule: rule for rule in old.retention}
    sums: dict[tuple[str, str, str | None], list[int]] = {}
    for count in due:
        rule = rules.get(count.rule)
        if rule is None:
            continue  # dated by a policy before the old one: the next run dates it anew
        start = rule.period.before(_midnight(count.due_on))
        term = _term(new, count.source, rule)
        new_on = term.period.after(start).date() if term else today
        totals = sums.setdefault((count.source, count.rule, term.rule if term else None), [0, 0, 0])
        totals[0] += count.records if new_on <= today < count.due_on else 0
        totals[1] += count.records if new_on < count.due_on else 0
        totals[2] += count.records if new_on > count.due_on else 0
    return [Effect(*key, *totals) for key, totals in sorted(sums.items(), key=repr) if any(totals)]


def _term(policy: Policy, source: str, former: RetentionRule) -> Term | None:
    """Return by which term records of a source are kept that were kept by a former rule."""
    if source not in policy.sources:
        return None
    terms = [term for term in source_terms(policy, source, frozenset(former.hints)) if not term.for_threads]
    same = [term for term in terms if term.purpose == former.purpose]
    others = [term for term in terms if not term.needs_consent]
    return max(same or others, key=lambda term: term.period, default=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def renewals(old: Policy, new: Policy) -> list[Renewal]:
    """Return the purposes resting on consent of which something changed that a yes was given to."""
    found = ((name, tuple(_reasons(old, new, name))) for name in new.purposes)
    return [Renewal(name, reasons) for name, reasons in found if reasons]


def _reasons(old: Policy, new: Policy, name: str) -> Iterator[str]:
    before, after = old.purposes.get(name), new.purposes[name]
    if after.consent is None or before is None:
        return
    if before.consent is None:
        yield f"it rested on {before.basis} and rests on consent now"
        return
    if gone := sorted(set(before.consent.notices) - set(after.consent.notices)):
        yield f"notices no longer count: {', '.join(gone)}"
    if before.title != after.title:
        yield "the purpose reads otherwise"
    if added := sorted(set(after.categories) - set(before.categories)):
        yield f"further data: {', '.join(added)}"
    served = {source.name for source in old.sources.values() if name in source.purposes}
    if added := sorted({s.name for s in new.sources.values() if name in s.purposes} - served):
        yield f"further sources: {', '.join(added)}"
    if added := sorted(_processors(new, name) - _processors(old, name)):
        yield f"further processors: {', '.join(added)}"
    if _longest(new, name) > _longest(old, name):
        yield "data are kept longer"


def _processors(policy: Policy, purpose: str) -> set[str]:
    return {source.processor for source in policy.sources.values() if purpose in source.purposes}


def _longest(policy: Policy, purpose: str) -> tuple[bool, float]:
    """Return how long a purpose keeps data at most, for comparing; what may be moved counts as longer than all else."""
    terms = [t for source in policy.sources for t in source_terms(policy, source) if t.purpose == purpose]
    return max(((term.start != SENT, term.period.approximate_days) for term in terms), default=(False, 0.0))
