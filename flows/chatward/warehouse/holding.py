"""Finds the legal holds in force, which outrank whatever would take a record away."""

import duckdb

from chatward import queries
from chatward.warehouse.moment import Moment


def find_holds(connection: duckdb.DuckDBPyConnection, moment: Moment) -> None:
    """Leave ``holds_in_force`` (hold_id, person_id, source, from_utc, until_utc) as the register has them now."""
    connection.execute(
        f"create or replace temp table holds_in_force as {queries.load('retention/holds_in_force')}",
        {"held_at": moment.now_utc},
    )
