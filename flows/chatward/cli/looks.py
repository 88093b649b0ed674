"""What ``chatward inspect`` tells of one export."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from chatward.sources.records import Batch


@dataclass(slots=True)
class Look:
    """What one export turned out to hold; ``reason`` says why it could not be read, or not to its end."""

    path: Path
    platform: str | None
    reason: str | None = None
    messages: int = 0
    duplicates: int = 0
    events: int = 0
    conversations: set[str] = field(default_factory=set)
    reject_reasons: Counter[str] = field(default_factory=Counter)
    zone_sources: set[str] = field(default_factory=set)
    message_times: list[datetime] = field(default_factory=list)
    event_times: list[datetime] = field(default_factory=list)
    drift: tuple[str, ...] = ()

    def add(self, batch: "Batch", messages: "pa.Table") -> None:
        """Count a batch in, of whose messages ``messages`` are those that repeat no other."""
        import pyarrow.compute as pc

        self.messages += messages.num_rows
        self.duplicates += batch.messages.num_rows - messages.num_rows
        self.events += batch.events.num_rows
        self.reject_reasons.update(batch.rejects["reason"].to_pylist())
        for table, column, times in (
            (batch.messages, "sent_at_utc", self.message_times),
            (batch.events, "at_utc", self.event_times),
        ):
            if not table.num_rows:
                continue
            self.conversations.update(filter(None, pc.unique(table["conversation_key"]).to_pylist()))
            self.zone_sources.update(filter(None, pc.unique(table["zone_source"]).to_pylist()))
            extremes = pc.min_max(table[column]).as_py()
            times.extend(filter(None, extremes.values()))

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it: times of messages, or of events where there are no messages."""
        times = self.message_times or self.event_times
        zone_source = next(iter(self.zone_sources), None) if len(self.zone_sources) < 2 else "mixed"
        return {
            "path": str(self.path),
            "platform": self.platform,
            "conversations": len(self.conversations),
            "messages": self.messages,
            "duplicates": self.duplicates,
            "events": self.events,
            "rejects": self.reject_reasons.total(),
            "reject_reasons": dict(sorted(self.reject_reasons.items())),
            "first_at_utc": _iso(min(times, default=None)),
            "last_at_utc": _iso(max(times, default=None)),
            "zone_source": zone_source,
            "drift": list(self.drift),
            "reason": self.reason,
        }


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
