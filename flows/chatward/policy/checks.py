"""What must hold between the sections of a policy: every reference, and every promise kept by a rule."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from chatward.policy.model import Policy
from chatward.policy.problems import Problem, find_unknown, find_unknown_in
from chatward.policy.pull_checks import find_pull_problems
from chatward.policy.retention_checks import (
    find_idle_hints,
    find_rule_categories,
    find_rule_ids,
    find_rule_purposes,
    find_rule_regimes,
    find_starting_points,
    find_thread_modes,
    find_unlimited,
    find_unneeded_categories,
)
from chatward.policy.sections import Purpose
from chatward.policy.set_checks import (
    find_domain_purposes,
    find_set_columns,
    find_set_domains,
    find_set_purposes,
    find_set_replacements,
)
from chatward.policy.table_words import EventKind
from chatward.policy.vocabulary import RECTIFIED, Basis, Clock

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
        for problem in find_unknown(("sources", name, "platform"), "reader for platform", source.platform, platforms)
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


def _source_names(policy: Policy) -> Iterator[Problem]:
    if RECTIFIED in policy.sources:
        message = "this name stands for what people had put right by a request"
        yield Problem(("sources", RECTIFIED), message, "give the source another name")


def _source_processors(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        yield from find_unknown(("sources", name, "processor"), "processor", source.processor, policy.processors)


def _source_regimes(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        yield from find_unknown(("sources", name, "regime"), "regime", source.regime, policy.regimes)


def _source_purposes(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        yield from find_unknown_in(("sources", name, "purposes"), "purpose", source.purposes, policy.purposes)


def _source_categories(policy: Policy) -> Iterator[Problem]:
    for name, source in policy.sources.items():
        place = ("sources", name, "categories")
        yield from find_unknown_in(place, "data category", source.categories, policy.data_categories)


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
        yield from find_unknown_in(place, "data category", purpose.categories, policy.data_categories)


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


CHECKS: tuple[Check, ...] = (
    Check(frozenset({"regimes"}), _clocks),
    Check(frozenset({"processors"}), _agreement_dates),
    Check(frozenset({"sources"}), _source_names),
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
    Check(frozenset({"retention"}), find_rule_ids),
    Check(frozenset({"retention", "purposes"}), find_rule_purposes),
    Check(frozenset({"retention", "data_categories"}), find_rule_categories),
    Check(frozenset({"retention", "purposes", "data_categories"}), find_unneeded_categories),
    Check(frozenset({"sources", "purposes", "retention"}), find_unlimited),
    Check(frozenset({"retention", "regimes"}), find_rule_regimes),
    Check(frozenset({"retention"}), find_thread_modes),
    Check(frozenset({"retention"}), find_idle_hints),
    Check(frozenset({"retention"}), find_starting_points),
    Check(frozenset({"pseudonymisation", "purposes"}), find_domain_purposes),
    Check(frozenset({"sets", "purposes"}), find_set_purposes),
    Check(frozenset({"sets"}), find_set_columns),
    Check(frozenset({"sets"}), find_set_replacements),
    Check(frozenset({"sets", "pseudonymisation"}), find_set_domains),
)
