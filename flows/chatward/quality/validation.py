"""Runs the suite of every set through Great Expectations and gives back results without a single value.

Value-free by construction: results are asked for as ``BOOLEAN_ONLY``; of what failed only a count, with no value in its
list; the context lives in memory, writes nothing and tells nobody; and texts of exceptions, which may quote a
value, are dropped.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

import duckdb

from chatward.quality.postponing import postpone
from chatward.quality.results import CheckResult
from chatward.quality.set_views import SetView, quoted

if TYPE_CHECKING:
    from chatward.quality.batches import Batches

_UNUSED = ("scipy", "stats")
"""Takes Great Expectations more than a second to import, for expectations of distributions that no suite here has."""


def preload() -> None:
    """Start importing Great Expectations in the background: it takes seconds, which a run can spend on other work."""
    threading.Thread(target=_batches, name="preload-checks", daemon=True).start()


def validate_sets(connection: duckdb.DuckDBPyConnection, views: Sequence[SetView]) -> list[CheckResult]:
    """Return the results of all checks of all sets, in the order of ``views``.

    Args:
        connection: has a view (not a temporary one) of each set's name, with the keys to read it attached. It is only
            read, on cursors of its own.
        views: what each set must be.
    """
    with _quiet():
        batches = _batches()(connection)
        return [result for view in views for result in (_check_types(connection, view), *batches.validate(view))]


def _check_types(connection: duckdb.DuckDBPyConnection, view: SetView) -> CheckResult:
    """Compare with the catalogue: Great Expectations knows DuckDB's nested types only as "some list"."""
    started = perf_counter()
    found = (
        connection.cursor().execute(f"select column_name, column_type from (describe {quoted(view.name)})").fetchall()
    )
    return CheckResult(
        name="column_types",
        title="Every column has the type that the data contract states",
        severity="error",
        passed=dict(found) == {column.name: column.type for column in view.columns},
        failing_rows=None,
        duties=("d-22", "d-34"),
        source="sql",
        subject=view.name,
        remedy="the publishing step wrote what the policy does not allow: report it with this page",
        duration_s=perf_counter() - started,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Great Expectations' log lines, which may quote a failed query's values, from every handler."""
    logger = logging.getLogger("great_expectations")
    handler, propagated = logging.NullHandler(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.propagate = propagated
        logger.removeHandler(handler)


def _batches() -> "type[Batches]":
    postpone(*_UNUSED)
    from chatward.quality.batches import Batches  # noqa: PLC0415 - Great Expectations takes seconds to import

    return Batches
