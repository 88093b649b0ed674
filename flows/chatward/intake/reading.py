"""Reads entries of a source into tables that the warehouse can take: ids made, places kept, times by month.

Runs in worker processes, so it imports neither Prefect nor DuckDB and gets everything as values. Many small files are
identified together, since the cost of a column operation does not depend on how few rows it has.
"""

import hashlib
import mimetypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from chatward.errors import Error, SourceFormatError
from chatward.intake.assembling import assembled, tables_of
from chatward.intake.bounding import bounded
from chatward.intake.declared import finder
from chatward.intake.discovery import Entry, Fingerprint, fingerprint
from chatward.intake.drifting import Drifted, DriftError, refuse_drift, watch_for
from chatward.intake.identifying import Keys
from chatward.intake.large import LARGE_BYTES, add_large
from chatward.intake.results import Failure, FileRead, Reading, SourceTask
from chatward.intake.tally import Tally
from chatward.sources import forms, recognise
from chatward.sources.drift import Watch, watching
from chatward.sources.records import Batch, Export, ReadSettings

FILE_ID_CHARS = 12


@dataclass(frozen=True, slots=True)
class _Accepted:
    """An export that is to be read."""

    export: Export
    location: str
    file_id: str
    before: Fingerprint


def read_entries(entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]) -> Reading:
    """Return what the exports in ``entries`` hold; one that cannot be read never costs another.

    Args:
        known: ids of files that were collected before and need not be read again.
    """
    accepted, failures, skipped = _accept_all(entries, task, keys, known)
    distinct = {each.file_id: each for each in accepted}
    small = [each for each in distinct.values() if each.before.size_bytes <= LARGE_BYTES]
    files: list[FileRead] = []
    parts: list[dict[str, pa.Table]] = []
    drifted: list[Drifted] = []
    for each, (outcome, watch) in zip(small, _read_all([each.export for each in small], task), strict=True):
        try:
            with _told(task, watch, drifted):
                file, tables = _read_one(each, outcome, task, watch)
        except Error as error:
            failures.append(Failure(task.source, each.location, error))
            continue
        files.append(file)
        parts.append(tables)
    ids = [file.file_id for file in files]
    by_name = {name: [tables[name] for tables in parts] for name in (*tables_of([]), "spans")}
    reading = Reading(task.source, ids, files, **assembled(ids, by_name, task, keys))
    reading.known = skipped + len(accepted) - len(distinct)
    for each in distinct.values():
        if each.before.size_bytes > LARGE_BYTES:
            try:
                with watching(watch_for(task.platform, task.drift)) as watch, _told(task, watch, drifted):
                    finish = partial(_file_read, each, task, watch)
                    add_large(reading, each.export, each.file_id, task, keys, finish)
            except Error as error:
                failures.append(Failure(task.source, each.location, error))
    reading.failures, reading.drifted = failures, drifted
    return reading


def _accept_all(
    entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]
) -> tuple[list[_Accepted], list[Failure], int]:
    """Return what is to be read, what cannot be, and the number of files that are known."""
    accepted: list[_Accepted] = []
    failures: list[Failure] = []
    skipped = 0
    for entry in entries:
        for found in finder(task.platform)([entry.path], task.limits):
            try:
                each = _accept(found, entry.location, task, keys)
            except Error as error:
                failures.append(Failure(task.source, entry.location, error))
                continue
            if each and each.file_id in known:
                skipped += 1
            elif each:
                accepted.append(each)
    return accepted, failures, skipped


def _accept(found: Export | recognise.Unrecognised, location: str, task: SourceTask, keys: Keys) -> _Accepted | None:
    """Return an export that is what the policy expects, None for no export by intention, such as a picture.

    Raises:
        Error: nothing of it can be stored.
    """
    if not isinstance(found, Export):
        kind, _ = mimetypes.guess_type(found.path.name)
        if found.reason == recognise.UNKNOWN and (kind or "").startswith(("image/", "audio/", "video/")):
            return None
        raise SourceFormatError(found.text, hint="`chatward inspect` on the file tells more")
    if found.platform != task.platform:
        raise SourceFormatError(
            f"an export of {found.platform} lies where the policy expects {task.platform}",
            hint=f"move it, or name its folder in a source of platform {found.platform}",
        )
    try:
        before = fingerprint(found)
    except OSError as error:
        raise _unreadable(error) from None
    return _Accepted(found, location, file_id_of(task.source, before.digest, keys.dedupe), before)


def _read_all(exports: Sequence[Export], task: SourceTask) -> Iterator[tuple[list[Batch] | Exception, Watch | None]]:
    """Yield for each export its batches, or why there are none, and what looked at it."""
    if forms.known(task.platform) is None:
        yield from ((outcome, None) for outcome in _read_together(exports, task.settings))
        return
    for export in exports:
        with watching(watch_for(task.platform, task.drift)) as watch:
            outcome = _read_alone(export, task.settings)
        yield outcome, watch


def _read_together(exports: Sequence[Export], settings: ReadSettings) -> Iterator[list[Batch] | Exception]:
    read = 0
    try:
        for outcome in recognise.read_many(exports, settings):
            yield outcome
            read += 1
    except Exception:  # noqa: BLE001 - a reader's own fault must not cost the exports that it does not fail on
        yield from (_read_alone(export, settings) for export in exports[read:])


def _read_alone(export: Export, settings: ReadSettings) -> list[Batch] | Exception:
    try:
        return list(recognise.read(export, settings))
    except Exception as error:  # noqa: BLE001 - ``_read_one`` tells them apart
        return error


@contextmanager
def _told(task: SourceTask, watch: Watch | None, drifted: list[Drifted]) -> Iterator[None]:
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
        raise _unreadable(error) from None
    except Error:
        raise
    except Exception as error:  # noqa: BLE001 - a reader's own fault must not cost the other exports
        raise SourceFormatError(
            f"the {task.platform} reader failed ({type(error).__name__}); nothing of the export was stored",
            hint="this is a fault of chatward: report it with the platform and the export's date",
        ) from None


def _unreadable(error: OSError) -> SourceFormatError:
    return SourceFormatError(f"the export cannot be read: {error.strerror}", hint="deliver it again")


def file_id_of(source: str, digest: str, key: bytes) -> str:
    """Return the id of a file by its content, which tells nothing of its name."""
    return f"{source}/{hashlib.blake2b(digest.encode(), key=key).hexdigest()[:FILE_ID_CHARS]}"


def _read_one(
    accepted: _Accepted, outcome: list[Batch] | Exception, task: SourceTask, watch: Watch | None
) -> tuple[FileRead, dict[str, pa.Table]]:
    if isinstance(outcome, Exception):
        raise outcome
    tally = Tally(reconciles=task.reconciles)
    batches = list(bounded(outcome, task.limits.field_bytes))
    for batch in batches:
        tally.note(batch)
    file = _file_read(accepted, task, watch, tally)
    tables = tables_of(batches)
    tables["messages"] = tally.end.date(tables["messages"])
    tables["spans"] = tally.spans()
    return file, tables


def _file_read(accepted: _Accepted, task: SourceTask, watch: Watch | None, tally: Tally) -> FileRead:
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
