"""Reads the files of the consent folder that are new or changed, line by line, and keeps what was no event in them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from chatward.consent.events import ConsentEvent, ConsentReject, parse
from chatward.intake.reading import file_id_of
from chatward.policy.model import Policy
from chatward.warehouse.inputs import forget_inputs, known_inputs, state_of, store_inputs

_FOLDER = "consent/"
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


@dataclass(slots=True)
class ConsentReading:
    """What was read of the consent folder.

    Attributes:
        events: of the files that are new or changed.
        rejects: of the same files.
        states: by location, the state that each of these files was read in.
        gone: locations of files that were there before.
    """

    events: list[ConsentEvent] = field(default_factory=list)
    rejects: list[RejectedLine] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def read_consent_files(
    connection: duckdb.DuckDBPyConnection, folder: Path, policy: Policy, key: bytes
) -> ConsentReading:
    """Return what stands in the files that changed since they were last read.

    Args:
        key: of the files' ids.
    """
    reading = ConsentReading()
    known = known_inputs(connection, _FOLDER)
    purposes = sorted(policy.purposes)
    reading.gone = set(known)
    for path in _files(folder):
        location = os.fsencode(path.relative_to(folder)).decode(errors="backslashreplace")
        reading.gone.discard(_FOLDER + location)
        data = _content(path)
        state = state_of(data, *purposes) if isinstance(data, bytes) else ""
        if state and known.get(_FOLDER + location) == state:
            continue
        reading.states[_FOLDER + location] = state
        file_id = file_id_of("consent", location, key)
        for item in _items(path, data, policy):
            if isinstance(item, ConsentEvent):
                reading.events.append(item)
            else:
                reading.rejects.append(RejectedLine(file_id, location, item.line, item.reason))
    return reading


def all_consent_events(folder: Path, policy: Policy) -> Iterator[ConsentEvent]:
    """Yield every event that stands in the consent folder now, whether it was taken in or not."""
    for path in _files(folder):
        yield from (item for item in _items(path, _content(path), policy) if isinstance(item, ConsentEvent))


def store_consent_files(connection: duckdb.DuckDBPyConnection, reading: ConsentReading) -> None:
    """Keep what was rejected and which files need not be read again, inside the caller's transaction."""
    replaced = [location.removeprefix(_FOLDER) for location in reading.states.keys() | reading.gone]
    connection.execute(
        "delete from gov.consent_rejects where list_contains($locations, location)", {"locations": replaced}
    )
    rows = pa.Table.from_pylist([asdict(reject) for reject in reading.rejects], _REJECTS)
    connection.register("arriving_rejects", rows)
    connection.execute("insert into gov.consent_rejects by name select * from arriving_rejects")
    connection.unregister("arriving_rejects")
    forget_inputs(connection, reading.gone)
    store_inputs(connection, reading.states)


def rejected_lines(connection: duckdb.DuckDBPyConnection) -> list[RejectedLine]:
    """Return the lines that were no events when their files were last read, by file and line."""
    rows = connection.execute(
        "select file_id, location, line, reason from gov.consent_rejects order by location, line"
    ).fetchall()
    return [RejectedLine(*row) for row in rows]


def rejected_places(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], list[int]]:
    """Return the numbers of such lines by (file_id, location, reason)."""
    places: dict[tuple[str, str, str], list[int]] = {}
    for reject in rejected_lines(connection):
        places.setdefault((reject.file_id, reject.location, reject.reason), []).append(reject.line)
    return places


def spans(lines: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return rising numbers of lines as first and last numbers of those without a gap, both included."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return tuple(found)


def _files(folder: Path) -> Iterator[Path]:
    """Yield all files of the folder in the order of their paths, but for hidden ones and what people wrote to read."""
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        is_file = path.is_file() or (path.is_symlink() and not path.exists())
        if is_file and not is_hidden and path.suffix.lower() != ".md":
            yield path


def _content(path: Path) -> bytes | ConsentReject:
    if path.suffix.lower() not in _JSON_LINES | _CSV:
        return ConsentReject(0, "neither_csv_nor_json_lines")
    try:
        return path.read_bytes()
    except OSError:
        return ConsentReject(0, "unreadable")


def _items(path: Path, data: bytes | ConsentReject, policy: Policy) -> Iterable[ConsentEvent | ConsentReject]:
    if isinstance(data, ConsentReject):
        return [data]
    return parse(data, json_lines=path.suffix.lower() in _JSON_LINES, purposes=policy.purposes.keys())
