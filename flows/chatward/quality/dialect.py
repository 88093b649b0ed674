"""SQLAlchemy over a DuckDB connection that is already open, fit for Great Expectations.

duckdb-engine alone is not: Great Expectations fetches after it has closed the connection, and where reflection fails it
looks at a row. Both are mended here through SQLAlchemy's public registry, under a name of our own.
"""

from collections.abc import Callable
from typing import Any

import duckdb
import duckdb_engine
from sqlalchemy.dialects import registry
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.types import NullType

from chatward.quality.set_views import quoted

URL = "duckdb+chatward:///:memory:"


class BufferedContext(duckdb_engine.Dialect.execution_ctx_cls):  # type: ignore[misc]  # SQLAlchemy is untyped here
    """Fetches every row at once, so that a result outlives its connection."""

    def post_exec(self) -> None:
        """Take the rows out of the cursor."""
        super().post_exec()
        if self.cursor.description:
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                self.cursor, self.cursor.description, self.cursor.fetchall()
            )


class CheckDialect(duckdb_engine.Dialect):  # type: ignore[misc]  # SQLAlchemy is untyped here
    """DuckDB with buffered results and with columns read from the catalogue, never from a row."""

    execution_ctx_cls = BufferedContext
    supports_statement_cache = False

    def get_columns(self, connection: Any, table_name: str, *_: Any, **__: Any) -> list[dict[str, Any]]:
        """Return name and order of a view's columns; their types are checked elsewhere."""
        rows = connection.exec_driver_sql(f"select column_name from (describe {quoted(str(table_name))})").fetchall()
        return [{"name": name, "type": NullType(), "nullable": True, "default": None} for (name,) in rows]

    def get_pk_constraint(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Return that there is no primary key: views have none, and to look for it takes longer than most checks."""
        return {"constrained_columns": [], "name": None}


registry.register("duckdb.chatward", __name__, CheckDialect.__name__)


def creator(connection: duckdb.DuckDBPyConnection) -> Callable[[], Any]:
    """Return what SQLAlchemy calls to connect: cursors of ``connection``, which see its views and attached keys."""
    return lambda: duckdb_engine.ConnectionWrapper(connection.cursor())
