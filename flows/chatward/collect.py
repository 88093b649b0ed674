"""Collect: finds new exports, reads them in worker processes, gates every record and stores what may be kept."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from prefect.futures import PrefectFuture

from chatward import progress
from chatward.clearing import clear_pulled
from chatward.intake.declared import drift_terms
from chatward.intake.discovery import entry_id
from chatward.intake.drifting import Drifted
from chatward.intake.results import Failure, Reading
from chatward.opening import Run, opened, reach
from chatward.orchestration import stage, step
from chatward.process import frugally, give_back_memory
from chatward.reading_ahead import Chunk, Found, Reads, read_ahead, wanted_of
from chatward.warehouse.gate.deciding import decide_again, note_policy
from chatward.warehouse.gate.hinted import has_unread
from chatward.warehouse.gate.holding import reopen_deferred
from chatward.warehouse.kept.line_files import Intake
from chatward.warehouse.people.judging import write_review
from chatward.warehouse.people.registers import take_registers
from chatward.warehouse.records.changing import act_on_changes
from chatward.warehouse.records.consenting import take_consent
from chatward.warehouse.records.drifts import reopen_drifted, store_drifts
from chatward.warehouse.records.files import not_stored, store_entries, store_failures
from chatward.warehouse.records.inserting import MonthRows, StoredMonth, store_month
from chatward.warehouse.records.reconciling import reconcile
from chatward.warehouse.records.storing import store
from chatward.warehouse.records.taking_in import Waiting, take_in
from chatward.warehouse.requests.requests import take_requests

FLUSH_BYTES = 16 * 2**20
"""Bytes of what is left of records that are gathered before they are taken in; this takes several times as much."""
STORE_BYTES = 256 * 2**20
"""Bytes of records that may wait to be stored: whatever is stored writes most months of the shards anew."""
STORE_ROWS = 1_500_000
"""Records that may wait, however short: what must be known of them before they are decided on is in memory."""
_MONTHS_AHEAD = 4
"""Months that wait for a process to be stored by."""


@dataclass(slots=True)
class Collected:
    """What a collection did.

    ``failures`` are exports of which nothing was stored; ``known`` were collected before; ``drifted`` is what exports
    hold that their reader does not know, ``halted`` the sources of which nothing more is stored because of it;
    ``not_stored`` counts records by fate and reason; ``cleared`` counts pulled copies that were removed since all of
    them is stored.
    """

    files: int = 0
    known: int = 0
    records: int = 0
    consent: Intake = field(default_factory=Intake)
    requests: Intake = field(default_factory=Intake)
    failures: list[Failure] = field(default_factory=list)
    drifted: list[Drifted] = field(default_factory=list)
    halted: set[str] = field(default_factory=set)
    not_stored: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    cleared: int = 0

    def take(self, reading: Reading) -> Reading:
        """Count a reading in, and return it."""
        self.files += len(reading.files)
        self.known += reading.known
        self.records += reading.records
        self.failures += reading.failures
        self.drifted += reading.drifted
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
        ahead = run.found(Reads) or read_ahead(run)
        take_inputs(run, result)
        terms = {source.name: drift_terms(source) for source in run.moment.policy.sources.values()}
        with run.warehouse.transaction() as connection:
            reopen_drifted(connection, terms)
        give_back_memory()
        reach("consent-taken")
        read_new(run, result, ahead.found, ahead)
        decide(run)
        # what people or conversations turned out to be may give a basis to what was refused a moment ago
        read_new(run, result, ahead.found)
        act(run)
        if has_unread(run.warehouse.connection, run.moment.policy):
            decide(run)  # by what edited words hint at
        write_review(run.warehouse, run.workspace.reports / "identity_review.csv")
        with run.warehouse.transaction() as connection:
            store_failures(connection, result.failures, run.moment, run.keyring.key("dedupe"))
            store_drifts(connection, result.drifted, terms, run.moment)
        result.not_stored = not_stored(run.warehouse.connection, run.moment.run_id)
        result.cleared = clear_pulled(run, ahead.found)
        return result


def take_news(run: Run) -> Intake:
    """Take in what people keep and decide again, for a verb on its own: a hold of a minute ago counts already."""
    collected = Collected()
    take_inputs(run, collected)
    decide(run)
    return collected.consent


def read_new(run: Run, result: Collected, found: Found, ahead: Reads | None = None) -> None:
    """Read and store the entries that are new or changed, but for those that could not be read in this run.

    Args:
        found: what lies in the folders of all sources.
        ahead: readings under way, of use if they are still what is wanted: a yes may have reopened files since.
    """
    wanted = wanted_of(run, found, {failure.location for failure in result.failures})
    reads = ahead if ahead and ahead.wanted == wanted else Reads(run, found, wanted)
    with progress.bar("reading exports", len(wanted.entries)) as advance:
        waiting = Waiting()
        for readings in _gathered(reads, result, advance):
            take_in(run.warehouse, readings, run.moment, waiting)
            give_back_memory()
            if waiting.nbytes >= STORE_BYTES or sum(waiting.rows.values()) >= STORE_ROWS:
                store_waiting(run, waiting)
        store_waiting(run, waiting)
    failed = {failure.location for failure in result.failures}
    key = run.keyring.key("dedupe")
    read = [
        (source.name, entry_id(entry, key), entry.signature)
        for source, entry in wanted.entries
        if entry.location not in failed
    ]
    with run.warehouse.transaction() as connection:
        store_entries(connection, read)


@step("decide again")
def decide(run: Run) -> None:
    """Decide again for stored records about which something came to light."""
    decide_again(run.warehouse, run.moment)
    reach("decided-again")


@step("act on edits and deletions")
def act(run: Run) -> None:
    """Replace what is stored of messages that were edited or deleted since, or are missing in later exports."""
    act_on_changes(run.warehouse, run.moment)
    reconcile(run.warehouse, run.moment)
    reach("changes-acted-on")


@step("take registers and consent")
def take_inputs(run: Run, result: Collected) -> None:
    """Take over what people keep: contacts, holds, processors, consent events, requests."""
    take_registers(run.warehouse, run.workspace, run.moment)
    reopen_deferred(run.warehouse, run.moment)
    result.consent = take_consent(run.warehouse, run.workspace.consent, run.moment)
    result.requests = take_requests(run.warehouse, run.workspace.requests, run.moment)
    note_policy(run.warehouse, run.moment.policy)


def _gathered(reads: Reads, result: Collected, advance: Callable[[int], None]) -> Iterator[list[Reading]]:
    """Yield readings in the order of the entries, about ``FLUSH_BYTES`` at a time.

    What waits of a source is held back when one of its exports halts it, and so is all that comes after. Nothing waits
    of an export of which parts were handed on.
    """
    gathered: list[Reading] = []
    for chunk in reads:
        reading = read_files(chunk)
        if reading.drifted and chunk.task.drift.mode == "halt":
            result.halted.add(reading.source)
            gathered = _allowed(gathered, result)
        for part in chain.from_iterable(each.parts() for each in _allowed([reading], result)):
            gathered.append(part)
            is_end = part is reading and bool(reading.before)
            if is_end or sum(each.nbytes for each in gathered) >= FLUSH_BYTES:
                yield [result.take(each) for each in gathered]
                gathered = []
        advance(len(chunk.entries))
    if gathered:
        yield [result.take(each) for each in gathered]


def _allowed(readings: Sequence[Reading], result: Collected) -> list[Reading]:
    """Return the readings of sources that are not halted, and count the others in without anything to store."""
    for reading in readings:
        if reading.source in result.halted:
            result.take(reading.held_back())
    return [reading for reading in readings if reading.source not in result.halted]


@step("read exports")
def read_files(chunk: Chunk) -> Reading:
    """Wait for what a worker process reads."""
    return chunk.work.result()


@step("gate and store")
def store_waiting(run: Run, waiting: Waiting) -> None:
    """Gate what was taken in and have it put into its months' shards."""

    under_way: dict[str, MonthRows] = {}  # apart from the futures, of which Prefect keeps all that they were given

    def insert(months: Iterable[MonthRows]) -> Iterator[StoredMonth]:
        ahead: deque[tuple[str, PrefectFuture[StoredMonth]]] = deque()
        for rows in months:
            under_way[rows.month] = rows
            ahead.append((rows.month, store_month_rows.submit(run, under_way, rows.month)))
            if len(ahead) >= _MONTHS_AHEAD:
                yield stored(*ahead.popleft())
        yield from (stored(*each) for each in ahead)

    def stored(month: str, future: PrefectFuture[StoredMonth]) -> StoredMonth:
        found = future.result()
        del under_way[month]
        return found

    store(run.warehouse, waiting, run.moment, insert)
    reach("readings-stored")


@step("store month", run_name="store month {call.args[2]}")
def store_month_rows(run: Run, under_way: Mapping[str, MonthRows], month: str) -> StoredMonth:
    """Put one month's records into its shard, in a worker process."""
    return run.pool.submit(frugally, store_month, under_way[month]).result()
