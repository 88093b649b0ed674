"""Collect: finds new exports, reads them in worker processes, gates every record and stores what may be kept."""

import mimetypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from prefect.futures import PrefectFuture

from chatward import progress
from chatward.errors import SourceFormatError
from chatward.intake.chunks import Delivery, Failure, Known, chunks, read_chunk
from chatward.intake.discovery import entries
from chatward.intake.identifying import Keys
from chatward.intake.reading import Reading
from chatward.opening import Run, opened, reach
from chatward.orchestration import stage, step
from chatward.policy.sections import Source
from chatward.sources import recognise
from chatward.sources.files import Limits
from chatward.sources.records import Export, ReadSettings
from chatward.warehouse.consenting import ConsentIntake, take_consent
from chatward.warehouse.files import known_entries, known_files, store_entries
from chatward.warehouse.gating import regate
from chatward.warehouse.registers import take_registers
from chatward.warehouse.storing import store

FLUSH_RECORDS = 500_000
"""Records that are gathered before they are stored: a shard is then opened once for many files."""
_AHEAD = 3
"""Chunks that are read while another is waited for."""


@dataclass(slots=True)
class Collected:
    """What a collection did. ``failures`` are exports of which nothing was stored; ``known`` were collected before."""

    files: int = 0
    known: int = 0
    records: int = 0
    consent: ConsentIntake = field(default_factory=ConsentIntake)
    failures: list[Failure] = field(default_factory=list)


@stage("collect")
def collect(workspace: Path, as_of: datetime | None = None) -> Collected:
    """Take in registers, consent and every export that is new or changed.

    Args:
        workspace: any folder inside the workspace.
        as_of: the instant that counts as now; None for the present.
    """
    with opened(workspace, as_of) as run:
        result = Collected()
        run.findings["collect"] = result
        take_inputs(run, result)
        reach("consent-taken")
        looked_into, deliveries = discover(run, result)
        with progress.bar("reading exports", len(deliveries)) as advance:
            for readings in _gathered(run, deliveries, result, advance):
                store_readings(run, readings)
                reach("readings-stored")
        failed = {failure.location for failure in result.failures}
        with run.warehouse.transaction() as connection:
            store_entries(connection, [entry for entry in looked_into if entry[1] not in failed])
        return result


@step("take registers and consent")
def take_inputs(run: Run, result: Collected) -> None:
    """Take over what people keep: contacts, holds, processors, consent events."""
    take_registers(run.warehouse, run.workspace, run.moment)
    result.consent = take_consent(run.warehouse, run.workspace.consent, run.moment)
    regate(run.warehouse, result.consent.months, run.moment)


@step("find exports")
def discover(run: Run, result: Collected) -> tuple[list[tuple[str, str, str]], list[Delivery]]:
    """Return the entries looked into, as (source, location, signature), and the exports found in them."""
    seen = known_entries(run.warehouse.connection)
    looked_into: list[tuple[str, str, str]] = []
    deliveries: list[Delivery] = []
    for source in run.moment.policy.sources.values():
        for entry in entries(run.workspace.root, source.paths):
            key = (source.name, entry.location, entry.signature)
            if key not in seen:
                looked_into.append(key)
                deliveries.extend(_deliveries(run, source, entry.path, entry.location, result))
    return looked_into, deliveries


def _deliveries(run: Run, source: Source, path: Path, location: str, result: Collected) -> Iterator[Delivery]:
    limits = run.moment.policy.limits
    bounds = Limits(ratio=limits.archive_ratio, total_bytes=limits.archive_bytes, members=limits.archive_members)
    settings = ReadSettings(source.zone, source.date_order, frozenset(source.own_accounts))
    for found in recognise.find_exports([path], bounds):
        problem = _problem(found, source)
        if problem:
            result.failures.append(Failure(source.name, location, problem))
        elif isinstance(found, Export):
            yield Delivery(found, source.name, location, settings)


def _problem(found: Export | recognise.Unrecognised, source: Source) -> SourceFormatError | None:
    if isinstance(found, Export):
        if found.platform == source.platform:
            return None
        return SourceFormatError(
            f"an export of {found.platform} lies where the policy expects {source.platform}",
            hint=f"move it, or name its folder in a source of platform {found.platform}",
        )
    kind, _ = mimetypes.guess_type(found.path.name)
    if found.reason == recognise.UNKNOWN and (kind or "").startswith(("image/", "audio/", "video/")):
        return None
    return SourceFormatError(found.text, hint="`chatward inspect` on the file tells more")


def _gathered(
    run: Run, deliveries: Sequence[Delivery], result: Collected, advance: Callable[[int], None]
) -> Iterator[list[Reading]]:
    """Yield readings in the order of delivery, about ``FLUSH_RECORDS`` records at a time."""
    keys = Keys(run.keyring.key("index"), run.keyring.key("dedupe"))
    known = known_files(run.warehouse.connection)
    gathered: list[Reading] = []
    waiting: list[PrefectFuture[list[Reading | Known | Failure]]] = []
    todo = chunks(deliveries)
    while True:
        while len(waiting) < _AHEAD and (chunk := next(todo, None)):
            waiting.append(read_files.submit(run, chunk, keys, known))
        if not waiting:
            break
        outcomes = waiting.pop(0).result()
        advance(len(outcomes))
        gathered.extend(_taken(outcomes, result))
        if sum(reading.records for reading in gathered) >= FLUSH_RECORDS:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def _taken(outcomes: Sequence[Reading | Known | Failure], result: Collected) -> Iterator[Reading]:
    for outcome in outcomes:
        if isinstance(outcome, Reading):
            result.files += 1
            result.records += outcome.records
            yield outcome
        elif isinstance(outcome, Known):
            result.known += 1
        else:
            result.failures.append(outcome)


@step("read exports")
def read_files(run: Run, chunk: list[Delivery], keys: Keys, known: frozenset[str]) -> list[Reading | Known | Failure]:
    """Read some exports in a worker process."""
    return run.pool.submit(read_chunk, chunk, keys, known).result()


@step("gate and store")
def store_readings(run: Run, readings: list[Reading]) -> None:
    """Gate what was read and put it into its months' shards."""
    unique = {reading.file_id: reading for reading in readings}
    store(run.warehouse, list(unique.values()), run.moment)
