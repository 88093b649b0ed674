"""Inform: appends the run's evidence record to the ledger and writes the report site."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from duckdb import DuckDBPyConnection

from chatward import __version__, clock
from chatward.assure import Assured
from chatward.collect import Collected
from chatward.ledger import bundles, tiles
from chatward.ledger import log as ledger
from chatward.ledger.pinning import Pin, pin, pinned
from chatward.opening import Run, ledger_signer, opened, reach
from chatward.orchestration import stage, step
from chatward.publish import Published
from chatward.quality.results import CheckResult
from chatward.report import asking, gathering, pulls
from chatward.report.evidence import Check, Controller, Evidence, Ledger, Stage
from chatward.report.evidence import Run as RunEvidence
from chatward.report.site import dump, write_site
from chatward.retain import Retained
from chatward.warehouse.receipts import due_receipts, note_receipts
from chatward.warehouse.suppressing import list_head


@dataclass(frozen=True, slots=True)
class Logged:
    """What was appended to the ledger: its state after that, records with their numbers, and files that prove them."""

    pin: Pin
    records: Sequence[tuple[int, Mapping[str, Any]]]
    files: Mapping[str, bytes]


@stage("inform")
def inform(workspace: Path, as_of: datetime | None = None) -> Path:
    """Append the evidence record and write the report; return the report's folder."""
    with opened(workspace, as_of) as run:
        evidence = gather(run)
        logged = record(run, evidence)
        run.leave(logged)
        reach("ledger-appended")
        return write_report(run, evidence, logged)


@step("gather evidence")
def gather(run: Run) -> Evidence:
    """Return what the report shows, all of it counts, dates, codes and digests."""
    connection, policy = run.warehouse.connection, run.moment.policy
    published = run.found(Published)
    new = frozenset(release.set_name for release in published.releases if release.is_new) if published else frozenset()
    return Evidence(
        run=_run(run),
        controller=Controller(name=policy.controller.name, contact=policy.controller.contact),
        sources=gathering.sources(connection, policy),
        drifts=gathering.drifts(connection),
        inventory=gathering.inventory(connection, policy),
        files=gathering.files(connection),
        places=pulls.places(connection),
        transfers=pulls.transfers(connection),
        pull_failures=pulls.pull_failures(connection),
        volumes=gathering.volumes(connection),
        consent=gathering.consents(connection, run.moment),
        consent_months=gathering.consent_months(connection),
        consent_rejects=gathering.consent_rejects(connection),
        requests=asking.asked(connection, run.moment),
        request_rejects=asking.request_rejects(connection),
        retention=gathering.retentions(connection, run.moment, _held(run)),
        due_months=gathering.due_months(connection, run.moment),
        sets=gathering.published_sets(connection, run.workspace.sets, policy, new),
        checks=_checks(run),
        processors=gathering.processors(policy),
    )


def _run(run: Run) -> RunEvidence:
    return RunEvidence(
        run_id=run.moment.run_id,
        started_at_utc=run.started_at,
        ended_at_utc=clock.now(),
        as_of_utc=run.moment.now,
        policy_version=run.moment.policy.version,
        policy_digest=run.moment.policy.digest,
        chatward_version=__version__,
        stages=tuple(Stage(**asdict(each)) for each in run.stages),
    )


def _held(run: Run) -> dict[str, int]:
    retained = run.found(Retained)
    held: dict[str, int] = {}
    for month in retained.plan.months if retained else ():
        for count in month.counts:
            if count.hold_id and count.kind == "messages":
                held[count.rule] = held.get(count.rule, 0) + count.records
    return held


def _checks(run: Run) -> tuple[Check, ...]:
    assured = run.found(Assured)
    published = run.found(Published)
    by_stage: Mapping[str, list[CheckResult]] = {
        "assure": assured.checks if assured else [],
        "publish": published.checks if published else [],
    }
    return tuple(Check(stage=stage, **asdict(result)) for stage, results in by_stage.items() for result in results)


@step("append to ledger")
def record(run: Run, evidence: Evidence) -> Logged:
    """Append receipts of what was disposed of, then what this run did; return where they stand, and their proofs."""
    folder, connection, signer = run.workspace.ledger, run.warehouse.connection, ledger_signer(run)
    left = pinned(connection)
    before = ledger.head(folder, signer.public, pinned=left.head if left else None)
    # a run that was cut off before it could note so has given out receipts already
    known = _records(folder, left.head.records if left else 0, before.records)
    with run.warehouse.transaction():
        note_receipts(connection, known)
    records = [*due_receipts(connection), _run_record(run, evidence)]
    after = ledger.extend(folder, [ledger.leaf(each) for each in records], signer, before=before)
    numbered = list(enumerate(records, start=before.records))
    names = {f"receipts/{number:012d}": number for number, _ in numbered[:-1]} | {"run": after.records - 1}
    return Logged(Pin(after, signer.public), numbered, bundles.proven(folder, names, signer.public))


def note_logged(run: Run, connection: DuckDBPyConnection) -> None:
    """Note, inside the caller's transaction, how this run left the ledger and where its receipts stand."""
    if logged := run.found(Logged):
        pin(connection, logged.pin)
        note_receipts(connection, logged.records)


def _records(folder: Path, start: int, end: int) -> list[tuple[int, Mapping[str, Any]]]:
    return [(number, orjson.loads(tiles.read_entry(folder, number))) for number in range(start, end)]


def _run_record(run: Run, evidence: Evidence) -> dict[str, Any]:
    """Return what this run did, counts, digests and outcomes, and the digest of the evidence that its report shows."""
    collected = run.found(Collected)
    content = {
        "kind": "run",
        "evidence_sha256": hashlib.sha256(dump(evidence)).hexdigest(),
        "run": {**asdict(evidence.run), "stages": [asdict(stage) for stage in evidence.run.stages]},
        "collected": {
            "files": collected.files,
            "known": collected.known,
            "records": collected.records,
            "failures": len(collected.failures),
            "consent_events": collected.consent.added,
            "consent_rejects": collected.consent.reasons,
        }
        if collected
        else None,
        "retention": [asdict(rule) for rule in evidence.retention],
        "sets": [
            {"name": one.name, "release": one.release_id, "rows": one.rows, "is_new": one.is_new}
            for one in evidence.sets
        ],
        "suppressions": asdict(list_head(run.warehouse.connection)),
        "checks": {check.name + ":" + check.subject: check.passed for check in evidence.checks},
    }
    return {key: _plain(value) for key, value in content.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


@step("write report")
def write_report(run: Run, evidence: Evidence, logged: Logged) -> Path:
    """Write the site beside the last one and switch to it."""
    shown = replace(evidence, ledger=Ledger(records=logged.pin.head.records, root=logged.pin.head.root))
    return write_site(shown, run.workspace.reports, logged.files)
