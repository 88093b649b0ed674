"""Reads consent events: who said yes or no to which purpose, under which notice, when and how."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

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


@dataclass(frozen=True, slots=True)
class ConsentReject:
    """A line that is no consent event: where, and why, without its words."""

    line: int
    reason: str


def parse(data: bytes, *, json_lines: bool) -> Iterator[ConsentEvent | ConsentReject]:
    """Yield the events of one file, and a reject for every line that is none.

    Args:
        data: a CSV file with a header, or JSON lines; UTF-8, with or without a byte order mark.
        json_lines: which of the two it is.
    """
    text = data.decode("utf-8-sig", errors="replace")
    rows = _json_rows(text) if json_lines else _csv_rows(text)
    for line, row in rows:
        yield row if isinstance(row, ConsentReject) else _event(line, row)


def _json_rows(text: str) -> Iterator[tuple[int, Mapping[str, object] | ConsentReject]]:
    # not splitlines: it would cut a text at line separators that JSON allows in it
    for line, raw in enumerate(text.split("\n"), start=1):
        if raw.strip():
            try:
                row = orjson.loads(raw)
            except orjson.JSONDecodeError:
                row = None
            yield line, row if isinstance(row, dict) else ConsentReject(line, "json")


def _csv_rows(text: str) -> Iterable[tuple[int, Mapping[str, object] | ConsentReject]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.DictReader(io.StringIO(text.replace("\0", "")), strict=True)
    try:
        for row in reader:
            if str(next(iter(row.values()), "")).startswith("#"):
                continue
            yield reader.line_num, {str(key).strip(): value for key, value in row.items() if key is not None}
    except csv.Error:
        yield reader.line_num, ConsentReject(reader.line_num, "csv")


def _event(line: int, row: Mapping[str, object]) -> ConsentEvent | ConsentReject:
    value = {key: str(item).strip() if item is not None else "" for key, item in row.items()}
    missing = next((name for name in _REQUIRED if not value.get(name)), None)
    if missing:
        return ConsentReject(line, f"no_{missing}")
    if value["action"] not in ACTIONS:
        return ConsentReject(line, "unknown_action")
    effective = _instant(value["effective_at"])
    recorded = _instant(value.get("recorded_at") or value["effective_at"])
    if effective is None or recorded is None:
        return ConsentReject(line, "no_time")
    steps = value.get("steps", "")
    return ConsentEvent(
        event_id=value.get("event_id") or None,
        identifier_type=value["identifier_type"],
        identifier=value["identifier"],
        purpose=value["purpose"],
        action=value["action"],
        notice_version=value.get("notice_version") or None,
        effective_at=effective,
        recorded_at=max(recorded, effective),
        channel=value.get("channel") or None,
        steps=int(steps) if steps.isdecimal() and len(steps) <= _STEPS_CHARS else None,
    )


def _instant(text: str) -> datetime | None:
    """Return the instant; a time without an offset is UTC."""
    try:
        instant = datetime.fromisoformat(text)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):  # the latter before the year 1 or after 9999 in UTC
        return None
