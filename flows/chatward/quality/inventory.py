"""The checks of duty d-01: every kind of data that a source holds is declared, and what is declared is there."""

from collections.abc import Sequence
from itertools import groupby

from chatward.policy.inventory import Holds, never_seen, undeclared
from chatward.policy.model import Policy
from chatward.quality.results import CheckResult, Severity

_DUTIES = ("d-01", "d-02")


def check_inventory(policy: Policy, found: Sequence[Holds], duration_s: float) -> list[CheckResult]:
    """Return what the inventory says of the policy; failing rows are pairs of a source and what it holds."""
    missing = undeclared(policy, found)
    stale = never_seen(policy, found)
    return [
        _result(
            "data_declared", "Every kind of data that a source holds is declared for it", "error",
            [(source, holding.value) for source, holding in missing],
            "declare a category of `data_categories` that covers it for the source, or have the platform leave it out",
            duration_s,
        ),
        _result(
            "declared_data_seen", "Every category that is declared for a source was found in it", "warning", stale,
            "take the category off the source if it is not expected any more", 0.0,
        ),
    ]  # fmt: skip


def _result(
    name: str, title: str, severity: Severity, rows: Sequence[tuple[str, str]], remedy: str, duration_s: float
) -> CheckResult:
    by_source = groupby(sorted(rows), key=lambda row: row[0])
    told = "; ".join(f"{source}: {', '.join(what for _, what in group)}" for source, group in by_source)
    return CheckResult(
        name=name,
        title=title,
        severity=severity,
        passed=not rows,
        failing_rows=len(rows),
        duties=_DUTIES,
        source="sql",
        subject="inventory",
        remedy=f"{remedy} ({told})" if rows else remedy,
        duration_s=duration_s,
    )
