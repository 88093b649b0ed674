"""Publish: builds what changed, has it checked, and switches every set to its new release in one step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from chatward import assure, progress
from chatward.acts import Record
from chatward.collect import Collected, take_news
from chatward.detect import detector
from chatward.errors import CheckError
from chatward.opening import Run, opened, reach
from chatward.orchestration import scrubbed, stage, step
from chatward.policy.sections import SetSpec
from chatward.quality.results import CheckResult
from chatward.quality.validation import preload
from chatward.receipting import record
from chatward.report import wording
from chatward.sets import releases
from chatward.sets.building import build_month
from chatward.sets.jobs import BuiltPartition
from chatward.sets.partitions import as_partition, load_partitions, store_partitions
from chatward.sets.people import known_people
from chatward.sets.planning import PublishPlan, plan_publication, retire_notes
from chatward.sets.releases import Partition, Release
from chatward.sets.searched import Searched, digest_people, retire_searched, with_news, write_searched
from chatward.warehouse.kept.line_files import Intake
from chatward.workers import Work

CONTRACT_VERSION = "2"
"""Rises when the same data would be published with other columns or values."""


@dataclass(slots=True)
class Published:
    """What a publication did: releases by set, partitions built and kept, checks, personal data replaced by kind.

    ``consent`` is what it took in itself, where no collection went before.
    """

    releases: list[Release] = field(default_factory=list)
    built: int = 0
    kept: int = 0
    checks: list[CheckResult] = field(default_factory=list)
    replaced: dict[str, int] = field(default_factory=dict)
    consent: Intake = field(default_factory=Intake)


@dataclass(frozen=True, slots=True)
class Build:
    """One month's partitions of a purpose."""

    month: str
    work: Work[list[BuiltPartition]]


@dataclass(frozen=True, slots=True)
class Builds:
    """A publication that workers build; nothing may change meanwhile that it was planned from.

    Attributes:
        months: a task for each job of the plan.
        digests: of whom texts are searched for; None where nothing is built.
    """

    plan: PublishPlan
    months: Sequence[Build]
    digests: pa.Table | None


@scrubbed
def begin(run: Run) -> Builds:
    """Plan a publication and have the workers start to build it; they write into the pool, where nobody reads.

    What only looks at the warehouse may go on beside them.
    """
    plan = plan_publication(run.warehouse, run.workspace.sets, run.moment, _version())
    if not plan.jobs:
        return Builds(plan, (), None)
    people = known_people(run.warehouse, run.moment)
    digests = digest_people(run.warehouse, people)
    if plan.searched:
        people = with_news(run.warehouse, people, digests, plan.searched)
    months = [Build(job.month, Work(run.pool, build_month, job, people)) for job in plan.jobs]
    for each in months:
        each.work.start()
    return Builds(plan, months, digests)


@stage("publish")
def publish(workspace: Path, as_of: datetime | None = None) -> Published:
    """Build, check and release the sets; what did not change is linked as it is.

    Raises:
        CheckError: an error-level check failed; the last good releases stay.
    """
    with opened(workspace, as_of) as run:
        result = Published()
        run.leave(result)
        if run.found(Collected) is None:
            result.consent = take_news(run)
        builds = run.take(Builds) or begin(run)
        plan = builds.plan
        built, searched = _finish(run, builds, result)
        reach("partitions-built")
        partitions = [
            as_partition(each, plan.inputs[each.set_name, each.month], is_encrypted=_is_encrypted(run, each))
            for each in built
        ]
        result.built = sum(each.is_new for each in built)
        result.kept = len(plan.kept) + len(built) - result.built
        result.checks = assure.check_partitions(run, partitions, {each.file_name: each.made for each in built})
        failed = [check for check in result.checks if not check.passed and check.severity == "error"]
        if failed:
            number = wording.counted(len(failed), "check")
            raise CheckError(
                f"{number} failed, first: {failed[0].title} ({failed[0].subject}); nothing was published",
                hint="the report's page of checks says what to do; the last good releases stay",
            )
        switch(run, [*plan.kept, *partitions], searched, result)
        return result


def _version() -> str:
    return f"{CONTRACT_VERSION}.{detector.version()}"


def _is_encrypted(run: Run, built: BuiltPartition) -> bool:
    return run.moment.policy.sets[built.set_name].domain is not None


def _finish(run: Run, builds: Builds, result: Published) -> tuple[list[BuiltPartition], Searched | None]:
    """Return what the workers built, a task a month, and whom texts were searched for."""
    if builds.digests is None:
        return [], None
    futures = [build_partitions.submit(each) for each in builds.months]
    preload()  # while the workers build
    built: list[BuiltPartition] = []
    with progress.bar("building sets", len(futures)) as advance:
        for future in futures:
            built.extend(future.result())
            advance(1)
    for each in built:
        for kind, count in each.replaced.items():
            result.replaced[kind] = result.replaced.get(kind, 0) + count
    return built, write_searched(run.warehouse, builds.digests, builds.plan.people_state)


@step("build partitions", run_name="build partitions {call.args[0].month}")
def build_partitions(build: Build) -> list[BuiltPartition]:
    """Wait for what a worker process builds."""
    return build.work.result()


@step("switch releases")
def switch(run: Run, partitions: Sequence[Partition], searched: Searched | None, result: Published) -> None:
    """Make these partitions the valid ones, release every set, retire what went before with its keys.

    The ledger has the manifest of each release before any reader can find it.
    """
    store_partitions(run.warehouse, partitions, searched)
    reach("partitions-stored")
    sets, policy = run.workspace.sets, run.moment.policy
    own = {name: [each for each in partitions if each.set_name == name] for name in policy.sets}
    result.releases = [_prepare(run, spec, own[spec.name]) for spec in policy.sets.values()]
    new = [release for release in result.releases if release.is_new]
    record(run, *(_record(run, release) for release in new))
    for release in new:
        releases.switch(sets, release)
        reach("release-switched")
    releases.withdraw(sets, policy.sets)
    for name, kept in own.items():
        releases.retire(sets, name, [partition.file_name for partition in kept])
    retire_notes(run.warehouse, partitions)
    outdated = retire_searched(run.warehouse)
    valid = {partition.key_name for partition in load_partitions(run.warehouse)}
    run.keyring.destroy(outdated | {name for name in run.keyring.names("set/") if name not in valid})


def _prepare(run: Run, spec: SetSpec, partitions: Sequence[Partition]) -> Release:
    policy = run.moment.policy
    contract = {
        "title": spec.title,
        "class": spec.set_class.value,
        "purpose": spec.purpose,
        "columns": list(spec.columns),
        "policy": policy.label,
    }
    key = run.keyring.key("manifest")
    return releases.prepare(
        run.workspace.sets, spec.name, partitions, release_id=run.moment.run_id, contract=contract, key=key
    )


def _record(run: Run, release: Release) -> Record:
    """Return what the ledger has of a release: nothing that is in it, and the digest of what names all its files."""
    return {
        "kind": releases.RELEASE,
        "set": release.set_name,
        "release": release.release_id,
        "rows": release.row_count,
        "partitions": release.partitions,
        "manifest_sha256": release.manifest_sha256,
        "policy_sha256": run.moment.policy.digest,
    }
