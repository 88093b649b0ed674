"""Forgets the people and conversations that nothing stored needs any more.

What is forgotten follows from what is stored alone, and its cost from what changed. Of whom a rule for identities says
how long he is known after the last contact, he is forgotten by a plan; everybody else with the last record of his.
"""

from datetime import datetime

import duckdb

from chatward import queries
from chatward.policy.record_terms import identity_terms
from chatward.warehouse.gate.holding import find_holds
from chatward.warehouse.kept.inputs import CONTACTS, forget_inputs
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.joining import forget_evidence
from chatward.warehouse.people.naming import know_names, refresh_names
from chatward.warehouse.retention.overdue import know_starts
from chatward.warehouse.retention.own_records import IDENTITIES, note_record_terms
from chatward.warehouse.store import Warehouse


def forget_people(warehouse: Warehouse, moment: Moment) -> int:
    """Delete people and conversations that nothing needs; return of how many people the names went.

    People for whom a rule for identities counts are left to a plan. The bytes of what was deleted go when the
    governance database is written anew, which is owed from then on.
    """
    refresh_names(warehouse)
    with warehouse.transaction() as connection:
        know_names(connection)
        find_unneeded(connection, moment)
        connection.execute("delete from unneeded_people where rule is not null")
        forgotten = delete_people(connection)
        if forgotten + _delete_conversations(connection):
            warehouse.owe_rewrite(moment.now_utc)
        connection.execute("delete from gov.once_named_subjects")
    return forgotten


def find_due_identities(connection: duckdb.DuckDBPyConnection, moment: Moment, due_at: datetime) -> None:
    """Leave ``due_identities``: people whom a rule says to forget, and which hold keeps them.

    The names in ``known_named_subjects`` are those that count.
    """
    find_unneeded(connection, moment)
    find_holds(connection, moment)
    connection.execute(
        f"""create or replace temp table due_{IDENTITIES} as
        select person_id as record_id, person_id, people.rule, people.due_at_utc, (
            select min(holds.hold_id) from holds_in_force as holds
            inner join gov.subjects as subjects on holds.subject_id = subjects.subject_id
            where subjects.canonical_id = people.person_id) as hold_id
        from unneeded_people as people where rule is not null and due_at_utc <= $due_at""",
        {"due_at": due_at},
    )


def find_unneeded(connection: duckdb.DuckDBPyConnection, moment: Moment) -> None:
    """Leave ``unneeded_people``: who is needed no more by what ``known_named_subjects`` says is stored."""
    note_record_terms(connection, identity_terms(moment.policy))
    connection.execute(f"create or replace temp table unnamed_people as {queries.load('retention/unnamed_people')}")
    know_starts(connection, "unnamed_people")
    connection.execute(f"create or replace temp table unneeded_people as {queries.load('retention/unneeded_people')}")


def forget_due_identities(connection: duckdb.DuckDBPyConnection) -> None:
    """Delete, inside the caller's transaction, the people in ``due_identities`` whom no hold keeps."""
    connection.execute(
        f"""delete from unneeded_people
        where person_id not in (select person_id from due_{IDENTITIES} where hold_id is null)"""
    )
    delete_people(connection)


def delete_people(connection: duckdb.DuckDBPyConnection) -> int:
    """Delete, inside the caller's transaction, those in ``unneeded_people``; return how many."""
    forgotten: int = connection.execute("select count(*) from unneeded_people").fetchall()[0][0]
    if forgotten:
        theirs = """select subject_id from gov.subjects as subjects
            inner join unneeded_people as people on subjects.canonical_id = people.person_id"""
        connection.execute(
            f"""delete from gov.identifiers where identity_index in (
                select identity_index from gov.identities where subject_id in ({theirs}))"""
        )
        delete_subjects(connection, f"{theirs} where not people.keeps_index")
        forget_inputs(connection, [CONTACTS])  # it may name them, and knows best who is whom if they come back
    return forgotten


def delete_subjects(connection: duckdb.DuckDBPyConnection, subjects: str) -> None:
    """Delete the ids in a query, their blind indexes and evidence, inside the caller's transaction."""
    forget_evidence(connection, subjects)
    for table in ("identities", "subjects"):
        connection.execute(f"delete from gov.{table} where subject_id in ({subjects})")
    connection.execute(
        "delete from gov.based_identities where identity_index not in (select identity_index from gov.identities)"
    )


def _delete_conversations(connection: duckdb.DuckDBPyConnection) -> int:
    """Delete conversations of which nothing is stored, and who wrote in them; return how many."""
    deleted: list[int] = [
        connection.execute(
            f"""delete from gov.{table}
            where conversation_id not in (select conversation_id from gov.named_conversations)"""
        ).fetchall()[0][0]
        for table in ("conversation_members", "conversations")
    ]
    _delete_activities(connection)
    return sum(deleted)


def _delete_activities(connection: duckdb.DuckDBPyConnection) -> None:
    """Delete when people, conversations and threads were active of which nothing else is known any more."""
    for kind, known in {
        "subject": "select subject_id from gov.subjects",
        "conversation": "select conversation_id from gov.conversations",
        "thread": "select thread_id from gov.thread_months",
    }.items():
        connection.execute(f"delete from gov.activities where kind = '{kind}' and activity_id not in ({known})")
