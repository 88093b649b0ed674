"""Reads the files of a folder that people keep, those that are new or changed, and keeps which lines were nothing."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import duckdb
import pyarrow as pa

from chatward.intake.reading import file_id_of
from chatward.warehouse.kept.inputs import forget_inputs, known_inputs, state_of, store_inputs

_CSV, _JSON_LINES = frozenset({".csv"}), frozenset({".jsonl", ".ndjson"})
_REJECTS = pa.schema(
    [("file_id", pa.string()), ("location", pa.string()), ("line", pa.int64()), ("reason", pa.string())]
)
_PACKAGES = "packages"
"""Folder below an input folder that chatward writes to: nothing in it is an input."""

T = TypeVar("T")


class Reject(Protocol):
    """A line that is nothing, and why."""

    @property
    def line(self) -> int:
        """Counted from 1."""

    @property
    def reason(self) -> str:
        """A code without the line's words."""


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line of a folder that people keep that could not be read.

    Attributes:
        file_id: ``consent/<12 hex digits>``, by where the file lies; says nothing about its name.
        location: path below the folder; may name people.
        line: counted from 1; 0 where the file as a whole cannot be read.
        reason: a code without the line's words.
    """

    file_id: str
    location: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What reading a folder that people keep did.

    Attributes:
        added: consent events or requests that were not known.
        heeded: requests that were answered at once.
        rejects: lines that are none, by file and line.
    """

    added: int = 0
    heeded: int = 0
    rejects: Sequence[RejectedLine] = ()

    @property
    def reasons(self) -> dict[str, int]:
        """How many lines were rejected for each reason."""
        return dict(sorted(Counter(reject.reason for reject in self.rejects).items()))


@dataclass(frozen=True, slots=True)
class LineFolder(Generic[T]):
    """What is kept in a folder, one thing a line.

    Attributes:
        name: of the folder in the workspace, ``"consent"``.
        rejects: table of the governance database for its rejected lines.
        kind: class of what a line is.
    """

    name: str
    rejects: str
    kind: type[T]


@dataclass(slots=True)
class LineReading(Generic[T]):
    """What was read of a folder.

    Attributes:
        found: of the files that are new or changed.
        origins: file_id and location of the file of each.
        rejects: of the same files.
        states: by location, the state that each of these files was read in.
        gone: locations of files that were there before.
    """

    found: list[T] = field(default_factory=list)
    origins: list[tuple[str, str]] = field(default_factory=list)
    rejects: list[RejectedLine] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def read_lines(
    connection: duckdb.DuckDBPyConnection,
    lines: LineFolder[T],
    folder: Path,
    parse: Callable[[bytes, bool], Iterable[T | Reject]],
    *,
    known_by: Sequence[str],
    key: bytes,
) -> LineReading[T]:
    """Return what stands in the files that changed since they were last read.

    Args:
        connection: to the governance database.
        lines: what is kept there.
        folder: where the files lie.
        parse: takes a file's bytes and whether they are JSON lines.
        known_by: what else decides how a file is read: names of the policy's purposes.
        key: of the files' ids.
    """
    reading: LineReading[T] = LineReading()
    prefix = f"{lines.name}/"
    known = known_inputs(connection, prefix)
    reading.gone = set(known)
    for path in _files(folder):
        location = os.fsencode(path.relative_to(folder)).decode(errors="backslashreplace")
        reading.gone.discard(prefix + location)
        data, fault = _content(path)
        state = "" if fault else state_of(data, *known_by)
        if state and known.get(prefix + location) == state:
            continue
        reading.states[prefix + location] = state
        file_id = file_id_of(lines.name, location, key)
        if fault:
            reading.rejects.append(RejectedLine(file_id, location, 0, fault))
            continue
        for item in parse(data, path.suffix.lower() in _JSON_LINES):
            if isinstance(item, lines.kind):
                reading.found.append(item)
                reading.origins.append((file_id, location))
            else:
                reading.rejects.append(RejectedLine(file_id, location, item.line, item.reason))  # type: ignore[union-attr]
    return reading


def contents(folder: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield of every file of a folder that can be read its bytes, and whether they are JSON lines."""
    for path in _files(folder):
        data, fault = _content(path)
        if not fault:
            yield data, path.suffix.lower() in _JSON_LINES


def store_lines(connection: duckdb.DuckDBPyConnection, lines: LineFolder[T], reading: LineReading[T]) -> None:
    """Keep what was rejected and which files need not be read again, inside the caller's transaction."""
    replaced = [location.removeprefix(f"{lines.name}/") for location in reading.states.keys() | reading.gone]
    connection.execute(
        f"delete from gov.{lines.rejects} where list_contains($locations, location)", {"locations": replaced}
    )
    rows = pa.Table.from_pylist([asdict(reject) for reject in reading.rejects], _REJECTS)
    connection.register("arriving_rejects", rows)
    connection.execute(f"insert into gov.{lines.rejects} by name select * from arriving_rejects")
    connection.unregister("arriving_rejects")
    forget_inputs(connection, reading.gone)
    store_inputs(connection, reading.states)


def rejected_lines(connection: duckdb.DuckDBPyConnection, lines: LineFolder[T]) -> list[RejectedLine]:
    """Return the lines that were nothing when their files were last read, by file and line."""
    rows = connection.execute(
        f"select file_id, location, line, reason from gov.{lines.rejects} order by location, line"
    ).fetchall()
    return [RejectedLine(*row) for row in rows]


def rejected_places(
    connection: duckdb.DuckDBPyConnection, lines: LineFolder[T]
) -> dict[tuple[str, str, str], list[int]]:
    """Return the numbers of such lines by (file_id, location, reason)."""
    places: dict[tuple[str, str, str], list[int]] = {}
    for reject in rejected_lines(connection, lines):
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
    """Yield all files of the folder in the order of their paths, but for hidden ones and what is no input."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_file = path.is_file() or (path.is_symlink() and not path.exists())
        is_hidden = any(part.startswith(".") for part in parts) or parts[0] == _PACKAGES
        if is_file and not is_hidden and path.suffix.lower() != ".md":
            yield path


def _content(path: Path) -> tuple[bytes, str | None]:
    """Return a file's bytes, or the reason why it cannot be read."""
    if path.suffix.lower() not in _JSON_LINES | _CSV:
        return b"", "neither_csv_nor_json_lines"
    try:
        return path.read_bytes(), None
    except OSError:
        return b"", "unreadable"
