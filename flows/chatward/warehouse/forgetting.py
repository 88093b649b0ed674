"""Forgets the people and conversations that nothing stored needs any more.

Whom a month's records name is noted with the state of the file that was read for it, and read again when that file
changed, by whatever: a run that was cut off cannot leave a note that is wrong. So what is forgotten follows from what
is stored alone, and its cost from what changed.
"""

from collections.abc import Mapping

import duckdb

from chatward import queries
from chatward.warehouse.inputs import CONTACTS, forget_inputs
from chatward.warehouse.moment import Moment
from chatward.warehouse.store import ShardFile, Warehouse

_NAMED = {"named_subjects": "retention/shard_subjects", "named_conversations": "retention/shard_conversations"}


def forget_people(warehouse: Warehouse, moment: Moment) -> int:
    """Delete people and conversations that nothing needs; return of how many people the names went.

    The bytes of what was deleted go when the governance database is written anew, which is owed from then on.
    """
    shards = changed_shards(warehouse)
    _read_names(warehouse, shards)
    with warehouse.transaction() as connection:
        _store_names(connection, {shard.month: state for shard, state in shards.items()})
        forgotten = _delete_people(connection)
        if forgotten + _delete_conversations(connection):
            warehouse.owe_rewrite(moment.now_utc)
    return forgotten


def changed_shards(warehouse: Warehouse) -> Mapping[ShardFile, str]:
    """Return the shards whose files are not in the state in which they were read, with the state they are in."""
    connection = warehouse.connection
    noted = dict(connection.execute("select month, file_state from gov.read_shards").fetchall())
    shards = [ShardFile(*row) for row in connection.execute("select month, generation from gov.shards").fetchall()]
    states = {shard: warehouse.shard_state(shard) for shard in shards}
    return {shard: state for shard, state in states.items() if noted.get(shard.month) != state}


def _read_names(warehouse: Warehouse, shards: Mapping[ShardFile, str]) -> None:
    """Leave ``read_named_subjects`` and ``read_named_conversations``: whom and what these shards name."""
    connection = warehouse.connection
    for table in _NAMED:
        connection.execute(f"create or replace temp table read_{table} as select * from gov.{table} limit 0")
    for shard in shards:
        with warehouse.shard(shard, read_only=True):
            for table, query in _NAMED.items():
                connection.execute(
                    f"insert into read_{table} select $month, * from ({queries.load(query)})", {"month": shard.month}
                )


def _store_names(connection: duckdb.DuckDBPyConnection, states: Mapping[str, str]) -> None:
    """Replace the notes of months that changed or went; leave ``once_named_subjects``, whom the former notes named."""
    stale = "list_contains($months, month) or month not in (select month from gov.shards)"
    months = {"months": list(states)}
    connection.execute(
        f"""create or replace temp table once_named_subjects as
        select distinct subject_id from gov.named_subjects where {stale}""",
        months,
    )
    for table in (*_NAMED, "read_shards"):
        connection.execute(f"delete from gov.{table} where {stale}", months)
    for table in _NAMED:
        connection.execute(f"insert into gov.{table} by name select * from read_{table}")
    if states:
        connection.executemany("insert into gov.read_shards values (?, ?)", list(states.items()))


def _delete_people(connection: duckdb.DuckDBPyConnection) -> int:
    connection.execute(f"create or replace temp table unneeded_people as {queries.load('retention/unneeded_people')}")
    forgotten: int = connection.execute("select count(*) from unneeded_people").fetchall()[0][0]
    if forgotten:
        theirs = """select subject_id from gov.subjects as subjects
            inner join unneeded_people as people on subjects.canonical_id = people.person_id"""
        connection.execute(
            f"""delete from gov.identifiers where identity_index in (
                select identity_index from gov.identities where subject_id in ({theirs}))"""
        )
        for table in ("identities", "subjects"):
            connection.execute(f"delete from gov.{table} where subject_id in ({theirs} where not people.keeps_index)")
        forget_inputs(connection, [CONTACTS])  # it may name them, and knows best who is whom if they come back
        connection.execute(
            "delete from gov.based_identities where identity_index not in (select identity_index from gov.identities)"
        )
    return forgotten


def _delete_conversations(connection: duckdb.DuckDBPyConnection) -> int:
    """Delete conversations of which nothing is stored, and who wrote in them; return how many."""
    deleted: list[int] = [
        connection.execute(
            f"""delete from gov.{table}
            where conversation_id not in (select conversation_id from gov.named_conversations)"""
        ).fetchall()[0][0]
        for table in ("conversation_members", "conversations")
    ]
    return sum(deleted)
