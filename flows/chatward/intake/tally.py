"""Counts what came of one export, one batch after the other, and holds it against what went in."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chatward.errors import SourceFormatError
from chatward.intake.covering import NO_SPANS, Coverage
from chatward.intake.dating import End
from chatward.sources.drift import DRIFT
from chatward.sources.records import INSTANT, Batch
from chatward.sources.together import Together


@dataclass(slots=True)
class Tally:
    """What was read of one export so far.

    Attributes:
        records: records in the export, counted before they were parsed.
        first_at_utc, last_at_utc: instants of its messages, None where there are none.
        set_aside: rejects that hold something unknown.
        date_order: how dates of three numbers were read, if there were any.
        end: what is known of the export's end.
        reconciles: whether what the export shows in full is of use.
    """

    records: int = 0
    messages: int = 0
    events: int = 0
    rejects: int = 0
    set_aside: int = 0
    first_at_utc: datetime | None = None
    last_at_utc: datetime | None = None
    date_order: str | None = None
    zone_sources: set[str] = field(default_factory=set)
    end: End = field(default_factory=End)
    reconciles: bool = False
    _coverage: Coverage = field(default_factory=Coverage)

    def note(self, batch: Batch) -> None:
        """Count a batch in."""
        self.records += batch.records
        self.messages += batch.messages.num_rows
        self.events += batch.events.num_rows
        self.rejects += batch.rejects.num_rows
        if batch.rejects.num_rows:
            self.set_aside += batch.rejects["reason"].to_pylist().count(DRIFT)
        if batch.messages.num_rows:
            self._note_messages(batch.messages)
        if self.date_order is None and (order := (batch.messages.schema.metadata or {}).get(b"date_order")):
            self.date_order = str(order, "ascii")
        self.end.note(batch.messages, batch.events)
        if self.reconciles:
            self._coverage.note(batch)

    def _note_messages(self, messages: pa.Table) -> None:
        span = pc.min_max(messages["sent_at_utc"]).as_py()
        self.first_at_utc = min(filter(None, (self.first_at_utc, span["min"])), default=None)
        self.last_at_utc = max(filter(None, (self.last_at_utc, span["max"])), default=None)
        for chunk in messages["zone_source"].chunks:
            # a file mostly has one source of zones: as long as no new one can come, none is looked for
            if not self.zone_sources.issuperset(chunk.dictionary.to_pylist()):
                self.zone_sources.update(filter(None, chunk.unique().to_pylist()))

    def spans(self) -> pa.Table:
        """Return what the export shows in full, as SPANS: nothing, if one record could not be read."""
        is_whole = self.reconciles and not self.rejects
        return self._coverage.spans(self.end.at_us) if is_whole else NO_SPANS

    def check(self) -> None:
        """Raise SourceFormatError if not every record came out as a message, an event or a reject."""
        out = self.messages + self.events + self.rejects
        if self.records != out:
            raise SourceFormatError(
                f"{self.records} records went in and {out} came out; nothing of the export was stored",
                hint="this is a fault of the reader: report it with the platform and the export's date",
            )


def tallies(found: Together) -> list[Tally] | None:
    """Return what ``Tally`` counts of exports that were read in one pass; None where they are to be noted one by one.

    That is so where contents are dated, where an instant is missing, where zones differ, or where anything was set
    aside.
    """
    messages, events, rejects = found.whole.messages, found.whole.events, found.whole.rejects
    zones = {*messages["zone_source"].unique().to_pylist()}
    has_ids = messages["platform_message_id"].null_count < messages.num_rows
    has_changes = events["target_message_id"].null_count < events.num_rows
    is_whole = not messages["sent_at_utc"].null_count and DRIFT not in rejects["reason"].to_pylist()
    if has_ids or has_changes or not is_whole or len(zones) > 1:
        return None
    counts = (np.diff(found.borders[name]).tolist() for name in ("messages", "events", "rejects"))
    firsts, lasts = (_edges(found, edge) for edge in (np.minimum, np.maximum))
    columns = zip(found.records, *counts, firsts, lasts, found.date_orders, strict=True)
    return [
        Tally(
            records, sent, told, refused, first_at_utc=first, last_at_utc=last, date_order=order,
            zone_sources=set(zones) if sent else set(),
        )
        for records, sent, told, refused, first, last, order in columns
    ]  # fmt: skip


def _edges(found: Together, edge: np.ufunc) -> list[datetime | None]:
    """Return the first or the last instant of each export's messages, None where it has none."""
    borders = found.borders["messages"]
    has_any = np.diff(borders) > 0
    edges = np.full(len(has_any), None, dtype=object)
    if has_any.any():
        instants = found.whole.messages["sent_at_utc"].cast(pa.int64()).to_numpy()
        edges[has_any] = pa.array(edge.reduceat(instants, borders[:-1][has_any])).cast(INSTANT).to_pylist()
    return list(edges)
