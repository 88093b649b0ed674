"""Has exports read in the worker processes ahead of whoever stores them: they need not wait for anything to begin.

Reading starts as soon as the workspace is open, while Prefect's server still starts and this process takes in what
people keep.
"""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from chatward.intake.accounts import home_accounts
from chatward.intake.declared import drift_terms, read_settings
from chatward.intake.discovery import Entry, chunks, entries, entry_id
from chatward.intake.identifying import Keys
from chatward.intake.reading import read_aside
from chatward.intake.results import Reading, SourceTask
from chatward.opening import Run
from chatward.orchestration import scrubbed
from chatward.policy.sections import Source
from chatward.sources.archives import Limits
from chatward.warehouse.gate.hinted import hints_of
from chatward.warehouse.records.files import known_entries, known_files
from chatward.warehouse.records.home_accounts import known_home_accounts, note_home_accounts
from chatward.workers import Work

_CHUNKS_AHEAD = 6
"""Chunks that are read while others are stored."""
Found = Sequence[tuple[Source, Entry]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What there is to read: entries that are new or changed, and the ids of files that need not be read again."""

    entries: Found
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Entries that a worker reads in one go."""

    entries: list[Entry]
    task: SourceTask
    work: Work[Reading]


class Reads:
    """Entries on their way through the worker processes, the first chunks of them at once."""

    def __init__(self, run: Run, found: Found, wanted: Wanted) -> None:
        """Start reading what is ``wanted`` of all that was ``found``; it can be taken once."""
        self.found = found
        self.wanted = wanted
        self._todo = _chunks(run, wanted)
        self._started: deque[Chunk] = deque()
        self._start()

    def __iter__(self) -> Iterator[Chunk]:
        """Yield the chunks in the order of the entries."""
        while self._started:
            chunk = self._started.popleft()
            self._start()
            yield chunk

    def _start(self) -> None:
        while len(self._started) < _CHUNKS_AHEAD and (chunk := next(self._todo, None)):
            chunk.work.start()
            self._started.append(chunk)


@scrubbed
def read_ahead(run: Run) -> Reads:
    """Find what lies in the folders of all sources and start reading what of it is new."""
    found = [
        (source, entry)
        for source in run.moment.policy.sources.values()
        for entry in entries(run.workspace.root, source.paths)
    ]
    return Reads(run, found, wanted_of(run, found))


def wanted_of(run: Run, found: Found, failed: Collection[str] = ()) -> Wanted:
    """Return what is to be read of what was found, but for the locations that could not be read in this run."""
    seen, key = known_entries(run.warehouse.connection), run.keyring.key("dedupe")
    new = [
        (source, entry)
        for source, entry in found
        if entry.location not in failed and (source.name, entry_id(entry, key), entry.signature) not in seen
    ]
    return Wanted(new, known_files(run.warehouse.connection))


def _chunks(run: Run, wanted: Wanted) -> Iterator[Chunk]:
    limits = run.moment.policy.limits
    bounds = Limits(
        limits.archive_ratio, limits.archive_bytes, limits.archive_members, limits.field_bytes,
        limits.archive_depth, limits.folder_depth, limits.folder_files,
    )  # fmt: skip
    keys = Keys(run.keyring.key("index"), run.keyring.key("dedupe"))
    hints = hints_of(run.moment.policy)
    for source in run.moment.policy.sources.values():
        settings, drift = read_settings(source, _home(run, source, wanted)), drift_terms(source)
        task = SourceTask(
            source.name, source.platform, settings, bounds, run.warehouse.spill, source.reconcile, drift, hints
        )
        for chunk in chunks(entry for owner, entry in wanted.entries if owner is source):
            yield Chunk(chunk, task, Work(run.pool, read_aside, chunk, task, keys, wanted.known))


def _home(run: Run, source: Source, wanted: Wanted) -> frozenset[str]:
    """Return the accounts of a source whose ids stand as they are, and note those that are new: they stay so."""
    known = known_home_accounts(run.warehouse.connection, source.name)
    home = home_accounts(source.platform, (entry for owner, entry in wanted.entries if owner is source), known)
    if home != known:
        with run.warehouse.transaction() as connection:
            note_home_accounts(connection, source.name, home)
    return home
