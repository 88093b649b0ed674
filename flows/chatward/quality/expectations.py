"""The one expectation of our own: a query that must find nothing, counted and never fetched."""

from typing import Any, ClassVar

from great_expectations.expectations import UnexpectedRowsExpectation

_ROW_COUNT = "unexpected_rows_query.row_count"


class ExpectNoRows(UnexpectedRowsExpectation):  # type: ignore[misc]  # Great Expectations is untyped here
    """Like its parent, but only counts: the parent also fetches the rows, values and all, with a second scan."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (_ROW_COUNT,)

    def _validate(self, metrics: dict[str, Any], *_: Any, **__: Any) -> dict[str, Any]:
        return {"success": metrics[_ROW_COUNT] == 0, "result": {"unexpected_count": metrics[_ROW_COUNT]}}
