"""Decides again for stored records when something came to light that the gate did not know.

A yes recorded late, two identifiers of one person, a second customer in a chat, a changed policy: the state must be
the one that would be there had it been known in time. What must be decided again is noted in the transaction that
learns of it, and struck off when it is done, so that a run that is cut off leaves nothing undecided.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

import duckdb

from chatward import queries
from chatward.policy.model import Policy
from chatward.policy.terms import hint_sets
from chatward.warehouse.connection import RECORD_ID, SHARD
from chatward.warehouse.gate.gating import GATED_ROWS, gate_records, make_offers, offers
from chatward.warehouse.gate.hinted import note_read, read_texts
from chatward.warehouse.gate.turning_away import forget_suppressed
from chatward.warehouse.moment import Moment
from chatward.warehouse.months import describe_month, store_decisions
from chatward.warehouse.store import Warehouse


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
    # of whoever has nothing stored yet, nothing was decided without knowing this
    connection.execute(
        """insert into gov.undecided_subjects
        select subject_id from noted_people where subject_id in (select subject_id from gov.subject_months)
            or subject_id in (select subject_id from gov.conversation_members)"""
    )
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


def _reopen_files(connection: duckdb.DuckDBPyConnection, *, but_of_run: str = "") -> None:
    """Have those exports read again of which something was refused: there may be a basis for it now."""
    connection.execute("update gov.files set is_reopened = true where refused > 0 and run_id != ?", [but_of_run])
    connection.execute("delete from gov.entries where source in (select source from gov.files where is_reopened)")


def _note_based_identities(warehouse: Warehouse, moment: Moment) -> None:
    """Note who may have a basis that strangers lack, and have the exports of earlier runs read again for newcomers.

    An identifier that joins somebody who consented, or staff, may be that of a stranger of whom everything was refused
    and who was forgotten since.
    """
    with warehouse.transaction() as connection:
        newcomers = connection.execute(
            f"""insert into gov.based_identities {queries.load("core/based_identities")}
            except select identity_index from gov.based_identities"""
        ).fetchall()[0][0]
        if newcomers:
            _reopen_files(connection, but_of_run=moment.run_id)


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
    """Decide again for everything that was noted. Nothing is disposed of here: what lost its basis falls due.

    Only months in which something is decided otherwise are written to.
    """
    _note_based_identities(warehouse, moment)
    connection = warehouse.connection
    everything = not connection.execute("select 1 from gov.gate_states").fetchall()
    read = read_texts(warehouse, moment.policy)
    connection.execute(queries.load("core/undecided_conversations"))
    rows = connection.execute(
        queries.load("core/undecided_months"), {"everything": everything, "read": read}
    ).fetchall()
    connection.execute(queries.load("schema/month_notes"))
    if rows:
        _gather_terms(connection, moment)
    whole = {month: everything or month in read for (month,) in rows}
    checked: dict[str, str] = {}
    for changed in _find_changes(warehouse, whole, moment):
        for month, kinds in changed.items():
            is_checked = _is_checked(warehouse, month, moment) and not whole[month]
            _store_changes(warehouse, month, kinds)
            if is_checked:
                checked[month] = warehouse.checked_state(warehouse.shard_file(month), moment.policy.label)
    months = [month for (month,) in connection.execute("select distinct month from gov.changing_months").fetchall()]
    for month in months:
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            describe_month(connection, month)
    # one transaction for all months: a run that is cut off before it looks at the same months again
    with warehouse.transaction():
        store_decisions(connection, months)
        _leave_unchecked(connection, checked)
        for table in ("undecided_subjects", "undecided_conversations", "gate_states", "changing_months"):
            connection.execute(f"delete from gov.{table}")
        connection.execute("insert into gov.gate_states values (?)", [_fingerprint(moment.policy)])
        note_read(connection, read, moment.policy)


def _gather_terms(connection: duckdb.DuckDBPyConnection, moment: Moment) -> None:
    """Leave what the gate asks of all months: people, the customers of conversations, what the policy offers."""
    connection.execute(
        """create or replace temp table batch_people as
        select subject_id as person, subject_id as writer_id, canonical_id as subject_id, role from gov.subjects"""
    )
    connection.execute(
        "create or replace temp view batch_conversations as select conversation_id from gov.conversations"
    )
    customers = queries.load("core/conversation_customers")
    connection.execute(f"create or replace temp table batch_customers as {customers}")
    forget_suppressed(connection)
    make_offers(connection, sorted(moment.policy.sources), moment)


def _is_checked(warehouse: Warehouse, month: str, moment: Moment) -> bool:
    state = warehouse.checked_state(warehouse.shard_file(month), moment.policy.label)
    return bool(
        warehouse.connection.execute(
            "select 1 from gov.shards where month = ? and checked = ?", [month, state]
        ).fetchall()
    )


def _leave_unchecked(connection: duckdb.DuckDBPyConnection, checked: Mapping[str, str]) -> None:
    """Note, inside the caller's transaction, for whom was decided again, so that what is stored of them is checked.

    Args:
        checked: months of which everything else was checked, with the state that they are in now.
    """
    connection.execute(
        """insert into gov.unchecked_subjects
        select subject_id from gov.undecided_subjects
        union
        select members.subject_id from gov.conversation_members as members
        inner join noted_conversations as noted on members.conversation_id = noted.conversation_id"""
    )
    if checked:
        connection.executemany(
            "update gov.shards set checked = ? where month = ?", [[s, m] for m, s in checked.items()]
        )


def _find_changes(
    warehouse: Warehouse, whole: Mapping[str, bool], moment: Moment
) -> Iterator[Mapping[str, Sequence[str]]]:
    """Yield of which kinds the gate decides something otherwise now, by month; ``changed_<kind>`` is left meanwhile.

    What is to be decided is gathered from many months: to gate few records takes as long as to gate thousands.

    Args:
        whole: by month, whether all of it is decided again.
    """
    warehouse.connection.execute(queries.load("schema/undecided"))
    gathered = 0
    for month, everything in whole.items():
        gathered += _gather(warehouse, month, everything=everything)
        if gathered >= GATED_ROWS:
            yield _gate_gathered(warehouse, moment)
            gathered = 0
    if gathered:
        yield _gate_gathered(warehouse, moment)


def _gather(warehouse: Warehouse, month: str, *, everything: bool) -> int:
    """Add the records of a month to be decided to ``undecided_<kind>``, and return how many these are."""
    gathered, parameters = 0, {"month": month, "everything": everything}
    with warehouse.shard(warehouse.shard_file(month), read_only=True):
        for kind in RECORD_ID:
            warehouse.view_records(kind)
            query = f"insert into undecided_{kind} by name {queries.load('core/undecided_records')}"
            gathered += warehouse.connection.execute(query, parameters).fetchall()[0][0]
    return gathered


def _gate_gathered(warehouse: Warehouse, moment: Moment) -> Mapping[str, Sequence[str]]:
    """Gate what was gathered, and leave ``changed_<kind>``; return of which kinds there are any, by month."""
    connection = warehouse.connection
    changed: dict[str, list[str]] = {}
    for kind in RECORD_ID:
        if not connection.execute(f"select 1 from undecided_{kind} limit 1").fetchall():
            continue  # to gate none takes as long as to gate thousands
        connection.execute(f"create or replace temp view batch_records as select * from undecided_{kind}")
        gate_records(warehouse, "decided_records", moment)
        connection.execute(
            f"create or replace temp table changed_{kind} as {queries.load('core/changed_records')}",
            {"now": moment.now_utc},
        )
        for (month,) in connection.execute(f"select distinct month from changed_{kind} order by month").fetchall():
            changed.setdefault(month, []).append(kind)
    connection.execute(queries.load("schema/undecided"))
    return changed


def _store_changes(warehouse: Warehouse, month: str, kinds: Sequence[str]) -> None:
    """Take over what ``_find_changes`` left, noting first that the month must be described again."""
    with warehouse.transaction() as connection:
        connection.execute("insert into gov.changing_months values (?)", [month])
    with warehouse.shard(warehouse.shard_file(month)):
        for kind in kinds:
            role = "sender_role = changed.writer_role," if kind == "messages" else ""
            connection.execute(
                f"""update {SHARD}.{kind} as stored set subject_id = changed.subject_id, {role} basis = changed.basis,
                    purposes = changed.purposes, rule = changed.rule, expires_at_utc = changed.expires_at_utc,
                    policy_version = changed.policy_version
                from changed_{kind} as changed
                where changed.month = $month and stored.{RECORD_ID[kind]} = changed.record_id""",
                {"month": month},
            )


def _fingerprint(policy: Policy) -> str:
    """Return a digest of all that the gate takes from the policy."""
    parts: Sequence[object] = [
        [offers(policy, source, hints) for source in sorted(policy.sources) for hints in hint_sets(policy)],
        {
            name: purpose.consent and purpose.consent.model_dump(mode="json")
            for name, purpose in policy.purposes.items()
        },
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
