"""Takes consent events into the governance database and keeps the state they add up to."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.consent.events import ConsentEvent
from chatward.identity.index import blind_index, id_array, keyed_ids
from chatward.warehouse.gate.deciding import note_subjects
from chatward.warehouse.gate.turning_away import unknown_or_later
from chatward.warehouse.index_key import adopt_identifiers
from chatward.warehouse.kept.consent_files import CONSENT, read_consent_files
from chatward.warehouse.kept.line_files import Intake, rejected_lines, store_lines
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.people.identities import subjects_of
from chatward.warehouse.people.intervals import rebuild_intervals
from chatward.warehouse.retention.record_keeping import refuse_past_consents
from chatward.warehouse.store import Warehouse

_INSTANT = pa.timestamp("us")


def take_consent(warehouse: Warehouse, folder: Path, moment: Moment) -> Intake:
    """Read what is new in the consent folder, append it, rebuild the intervals, keep what was rejected."""
    with warehouse.transaction() as connection:
        reading = read_consent_files(connection, folder, moment.policy, warehouse.keyring.key("dedupe"))
        added = append_events(warehouse, reading.found, moment) if reading.found else 0
        rebuild_intervals(connection, moment.policy)
        if added:
            added -= refuse_past_consents(connection, moment)
        store_lines(connection, CONSENT, reading)
        return Intake(added, rejects=rejected_lines(connection, CONSENT))


def append_events(warehouse: Warehouse, events: Sequence[ConsentEvent], moment: Moment) -> int:
    """Append the events that are not known and note whom they concern; return how many.

    An erased person's events of before the erasure are not: they would link him again. Inside the caller's transaction;
    the intervals must be rebuilt.
    """
    told = [(event.identifier_type, event.identifier, naive_utc(event.effective_at)) for event in events]
    new = [event for event, may_be in zip(events, unknown_or_later(warehouse, told), strict=True) if may_be]
    if not new:
        return 0
    _register(warehouse, new, moment)
    added = append_consent(warehouse.connection, moment)
    warehouse.connection.unregister("arriving_consent")
    return added


def append_consent(connection: duckdb.DuckDBPyConnection, moment: Moment) -> int:
    """Append ``arriving_consent`` but for what is known, inside the caller's transaction; return how many rows.

    Whom they concern is noted; the intervals must be rebuilt.
    """
    connection.execute(queries.load("core/new_consent_events"), {"now": moment.now_utc})
    connection.execute("insert into gov.consent_events by name select * from new_consent")
    added: int = connection.execute("select count(*) from new_consent").fetchall()[0][0]
    if added:
        note_subjects(connection, "select subject_id from new_consent")
    return added


def _register(warehouse: Warehouse, events: Sequence[ConsentEvent], moment: Moment) -> None:
    """Register ``arriving_consent``: the events with the subjects they are of."""
    named = ((event.identifier_type, event.identifier) for event in events)
    adopt_identifiers(warehouse.connection, warehouse.keyring, named)
    key = warehouse.keyring.key("index")
    indexes = [blind_index(key, event.identifier_type, event.identifier) for event in events]
    subjects = subjects_of(warehouse.connection, moment, indexes, [event.identifier_type for event in events])
    table = pa.table(
        {
            "event_id": pa.array([event.event_id for event in events], pa.string()),
            "content_id": content_ids(events, indexes, warehouse.keyring.key("dedupe")),
            "subject_id": id_array([subjects[index] for index in indexes]).cast(pa.binary()),
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


def content_ids(events: Iterable[ConsentEvent], indexes: Iterable[bytes], key: bytes) -> pa.Array:
    """Return ids by what events say: for those without an id, and those whose id another event has, too."""
    rows = (
        b"\x1f".join((index, *(str(part).encode() for part in (e.purpose, e.action, e.notice_version, e.effective_at))))
        for e, index in zip(events, indexes, strict=True)
    )
    return pa.array([made_id.hex() for made_id in keyed_ids(key, rows)], pa.string())
