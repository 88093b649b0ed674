"""How what is stored of files and chatward's own records of people would fall due under another policy.

Nothing is changed: what is due is found as a plan finds it, under each of two policies. Sealed packages are no part of
it: each keeps the end that was told when it was made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from chatward.policy.model import Policy
from chatward.policy.vocabulary import RetentionObject
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.people.naming import know_names
from chatward.warehouse.retention.forgetting import find_unneeded
from chatward.warehouse.retention.overdue import attachment_dues
from chatward.warehouse.retention.own_records import CONSENTS, REQUESTS
from chatward.warehouse.retention.record_keeping import find_due_consents, find_due_requests

_END = datetime(9999, 1, 1)  # noqa: DTZ001 - the warehouse's instants carry no zone


@dataclass(frozen=True, slots=True)
class RecordEffect:
    """How many records of one kind and rule would fall due otherwise.

    Attributes:
        object: attachment (messages with files), consent_record (events), request_record, or identity (people of whom
            nothing else is stored).
        rule: by which they are kept now; None where none says how long.
        new_rule: by which they would be kept.
        disposed: due at once under the new policy, not under the old one, and held by nothing.
        sooner: due sooner, those that are due at once included.
        later: due later, or never.
    """

    object: str
    rule: str | None
    new_rule: str | None
    disposed: int
    sooner: int
    later: int


def record_effects(
    connection: duckdb.DuckDBPyConnection, old: Policy, new: Policy, now: datetime
) -> list[RecordEffect]:
    """Return how records fall due under ``new`` that do otherwise under ``old``, by object and rules.

    Args:
        connection: sees the governance database as ``gov``.
        old: the policy that counts now.
        new: as it would be.
        now: the instant up to which something is due at once.
    """
    effects = [*_attachments(connection, old, new, now.date())]
    for what in _TABLES:
        for name, policy in (("old", old), ("new", new)):
            moment = Moment("difference", now, policy)
            connection.execute(f"create or replace temp table {name}_dues as {_dues(connection, moment, what)}")
        rows = connection.execute(_COMPARED, {"now": naive_utc(now)}).fetchall()
        effects += [RecordEffect(what.value, *row) for row in rows]
    return effects


_TABLES: Mapping[RetentionObject, str] = {
    RetentionObject.CONSENT_RECORD: CONSENTS,
    RetentionObject.REQUEST_RECORD: REQUESTS,
    RetentionObject.IDENTITY: "identities",
}

_COMPARED = """
    with compared as (
        select old.rule, new.rule as new_rule, old.due_at_utc as old_at_utc, new.due_at_utc as new_at_utc,
            new.hold_id is not null as is_held
        from old_dues as old full outer join new_dues as new using (record_id)
    ),
    counted as (
        select rule, new_rule,
            count(*) filter (not is_held and new_at_utc <= $now and coalesce(old_at_utc > $now, true)) as disposed,
            count(*) filter (new_at_utc < coalesce(old_at_utc, timestamp '9999-12-31')) as sooner,
            count(*) filter (old_at_utc < coalesce(new_at_utc, timestamp '9999-12-31')) as later
        from compared group by all
    )
    select * from counted where disposed + sooner + later > 0 order by all"""


def _dues(connection: duckdb.DuckDBPyConnection, moment: Moment, what: RetentionObject) -> str:
    """Return the query for record_id, rule, due_at_utc and hold_id of whatever has an end under a moment's policy."""
    if what is RetentionObject.IDENTITY:
        know_names(connection)
        find_unneeded(connection, moment)
        # whom no rule keeps goes with the last record of his
        return """select person_id as record_id, rule, coalesce(due_at_utc, timestamp '0001-01-01') as due_at_utc,
            null::varchar as hold_id from unneeded_people"""
    find = find_due_consents if what is RetentionObject.CONSENT_RECORD else find_due_requests
    find(connection, moment, _END)
    return f"select distinct record_id, rule, due_at_utc, hold_id from due_{_TABLES[what]}"


def _attachments(
    connection: duckdb.DuckDBPyConnection, old: Policy, new: Policy, today: date
) -> Iterator[RecordEffect]:
    """Yield what becomes of files, by the day on which messages were sent, as if every consent were in force."""
    former, changed = attachment_dues(connection, old), attachment_dues(connection, new)
    sums: dict[tuple[str | None, str | None], list[int]] = {}
    for key in sorted(former.keys() | changed.keys(), key=repr):
        rule, due_on, count = former.get(key, (None, date.max, 0))
        new_rule, new_on, new_count = changed.get(key, (None, date.max, count))
        totals = sums.setdefault((rule, new_rule), [0, 0, 0])
        totals[0] += new_count if new_on <= today < due_on else 0
        totals[1] += new_count if new_on < due_on else 0
        totals[2] += new_count if new_on > due_on else 0
    for key in sorted(sums, key=repr):
        if any(sums[key]):
            yield RecordEffect(RetentionObject.ATTACHMENT.value, *key, *sums[key])
