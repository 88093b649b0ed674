"""Takes consent events into the governance database and keeps the state they add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from chatward import queries
from chatward.consent.events import ConsentEvent, ConsentReject, parse
from chatward.identity.index import blind_index, id_array, keyed_ids
from chatward.policy.model import Policy
from chatward.warehouse.deciding import note_subjects
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.people import link
from chatward.warehouse.store import Warehouse

_INSTANT = pa.timestamp("us")


@dataclass(frozen=True, slots=True)
class ConsentIntake:
    """What reading the consent folder did.

    Attributes:
        added: events that were not known.
        rejects: number of unreadable lines by file name and reason.
    """

    added: int = 0
    rejects: dict[tuple[str, str], int] = field(default_factory=dict)


def take_consent(warehouse: Warehouse, folder: Path, moment: Moment) -> ConsentIntake:
    """Read every file of the consent folder, append what is new, rebuild the intervals."""
    events, rejects = _read(folder, moment.policy)
    with warehouse.transaction() as connection:
        if events:
            _register(warehouse, events)
            connection.execute(queries.load("core/new_consent_events"), {"now": moment.now_utc})
        else:
            connection.execute("create or replace temp table new_consent as select * from gov.consent_events limit 0")
        connection.execute("insert into gov.consent_events by name select * from new_consent")
        _rebuild_intervals(warehouse, moment.policy)
        added = connection.execute("select count(*) from new_consent").fetchall()[0][0]
        if added:
            note_subjects(connection, "select subject_id from new_consent")
    return ConsentIntake(added, rejects)


def _read(folder: Path, policy: Policy) -> tuple[list[ConsentEvent], dict[tuple[str, str], int]]:
    events: list[ConsentEvent] = []
    rejects: dict[tuple[str, str], int] = {}
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        if path.suffix.lower() not in {".csv", ".jsonl", ".ndjson"}:
            continue
        for item in parse(path.read_bytes(), json_lines=path.suffix.lower() != ".csv"):
            if isinstance(item, ConsentEvent) and item.purpose not in policy.purposes:
                item = ConsentReject(0, "unknown_purpose")  # noqa: PLW2901
            if isinstance(item, ConsentEvent):
                events.append(item)
            else:
                rejects[path.name, item.reason] = rejects.get((path.name, item.reason), 0) + 1
    return events, rejects


def _register(warehouse: Warehouse, events: Sequence[ConsentEvent]) -> None:
    """Register ``arriving_consent``: the events with the subjects they are of."""
    key = warehouse.keyring.key("index")
    indexes = [blind_index(key, event.identifier_type, event.identifier) for event in events]
    resolution = link(
        warehouse.connection,
        ([index] for index in indexes),
        pa.chunked_array([id_array(indexes)]),
        pa.chunked_array([pa.array([event.identifier_type for event in events])]),
    )
    table = pa.table(
        {
            "event_id": _event_ids(events, indexes, warehouse.keyring.key("dedupe")),
            "subject_id": id_array([resolution.subjects[index] for index in indexes]).cast(pa.binary()),
            "purpose": [event.purpose for event in events],
            "action": [event.action for event in events],
            "notice_version": pa.array([event.notice_version for event in events], pa.string()),
            "effective_at_utc": pa.array([naive_utc(event.effective_at) for event in events], _INSTANT),
            "recorded_at_utc": pa.array([naive_utc(event.recorded_at) for event in events], _INSTANT),
            "channel": pa.array([event.channel for event in events], pa.string()),
            "steps": pa.array([event.steps for event in events], pa.int32()),
        }
    )
    warehouse.connection.register("arriving_consent", table)


def _event_ids(events: Iterable[ConsentEvent], indexes: Iterable[bytes], key: bytes) -> pa.Array:
    """Return the events' own ids, or ids by content where a file gives none."""
    rows = (
        b"\x1f".join((index, *(str(part).encode() for part in (e.purpose, e.action, e.notice_version, e.effective_at))))
        for e, index in zip(events, indexes, strict=True)
    )
    made = (made_id.hex() for made_id in keyed_ids(key, rows))
    return pa.array([event.event_id or made_id for event, made_id in zip(events, made, strict=True)], pa.string())


def _rebuild_intervals(warehouse: Warehouse, policy: Policy) -> None:
    terms = [
        {"purpose": purpose.name, "notices": list(terms.notices), "valid_for": _interval(terms.valid_for)}
        for purpose in policy.purposes.values()
        if (terms := purpose.consent)
    ]
    warehouse.connection.execute(
        """create or replace temp table consent_terms as
        select purpose, notices, valid_for::interval as valid_for
        from (select unnest($terms, recursive := true))"""
        if terms
        else "create or replace temp table consent_terms(purpose varchar, notices varchar[], valid_for interval)",
        {"terms": terms} if terms else {},
    )
    warehouse.connection.execute("delete from gov.consent_intervals")
    warehouse.connection.execute(f"insert into gov.consent_intervals by name {queries.load('core/consent_intervals')}")


def _interval(period: object) -> str | None:
    return getattr(period, "sql_interval", None)
