"""The consent and purpose gate: decides for every record whether it may be kept, for what and until when."""

from collections.abc import Sequence

from chatward import queries
from chatward.policy.model import Policy
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import Warehouse
from chatward.warehouse.suppressing import is_suppressing

_NOTHING_SUPPRESSED = "select *, false as is_suppressed from concerned_records"


def gate_records(
    warehouse: Warehouse, table: str, sources: Sequence[str], moment: Moment, *, columns: str = "*"
) -> None:
    """Make the temporary table ``table`` with basis or refusal for each row of the view ``batch_records``.

    ``batch_people`` and ``batch_customers`` say whom the records concern; ``batch_suppressed_people`` and
    ``batch_suppressed_customers``, where anything is suppressed, who of them was erased.

    Args:
        columns: what of ``core/gated_records`` is to be kept of each row.
    """
    connection = warehouse.connection
    rows = [offer for source in sources for offer in offers(moment.policy, source)]
    connection.execute(
        """create or replace temp table batch_offers as
        select source, list({'purpose': purpose, 'basis': basis, 'staff_basis': staff_basis,
            'needs_consent': needs_consent, 'rule': rule, 'period': period::interval} order by place) as offers
        from (select unnest($offers, recursive := true)) group by source""",
        {"offers": rows},
    )
    concerned = queries.load("core/concerned_records")
    connection.execute(f"create or replace temp view concerned_records as {concerned}")
    suppressed = queries.load("erasure/suppressed_records") if is_suppressing(connection) else _NOTHING_SUPPRESSED
    connection.execute(f"create or replace temp view judged_records as {suppressed}")
    connection.execute(
        f"create or replace temp table {table} as select {columns} from ({queries.load('core/gated_records')})",
        {"now": moment.now_utc, "policy_version": moment.policy.label},
    )


def offers(policy: Policy, source: str) -> list[dict[str, object]]:
    """Return what each purpose of a source offers to a record, the longest period first."""
    purposes = [policy.purposes[name] for name in policy.sources[source].purposes]
    rules = {purpose.name: policy.rule_for(purpose.name) for purpose in purposes}
    ranked = sorted(purposes, key=lambda purpose: rules[purpose.name].period, reverse=True)
    return [
        {
            "source": source,
            "place": place,
            "purpose": purpose.name,
            "basis": purpose.basis.value,
            "staff_basis": purpose.staff_basis.value if purpose.staff_basis else None,
            "needs_consent": purpose.consent is not None,
            "rule": rules[purpose.name].rule,
            "period": rules[purpose.name].period.sql_interval,
        }
        for place, purpose in enumerate(ranked)
    ]
