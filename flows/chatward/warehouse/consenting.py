"""Takes consent events into the governance database and keeps the state they add up to."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.consent.events import ConsentEvent, ConsentReject, parse
from chatward.identity.index import blind_index, id_array, keyed_ids
from chatward.intake.reading import file_id_of
from chatward.policy.model import Policy
from chatward.warehouse.deciding import note_subjects
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.people import link
from chatward.warehouse.store import Warehouse

_INSTANT = pa.timestamp("us")
_CSV, _JSON_LINES = frozenset({".csv"}), frozenset({".jsonl", ".ndjson"})
_REJECTS = pa.schema(
    [("file_id", pa.string()), ("location", pa.string()), ("line", pa.int64()), ("reason", pa.string())]
)


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line of the consent folder that is no event.

    Attributes:
        file_id: ``consent/<12 hex digits>``, by where the file lies; says nothing about its name.
        location: path below the consent folder; may name people.
        line: counted from 1; 0 where the file as a whole cannot be read.
        reason: a code without the line's words.
    """

    file_id: str
    location: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ConsentIntake:
    """What reading the consent folder did.

    Attributes:
        added: events that were not known.
        rejects: lines that are no events, by file and line.
    """

    added: int = 0
    rejects: Sequence[RejectedLine] = ()

    @property
    def reasons(self) -> dict[str, int]:
        """How many lines were rejected for each reason."""
        return dict(sorted(Counter(reject.reason for reject in self.rejects).items()))


def take_consent(warehouse: Warehouse, folder: Path, moment: Moment) -> ConsentIntake:
    """Read every file of the consent folder, append what is new, rebuild the intervals, keep what was rejected."""
    events, rejects = _read(folder, moment.policy, warehouse.keyring.key("dedupe"))
    with warehouse.transaction() as connection:
        if events:
            _register(warehouse, events)
            connection.execute(queries.load("core/new_consent_events"), {"now": moment.now_utc})
        else:
            connection.execute("create or replace temp table new_consent as select * from gov.consent_events limit 0")
        connection.execute("insert into gov.consent_events by name select * from new_consent")
        _rebuild_intervals(warehouse, moment.policy)
        _store_rejects(warehouse, rejects)
        added = connection.execute("select count(*) from new_consent").fetchall()[0][0]
        if added:
            note_subjects(connection, "select subject_id from new_consent")
    return ConsentIntake(added, rejects)


def _read(folder: Path, policy: Policy, key: bytes) -> tuple[list[ConsentEvent], list[RejectedLine]]:
    events: list[ConsentEvent] = []
    rejects: list[RejectedLine] = []
    for path in _files(folder):
        location = os.fsencode(path.relative_to(folder)).decode(errors="backslashreplace")
        file_id = file_id_of("consent", location, key)
        for item in _items(path, policy):
            if isinstance(item, ConsentEvent):
                events.append(item)
            else:
                rejects.append(RejectedLine(file_id, location, item.line, item.reason))
    return events, rejects


def _files(folder: Path) -> Iterator[Path]:
    """Yield all files of the folder in the order of their paths, but for hidden ones and what people wrote to read."""
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        is_file = path.is_file() or (path.is_symlink() and not path.exists())
        if is_file and not is_hidden and path.suffix.lower() != ".md":
            yield path


def _items(path: Path, policy: Policy) -> Iterable[ConsentEvent | ConsentReject]:
    suffix = path.suffix.lower()
    if suffix not in _JSON_LINES | _CSV:
        return [ConsentReject(0, "neither_csv_nor_json_lines")]
    try:
        data = path.read_bytes()
    except OSError:
        return [ConsentReject(0, "unreadable")]
    return parse(data, json_lines=suffix in _JSON_LINES, purposes=policy.purposes.keys())


def _store_rejects(warehouse: Warehouse, rejects: Iterable[RejectedLine]) -> None:
    """Replace what is known of lines that are no events by what they are now."""
    rows = pa.Table.from_pylist([asdict(reject) for reject in rejects], _REJECTS)
    warehouse.connection.register("arriving_rejects", rows)
    warehouse.connection.execute("create or replace table gov.consent_rejects as select * from arriving_rejects")
    warehouse.connection.unregister("arriving_rejects")


def rejected_lines(connection: duckdb.DuckDBPyConnection) -> list[RejectedLine]:
    """Return the lines that were no events when the consent folder was last read, by file and line."""
    # the table is made by the first reading: a run that failed before it, or only a look, finds none
    if not connection.execute(
        "select 1 from duckdb_tables() where database_name = 'gov' and table_name = 'consent_rejects'"
    ).fetchall():
        return []
    rows = connection.execute(
        "select file_id, location, line, reason from gov.consent_rejects order by location, line"
    ).fetchall()
    return [RejectedLine(*row) for row in rows]


def spans(lines: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return rising numbers of lines as first and last numbers of those without a gap, both included."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return tuple(found)


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
