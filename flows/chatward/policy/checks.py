"""What must hold between the sections of a policy: every reference, and every promise kept by a rule."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from chatward.policy.catalogue import DIRECT_IDENTIFIERS, SETS
from chatward.policy.model import Policy
from chatward.policy.problems import Place, Problem
from chatward.policy.pull_checks import find_pull_problems
from chatward.policy.retention_checks import find_idle_hints, find_rule_regimes, find_thread_modes, find_unlimited
from chatward.policy.sections import Purpose, SetSpec
from chatward.policy.table_words import EventKind
from chatward.policy.vocabulary import WITH_SURROGATE, Basis, Clock, SetClass, TextAction, nearest

TABLE = "table"
"""Platform whose files only the policy explains."""
REQUIRED_CLOCKS = (Clock.ACCESS_REQUEST, Clock.ERASURE_REQUEST, Clock.WITHDRAWAL, Clock.BREACH_AUTHORITY)
"""Without these, a request or an incident could never be overdue."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule between sections; it runs where the sections that it reads are sound by themselves."""

    reads: frozenset[str]
    find: Callable[[Policy], Iterator[Problem]]


def find_problems(policy: Policy, sound: Collection[str] | None = None) -> list[Problem]:
    """Return what is wrong between the sections; with ``sound``, only between the sections that it names."""
    checks = (check for check in CHECKS if sound is None or check.reads <= set(sound))
    return [problem for check in checks for problem in check.find(policy)]


def find_unread_platforms(policy: Policy, platforms: Collection[str]) -> list[Problem]:
    """Return the sources that no reader is installed for; ``platforms`` are those that one is."""
    return [
        problem
        for name, source in policy.sources.items()
        for problem in _unknown(("sources", name, "platform"), "reader for platform", source.platform, platforms)
    ]


def find_unreconciled(policy: Policy, tells_whole: Callable[[str], bool]) -> list[Problem]:
    """Return the sources that cannot be reconciled; ``tells_whole`` says of a platform whether its exports can be."""
    return [
        Problem(
            ("sources", name, "reconcile"),
            f"an export of platform `{source.platform}` does not show whether anything is missing in it",
            "remove the key: only what such exports report as deleted is taken for deleted",
        )
        for name, source in policy.sources.items()
        if source.reconcile and not tells_whole(source.platform)
    ]


def _unknown(place: Place, kind: str, name: str, known: Collection[str]) -> Iterator[Problem]:
    if name not in known:
        hint = nearest(name, sorted(known)) or f"known: {', '.join(sorted(known)) or 'none'}"
        yield Problem(place, f"there is no {kind} `{name}`", hint)


def _unknown_in(place: Place, kind: str, names: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        yield from _unknown((*place, index), kind, name, known)
        if name in names[:index]:
            yield Problem((*place, index), f"`{name}` is listed twice", "remove one of them")


def _clocks(policy: Policy) -> Iterator[Problem]:
    for name, regime in policy.regimes.items():
        for clock in REQUIRED_CLOCKS:
            if clock not in regime.clocks:
                yield Problem(
                    ("regimes", name, "clocks"), f"the clock `{clock}` is missing", f"for example `{clock}: P1M`"
                )


def _agreement_dates(policy: Policy) -> Iterator[Problem]:
    for name, processor in policy.processors.items():
        signed_on, expires_on = processor.signed_on, processor.expires_on
        if signed_on and expires_on and expires_on < signed_on:
            yield Problem(("processors", name, "expires_on"), "the agreement expires before it is signed")


def _source_processors(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        yield from _unknown(("sources", name, "processor"), "processor", source.processor, policy.processors)


def _source_regimes(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        yield from _unknown(("sources", name, "regime"), "regime", source.regime, policy.regimes)


def _source_purposes(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        yield from _unknown_in(("sources", name, "purposes"), "purpose", source.purposes, policy.purposes)


def _source_categories(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        place = ("sources", name, "categories")
        yield from _unknown_in(place, "data category", source.categories, policy.data_categories)


def _source_needs(policy: Policy) -> Iterator[Problem]:
    """Find categories that a source collects and none of its purposes needs (GDPR Art. 5(1)(c))."""
    for name, source in policy.sources.items():
        purposes = [policy.purposes[purpose] for purpose in source.purposes if purpose in policy.purposes]
        needed = {category for purpose in purposes for category in purpose.categories}
        for index, category in enumerate(source.categories):
            if purposes and category in policy.data_categories and category not in needed:
                yield Problem(
                    ("sources", name, "categories", index),
                    f"none of the source's purposes needs `{category}`",
                    "add it to the categories of a purpose, or do not collect it",
                )


def _source_paths(policy: Policy) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for name, source in policy.sources.items():
        for index, path in enumerate(source.paths):
            if path in taken:
                place = ("sources", name, "paths", index)
                yield Problem(
                    place, f"these files belong to source `{taken[path]}` already", "give each file one source"
                )
            taken.setdefault(path, name)


def _table_columns(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        if source.platform == TABLE and source.columns is None:
            yield Problem(
                ("sources", name),
                "a table needs the key `columns`, for nothing in it says which column is what",
                "for example `columns: {sent_at: {column: created_at}, text: body, conversation: ticket}`",
            )
        for key in ("columns", "table"):
            if source.platform != TABLE and getattr(source, key) is not None:
                message = f"the files of platform `{source.platform}` explain themselves"
                yield Problem(("sources", name, key), message, f"remove the key, or set `platform: {TABLE}`")


def _table_targets(policy: Policy) -> Iterator[Problem]:
    """Find edits and deletions of which nothing says what they change."""
    changes = {EventKind.MESSAGE_EDITED, EventKind.MESSAGE_DELETED}
    for name, source in policy.sources.items():
        columns = source.columns
        if columns is None or columns.event is None or columns.event.target or columns.message_id:
            continue
        if changes.intersection(columns.event.values.values()):
            message = "no column says which message is edited or deleted"
            yield Problem(("sources", name, "columns", "event"), message, "name it as `target`")


def _pulls(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        yield from find_pull_problems(name, source)


def _purpose_categories(policy: Policy) -> Iterator[Problem]:
    for name, purpose in policy.purposes.items():
        place = ("purposes", name, "categories")
        yield from _unknown_in(place, "data category", purpose.categories, policy.data_categories)


def _consent_terms(policy: Policy) -> Iterator[Problem]:
    for name, purpose in policy.purposes.items():
        yield from _consent_terms_of(name, purpose)


def _consent_terms_of(name: str, purpose: Purpose) -> Iterator[Problem]:
    if purpose.basis is Basis.CONSENT and purpose.consent is None:
        yield Problem(
            ("purposes", name),
            "the basis is `consent`, but the key `consent` with its terms is missing",
            'for example `consent: {notices: ["2026-01"], valid_for: P2Y, channels: [chat]}`',
        )
    if purpose.basis is not Basis.CONSENT and purpose.consent is not None:
        yield Problem(
            ("purposes", name, "consent"),
            f"the basis is `{purpose.basis}`, which asks for no consent",
            "remove these terms, or set `basis: consent`",
        )


def _rule_ids(policy: Policy) -> Iterator[Problem]:
    counts = Counter(rule.rule for rule in policy.retention)
    for index, rule in enumerate(policy.retention):
        if counts[rule.rule] > 1:
            place = ("retention", index, "rule")
            yield Problem(place, f"{counts[rule.rule]} rules are called `{rule.rule}`", "give each rule its own id")


def _rule_purposes(policy: Policy) -> Iterator[Problem]:
    for index, rule in enumerate(policy.retention):
        yield from _unknown(("retention", index, "purpose"), "purpose", rule.purpose, policy.purposes)


def _rule_categories(policy: Policy) -> Iterator[Problem]:
    for index, rule in enumerate(policy.retention):
        place = ("retention", index, "categories")
        yield from _unknown_in(place, "data category", rule.categories, policy.data_categories)


def _unneeded_categories(policy: Policy) -> Iterator[Problem]:
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


def _domain_purposes(policy: Policy) -> Iterator[Problem]:
    for name, domain in policy.domains.items():
        place = ("pseudonymisation", "domains", name, "purpose")
        yield from _unknown(place, "purpose", domain.purpose, policy.purposes)


def _set_purposes(policy: Policy) -> Iterator[Problem]:
    for name, spec in policy.sets.items():
        yield from _unknown(("sets", name, "purpose"), "purpose", spec.purpose, policy.purposes)


def _set_columns(policy: Policy) -> Iterator[Problem]:
    for name, spec in policy.sets.items():
        if name not in SETS:
            yield from _unknown(("sets", name), "set", name, SETS)
            continue
        known = SETS[name]
        if spec.set_class is not known.set_class:
            yield Problem(("sets", name, "class"), f"the set `{name}` is {known.set_class}, not {spec.set_class}")
        for index, column in enumerate(spec.columns):
            if column in DIRECT_IDENTIFIERS:
                message = f"`{column}` is a direct identifier, which no set shows"
                yield Problem(("sets", name, "columns", index), message, "show a token instead")
        identifying = DIRECT_IDENTIFIERS.intersection(spec.columns)
        yield from _unknown_in(("sets", name, "columns"), "column", spec.columns, {*known.columns, *identifying})


def _set_replacements(policy: Policy) -> Iterator[Problem]:
    for name, spec in policy.sets.items():
        for kind, action in spec.replace.items():
            if action is TextAction.SURROGATE and kind not in WITH_SURROGATE:
                hint = f"these have: {', '.join(sorted(WITH_SURROGATE))}"
                yield Problem(("sets", name, "replace", kind), f"`{kind}` has no surrogates", hint)


def _set_domains(policy: Policy) -> Iterator[Problem]:
    for name, spec in policy.sets.items():
        yield from _set_domain(policy, name, spec)


def _set_domain(policy: Policy, name: str, spec: SetSpec) -> Iterator[Problem]:
    place = ("sets", name, "domain")
    if spec.set_class is SetClass.AGGREGATE:
        if spec.domain is not None:
            yield Problem(place, "an aggregate set has no tokens, so it needs no domain", "remove the key")
    elif spec.domain is None:
        yield Problem(
            ("sets", name), "a pseudonymised set needs the key `domain`", "a key of `pseudonymisation.domains`"
        )
    elif spec.domain not in policy.domains:
        yield from _unknown(place, "pseudonymisation domain", spec.domain, policy.domains)
    elif policy.domains[spec.domain].purpose != spec.purpose:
        served = policy.domains[spec.domain].purpose
        message = f"the domain `{spec.domain}` serves purpose `{served}`, the set `{spec.purpose}`"
        yield Problem(place, message, "two purposes never share tokens")


CHECKS: tuple[Check, ...] = (
    Check(frozenset({"regimes"}), _clocks),
    Check(frozenset({"processors"}), _agreement_dates),
    Check(frozenset({"sources", "processors"}), _source_processors),
    Check(frozenset({"sources", "regimes"}), _source_regimes),
    Check(frozenset({"sources", "purposes"}), _source_purposes),
    Check(frozenset({"sources", "data_categories"}), _source_categories),
    Check(frozenset({"sources", "purposes", "data_categories"}), _source_needs),
    Check(frozenset({"sources"}), _source_paths),
    Check(frozenset({"sources"}), _table_columns),
    Check(frozenset({"sources"}), _table_targets),
    Check(frozenset({"sources"}), _pulls),
    Check(frozenset({"purposes", "data_categories"}), _purpose_categories),
    Check(frozenset({"purposes"}), _consent_terms),
    Check(frozenset({"retention"}), _rule_ids),
    Check(frozenset({"retention", "purposes"}), _rule_purposes),
    Check(frozenset({"retention", "data_categories"}), _rule_categories),
    Check(frozenset({"retention", "purposes", "data_categories"}), _unneeded_categories),
    Check(frozenset({"sources", "purposes", "retention"}), find_unlimited),
    Check(frozenset({"retention", "regimes"}), find_rule_regimes),
    Check(frozenset({"retention"}), find_thread_modes),
    Check(frozenset({"retention"}), find_idle_hints),
    Check(frozenset({"pseudonymisation", "purposes"}), _domain_purposes),
    Check(frozenset({"sets", "purposes"}), _set_purposes),
    Check(frozenset({"sets"}), _set_columns),
    Check(frozenset({"sets"}), _set_replacements),
    Check(frozenset({"sets", "pseudonymisation"}), _set_domains),
)
