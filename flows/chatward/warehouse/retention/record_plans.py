"""Plans the disposal of chatward's own records of people, and carries such a plan out to the row."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import duckdb

from chatward.policy.record_terms import identity_terms
from chatward.retention.plan import DisposalPlan, Forecast, RecordsPlan
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.people.naming import NamesAfter, know_names, refresh_names
from chatward.warehouse.retention.forgetting import find_due_identities, forget_due_identities
from chatward.warehouse.retention.own_records import CONSENTS, IDENTITIES, REQUESTS, count_due, note_due
from chatward.warehouse.retention.record_disposals import outdated
from chatward.warehouse.retention.record_keeping import (
    delete_due_consents,
    delete_due_requests,
    find_due_consents,
    find_due_requests,
)
from chatward.warehouse.store import Warehouse

_FIND: Mapping[str, Callable[[duckdb.DuckDBPyConnection, Moment, datetime], None]] = {
    CONSENTS: find_due_consents,
    REQUESTS: find_due_requests,
    IDENTITIES: find_due_identities,
}


def names_after(warehouse: Warehouse, moment: Moment) -> NamesAfter | None:
    """Return what gathers whom records name once a plan was applied; None where no rule for identities asks for it."""
    if not identity_terms(moment.policy):
        return None
    refresh_names(warehouse)
    return NamesAfter(warehouse)


def plan_records(
    warehouse: Warehouse, moment: Moment, names: NamesAfter | None, within: timedelta
) -> tuple[tuple[RecordsPlan, ...], list[Forecast]]:
    """Return what is due of consents, requests and identities, held or not, and what falls due within a time to come.

    Of identities that is of people of whom nothing is stored any more. Nothing is changed; ``due_<kind>`` is left.

    Args:
        names: to which every month of the plan was added, and which ``know`` left; None to plan no identities.
    """
    found, sums = [], Counter[tuple[str, str]]()
    for kind in _planned_kinds(names):
        _FIND[kind](warehouse.connection, moment, moment.now_utc + within)
        sums.update(_later(warehouse.connection, kind, moment.now_utc))
        warehouse.connection.execute(f"delete from due_{kind} where due_at_utc > $now", {"now": moment.now_utc})
        found.append(count_due(warehouse, kind))
    plans = tuple(plan for plan in found if plan.counts)
    return plans, [Forecast(*key, records) for key, records in sorted(sums.items())]


def _later(connection: duckdb.DuckDBPyConnection, kind: str, now: datetime) -> dict[tuple[str, str], int]:
    """Return by month and rule how many records of ``due_<kind>`` fall due later than now."""
    rows = connection.execute(
        f"""select strftime(due_at_utc, '%Y-%m'), rule, count(distinct record_id) from due_{kind}
        where due_at_utc > $now and hold_id is null group by all""",
        {"now": now},
    ).fetchall()
    return {(month, rule): records for month, rule, records in rows}


def _planned_kinds(names: NamesAfter | None) -> tuple[str, ...]:
    return (CONSENTS, REQUESTS, IDENTITIES) if names else (CONSENTS, REQUESTS)


def dispose_of_kept_records(warehouse: Warehouse, plan: DisposalPlan, moment: Moment) -> None:
    """Dispose of exactly the records of consent and of requests that a plan says.

    Raises:
        UsageError: they changed since the plan was made.
    """
    with warehouse.transaction() as connection:
        if _is_planned(warehouse, plan, moment, CONSENTS):
            delete_due_consents(connection, moment.policy)
        if _is_planned(warehouse, plan, moment, REQUESTS):
            delete_due_requests(connection)


def dispose_of_identities(warehouse: Warehouse, plan: DisposalPlan, moment: Moment) -> None:
    """Forget exactly the people whom a plan says, after its months were disposed of.

    Raises:
        UsageError: what is known of people changed since the plan was made.
    """
    if not identity_terms(moment.policy):
        return
    refresh_names(warehouse)
    with warehouse.transaction() as connection:
        know_names(connection)
        if _is_planned(warehouse, plan, moment, IDENTITIES):
            forget_due_identities(connection)


def _is_planned(warehouse: Warehouse, plan: DisposalPlan, moment: Moment, kind: str) -> bool:
    """Leave ``due_<kind>`` as of the plan, and note what goes of it; return whether anything does."""
    _FIND[kind](warehouse.connection, moment, naive_utc(plan.as_of))
    planned = next((each for each in plan.own if each.kind == kind), RecordsPlan(kind, "", 0, ()))
    if count_due(warehouse, kind) != planned:
        raise outdated(f"what is due of {kind}")
    if planned.records:
        note_due(warehouse, moment, planned)
    return planned.records > 0
