"""What came in and what is held of it, as plain values: counts, dates and codes, never a value or name of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """Where records went; ``records`` is counted before parsing, the other five must add up to it (invariant I1)."""

    records: int
    messages: int
    events: int
    duplicates: int
    rejected: int
    refused: int

    @property
    def unaccounted(self) -> int:
        """Records without a fate; anything but 0 is a defect."""
        return self.records - (self.messages + self.events + self.duplicates + self.rejected + self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Everything collected from one source so far.

    Attributes:
        files: how many exports it delivered.
        reasons: records per reason code, of those rejected and refused.
        zone_sources: exports per origin of time zones in them: explicit, declared, assumed; one may have two.
    """

    source: str
    platform: str
    processor: str
    files: int
    fates: Fates
    reasons: Mapping[str, int]
    zone_sources: Mapping[str, int]
    first_at_utc: datetime | None
    last_at_utc: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Something in exports of one source that its reader does not know.

    Attributes:
        path: where it stands; a name that may be data stands as ``*``.
        found: JSON types of its values, or ``"kind"`` or ``"column"``.
        siblings: known names beside it.
        mode: what the policy has done with it: ``"halt"``, ``"quarantine"`` or ``"ignore"``.
        policy_line: the line of the source in the policy that accepts it.
    """

    source: str
    path: str
    found: str
    siblings: tuple[str, ...]
    records: int
    exports: int
    mode: str
    policy_line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One kind of data in one column of a source, with the policy's categories for it: none if it is not declared.

    Attributes:
        holding: what it is, e.g. ``"phone_numbers"``.
        detector: ``"schema"`` where the column says it, else what found it in texts.
        share: of the records looked at, 1 at most.
    """

    source: str
    column: str
    holding: str
    detector: str
    hits: int
    share: float
    categories: tuple[str, ...]
    first_seen_at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One export, by an id that says nothing of its name, like ``whatsapp/3f9a1c20``."""

    file_id: str
    source: str
    collected_at_utc: datetime
    fates: Fates


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Messages of one source sent in one month; ``month`` is ``YYYY-MM``."""

    month: str
    source: str
    messages: int
