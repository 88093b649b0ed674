"""Great Expectations over an open DuckDB connection: a context in memory, results without values.

Importing this takes seconds, so it is imported by the function that validates.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import duckdb
from great_expectations import ExpectationSuite
from great_expectations.data_context import EphemeralDataContext, set_context
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from sqlalchemy.pool import StaticPool

from chatward.quality import dialect
from chatward.quality.results import CheckResult
from chatward.quality.set_views import SetView
from chatward.quality.suites import PlannedCheck, plan_suite

_COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0}


class _Context(EphemeralDataContext):  # type: ignore[misc]  # Great Expectations is untyped here
    """A context that lives in memory and does not write itself down, as YAML, with everything that is added to it."""

    def _save_project_config(self) -> None:
        """Save nothing: nobody reads it."""


class Batches:
    """An in-memory Great Expectations context over one connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        config = DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False),
        )
        context = _Context(config)
        set_context(context)
        self._source = context.data_sources.add_sql(
            "sets",
            connection_string=dialect.URL,
            kwargs={"creator": dialect.creator(connection), "poolclass": StaticPool},
        )

    def validate(self, view: SetView) -> list[CheckResult]:
        """Return the results of one set's suite."""
        started = perf_counter()
        planned = plan_suite(view)
        by_relation: dict[str, list[PlannedCheck]] = {}
        for check in planned:
            relation = view.new_rows if check.is_by_row and view.new_rows else view.name
            by_relation.setdefault(relation, []).append(check)
        failing: dict[str, int | None] = {}
        for relation, checks in by_relation.items():
            failing |= self._failing_rows(relation, checks)
        duration_s = perf_counter() - started
        return [
            CheckResult(
                name=check.name,
                title=check.title,
                severity=check.severity,
                passed=check.name not in failing,
                failing_rows=failing.get(check.name, 0),
                duties=check.duties,
                source="great_expectations",
                subject=view.name,
                remedy=check.remedy,
                duration_s=duration_s,
            )
            for check in planned
        ]

    def _failing_rows(self, name: str, planned: Sequence[PlannedCheck]) -> dict[str, int | None]:
        """Return the failed checks by name, each with its number of rows; None where rows cannot be counted."""
        batch = self._source.add_table_asset(name, table_name=name).add_batch_definition_whole_table("all").get_batch()
        outcomes = _outcomes(batch, planned, "BOOLEAN_ONLY")
        failed = [check for check in planned if not all(outcome.success for outcome in outcomes[check.name])]
        return {check: _count(found) for check, found in _outcomes(batch, failed, _COUNTS_ONLY).items()}


def _outcomes(batch: Any, planned: Sequence[PlannedCheck], result_format: Any) -> dict[str, list[Any]]:
    """Return what Great Expectations says of each check's expectations, in one run so that scans are shared."""
    outcomes: dict[str, list[Any]] = {check.name: [] for check in planned}
    if not planned:
        return outcomes
    suite = ExpectationSuite(name="set")
    for check in planned:
        for expectation in check.expectations:
            expectation.meta = {"check": check.name}
            suite.add_expectation(expectation)
    for outcome in batch.validate(suite, result_format=result_format).results:
        outcomes[outcome.expectation_config.meta["check"]].append(outcome)
    return outcomes


def _count(outcomes: Sequence[Any]) -> int | None:
    """Return how many rows failed, or None where an expectation broke or does not speak of rows."""
    counts = [_failing_rows(outcome) for outcome in outcomes]
    return None if None in counts else sum(count for count in counts if count is not None)


def _failing_rows(outcome: Any) -> int | None:
    if outcome.success:
        return 0
    count: int | None = outcome.result.get("unexpected_count")
    return count
