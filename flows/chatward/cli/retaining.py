"""``chatward retain``: prints what is due, and disposes of exactly what a plan says."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from chatward import clock, settings, workspace
from chatward.cli.running import AsJson, AsOf, Place, instant_of, with_server

if TYPE_CHECKING:
    from chatward.retain import Retained
    from chatward.retention.plan import DisposalPlan


def retain_command(
    place: Place = Path(),
    as_of: AsOf = None,
    apply: Annotated[Optional[Path], typer.Option("--apply", help="Carry out this plan.")] = None,  # noqa: UP045
    approve: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--approve", help="Approve this plan, which another person made and may then carry out."),
    ] = None,
    forecast: Annotated[bool, typer.Option("--forecast", help="Print what falls due in the next 12 months.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what is due and make a plan; with --apply carry out exactly that plan.

    Example: chatward retain && chatward retain --apply reports/plans/PLAN.json
    """
    if approve:
        _approve(place, approve, instant_of(as_of))
        return
    retained: Retained = with_server(place, "retain", "retain", instant_of(as_of), apply.resolve() if apply else None)
    if as_json:
        from chatward.retention.plan import dump

        print(dump(retained.plan).decode())
        return
    if forecast:
        for each in retained.plan.forecast:
            print(f"{each.month}  {each.records:>10,}  rule {each.rule}")
        return
    _print_plan(retained)


def _approve(place: Path, path: Path, now: datetime | None) -> None:
    from chatward.opening import load_keyring
    from chatward.warehouse.retention.approving import approve

    with workspace.locked(found := workspace.find(place)):
        digest = approve(path, load_keyring(found, settings.load()), now or clock.now())
    print(f"approved the plan with SHA-256 {digest}")


def _print_plan(retained: "Retained") -> None:
    plan = retained.plan
    for action, rule, until, records in plan.by_rule():
        words = "hold" if action == "hold" else "due "
        print(f"{action:<8} {records:>10,}  {words} {until}  rule {rule}")
    records = plan.records
    if retained.is_applied:
        print(f"disposed of {records:,} records; {retained.keys_destroyed} keys destroyed")
    elif records:
        threads = f" in {plan.threads:,} threads" if plan.threads else ""
        print(f"{records:,} records of {plan.subjects:,} people{threads}, about {plan.size_bytes:,} bytes")
        print(f"plan {retained.path.name}: {records:,} to dispose of; run `chatward retain --apply {retained.path}`")
        print(f"its SHA-256 is {_digest(plan)}")
    else:
        print("nothing to dispose of")


def _digest(plan: "DisposalPlan") -> str:
    from chatward.retention.plan import digest

    return digest(plan)
