"""Retain: plans what is due, and disposes of exactly that."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chatward.collect import Collected, take_news
from chatward.opening import Run, opened, reach
from chatward.orchestration import stage, step
from chatward.receipting import record
from chatward.retention import plan as plans
from chatward.retention.plan import DisposalPlan
from chatward.warehouse.changing import forget_changes
from chatward.warehouse.disposing import apply_plan, dispose_of_quarantine, plan_disposal
from chatward.warehouse.erasing import finish_erasures
from chatward.warehouse.forgetting import forget_people
from chatward.warehouse.rewriting import settle_shards
from chatward.warehouse.store import write_beside


@dataclass(frozen=True, slots=True)
class Retained:
    """What retention did: the plan, where it lies, whether it was applied, and how many keys died with it.

    Attributes:
        quarantined: records disposed of that could not be read.
        forgotten: people whose names went, since nothing stored needs them any more.
    """

    plan: DisposalPlan
    path: Path
    is_applied: bool
    keys_destroyed: int = 0
    quarantined: int = 0
    forgotten: int = 0


@stage("retain")
def retain(
    workspace: Path, as_of: datetime | None = None, apply: Path | None = None, *, plan_only: bool = True
) -> Retained:
    """Print a plan; or apply the plan given; or, in the daily run, make one and apply it at once.

    Args:
        workspace: any folder inside the workspace.
        as_of: the instant that counts as now; None for the present.
        apply: a plan made before; it is refused if data or policy changed since.
        plan_only: False to apply the plan that this very call makes.
    """
    with opened(workspace, as_of) as run:
        if run.found(Collected) is None:
            take_news(run)
        if apply is None and not plan_only:
            finish_open_erasures(run)
        if apply is None:
            made = make_plan(run)
            path = run.workspace.reports / "plans" / f"{made.plan_id}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_beside(path, plans.dump(made))
        else:
            made, path = plans.load(apply), apply
        result = Retained(made, path, is_applied=False)
        if apply is not None or not plan_only:
            result = carry_out(run, made, path)
        run.leave(result)
        return result


@step("finish erasures")
def finish_open_erasures(run: Run) -> None:
    """Go on with erasures that are begun: what a hold kept goes in the first run after its release."""
    finish_erasures(run.warehouse, run.moment)
    reach("erasures-finished")


@step("plan disposal")
def make_plan(run: Run) -> DisposalPlan:
    """Return what is due, month by month."""
    return plan_disposal(run.warehouse, run.moment)


@step("dispose")
def carry_out(run: Run, made: DisposalPlan, path: Path) -> Retained:
    """Write what stays under new keys and destroy the old ones."""
    reach("before-disposal")
    destroyed = apply_plan(run.warehouse, made, run.moment)
    quarantined = dispose_of_quarantine(run.warehouse, run.moment)
    forgotten = forget_people(run.warehouse, run.moment)
    reach("rows-deleted")
    settle_shards(run.warehouse)
    forget_changes(run.warehouse, run.moment)
    run.warehouse.settle_rewrite()
    reach("after-disposal")
    record(run)
    return Retained(
        made, path, is_applied=True, keys_destroyed=len(destroyed), quarantined=quarantined, forgotten=forgotten
    )
