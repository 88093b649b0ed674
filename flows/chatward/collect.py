"""Collect: finds new exports, reads them in worker processes, gates every record and stores what may be kept."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from prefect.futures import PrefectFuture

from chatward import progress
from chatward.intake.declared import read_settings
from chatward.intake.discovery import Entry, chunks, entries
from chatward.intake.identifying import Keys
from chatward.intake.reading import read_entries
from chatward.intake.results import Failure, Reading, SourceTask
from chatward.opening import Run, opened, reach
from chatward.orchestration import stage, step
from chatward.policy.sections import Source
from chatward.process import give_back_memory
from chatward.sources.archives import Limits
from chatward.warehouse.changing import act_on_changes
from chatward.warehouse.consenting import ConsentIntake, take_consent
from chatward.warehouse.deciding import decide_again, note_policy
from chatward.warehouse.files import known_entries, known_files, store_entries, store_failures
from chatward.warehouse.inserting import MonthRows, StoredMonth, store_month
from chatward.warehouse.registers import take_registers
from chatward.warehouse.storing import store

FLUSH_BYTES = 64 * 2**20
"""Bytes of records that are gathered before they are stored: each month's shard is then written once for many files."""
_CHUNKS_AHEAD = 6
"""Chunks that are read while others are stored."""
_MONTHS_AHEAD = 4
"""Months that wait for a process to be stored by."""


@dataclass(slots=True)
class Collected:
    """What a collection did. ``failures`` are exports of which nothing was stored; ``known`` were collected before."""

    files: int = 0
    known: int = 0
    records: int = 0
    consent: ConsentIntake = field(default_factory=ConsentIntake)
    failures: list[Failure] = field(default_factory=list)

    def take(self, reading: Reading) -> Reading:
        """Count a reading in, and return it."""
        self.files += len(reading.files)
        self.known += reading.known
        self.records += reading.records
        self.failures += reading.failures
        return reading


@stage("collect")
def collect(workspace: Path, as_of: datetime | None = None) -> Collected:
    """Take in registers, consent and every export that is new or changed.

    Args:
        workspace: any folder inside the workspace.
        as_of: the instant that counts as now; None for the present.
    """
    with opened(workspace, as_of) as run:
        result = Collected()
        run.leave(result)
        take_inputs(run, result)
        give_back_memory()
        reach("consent-taken")
        found = discover(run)
        read_new(run, result, found)
        decide(run)
        # what people or conversations turned out to be may give a basis to what was refused a moment ago
        read_new(run, result, found)
        act(run)
        with run.warehouse.transaction() as connection:
            store_failures(connection, result.failures, run.moment)
        return result


def take_news(run: Run) -> ConsentIntake:
    """Take in what people keep and decide again, for a verb on its own: a hold of a minute ago counts already."""
    collected = Collected()
    take_inputs(run, collected)
    decide(run)
    return collected.consent


def read_new(run: Run, result: Collected, found: Sequence[tuple[Source, Entry]]) -> None:
    """Read and store the entries that are new or changed, but for those that could not be read in this run."""
    seen = known_entries(run.warehouse.connection)
    failed = {failure.location for failure in result.failures}
    new = [
        (source, entry)
        for source, entry in found
        if entry.location not in failed and (source.name, entry.location, entry.signature) not in seen
    ]
    with progress.bar("reading exports", len(new)) as advance:
        for readings in _gathered(run, new, result, advance):
            store_readings(run, readings)
            give_back_memory()
            reach("readings-stored")
    failed = {failure.location for failure in result.failures}
    read = [(source.name, entry) for source, entry in new if entry.location not in failed]
    with run.warehouse.transaction() as connection:
        store_entries(connection, [(source, entry.location, entry.signature) for source, entry in read])


@step("decide again")
def decide(run: Run) -> None:
    """Decide again for stored records about which something came to light."""
    decide_again(run.warehouse, run.moment)
    reach("decided-again")


@step("act on edits and deletions")
def act(run: Run) -> None:
    """Replace what is stored of messages that were edited or deleted since."""
    act_on_changes(run.warehouse)
    reach("changes-acted-on")


@step("take registers and consent")
def take_inputs(run: Run, result: Collected) -> None:
    """Take over what people keep: contacts, holds, processors, consent events."""
    take_registers(run.warehouse, run.workspace, run.moment)
    result.consent = take_consent(run.warehouse, run.workspace.consent, run.moment)
    note_policy(run.warehouse, run.moment.policy)


@step("find exports")
def discover(run: Run) -> list[tuple[Source, Entry]]:
    """Return what lies in the folders of all sources."""
    return [
        (source, entry)
        for source in run.moment.policy.sources.values()
        for entry in entries(run.workspace.root, source.paths)
    ]


def _gathered(
    run: Run, found: Sequence[tuple[Source, Entry]], result: Collected, advance: Callable[[int], None]
) -> Iterator[list[Reading]]:
    """Yield readings in the order of the entries, about ``FLUSH_BYTES`` at a time."""
    gathered: list[Reading] = []
    waiting: deque[tuple[int, PrefectFuture[Reading]]] = deque()
    todo = _tasks(run, found)
    known = known_files(run.warehouse.connection)
    keys = Keys(run.keyring.key("index"), run.keyring.key("dedupe"))
    while True:
        while len(waiting) < _CHUNKS_AHEAD and (work := next(todo, None)):
            chunk, task = work
            waiting.append((len(chunk), read_files.submit(run, chunk, task, keys, known)))
        if not waiting:
            break
        size, future = waiting.popleft()
        for part in result.take(future.result()).parts():
            gathered.append(part)
            if sum(reading.nbytes for reading in gathered) >= FLUSH_BYTES:
                yield gathered
                gathered = []
        advance(size)
    if gathered:
        yield gathered


def _tasks(run: Run, found: Sequence[tuple[Source, Entry]]) -> Iterator[tuple[list[Entry], SourceTask]]:
    limits = run.moment.policy.limits
    bounds = Limits(ratio=limits.archive_ratio, total_bytes=limits.archive_bytes, members=limits.archive_members)
    for source in run.moment.policy.sources.values():
        task = SourceTask(source.name, source.platform, read_settings(source), bounds, run.warehouse.spill)
        for chunk in chunks(entry for owner, entry in found if owner is source):
            yield chunk, task


@step("read exports")
def read_files(run: Run, chunk: list[Entry], task: SourceTask, keys: Keys, known: frozenset[str]) -> Reading:
    """Read some entries in a worker process."""
    return run.pool.submit(read_entries, chunk, task, keys, known).result()


@step("gate and store")
def store_readings(run: Run, readings: list[Reading]) -> None:
    """Gate what was read and have it put into its months' shards."""

    def insert(months: Iterable[MonthRows]) -> Iterator[StoredMonth]:
        waiting: deque[PrefectFuture[StoredMonth]] = deque()
        for rows in months:
            waiting.append(store_month_rows.submit(run, rows))
            if len(waiting) >= _MONTHS_AHEAD:
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)

    store(run.warehouse, readings, run.moment, insert)


@step("store month", run_name="store month {call.args[1].month}")
def store_month_rows(run: Run, rows: MonthRows) -> StoredMonth:
    """Put one month's records into its shard, in a worker process."""
    return run.pool.submit(store_month, rows).result()
