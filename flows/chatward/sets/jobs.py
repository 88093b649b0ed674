"""What one month's build is told, and what it tells: values that go to worker processes and come back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from chatward.detect import Detector
from chatward.policy.vocabulary import HintKind, NamesInTexts, TextAction, TextKind
from chatward.sets.reusing import Former

TEXT = "text"
IDENTIFIER_LEFT = "identifier_left_in_text"
"""Why a row is left out whose text still shows something shaped like an identifier."""


@dataclass(frozen=True, slots=True)
class SetJob:
    """One set's partition to build.

    Attributes:
        columns: the policy's columns, in its order.
        token_key: key of the purpose's tokens in this month's period, or None for an aggregate set.
        file_key: key of the partition's file, or None for an aggregate set.
        replace: what is done with kinds of personal data in texts, by the policy's names.
        withhold_hints: at what a message that hints at it is withheld.
        notes: where the notes on the partition's rows go, or None where rows are not to be used again.
        former: the partition whose rows may be used again, if there is one.
    """

    name: str
    columns: tuple[str, ...]
    path: Path
    token_key: bytes | None
    file_key: bytes | None
    replace: Mapping[TextKind, TextAction] = field(default_factory=dict)
    withhold_hints: tuple[HintKind, ...] = ()
    notes: Path | None = None
    former: Former | None = None


@dataclass(frozen=True, slots=True)
class MonthJob:
    """All partitions of one month and purpose.

    Attributes:
        hint_periods: how long messages that hint at something serve the purpose, by the bits of what they hint at.
    """

    month: str
    shard: Path
    shard_key: bytes
    purpose: str
    period: str
    needs_consent: bool
    now: datetime
    gate: Mapping[str, float]
    sets: tuple[SetJob, ...]
    memory_bytes: int
    regions: tuple[str, ...] = ()
    names_in_texts: NamesInTexts = NamesInTexts.EVERYBODY
    references: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    own_contacts: tuple[str, ...] = ()
    hint_periods: Mapping[int, str] = field(default_factory=dict)

    @property
    def detector(self) -> Detector:
        """What finds personal data in the texts."""
        tags_names = self.names_in_texts is NamesInTexts.EVERYBODY
        return Detector(
            self.regions,
            tags_names=tags_names,
            references=self.references,
            allowed=self.allowed,
            own=self.own_contacts,
        )


@dataclass(frozen=True, slots=True)
class BuiltPartition:
    """One partition as written, or the former one if it would be written the same again.

    Attributes:
        made: places of the rows that are not taken from the former partition; None for all.
    """

    set_name: str
    month: str
    file_name: str
    row_count: int
    size_bytes: int
    sha256: str
    withheld: Mapping[str, int]
    stale_at: datetime | None
    replaced: Mapping[str, int] = field(default_factory=dict)
    made: pa.Array | None = None
    is_new: bool = True
