"""Retain: plans what is due, and disposes of exactly that."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chatward.collect import Collected, take_news
from chatward.opening import Run, opened, reach
from chatward.orchestration import stage, step
from chatward.policy.vocabulary import Approval
from chatward.receipting import record
from chatward.retention import plan as plans
from chatward.retention.plan import DisposalPlan
from chatward.warehouse.erasure.erasing import finish_erasures
from chatward.warehouse.people.registers import take_contracts
from chatward.warehouse.records.changing import forget_changes
from chatward.warehouse.retention.approving import require_approval
from chatward.warehouse.retention.disposing import apply_plan, dispose_of_quarantine
from chatward.warehouse.retention.forgetting import forget_people
from chatward.warehouse.retention.planning import plan_disposal
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

    Where the policy wants two persons, the daily run disposes of nothing by a plan that only it made, and a plan that
    is given needs its approval.

    Args:
        workspace: any folder inside the workspace.
        as_of: the instant that counts as now; None for the present.
        apply: a plan made before; it is refused if data or policy changed since.
        plan_only: False to apply the plan that this very call makes.

    Raises:
        PolicyError: the policy wants two persons, and no second one approved the plan.
    """
    with opened(workspace, as_of) as run:
        if run.found(Collected) is None:
            take_news(run)
        take_contracts(run.warehouse, run.workspace)
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
        needs_approval = run.moment.policy.approval is Approval.TWO_PERSONS
        if apply is not None and needs_approval:
            require_approval(path, made, run.keyring)
        if apply is not None or not plan_only:
            result = carry_out(run, made, path, is_allowed=apply is not None or not needs_approval)
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
def carry_out(run: Run, made: DisposalPlan, path: Path, *, is_allowed: bool = True) -> Retained:
    """Write what stays under new keys and destroy the old ones; without being allowed to, only tidy up what is owed."""
    reach("before-disposal")
    destroyed = apply_plan(run.warehouse, made, run.moment) if is_allowed else []
    quarantined = dispose_of_quarantine(run.warehouse, run.moment)
    forgotten = forget_people(run.warehouse, run.moment)
    reach("rows-deleted")
    settle_shards(run.warehouse)
    forget_changes(run.warehouse, run.moment)
    run.warehouse.settle_rewrite()
    reach("after-disposal")
    record(run)
    return Retained(
        made, path, is_applied=is_allowed, keys_destroyed=len(destroyed), quarantined=quarantined, forgotten=forgotten
    )
