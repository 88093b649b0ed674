"""What a run's evidence amounts to: is all well, and if not, what failed and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chatward.duties.catalogue import DUTIES
from chatward.report.arrivals import Fates
from chatward.report.evidence import Check, Evidence
from chatward.report.wording import counted

Verdict = Literal["passed", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    verdict: Verdict
    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty out of the catalogue, with how many checks were evidence for it and how many of them failed."""

    duty: str
    title: str
    checks: int
    failed: int


def findings(evidence: Evidence) -> list[Finding]:
    """Return everything that needs somebody's attention, the worst first."""
    found = [
        *_stages(evidence), *_pulls(evidence), *_records(evidence), *_drift(evidence), *_consent(evidence),
        *_requests(evidence), *_overdue(evidence),
        *_checks(evidence),
    ]  # fmt: skip
    return sorted(found, key=lambda finding: finding.verdict != "failed")


def verdict(found: Sequence[Finding]) -> Verdict:
    """Return the worst verdict of all findings."""
    if any(finding.verdict == "failed" for finding in found):
        return "failed"
    return "warning" if found else "passed"


def total(fates: Sequence[Fates]) -> Fates:
    """Return the sum of many."""
    return Fates(
        records=sum(each.records for each in fates),
        messages=sum(each.messages for each in fates),
        events=sum(each.events for each in fates),
        duplicates=sum(each.duplicates for each in fates),
        rejected=sum(each.rejected for each in fates),
        refused=sum(each.refused for each in fates),
    )


def duties(checks: Sequence[Check]) -> list[Duty]:
    """Return each duty that a check is evidence for, in the catalogue's order."""
    by_duty: dict[str, list[Check]] = {}
    for check in checks:
        for duty in check.duties:
            by_duty.setdefault(duty, []).append(check)
    return [
        Duty(duty, DUTIES.get(duty, duty), len(found), sum(not check.passed for check in found))
        for duty, found in sorted(by_duty.items())
    ]


def is_publication_stopped(evidence: Evidence) -> bool:
    """Return whether the sets stayed as they were: a stage did not finish, or a check that stops them failed."""
    return any(stage.outcome == "failed" for stage in evidence.run.stages) or any(
        not check.passed and check.severity == "error" for check in evidence.checks
    )


def _stages(evidence: Evidence) -> list[Finding]:
    return [
        Finding("failed", stage.name, stage.note or "The stage did not finish", "mend the cause and run it again")
        for stage in evidence.run.stages
        if stage.outcome == "failed"
    ]


def _pulls(evidence: Evidence) -> list[Finding]:
    return [
        Finding("failed", failure.source, f"Not all could be pulled: {failure.message}{_of(failure.objects)}", remedy)
        for failure in evidence.pull_failures
        for remedy in [failure.hint or "look at the policy's `pull`, and run it again"]
    ]


def _of(objects: int) -> str:
    return f" ({counted(objects, 'object')})" if objects else ""


def _records(evidence: Evidence) -> list[Finding]:
    return [
        Finding(
            "failed",
            source.source,
            f"{counted(abs(source.fates.unaccounted), 'record')} without a fate: what came in does not add up",
            "keep the exports and report it with the ids of the files on the page “What came in”",
        )
        for source in evidence.sources
        if source.fates.unaccounted
    ]


def _drift(evidence: Evidence) -> list[Finding]:
    return [
        Finding(
            "failed" if drift.mode == "halt" else "warning",
            drift.source,
            f"`{drift.path}` in {counted(drift.records, 'record')} is not known to the reader",
            f"look at it, and to accept it write under `sources.{drift.source}` of the policy: `{drift.policy_line}`",
        )
        for drift in evidence.drifts
    ]


def _consent(evidence: Evidence) -> list[Finding]:
    lines = sum(reject.lines for reject in evidence.consent_rejects)
    if not lines:
        return []
    what = f"{counted(lines, 'line')} of consent files could not be read; a withdrawal may be among them"
    remedy = "mend them: the page “Consent” says where and why, `chatward status --failures` names the files"
    return [Finding("warning", "consent", what, remedy)]


def _requests(evidence: Evidence) -> list[Finding]:
    overdue = sum(row.overdue for row in evidence.requests)
    waiting = sum(row.overdue_unverified for row in evidence.requests)
    review = sum(row.in_review for row in evidence.requests)
    lines = sum(reject.lines for reject in evidence.request_rejects)
    found: tuple[tuple[int, Verdict, str, str], ...] = (
        (overdue, "failed", f"{counted(overdue, 'request')} not answered in time",
         "`chatward request list` names them; settle what they wait for, and tell the people why it took longer"),
        (waiting, "warning", f"{counted(waiting, 'request')} past the time of people who were never verified",
         "ask for proof and run `chatward request verify`, or refuse them with `chatward request refuse`"),
        (review, "warning", f"{counted(review, 'request')} of which it is doubtful whose data are meant",
         "`chatward request show` says why; settle it with `chatward request verify --reviewed`, or refuse it"),
        (lines, "warning", f"{counted(lines, 'line')} of files of requests could not be read; somebody waits for each",
         "mend them: `chatward status --failures` names files and lines"),
    )  # fmt: skip
    return [Finding(verdict, "requests", what, remedy) for count, verdict, what, remedy in found if count]


def _overdue(evidence: Evidence) -> list[Finding]:
    return [
        Finding(
            "failed",
            rule.rule,
            f"{counted(rule.overdue, 'message')} past the limit and not held",
            "run `chatward retain`; it shows what it would dispose of first",
        )
        for rule in evidence.retention
        if rule.overdue
    ]


def _checks(evidence: Evidence) -> list[Finding]:
    return [
        Finding("failed" if check.severity == "error" else "warning", check.subject, _failure(check), check.remedy)
        for check in evidence.checks
        if not check.passed
    ]


def _failure(check: Check) -> str:
    rows = f" ({counted(check.failing_rows, 'row')})" if check.failing_rows else ""
    return f"This does not hold: {check.title[:1].lower()}{check.title[1:]}{rows}"
