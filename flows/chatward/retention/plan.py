"""The disposal plan: what would be disposed of, counted and sealed, and nothing of what it is."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from chatward import plan_files

FORMAT = "chatward-disposal-plan/3"


@dataclass(frozen=True, slots=True)
class DueCount:
    """So many records of one rule fell due on one day; ``hold_id`` names what keeps them, or is None.

    ``kind`` is messages, events or attachments (messages that lose what is stored of their files), or that of a
    ``RecordsPlan``.
    """

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
        attachments: messages that stay and lose what is stored of their files.
        size_bytes: of the month's file; of one of which something stays, the part that goes, about.
    """

    month: str
    generation: int
    digest: str
    messages: int
    events: int
    remaining: int
    counts: tuple[DueCount, ...]
    attachments: int = 0
    size_bytes: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RecordsPlan:
    """What is due of chatward's own records of people.

    Attributes:
        kind: consents, requests or identities.
        digest: of exactly the records to dispose of; applying the plan compares it.
        records: consent events, requests, or people who are known no more.
        size_bytes: of the governance database, the part that goes, about.
    """

    kind: str
    digest: str
    records: int
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
        own: what goes of records of consent, of requests and of identities.
    """

    plan_id: str
    as_of: datetime
    policy_version: str
    made_by: str
    months: tuple[MonthPlan, ...]
    subjects: int = 0
    threads: int = 0
    forecast: tuple[Forecast, ...] = ()
    own: tuple[RecordsPlan, ...] = ()

    @property
    def messages(self) -> int:
        """Messages to dispose of."""
        return sum(month.messages for month in self.months)

    @property
    def events(self) -> int:
        """Events to dispose of."""
        return sum(month.events for month in self.months)

    @property
    def attachments(self) -> int:
        """Messages that lose what is stored of their files, and stay."""
        return sum(month.attachments for month in self.months)

    @property
    def records(self) -> int:
        """Everything to dispose of."""
        return self.messages + self.events + self.attachments + sum(own.records for own in self.own)

    @property
    def size_bytes(self) -> int:
        """Bytes of what goes, about."""
        return sum(month.size_bytes for month in self.months) + sum(own.size_bytes for own in self.own)

    @property
    def held(self) -> int:
        """Records that are due and held."""
        return sum(count.records for count in self.counts() if count.hold_id)

    def counts(self) -> Iterator[DueCount]:
        """Yield what is due of each rule and day, month by month, then of chatward's own records."""
        for counts in (*(month.counts for month in self.months), *(own.counts for own in self.own)):
            yield from counts

    def by_rule(self) -> list[tuple[str, str, str, int]]:
        """Return (action, rule, hold or due day, records), summed over months, for printing."""
        sums: dict[tuple[str, str, str], int] = {}
        for count in self.counts():
            key = ("hold" if count.hold_id else "dispose", count.rule, count.hold_id or count.due_on)
            sums[key] = sums.get(key, 0) + count.records
        return [(*key, records) for key, records in sorted(sums.items())]


def dump(plan: DisposalPlan) -> bytes:
    """Return the plan as JSON text."""
    return plan_files.dump(plan, plan.as_of, FORMAT)


def digest(plan: DisposalPlan) -> str:
    """Return the SHA-256 of the plan as JSON, 64 hex digits: by it a second person approves exactly this plan."""
    return hashlib.sha256(dump(plan)).hexdigest()


def load(path: Path) -> DisposalPlan:
    """Return the plan that ``dump`` wrote.

    Raises:
        UsageError: the file is none.
    """
    return plan_files.load(path, FORMAT, _built, kind="disposal plan", command="chatward retain")


def _built(content: dict[str, Any]) -> DisposalPlan:
    parts: dict[str, Any] = {
        "months": tuple(MonthPlan(**_counted(each)) for each in content.pop("months")),
        "own": tuple(RecordsPlan(**_counted(each)) for each in content.pop("own")),
        "forecast": tuple(Forecast(**each) for each in content.pop("forecast")),
    }
    return DisposalPlan(**content, **parts)


def _counted(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "counts": tuple(DueCount(**count) for count in content["counts"])}
