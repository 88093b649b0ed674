"""Reads entries of a source into tables that the warehouse can take: ids made, places kept, times by month.

Runs in worker processes, so it imports neither Prefect nor DuckDB and gets everything as values. Many small files are
identified together, since the cost of a column operation does not depend on how few rows it has.
"""

import hashlib
import mimetypes
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from chatward.errors import Error, SourceFormatError
from chatward.intake.discovery import Entry, fingerprint
from chatward.intake.drifting import watch_for
from chatward.intake.finding import finder
from chatward.intake.gathering import Accepted, Gathered, file_read, told, unreadable
from chatward.intake.identifying import Keys
from chatward.intake.large import LARGE_BYTES, add_large
from chatward.intake.results import Failure, Reading, SourceTask
from chatward.sources import forms, recognise
from chatward.sources.archives import limited
from chatward.sources.drift import Watch, watching
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.together import Together

FILE_ID_CHARS = 12


def read_entries(entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]) -> Reading:
    """Return what the exports in ``entries`` hold; one that cannot be read never costs another.

    Args:
        known: ids of files that were collected before and need not be read again.
    """
    with limited(task.limits):
        return _read_entries(entries, task, keys, known)


def read_aside(entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]) -> Reading:
    """Return what ``read_entries`` does, with all records put aside."""
    reading = read_entries(entries, task, keys, known)
    reading.put_aside(task)
    return reading


def _read_entries(entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]) -> Reading:
    accepted, failures, skipped = _accept_all(entries, task, keys, known)
    distinct = {each.file_id: each for each in accepted}
    small = [each for each in distinct.values() if each.before.size_bytes <= LARGE_BYTES]
    gathered, waiting = Gathered(task), iter(small)
    for outcome, watch in _read_all([each.export for each in small], task):
        if isinstance(outcome, Together):
            gathered.take_together(list(islice(waiting, len(outcome))), outcome)
        else:
            gathered.take(next(waiting), outcome, watch)
    reading = gathered.reading(keys)
    failures += gathered.failures
    reading.known = skipped + len(accepted) - len(distinct)
    for each in distinct.values():
        if each.before.size_bytes > LARGE_BYTES:
            try:
                with watching(watch_for(task.platform, task.drift)) as watch, told(task, watch, gathered.drifted):
                    add_large(reading, each.export, each.file_id, task, keys, partial(file_read, each, task, watch))
            except Error as error:
                failures.append(Failure(task.source, each.location, error))
    reading.failures, reading.drifted = failures, gathered.drifted
    return reading


def _accept_all(
    entries: Sequence[Entry], task: SourceTask, keys: Keys, known: frozenset[str]
) -> tuple[list[Accepted], list[Failure], int]:
    """Return what is to be read, what cannot be, and the number of files that are known."""
    accepted: list[Accepted] = []
    failures: list[Failure] = []
    skipped = 0
    for entry in entries:
        for found in finder(task.platform)([entry.path]):
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


def _accept(found: Export | recognise.Unrecognised, location: str, task: SourceTask, keys: Keys) -> Accepted | None:
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
        raise unreadable(error) from None
    return Accepted(found, location, file_id_of(task.source, before.digest, keys.dedupe), before)


def _read_all(
    exports: Sequence[Export], task: SourceTask
) -> Iterator[tuple[list[Batch] | Exception | Together, Watch | None]]:
    """Yield for each export its batches, or why there are none, and what looked at it; or some exports together."""
    if forms.known(task.platform) is None:
        yield from ((outcome, None) for outcome in _read_together(exports, task.settings))
        return
    for export in exports:
        with watching(watch_for(task.platform, task.drift)) as watch:
            outcome = _read_alone(export, task.settings)
        yield outcome, watch


def _read_together(exports: Sequence[Export], settings: ReadSettings) -> Iterator[list[Batch] | Exception | Together]:
    read = 0
    try:
        for outcome in recognise.read_together(exports, settings):
            yield outcome
            read += len(outcome) if isinstance(outcome, Together) else 1
    except Exception:  # noqa: BLE001 - a reader's own fault must not cost the exports that it does not fail on
        yield from (_read_alone(export, settings) for export in exports[read:])


def _read_alone(export: Export, settings: ReadSettings) -> list[Batch] | Exception:
    try:
        return list(recognise.read(export, settings))
    except Exception as error:  # noqa: BLE001 - ``gathering`` tells them apart
        return error


def file_id_of(source: str, digest: str, key: bytes) -> str:
    """Return the id of a file by its content, which tells nothing of its name."""
    return f"{source}/{hashlib.blake2b(digest.encode(), key=key).hexdigest()[:FILE_ID_CHARS]}"
