"""The policy as a whole: one frozen object, made from the parsed file in one place."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, PrivateAttr

from chatward.errors import PolicyError
from chatward.policy.field_types import Name
from chatward.policy.period import Period
from chatward.policy.section import Entry, Section
from chatward.policy.sections import (
    Controller,
    DataCategory,
    Domain,
    Gate,
    Keys,
    Limits,
    Processor,
    Pseudonymisation,
    Purpose,
    Regime,
    RetentionRule,
    SetSpec,
    Source,
)
from chatward.policy.vocabulary import Approval, HintKind, RetentionObject

DIGEST_CHARS_IN_LABEL = 12


class Policy(Section):
    """What a controller may keep of its chats, for what, how long, and what it publishes."""

    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$", examples=["2026-01"])]
    """The controller's own name for this state of the policy, in quotes; stands in every row, notice and receipt."""
    controller: Controller
    """Who is responsible."""
    regimes: Annotated[dict[Name, Regime], Field(min_length=1)]
    """Laws by name."""
    data_categories: Annotated[dict[Name, DataCategory], Field(min_length=1)]
    """Categories of personal data by name."""
    processors: Annotated[dict[Name, Processor], Field(min_length=1)]
    """Processors by name."""
    sources: Annotated[dict[Name, Source], Field(min_length=1)]
    """Streams of exports by name."""
    purposes: Annotated[dict[Name, Purpose], Field(min_length=1)]
    """Purposes by name."""
    retention: Annotated[tuple[RetentionRule, ...], Field(min_length=1)]
    """The retention schedule."""
    approval: Approval = Approval.ONE_PERSON
    """Who may dispose of what a plan says: `one_person`, or `two_persons`, of whom the second approves the plan."""
    pseudonymisation: Pseudonymisation = Pseudonymisation()
    """Where tokens are equal."""
    sets: dict[Name, SetSpec] = Field(default_factory=dict)
    """Published sets by name: `messages`, `conversations`, `daily_activity`."""
    gate: Gate = Gate()
    """Thresholds of the release gate."""
    keys: Keys = Keys()
    """How long keys serve."""
    limits: Limits = Limits()
    """Bounds on what is read."""

    _digest: str = PrivateAttr(default="")

    @classmethod
    def of(cls, content: Mapping[str, object]) -> "Policy":
        """Return the policy that the file's parsed content, plain JSON values, declares.

        Only its shape is checked here; ``chatward.policy.load`` checks its references too.

        Raises:
            pydantic.ValidationError: a key is missing, unknown, or has a wrong value.
        """
        # strict validation takes dates, words and lists from JSON text only
        policy = cls.model_validate_json(json.dumps(content))
        policy._digest = digest_of(content)
        return policy

    def model_post_init(self, _context: object, /) -> None:
        """Tell each entry the name under which it stands."""
        entries: tuple[Mapping[str, Entry], ...] = (
            self.regimes, self.sources, self.purposes, self.domains, self.sets,
        )  # fmt: skip
        for section in entries:
            for name, entry in section.items():
                entry._name = name

    @property
    def digest(self) -> str:
        """64 hex digits: SHA-256 of the parsed content as ``digest_of`` writes it; comments and order do not matter."""
        return self._digest

    @property
    def label(self) -> str:
        """Version and the first digits of the digest: what a row or a receipt carries."""
        return f"{self.version}+{self.digest[:DIGEST_CHARS_IN_LABEL]}"

    @property
    def domains(self) -> dict[str, Domain]:
        """Pseudonymisation domains by name."""
        return self.pseudonymisation.domains

    def rules_for(self, purpose: str, object: str = "message") -> tuple[RetentionRule, ...]:  # noqa: A002
        """Return the rules that dispose of ``object`` for ``purpose``, the shortest period first."""
        matching = (rule for rule in self.retention if rule.purpose == purpose and rule.object == object)
        return tuple(sorted(matching, key=_rank))

    def rule_for(
        self,
        purpose: str,
        object: str = "message",  # noqa: A002
        *,
        hints: frozenset[HintKind] = frozenset(),
    ) -> RetentionRule:
        """Return the rule that disposes of ``object`` for ``purpose``: of several, the one with the shortest period.

        Args:
            purpose: key of the purpose.
            object: what is disposed of.
            hints: at what the text hints; rules for texts that hint at something else do not count.

        Raises:
            PolicyError: there is none. ``load`` makes sure that every purpose of a source has one for messages.
        """
        rules = [rule for rule in self.rules_for(purpose, object) if not rule.hints or hints & set(rule.hints)]
        if not rules:
            raise PolicyError(f"purpose `{purpose}` has no retention rule for object `{object}`")
        return rules[0]

    def governing_rule(
        self,
        purpose: str,
        regime: str,
        object: str = "message",  # noqa: A002
        *,
        hints: frozenset[HintKind] = frozenset(),
    ) -> RetentionRule | None:
        """Return the rule by which ``object`` is kept for ``purpose`` under a law: the shortest, or what law requires.

        None where no rule counts there. Rules for texts that hint at something count beside the others; those for
        messages count for what belongs to a thread, too.

        Args:
            purpose: key of the purpose.
            regime: key of the law.
            object: what is disposed of.
            hints: at what the text hints.
        """
        rules = self._rules_under(regime, purpose, object)
        if hints:
            about = dict.fromkeys((object, RetentionObject.MESSAGE))
            limited = [rule for name in about for rule in self._rules_under(regime, purpose, name, hints)]
            if limited:
                rules = sorted(
                    [*(rules or self._rules_under(regime, purpose, RetentionObject.MESSAGE)), *limited], key=_rank
                )
        required = [rule for rule in rules if rule.required_by]
        return max([*rules[:1], *required[-1:]], key=lambda rule: rule.period, default=None)

    def _rules_under(
        self, regime: str, purpose: str, about: str, hints: frozenset[HintKind] = frozenset()
    ) -> list[RetentionRule]:
        """Return the rules of ``rules_for`` under a law for texts that hint at any of ``hints``, or for all texts."""
        rules = (rule for rule in self.rules_for(purpose, about) if not rule.regimes or regime in rule.regimes)
        return [rule for rule in rules if (hints & set(rule.hints) if hints else not rule.hints)]

    @property
    def retention_hints(self) -> frozenset[HintKind]:
        """What texts are looked at for since a retention rule names it."""
        return frozenset(hint for rule in self.retention for hint in rule.hints)


def _rank(rule: RetentionRule) -> tuple[Period, str]:
    return rule.period, rule.rule


def digest_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256, in hex, of ``content`` as JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
