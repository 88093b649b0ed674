"""What a workspace holds right now, read from the governance database without changing it."""

from chatward.opening import open_warehouse
from chatward.settings import Settings
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace, locked

_SECTIONS = {
    "stored": """select source, count(distinct month) as months, sum(messages)::bigint as messages
        from gov.due_days group by source order by source""",
    "due": """select rule, sum(messages) filter (due_on <= current_date)::bigint as now,
        sum(messages) filter (due_on <= current_date + 30)::bigint as in_30_days from gov.due_days group by rule""",
    "held": "select hold_id, case_reference, placed_at_utc from gov.holds where released_at_utc is null",
    "quarantined": "select reason, count(*) as records from gov.quarantine group by reason order by reason",
    "sets": """select set_name, count(*) as partitions, sum(row_count)::bigint as rows
        from gov.partitions group by set_name order by set_name""",
    "runs": """select run_id, outcome, as_of_utc, policy_version from gov.runs order by started_at_utc desc limit 5""",
}

_FAILURES = "select source, location, message, hint from gov.failures order by source, location"


def read_failures(place: Workspace, here: Settings) -> list[dict[str, object]]:
    """Return the exports that could not be read, with their places; these may name people, so print them only.

    Raises:
        ConfigError: a run is writing.
        IntegrityError: the keyring is missing or does not fit.
    """
    with locked(place), open_warehouse(place, here) as warehouse:
        return _rows(warehouse, _FAILURES)


def read_status(place: Workspace, here: Settings) -> dict[str, list[dict[str, object]]]:
    """Return sections of rows for printing: stored, due, held, quarantined, sets, runs.

    Raises:
        ConfigError: a run is writing.
        IntegrityError: the keyring is missing or does not fit.
    """
    with locked(place), open_warehouse(place, here) as warehouse:
        return {section: _rows(warehouse, query) for section, query in _SECTIONS.items()}


def _rows(warehouse: Warehouse, query: str) -> list[dict[str, object]]:
    cursor = warehouse.connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
