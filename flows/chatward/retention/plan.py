"""The disposal plan: what would be disposed of, counted and sealed, and nothing of what it is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from chatward.errors import UsageError

FORMAT = "chatward-disposal-plan/2"


@dataclass(frozen=True, slots=True)
class DueCount:
    """So many records of one rule fell due on one day; ``hold_id`` names what keeps them, or is None."""

    kind: str
    rule: str
    due_on: str
    hold_id: str | None
    records: int


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """What is due in one month's shard.

    Attributes:
        digest: of the ids of exactly the records to dispose of; applying the plan compares it.
        remaining: records that stay.
        size_bytes: of the month's file; of one of which something stays, the part that goes, about.
    """

    month: str
    generation: int
    digest: str
    messages: int
    events: int
    remaining: int
    counts: tuple[DueCount, ...]
    size_bytes: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Forecast:
    """So many records of one rule fall due in a month to come (``YYYY-MM``), unless a later event keeps them longer."""

    month: str
    rule: str
    records: int


@dataclass(frozen=True, slots=True)
class DisposalPlan:
    """A plan as printed, kept as JSON, and applied to the row.

    Attributes:
        made_by: name of the account that made it.
        subjects: people of whom something goes.
        threads: threads of which something goes.
        forecast: for the next twelve months.
    """

    plan_id: str
    as_of: datetime
    policy_version: str
    made_by: str
    months: tuple[MonthPlan, ...]
    subjects: int = 0
    threads: int = 0
    forecast: tuple[Forecast, ...] = ()

    @property
    def messages(self) -> int:
        """Messages to dispose of."""
        return sum(month.messages for month in self.months)

    @property
    def events(self) -> int:
        """Events to dispose of."""
        return sum(month.events for month in self.months)

    @property
    def size_bytes(self) -> int:
        """Bytes of what goes, about."""
        return sum(month.size_bytes for month in self.months)

    @property
    def held(self) -> int:
        """Records that are due and held."""
        return sum(count.records for month in self.months for count in month.counts if count.hold_id)

    def by_rule(self) -> list[tuple[str, str, str, int]]:
        """Return (action, rule, hold or due day, records), summed over months, for printing."""
        sums: dict[tuple[str, str, str], int] = {}
        for month in self.months:
            for count in month.counts:
                key = ("hold" if count.hold_id else "dispose", count.rule, count.hold_id or count.due_on)
                sums[key] = sums.get(key, 0) + count.records
        return [(*key, records) for key, records in sorted(sums.items())]


def dump(plan: DisposalPlan) -> bytes:
    """Return the plan as JSON text."""
    content = {"format": FORMAT, **asdict(plan), "as_of": plan.as_of.isoformat()}
    return json.dumps(content, indent=1).encode()


def digest(plan: DisposalPlan) -> str:
    """Return the SHA-256 of the plan as JSON, 64 hex digits: by it a second person approves exactly this plan."""
    return hashlib.sha256(dump(plan)).hexdigest()


def load(path: Path) -> DisposalPlan:
    """Return the plan that ``dump`` wrote.

    Raises:
        UsageError: the file is none.
    """
    try:
        content = json.loads(path.read_bytes())
        {FORMAT: True}[content["format"]]
        return DisposalPlan(
            content["plan_id"],
            datetime.fromisoformat(content["as_of"]),
            content["policy_version"],
            content["made_by"],
            tuple(_month(month) for month in content["months"]),
            content["subjects"],
            content["threads"],
            tuple(Forecast(**each) for each in content["forecast"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{path.name} is no disposal plan", hint="make one with `chatward retain`") from None


def _month(content: dict[str, object]) -> MonthPlan:
    counts: Sequence[dict[str, object]] = content.pop("counts")  # type: ignore[assignment]
    return MonthPlan(**content, counts=tuple(DueCount(**count) for count in counts))  # type: ignore[arg-type]
