"""Gathers what exports of one source hold until ids are made for all of it; each export stands and falls alone."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from chatward.errors import Error, SourceFormatError
from chatward.intake.assembling import Parts, assembled, tables_of
from chatward.intake.bounding import bounded
from chatward.intake.covering import NO_SPANS
from chatward.intake.discovery import Fingerprint
from chatward.intake.drifting import Drifted, DriftError, refuse_drift
from chatward.intake.identifying import Keys
from chatward.intake.results import Failure, FileRead, Reading, SourceTask
from chatward.intake.tally import Tally, tallies
from chatward.sources.drift import Watch
from chatward.sources.records import Batch, Export
from chatward.sources.together import Together


@dataclass(frozen=True, slots=True)
class Accepted:
    """An export that is to be read.

    Attributes:
        location: where it lies, relative to the workspace.
        file_id: as in ``FileRead``.
        before: what its bytes are before it is read.
    """

    export: Export
    location: str
    file_id: str
    before: Fingerprint


class Gathered:
    """What exports hold that were read as a whole.

    Attributes:
        failures: those of which nothing is to be stored.
        drifted: what they hold that their reader does not know.
    """

    def __init__(self, task: SourceTask) -> None:
        self.failures: list[Failure] = []
        self.drifted: list[Drifted] = []
        self._task = task
        self._files: list[FileRead] = []
        names = (*tables_of([]), "spans")
        self._tables: dict[str, list[pa.Table]] = {name: [] for name in names}
        self._rows: dict[str, list[int]] = {name: [] for name in names}

    def take(self, accepted: Accepted, outcome: list[Batch] | Exception, watch: Watch | None) -> None:
        """Add an export by its batches, or by why it cannot be read."""
        try:
            with told(self._task, watch, self.drifted):
                file, tables = _read_one(accepted, outcome, self._task, watch)
        except Error as error:
            self.failures.append(Failure(self._task.source, accepted.location, error))
            return
        self._add([file], tables, {name: [table.num_rows] for name, table in tables.items()})

    def take_together(self, accepted: Sequence[Accepted], found: Together) -> None:
        """Add exports that were read in one pass, one by one only where one of them is not like most."""
        try:
            files = self._files_of(accepted, found)
        except Error:
            files = None
        if files is None:
            for each, batch in zip(accepted, found.apart(), strict=True):
                self.take(each, [batch], None)
            return
        tables = tables_of([found.whole]) | {"spans": NO_SPANS}
        rows = {name: np.diff(borders).tolist() for name, borders in found.borders.items()}
        self._add(files, tables, rows | {"spans": [0] * len(files)})

    def reading(self, keys: Keys) -> Reading:
        """Return all that was added, with ids."""
        ids = [file.file_id for file in self._files]
        tables = assembled(Parts(ids, self._tables, self._rows), self._task, keys)
        return Reading(self._task.source, ids, self._files, **tables)

    def _files_of(self, accepted: Sequence[Accepted], found: Together) -> list[FileRead] | None:
        if self._task.reconciles or next(bounded([found.whole], self._task.limits.field_bytes)) is not found.whole:
            return None
        counts = tallies(found)
        if counts is None:
            return None
        return [file_read(each, self._task, None, tally) for each, tally in zip(accepted, counts, strict=True)]

    def _add(
        self, files: Sequence[FileRead], tables: Mapping[str, pa.Table], rows: Mapping[str, Sequence[int]]
    ) -> None:
        self._files += files
        for name, table in tables.items():
            self._tables[name].append(table)
            self._rows[name] += rows[name]


@contextmanager
def told(task: SourceTask, watch: Watch | None, drifted: list[Drifted]) -> Iterator[None]:
    """Turn whatever reading an export fails with into an error of chatward: nothing of it is stored.

    What it holds that is not known goes to ``drifted`` in any case, and is told first: it may be why reading fails.
    """
    try:
        with _chatwards(task):
            yield
    except DriftError:
        raise
    except Error:
        refuse_drift(watch, task.source, task.drift)
        raise
    finally:
        drifted += [Drifted(task.source, each) for each in watch.unknown] if watch else []


@contextmanager
def _chatwards(task: SourceTask) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unreadable(error) from None
    except Error:
        raise
    except Exception as error:  # noqa: BLE001 - a reader's own fault must not cost the other exports
        raise SourceFormatError(
            f"the {task.platform} reader failed ({type(error).__name__}); nothing of the export was stored",
            hint="this is a fault of chatward: report it with the platform and the export's date",
        ) from None


def unreadable(error: OSError) -> SourceFormatError:
    """Return what tells that the system cannot read an export, without the file's name."""
    return SourceFormatError(f"the export cannot be read: {error.strerror}", hint="deliver it again")


def _read_one(
    accepted: Accepted, outcome: list[Batch] | Exception, task: SourceTask, watch: Watch | None
) -> tuple[FileRead, dict[str, pa.Table]]:
    if isinstance(outcome, Exception):
        raise outcome
    tally = Tally(reconciles=task.reconciles)
    batches = list(bounded(outcome, task.limits.field_bytes))
    for batch in batches:
        tally.note(batch)
    file = file_read(accepted, task, watch, tally)
    tables = tables_of(batches)
    tables["messages"] = tally.end.date(tables["messages"])
    tables["spans"] = tally.spans()
    return file, tables


def file_read(accepted: Accepted, task: SourceTask, watch: Watch | None, tally: Tally) -> FileRead:
    """Return a file that was read to its end.

    Raises:
        SourceFormatError: it changed meanwhile, or records vanished.
        DriftError: it holds something unknown, for which the policy wants nothing of it stored.
    """
    accepted.before.check_unchanged()
    tally.check()
    if watch:
        watch.rejected = tally.set_aside
    refuse_drift(watch, task.source, task.drift)
    return FileRead(
        accepted.file_id, task.source, task.platform, accepted.location, accepted.before.digest,
        accepted.before.size_bytes, tally.records, tally.messages, tally.events, tally.rejects, tally.first_at_utc,
        tally.last_at_utc, tally.date_order, sorted(tally.zone_sources),
    )  # fmt: skip
