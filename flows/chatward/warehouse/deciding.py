"""Decides again for stored records when something came to light that the gate did not know.

A yes recorded late, two identifiers of one person, a second customer in a chat, a changed policy: the state must be
the one that would be there had it been known in time. What must be decided again is noted in the transaction that
learns of it, and struck off when it is done, so that a run that is cut off leaves nothing undecided.
"""

import hashlib
import json
from collections.abc import Sequence

import duckdb

from chatward import queries
from chatward.policy.model import Policy
from chatward.warehouse.gating import gate_records, offers
from chatward.warehouse.moment import Moment
from chatward.warehouse.months import describe_month, store_months
from chatward.warehouse.store import SHARD, Warehouse

_KINDS = {"messages": ("message_id", "sender_id", "sent_at_utc"), "events": ("event_id", "actor_id", "at_utc")}


def note_subjects(connection: duckdb.DuckDBPyConnection, subjects: str) -> None:
    """Note that what concerns some subjects must be decided again, inside the caller's transaction.

    What they wrote is published anew, and files of which something was refused are read again.

    Args:
        subjects: a query that gives their ids; whoever is the same person is meant too.
    """
    connection.execute(
        f"""create or replace temp table noted_people as
        select others.subject_id from gov.subjects as others
        where others.canonical_id in (
            select canonical_id from gov.subjects where subject_id in ({subjects}))"""
    )
    if not connection.execute("select count(*) from noted_people").fetchall()[0][0]:
        return
    connection.execute("insert into gov.undecided_subjects select subject_id from noted_people")
    connection.execute(
        """update gov.shards set content_version = content_version + 1 where month in (
            select month from gov.subject_months where subject_id in (select subject_id from noted_people))"""
    )
    _reopen_files(connection)


def note_conversations(connection: duckdb.DuckDBPyConnection, conversations: str) -> None:
    """Note that what was written in the conversations that a query names must be decided again."""
    noted = connection.execute(f"insert into gov.undecided_conversations {conversations}").fetchall()[0][0]
    if noted:
        _reopen_files(connection)


def _reopen_files(connection: duckdb.DuckDBPyConnection) -> None:
    """Have those exports read again of which something was refused: there may be a basis for it now."""
    connection.execute("update gov.files set is_reopened = true where refused > 0")
    connection.execute("delete from gov.entries where source in (select source from gov.files where is_reopened)")


def note_policy(warehouse: Warehouse, policy: Policy) -> None:
    """Note that everything must be decided again if the policy's part in the decision changed."""
    with warehouse.transaction() as connection:
        if connection.execute("select fingerprint from gov.gate_states").fetchall() == [(_fingerprint(policy),)]:
            return
        connection.execute("delete from gov.gate_states")
        _reopen_files(connection)
        if not connection.execute("select 1 from gov.shards limit 1").fetchall():
            connection.execute("insert into gov.gate_states values (?)", [_fingerprint(policy)])


def decide_again(warehouse: Warehouse, moment: Moment) -> None:
    """Decide again for everything that was noted. Nothing is disposed of here: what lost its basis falls due."""
    connection = warehouse.connection
    everything = not connection.execute("select 1 from gov.gate_states").fetchall()
    connection.execute(queries.load("core/undecided_conversations"))
    months = connection.execute(queries.load("core/undecided_months"), {"everything": everything}).fetchall()
    for (month,) in months:
        connection.execute(queries.load("schema/month_notes"))
        with warehouse.shard(warehouse.shard_file(month)):
            for kind in _KINDS:
                _decide(warehouse, kind, month, moment, everything=everything)
            describe_month(connection, month)
        with warehouse.transaction():
            store_months(connection, [month])
    with warehouse.transaction():
        for table in ("undecided_subjects", "undecided_conversations", "gate_states"):
            connection.execute(f"delete from gov.{table}")
        connection.execute("insert into gov.gate_states values (?)", [_fingerprint(moment.policy)])


def _decide(warehouse: Warehouse, kind: str, month: str, moment: Moment, *, everything: bool) -> None:
    connection = warehouse.connection
    record_id, person, instant = _KINDS[kind]
    condition = (
        ""
        if everything
        else (
            """where stored.subject_id in (select subject_id from gov.undecided_subjects)
        or stored.conversation_id in (select conversation_id from noted_conversations)"""
        )
    )
    connection.execute(
        f"""create or replace temp table stored_records as
        select {record_id} as record_id, source, conversation_id, {person} as person_index,
            {instant} as at_utc, '{month}' as month
        from {SHARD}.{kind} as stored {condition}"""
    )
    if not connection.execute("select count(*) from stored_records").fetchall()[0][0]:
        return
    connection.execute("create or replace temp view batch_records as select * from stored_records")
    connection.execute(
        """create or replace temp table batch_people as
        select subjects.subject_id as person, subjects.canonical_id as subject_id, canonical.role
        from gov.subjects as subjects inner join gov.subjects as canonical
            on subjects.canonical_id = canonical.subject_id"""
    )
    connection.execute("create or replace temp view batch_conversations as select conversation_id from batch_records")
    customers = queries.load("core/conversation_customers")
    connection.execute(f"create or replace temp table batch_customers as {customers}")
    concerned = queries.load("core/concerned_records")
    connection.execute(f"create or replace temp view concerned_records as {concerned}")
    gate_records(warehouse, "decided_records", sorted(moment.policy.sources), moment)
    connection.execute(queries.load(f"core/decided_{kind}"), {"now": moment.now_utc})


def _fingerprint(policy: Policy) -> str:
    """Return a digest of all that the gate takes from the policy."""
    parts: Sequence[object] = [
        [offers(policy, source) for source in sorted(policy.sources)],
        {
            name: purpose.consent and purpose.consent.model_dump(mode="json")
            for name, purpose in policy.purposes.items()
        },
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
