"""The daily lifecycle: collect, retain, assure, publish, inform."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chatward.assure import Assured, assure
from chatward.collect import Collected, collect
from chatward.errors import CheckError, Error
from chatward.inform import inform, stages
from chatward.opening import Run, opened
from chatward.orchestration import stage
from chatward.publish import Published, publish
from chatward.report.evidence import Stage
from chatward.retain import Retained, retain


@dataclass(frozen=True, slots=True)
class Lived:
    """What one daily run did. ``error`` is what stopped a stage; the report is written all the same."""

    run_id: str
    report: Path
    collected: Collected | None
    retained: Retained | None
    assured: Assured | None
    published: Published | None
    stages: tuple[Stage, ...]
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
        report = inform(workspace, as_of)
        found = run.findings
        return Lived(
            run.moment.run_id, report, found.get("collect"), found.get("retain"), found.get("assure"),
            found.get("publish"), tuple(stages(run)), error,
        )  # type: ignore[arg-type] # fmt: skip


def _stages(run: Run, workspace: Path, as_of: datetime | None) -> Error | None:
    try:
        _timed(run, "collect", lambda: collect(workspace, as_of))
        _timed(run, "retain", lambda: retain(workspace, as_of, plan_only=False))
        checked = _timed(run, "assure", lambda: assure(workspace, as_of, everything=False))
        failed = [check for check in checked.checks if not check.passed and check.severity == "error"]
        if failed:
            raise CheckError(
                f"{len(failed)} checks of the warehouse failed, first: {failed[0].title}; nothing was published",
                hint="the report's page of checks says what to do; the last good releases stay",
            )
        _timed(run, "publish", lambda: publish(workspace, as_of))
    except Error as error:
        return error
    return None


def _timed(run: Run, name: str, stage: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    outcome, note = "failed", None
    try:
        result = stage()
        outcome = "done"
    except Error as error:
        note = error.message
        raise
    else:
        return result
    finally:
        made = Stage(name=name, outcome=outcome, duration_s=time.perf_counter() - started, note=note)  # type: ignore[arg-type]
        stages(run).append(made)
