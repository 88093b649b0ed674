"""The daily lifecycle: pull, collect, retain, respond, assure, publish, inform."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from chatward import clock
from chatward.assure import Assured, assure
from chatward.collect import Collected, collect
from chatward.errors import CheckError, Error
from chatward.inform import inform
from chatward.opening import Run, StageRun, opened
from chatward.orchestration import stage
from chatward.publish import Published, begin, publish
from chatward.pull import Pulled, pull
from chatward.quality.validation import preload
from chatward.report import wording
from chatward.respond import Responded, respond
from chatward.retain import Retained, retain
from chatward.warehouse.runs import store_run

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Lived:
    """What one daily run did. ``error`` is what stopped a stage; the report is written all the same."""

    run_id: str
    report: Path
    pulled: Pulled | None
    collected: Collected | None
    retained: Retained | None
    responded: Responded | None
    assured: Assured | None
    published: Published | None
    stages: tuple[StageRun, ...]
    error: Error | None


@stage("lifecycle")
def lifecycle(workspace: Path, as_of: datetime | None = None) -> Lived:
    """Run every stage once; a stage that fails stops those that depend on it, never the report.

    Args:
        workspace: any folder inside the workspace.
        as_of: the instant that counts as now; None for the present.
    """
    with opened(workspace, as_of) as run:
        error = _stages(run, workspace, as_of)
        report = _timed(run, "inform", lambda: inform(workspace, as_of))
        outcome = f"failed: {error.message}" if error else "done"
        with run.warehouse.transaction() as connection:
            store_run(connection, run.moment, run.started_at, clock.now(), outcome)
        return Lived(
            run_id=run.moment.run_id,
            report=report,
            pulled=run.found(Pulled),
            collected=run.found(Collected),
            retained=run.found(Retained),
            responded=run.found(Responded),
            assured=run.found(Assured),
            published=run.found(Published),
            stages=tuple(run.stages),
            error=error,
        )


def _stages(run: Run, workspace: Path, as_of: datetime | None) -> Error | None:
    try:
        if any(source.pull for source in run.moment.policy.sources.values()):
            _timed(run, "pull", lambda: pull(workspace, as_of))
        collected = _timed(run, "collect", lambda: collect(workspace, as_of))
        if collected.files:
            preload()  # one core is free now, and what was read will be published and checked
        _timed(run, "retain", lambda: retain(workspace, as_of, plan_only=False))
        _timed(run, "respond", lambda: respond(workspace, as_of, plan_only=False))
        # what is built is published only if the checks pass, which change nothing that it is built from
        run.leave(_timed(run, "build", lambda: begin(run)))
        checked = _timed(run, "assure", lambda: assure(workspace, as_of, everything=False))
        failed = [check for check in checked.checks if not check.passed and check.severity == "error"]
        if failed:
            number = wording.counted(len(failed), "check")
            raise CheckError(
                f"{number} of the warehouse failed, first: {failed[0].title}; nothing was published",
                hint="the report's page of checks says what to do; the last good releases stay",
            )
        _timed(run, "publish", lambda: publish(workspace, as_of))
    except Error as error:
        return error
    return None


def _timed(run: Run, name: str, act: Callable[[], R]) -> R:
    """Run one stage and note how it went."""
    started = time.perf_counter()
    try:
        result = act()
    except Error as error:
        run.stages.append(StageRun(name, "failed", time.perf_counter() - started, error.message))
        raise
    run.stages.append(StageRun(name, "done", time.perf_counter() - started))
    return result
