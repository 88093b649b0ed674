"""Takes a customer's yes or no that an export reports, like an opt-out from marketing, as the consent event it is.

A no holds for every purpose of the source that rests on consent. A yes counts only where the policy names the platform
among the notices of a purpose, since the platform's own words were what the customer read.
"""

from chatward import queries
from chatward.policy.model import Policy
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.intervals import rebuild_intervals
from chatward.warehouse.records.consenting import append_consent
from chatward.warehouse.store import Warehouse


def take_choices(warehouse: Warehouse, moment: Moment) -> None:
    """Append the choices among ``arriving_events``, whatever the gate says of them."""
    connection = warehouse.connection
    if not connection.execute(
        "select 1 from arriving_events where event in ('consent_granted', 'consent_withdrawn') limit 1"
    ).fetchall():
        return
    with warehouse.transaction():
        connection.execute(
            f"create or replace temp table arriving_consent as {queries.load('changes/reported_choices')}",
            {"terms": _terms(moment.policy)},
        )
        if append_consent(connection, moment):
            rebuild_intervals(connection, moment.policy)
        connection.execute("drop table arriving_consent")


def _terms(policy: Policy) -> list[dict[str, str]]:
    """Return each source's purposes that rest on consent."""
    return [
        {"source": source.name, "platform": source.platform, "purpose": purpose}
        for source in policy.sources.values()
        for purpose in source.purposes
        if policy.purposes[purpose].consent
    ]
