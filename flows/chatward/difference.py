"""What another policy would do to what a workspace holds, told from counts alone; nothing is changed."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from chatward.opening import looked_into
from chatward.policy.comparing import DueCount, changes, effects, renewals
from chatward.policy.model import Policy
from chatward.settings import Settings
from chatward.warehouse.retention.record_effects import RecordEffect, record_effects
from chatward.workspace import Workspace

_DUE = """select source, rule, due_on, sum(messages + events)::bigint from gov.due_days
    group by source, rule, due_on order by all"""
_CONSENTING = """select purpose, count(distinct subject_id) from gov.consent_intervals
    where granted_at_utc::date <= $today and (ended_at_utc is null or ended_at_utc::date > $today) group by purpose"""


def difference(place: Workspace | None, here: Settings, old: Policy, new: Policy, now: datetime) -> dict[str, Any]:
    """Return ``changes``, ``effects``, ``records`` and ``renewals`` as plain values.

    Args:
        place: the workspace whose records and consents are counted; None to compare the policies alone.

    Raises:
        ConfigError: a run has the warehouse to itself.
        IntegrityError: the keyring is missing or does not fit.
    """
    due: list[DueCount] = []
    people: dict[str, int] = {}
    records: list[RecordEffect] = []
    if place:
        with looked_into(place, here) as connection:
            if connection:
                due = [DueCount(*row) for row in connection.execute(_DUE).fetchall()]
                people = dict(connection.execute(_CONSENTING, {"today": now.date()}).fetchall())
                records = record_effects(connection, old, new, now)
    return {
        "changes": [asdict(change) for change in changes(old, new)],
        "effects": [asdict(effect) for effect in effects(old, new, due, now.date())],
        "records": [asdict(effect) for effect in records],
        "renewals": [
            {"purpose": each.purpose, "reasons": list(each.reasons), "people": people.get(each.purpose, 0)}
            for each in renewals(old, new)
        ],
    }
