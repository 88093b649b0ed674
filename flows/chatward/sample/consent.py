"""Writes who agreed to what, and when: granted, withdrawn, expired, outdated, recorded late, or never answered."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import orjson

from chatward.sample.cast import Cast
from chatward.sample.people import Person
from chatward.sample.texts import Integers
from chatward.sample.values import Random

_PURPOSE = "service_quality"
_NEW_NOTICE_FROM = datetime(2025, 1, 1, tzinfo=UTC)
_OLD_NOTICE, _NEW_NOTICE, _OUTDATED_NOTICE = "2023-05", "2025-01", "2021-09"
_VALID_FOR = timedelta(days=730)
_NEVER, _OUTDATED, _LATE, _WITHDRAWN, _RETURNED = 0.12, 0.17, 0.23, 0.33, 0.37
"""Up to which draw a customer never answered, saw an outdated notice, was recorded late, withdrew, and came back."""


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One line of the consent files; the order of the fields is that of the columns."""

    event_id: str
    identifier_type: str
    identifier: str
    purpose: str
    action: str
    notice_version: str
    effective_at: str
    recorded_at: str
    channel: str
    steps: int


def write_consent(folder: Path, cast: Cast, met_us: Integers, *, end: datetime, label: str, random: Random) -> int:
    """Write the consent of everybody who was met, and return how many events that were.

    What customers said in the chat is a JSON line each, what they did on the website or by phone a row of a CSV.

    Args:
        folder: of the workspace's consent files.
        cast: everybody.
        met_us: when each person wrote first, in microseconds since 1970; the largest integer for those who did not.
        end: nothing later than this is written.
        label: part of the files' names and of the event ids.
        random: the same state gives the same events.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = [
        entry for index in cast.customers for entry in _of_person(cast.people[index], int(met_us[index]), end, random)
    ]
    events = [_event(f"c{label}-{number:07d}", entry) for number, entry in enumerate(told, start=1)]
    in_chat = [event for event in events if event.channel == "chat"]
    (folder / f"chat-{label}.jsonl").write_bytes(b"".join(orjson.dumps(asdict(event)) + b"\n" for event in in_chat))
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow([field.name for field in fields(ConsentEvent)])
    writer.writerows(astuple(event) for event in events if event.channel != "chat")
    (folder / f"web-and-phone-{label}.csv").write_text(table.getvalue(), encoding="utf-8")
    return len(events)


@dataclass(frozen=True, slots=True)
class _Told:
    identifier: tuple[str, str]
    action: str
    notice: str
    at: datetime
    recorded: datetime
    channel: str
    steps: int


def _event(event_id: str, told: _Told) -> ConsentEvent:
    return ConsentEvent(
        event_id, *told.identifier, _PURPOSE, told.action, told.notice, _instant(told.at), _instant(told.recorded),
        told.channel, told.steps,
    )  # fmt: skip


def _of_person(person: Person, met_us: int, end: datetime, random: Random) -> Iterator[_Told]:
    """Yield what one customer said about consent; nothing for those who were not met or never answered."""
    fate, wait, later = random.random(3)
    known = person.identifiers[int(random.integers(len(person.identifiers)))]
    channel = ("chat", "web", "phone")[int(random.choice(3, p=[0.6, 0.3, 0.1]))]
    if met_us == np.iinfo(np.int64).max or fate < _NEVER:
        return
    granted = datetime.fromtimestamp(met_us // 1_000_000, UTC) + timedelta(seconds=int(wait * 120) - 90)
    notice = _OUTDATED_NOTICE if fate < _OUTDATED else _NEW_NOTICE if granted >= _NEW_NOTICE_FROM else _OLD_NOTICE
    delay = timedelta(days=8 + int(wait * 50)) if _OUTDATED <= fate < _LATE else timedelta(seconds=int(wait * 400))

    def told(action: str, at: datetime, steps: int, version: str = notice) -> _Told:
        return _Told(known, action, version, at, at + delay, channel, steps)

    yield told("granted", granted, 1 + int(wait * 2))
    left = granted + timedelta(days=20 + int(later * 400))
    if _LATE <= fate < _RETURNED and left < end:
        yield told("withdrawn", left, 1 + int(later * 3))
        if fate >= _WITHDRAWN and left + timedelta(days=60) < end:
            yield told("granted", left + timedelta(days=60), 2, _NEW_NOTICE)
    elif granted + _VALID_FOR < end:
        lapsed = later < 0.3
        yield told(
            "expired" if lapsed else "granted",
            granted + _VALID_FOR,
            0 if lapsed else 1,
            notice if lapsed else _NEW_NOTICE,
        )


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
