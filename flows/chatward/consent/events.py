"""Reads consent events: who said yes or no to which purpose, under which notice, when and how."""

import codecs
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from chatward.line_rows import csv_rows, instant_of, json_rows

ACTIONS = ("granted", "withdrawn", "expired")
_STEPS_CHARS = 4
"""No way to say yes takes more digits of steps; what is longer is no count."""
_REQUIRED = ("identifier_type", "identifier", "purpose", "action", "effective_at")


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One event as delivered. ``recorded_at`` is when the controller's system noted it: never before it happened."""

    event_id: str | None
    identifier_type: str
    identifier: str
    purpose: str
    action: str
    notice_version: str | None
    effective_at: datetime
    recorded_at: datetime
    channel: str | None
    steps: int | None


_COLUMNS = tuple(field.name for field in fields(ConsentEvent))


@dataclass(frozen=True, slots=True)
class ConsentReject:
    """A line that is no consent event: where, counted from 1, and why, as a code without the line's words."""

    line: int
    reason: str


def parse(data: bytes, *, json_lines: bool, purposes: Collection[str]) -> Iterator[ConsentEvent | ConsentReject]:
    """Yield the events of one file, and a reject for every line that is none.

    Args:
        data: a CSV file with a header, its cells separated by commas, semicolons or tabs, or JSON lines; UTF-8, with or
            without a byte order mark.
        json_lines: which of the two it is.
        purposes: names of those that the policy knows.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    rows = json_rows(data) if json_lines else csv_rows(data, known=_COLUMNS, required=_REQUIRED)
    for line, row in rows:
        found = row if isinstance(row, str) else _event(row, purposes)
        yield ConsentReject(line, found) if isinstance(found, str) else found


def _event(row: Mapping[str, str], purposes: Collection[str]) -> ConsentEvent | str:
    """Return the event on one line, or the reason why it is none."""
    missing = next((name for name in _REQUIRED if not row.get(name)), None)
    if missing:
        return f"no_{missing}"
    if row["action"] not in ACTIONS:
        return "unknown_action"
    if row["purpose"] not in purposes:
        return "unknown_purpose"
    effective = instant_of(row["effective_at"])
    recorded = instant_of(row.get("recorded_at") or row["effective_at"])
    if effective is None or recorded is None:
        return "no_time"
    steps = row.get("steps", "")
    return ConsentEvent(
        event_id=row.get("event_id") or None,
        identifier_type=row["identifier_type"],
        identifier=row["identifier"],
        purpose=row["purpose"],
        action=row["action"],
        notice_version=row.get("notice_version") or None,
        effective_at=effective,
        recorded_at=max(recorded, effective),
        channel=row.get("channel") or None,
        steps=int(steps) if steps.isdecimal() and len(steps) <= _STEPS_CHARS else None,
    )
