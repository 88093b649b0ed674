"""Inform: appends the run's evidence record to the ledger and writes the report site."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from chatward import __version__, clock
from chatward.acts import Record
from chatward.assure import Assured
from chatward.collect import Collected
from chatward.ledger import bundles
from chatward.ledger.log import Head
from chatward.opening import Run, opened
from chatward.orchestration import stage, step
from chatward.publish import Published
from chatward.quality.results import CheckResult
from chatward.receipting import RUN, record, since_last_run
from chatward.report import asking, detection, gathering, pulls
from chatward.report.evidence import Check, Controller, Evidence, Ledger, Stage
from chatward.report.evidence import Run as RunEvidence
from chatward.report.site import dump, write_site
from chatward.retain import Retained
from chatward.sets.releases import RELEASE
from chatward.warehouse.gate.suppressing import list_head


@stage("inform")
def inform(workspace: Path, as_of: datetime | None = None) -> Path:
    """Append the evidence record and write the report; return the report's folder."""
    with opened(workspace, as_of) as run:
        evidence = gather(run)
        left, proofs = append(run, evidence)
        return write_report(run, evidence, left, proofs)


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
        detection_measure=detection.measure(connection),
        detection_review=detection.review(connection),
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
    for count in retained.plan.counts() if retained else ():
        if count.hold_id and count.kind != "events":
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
def append(run: Run, evidence: Evidence) -> tuple[Head, Mapping[str, bytes]]:
    """Append what this run did; return the ledger's head, and files that prove all since the run before."""
    folder, news = run.workspace.ledger, record(run)
    recorded = since_last_run(folder, news.head.records)
    names = {f"{_folder(content)}/{number:012d}": number for number, content in recorded}
    left = record(run, _run_record(run, evidence))
    return left.head, bundles.proven(folder, names | {"run": left.head.records - 1}, left.key)


def _folder(content: Record) -> str:
    return "releases" if content["kind"] == RELEASE else "receipts"


def _run_record(run: Run, evidence: Evidence) -> dict[str, Any]:
    """Return what this run did, counts, digests and outcomes, and the digest of the evidence that its report shows."""
    collected = run.found(Collected)
    content = {
        "kind": RUN,
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
def write_report(run: Run, evidence: Evidence, left: Head, proofs: Mapping[str, bytes]) -> Path:
    """Write the site beside the last one and switch to it."""
    shown = replace(evidence, ledger=Ledger(records=left.records, root=left.root))
    return write_site(shown, run.workspace.reports, proofs)
