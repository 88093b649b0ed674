"""Keeps the spans of time in which consent is valid, as all consent events add up to."""

import duckdb

from chatward import queries
from chatward.policy.model import Policy


def rebuild_intervals(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """Derive the spans of valid consent from all events anew, inside the caller's transaction."""
    terms = [
        {"purpose": purpose.name, "notices": list(terms.notices), "valid_for": _interval(terms.valid_for)}
        for purpose in policy.purposes.values()
        if (terms := purpose.consent)
    ]
    connection.execute(
        """create or replace temp table consent_terms as
        select purpose, notices, valid_for::interval as valid_for
        from (select unnest($terms, recursive := true))"""
        if terms
        else "create or replace temp table consent_terms(purpose varchar, notices varchar[], valid_for interval)",
        {"terms": terms} if terms else {},
    )
    connection.execute("delete from gov.consent_intervals")
    connection.execute(f"insert into gov.consent_intervals by name {queries.load('core/consent_intervals')}")


def _interval(period: object) -> str | None:
    return getattr(period, "sql_interval", None)
