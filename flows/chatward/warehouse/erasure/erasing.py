"""Erases people, conversations and messages: at once beyond use, then from every byte.

Beginning is one transaction on the governance database: what must not come back is suppressed, the link from
identifiers to the person is gone, and the published months that show him lose their keys. The physical pass, one over
all erasures that are open, writes the months anew. What a hold keeps stays for the hold alone, in no set and linked to
nobody, and goes in the first pass after its release.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from chatward import queries
from chatward.identity.index import ID_BYTES
from chatward.identity.suppression import NAME, TALK, Suppression, suppressed_talk
from chatward.rights.erased import digests_of_names
from chatward.rights.kinds import Scope
from chatward.warehouse.erasure.erased_people import add_registered
from chatward.warehouse.erasure.erased_stores import STORES, find_quarantine
from chatward.warehouse.erasure.erasure_pass import erase_months
from chatward.warehouse.gate.suppressing import KEY, entries_for, suppress, write_list
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.joining import forget_evidence
from chatward.warehouse.people.naming import changed_shards
from chatward.warehouse.retention.forgetting import forget_people
from chatward.warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be erased.

    Attributes:
        request_id: by which it is known ever after, in the ledger too; says nothing about the person.
        target_id: 16 bytes: a subject id, a conversation id or a message id. Of a subject all ids of that person count.
    """

    request_id: str
    scope: Scope
    target_id: bytes


@dataclass(frozen=True, slots=True)
class Erased:
    """How far an erasure is.

    Attributes:
        counts: by store, what went since it was begun: ``messages``, ``events``, ``mentions`` in others' words, and the
            names of ``erased_stores.STORES``.
        held: records that a legal hold keeps.
        is_finished: False while a hold keeps something; a later pass goes on.
    """

    request_id: str
    counts: Mapping[str, int]
    held: int
    is_finished: bool


def begin_erasure(
    warehouse: Warehouse, moment: Moment, erasures: Sequence[Erasure], registered: Iterable[tuple[str, str]] = ()
) -> None:
    """Put people, conversations and messages beyond use: suppressed, unlinkable, published no more.

    One transaction, within a second. What was begun before, by its request id, is passed by; a target of which nothing
    is known is suppressed all the same.

    Args:
        registered: types and identifiers as registers have them, of which only blind indexes are stored: in clear they
            are told in texts at a glance, and however they are written.

    Raises:
        ConfigError: the suppression list cannot be written; the erasure is begun, and the next opening writes it.
    """
    _begin(warehouse, moment, erasures, registered, suppresses=True)


def begin_again(warehouse: Warehouse, moment: Moment, erasures: Sequence[Erasure]) -> None:
    """Begin erasures anew whose targets an older governance database brought back; they are suppressed already."""
    _begin(warehouse, moment, erasures, (), suppresses=False)


def _begin(
    warehouse: Warehouse, moment: Moment, erasures: Sequence[Erasure], registered: Iterable[tuple[str, str]], *,
    suppresses: bool,
) -> None:  # fmt: skip
    with warehouse.transaction() as connection:
        if _name_targets(connection, erasures):
            _note_unread(warehouse)
            _find_begun(connection)
            add_registered(warehouse, registered)
            if suppresses:
                suppress(warehouse, _suppressions(warehouse, moment))
            _store_begun(connection, moment)
            _unlink(connection)
            connection.execute("update gov.failed_pulls set object_name = null")
            _withdraw_partitions(connection)
            warehouse.owe_rewrite(moment.now_utc)
    write_list(warehouse)
    destroy_withdrawn(warehouse)


def _name_targets(connection: duckdb.DuckDBPyConnection, erasures: Iterable[Erasure]) -> int:
    """Leave ``begun_erasures`` (request_id, scope, target_id): those that were not begun before; return how many."""
    named = {erasure.request_id: erasure for erasure in erasures}.values()
    columns: dict[str, pa.Array] = {
        "request_id": pa.array([erasure.request_id for erasure in named], pa.string()),
        "scope": pa.array([erasure.scope for erasure in named], pa.string()),
        "target_id": pa.array([erasure.target_id for erasure in named], pa.binary()),
    }
    connection.register("asked_erasures", pa.table(columns))
    connection.execute(
        """create or replace temp table begun_erasures as
        select * from asked_erasures anti join gov.erasures using (request_id)"""
    )
    connection.unregister("asked_erasures")
    return int(connection.execute("select count(*) from begun_erasures").fetchall()[0][0])


def _note_unread(warehouse: Warehouse) -> None:
    """Leave ``unread_months``: those that changed since it was noted whom they name."""
    months = pa.array([shard.month for shard in changed_shards(warehouse)], pa.string())
    warehouse.connection.register("unread", pa.table({"month": months}))
    warehouse.connection.execute("create or replace temp table unread_months as select month from unread")
    warehouse.connection.unregister("unread")


def _find_begun(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave ``begun_<things>``: whose subject ids, identifiers, conversations, names and months are meant."""
    connection.execute(f"create or replace temp table begun_subjects as {queries.load('erasure/begun_subjects')}")
    connection.execute(
        """create or replace temp table begun_identities as
        select request_id, identity_index, identifier_type, subject_id
        from begun_subjects inner join gov.identities using (subject_id)"""
    )
    connection.execute(
        """create or replace temp view batch_conversations as
        select conversation_id from gov.conversation_members
        where subject_id in (select subject_id from begun_subjects)"""
    )
    customers = queries.load("core/conversation_customers")
    connection.execute(f"create or replace temp table batch_customers as {customers}")
    for things in ("conversations", "names", "months"):
        connection.execute(f"create or replace temp table begun_{things} as {queries.load(f'erasure/begun_{things}')}")


def _suppressions(warehouse: Warehouse, moment: Moment) -> list[Suppression]:
    connection = warehouse.connection
    identities = connection.execute(
        """select distinct identity_index, begun.identifier_type, written.identifier
        from begun_identities as begun
        left join (
            select identity_index, identifier from gov.identifiers
            union all select identity_index, identifier from begun_registered
        ) as written using (identity_index)"""
    ).fetchall()
    others = connection.execute(
        """select 'conversation', conversation_id from begun_conversations
        union select 'message', target_id from begun_erasures where scope = 'message'"""
    ).fetchall()
    return [
        *entries_for(warehouse, identities, moment.now_utc),
        *(Suppression(kind, digest, moment.now_utc) for kind, digest in others),
        *_names(warehouse, moment),
    ]


def _names(warehouse: Warehouse, moment: Moment) -> Iterator[Suppression]:
    """Yield the entries for how others named people in conversations with them, as they may tell it again."""
    connection = warehouse.connection
    rows = connection.execute(
        """select request_id, list(name order by name) from begun_names where is_name
        group by request_id order by request_id"""
    ).fetchall()
    for request_id, names in rows:
        person = os.urandom(ID_BYTES)
        talks = connection.execute(
            """select distinct members.conversation_id
            from gov.conversation_members as members inner join begun_subjects using (subject_id)
            anti join begun_conversations as whole on members.conversation_id = whole.conversation_id
            where request_id = ?""",
            [request_id],
        ).fetchall()
        digests = digests_of_names(warehouse.keyring.key(KEY), person, names) if talks else ()
        yield from (Suppression(NAME, digest, moment.now_utc) for digest in digests)
        yield from (Suppression(TALK, suppressed_talk(talk, person), moment.now_utc) for (talk,) in talks)


def _store_begun(connection: duckdb.DuckDBPyConnection, moment: Moment) -> None:
    connection.execute(
        """insert into gov.erasures by name
        select *, $now as begun_at_utc, $policy as policy_sha256 from begun_erasures""",
        {"now": moment.now_utc, "policy": moment.policy.digest},
    )
    for table in ("subjects", "identities", "names"):
        connection.execute(f"insert into gov.erased_{table} by name select * from begun_{table}")
    connection.execute(f"insert into gov.erasure_months by name {queries.load('erasure/searched_months')}")


def _unlink(connection: duckdb.DuckDBPyConnection) -> None:
    """Take away what leads from an identifier to the person, or names him; the random ids stay until records went."""
    forget_evidence(connection, "select subject_id from begun_subjects")
    for table in ("identifiers", "identities", "based_identities"):
        connection.execute(
            f"delete from gov.{table} where identity_index in (select identity_index from begun_identities)"
        )
    connection.execute(
        """update gov.conversations set title = null, conversation_key = ''
        where conversation_id in (select conversation_id from begun_conversations)"""
    )


def _withdraw_partitions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make pseudonymised partitions of the months invalid, so that they lose their keys and are built anew."""
    connection.execute(
        """delete from gov.partitions
        where key_name is not null and month in (select month from begun_months)"""
    )


def destroy_withdrawn(warehouse: Warehouse) -> None:
    """Destroy the keys of published files that are valid no more."""
    rows = warehouse.connection.execute("select key_name from gov.partitions where key_name is not null").fetchall()
    valid = {name for (name,) in rows}
    warehouse.keyring.destroy(name for name in warehouse.keyring.names("set/") if name not in valid)


def finish_erasures(warehouse: Warehouse, moment: Moment) -> list[Erased]:
    """Take everything that is begun out of all stores, in one pass; return how far each of them is, by request id.

    What a hold keeps stays begun. A run that is cut off goes on where it was. Writing the governance database anew is
    owed from then on: whoever calls this settles that once, when he has deleted there whatever else must go.

    Raises:
        ConfigError: the suppression list cannot be written; nothing is destroyed before it is.
    """
    connection = warehouse.connection
    begun = connection.execute(
        "select request_id from gov.erasures where finished_at_utc is null order by 1"
    ).fetchall()
    if not begun:
        return []
    write_list(warehouse)
    destroy_withdrawn(warehouse)
    held = erase_months(warehouse, moment).held
    with warehouse.transaction():
        _end(warehouse, moment)
    forget_people(warehouse, moment)
    return [_state_of(connection, request_id, held[request_id]) for (request_id,) in begun]


def _end(warehouse: Warehouse, moment: Moment) -> None:
    """Finish erasures that no month is left of, and no unread record that a hold keeps."""
    connection = warehouse.connection
    connection.execute(
        """create or replace temp table ended_erasures as
        select request_id, scope, target_id from gov.erasures
        where finished_at_utc is null and request_id not in (select request_id from gov.erasure_months)"""
    )
    find_quarantine(warehouse, moment)
    held = "select request_id from doomed_quarantine where is_held"
    connection.execute(f"delete from ended_erasures where request_id in ({held})")
    connection.execute(f"delete from doomed_quarantine where request_id in ({held})")
    if not connection.execute("select 1 from ended_erasures limit 1").fetchall():
        return
    for store, erase in STORES.items():
        rows = [[request_id, store, count] for request_id, count in erase(warehouse).items() if count]
        if rows:
            connection.executemany("insert into gov.erasure_counts values (?, ?, ?)", rows)
    for table in ("subjects", "identities", "names", "files"):
        connection.execute(
            f"delete from gov.erased_{table} where request_id in (select request_id from ended_erasures)"
        )
    connection.execute(
        """update gov.erasures set finished_at_utc = $now, target_id = null
        where request_id in (select request_id from ended_erasures)""",
        {"now": moment.now_utc},
    )
    warehouse.owe_rewrite(moment.now_utc)


def _state_of(connection: duckdb.DuckDBPyConnection, request_id: str, held: int) -> Erased:
    counts = connection.execute(
        "select store, sum(records)::bigint from gov.erasure_counts where request_id = ? group by store order by store",
        [request_id],
    ).fetchall()
    finished = connection.execute(
        "select 1 from gov.erasures where request_id = ? and finished_at_utc is not null", [request_id]
    ).fetchall()
    return Erased(request_id, dict(counts), held, bool(finished))
