"""The consent and purpose gate: decides for every record whether it may be kept, for what and until when."""

from collections.abc import Sequence

import duckdb

from chatward import queries
from chatward.policy.model import Policy
from chatward.policy.terms import SENT, bits_of, hint_sets, source_terms
from chatward.policy.vocabulary import HintKind
from chatward.warehouse.gate.suppressing import is_suppressing
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import Warehouse

GATED_ROWS = 50_000
"""About so many records are gated at once, whole months of them."""
_NOTHING_SUPPRESSED = "select *, false as is_suppressed from concerned_records"


def make_offers(connection: duckdb.DuckDBPyConnection, sources: Sequence[str], moment: Moment) -> None:
    """Leave ``batch_offers``: what the policy's purposes offer to records of some sources, for ``gate_records``."""
    rows = [
        offer
        for hints in hint_sets(moment.policy)
        for source in sources
        for offer in offers(moment.policy, source, hints)
    ]
    connection.execute(
        """create or replace temp table batch_offers as
        select source, hints, list({'purpose': purpose, 'basis': basis, 'staff_basis': staff_basis,
            'needs_consent': needs_consent, 'rule': rule, 'period': period::interval, 'is_moving': is_moving}
            order by place) as offers
        from (select unnest($offers, recursive := true)) group by source, hints""",
        {"offers": rows},
    )


def gate_records(warehouse: Warehouse, table: str, moment: Moment, *, columns: str = "*") -> None:
    """Make the temporary table ``table`` with basis or refusal for each row of the view ``batch_records``.

    ``batch_offers`` is what ``make_offers`` leaves. ``batch_people`` and ``batch_customers`` say whom the records
    concern; ``batch_suppressed_people`` and ``batch_suppressed_customers``, where anything is suppressed, who of them
    was erased.

    Args:
        columns: what of ``core/gated_records`` is to be kept of each row.
    """
    connection = warehouse.connection
    concerned = queries.load("core/concerned_records")
    connection.execute(f"create or replace temp view concerned_records as {concerned}")
    suppressed = queries.load("erasure/suppressed_records") if is_suppressing(connection) else _NOTHING_SUPPRESSED
    connection.execute(f"create or replace temp view judged_records as {suppressed}")
    connection.execute(
        f"create or replace temp table {table} as select {columns} from ({queries.load('core/gated_records')})",
        {
            "now": moment.now_utc,
            "policy_version": moment.policy.label,
            "named_hints": bits_of(moment.policy.retention_hints),
        },
    )


def offers(policy: Policy, source: str, hints: frozenset[HintKind] = frozenset()) -> list[dict[str, object]]:
    """Return what each purpose of a source offers to a record that hints at ``hints``, the longest period first.

    Some later event may let the period of an offer that ``is_moving`` begin, or of its counterpart for threads.
    """
    terms = list(source_terms(policy, source, hints))
    moving = {term.purpose for term in terms if term.start != SENT}
    ranked = sorted((term for term in terms if not term.for_threads), key=lambda term: term.period, reverse=True)
    return [
        {
            "source": source,
            "hints": term.hints,
            "place": place,
            "purpose": term.purpose,
            "basis": policy.purposes[term.purpose].basis.value,
            "staff_basis": staff_basis.value if (staff_basis := policy.purposes[term.purpose].staff_basis) else None,
            "needs_consent": term.needs_consent,
            "rule": term.rule,
            "period": term.period.sql_interval,
            "is_moving": term.purpose in moving,
        }
        for place, term in enumerate(ranked)
    ]
