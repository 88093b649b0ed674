"""Restrictions, objections and withdrawals: what a person may stop. They act at once."""

from collections.abc import Iterable

import duckdb

from chatward.consent.events import ConsentEvent
from chatward.rights.kinds import Right
from chatward.rights.requests import Request
from chatward.rights.states import Act, State
from chatward.warehouse.gate.deciding import note_subjects
from chatward.warehouse.moment import Moment
from chatward.warehouse.records.consenting import append_events
from chatward.warehouse.requests.meant import link, whom
from chatward.warehouse.requests.request_acts import Deed, StoredRequest, add_act, close
from chatward.warehouse.store import Warehouse


def withdraw(warehouse: Warehouse, request: Request, reference: str, moment: Moment) -> int:
    """Append a withdrawal of consent to the purpose asked for, or to all that rest on consent; return how many.

    It holds from when the person said so, and is recorded now. Inside the caller's transaction; the intervals must be
    rebuilt.
    """
    purposes = [
        purpose.name
        for purpose in moment.policy.purposes.values()
        if purpose.consent and request.purpose in (None, purpose.name)
    ]
    events = [
        ConsentEvent(
            event_id=f"request/{reference}/{purpose}",
            identifier_type=request.identifier_type,
            identifier=request.identifier,
            purpose=purpose,
            action="withdrawn",
            notice_version=None,
            effective_at=request.received_at,
            recorded_at=max(request.received_at, moment.now),
            channel=request.channel,
            steps=None,
        )
        for purpose in purposes
    ]
    return append_events(warehouse, events, moment) if events else 0


def heed_at_once(warehouse: Warehouse, moment: Moment, requests: Iterable[StoredRequest]) -> int:
    """Put restrictions and objections in force that are verified and not doubtful, inside the caller's transaction.

    Returns:
        How many there were.

    What is doubtful now may be clear when exports were read: it is left for the stage that answers requests.
    """
    stopping = [
        request
        for request in requests
        if request.right in (Right.RESTRICTION, Right.OBJECTION) and request.standing.state is State.VERIFIED
    ]
    if not stopping:
        return 0
    link(warehouse.connection, moment, stopping)
    meant = whom(warehouse.connection, stopping)
    clear = [request for request in stopping if not meant[request.request_id].doubt]
    for request in clear:
        restrict(warehouse.connection, moment, request, meant[request.request_id].subject_ids)
    return len(clear)


def restrict(
    connection: duckdb.DuckDBPyConnection, moment: Moment, request: StoredRequest, subjects: Iterable[bytes]
) -> None:
    """Put a restriction or objection in force, inside the caller's transaction: what is published changes with it.

    Of whoever is named by an identifier it is noted under that one's own subject: should the person be taken apart, it
    stays with him who asked.
    """
    connection.execute(
        """insert into gov.restrictions
        select $request_id, coalesce(own.subject_id, asked.subject_id), $kind, $purpose, $keeps, $now, null
        from (select unnest($subjects::blob[]) as subject_id) as asked
        left join (
            select distinct identities.subject_id, subjects.canonical_id
            from gov.request_people as people
            inner join gov.identities as identities on people.identity_index = identities.identity_index
            inner join gov.subjects as subjects on identities.subject_id = subjects.subject_id
            where people.request_id = $request_id and people.part = 'subject'
        ) as own on asked.subject_id = own.canonical_id""",
        {
            "request_id": request.request_id, "kind": request.right.value, "purpose": request.purpose,
            "keeps": request.keeps, "now": moment.now_utc, "subjects": list(subjects),
        },
    )  # fmt: skip
    _note(connection, request.request_id)
    close(connection, moment, request.request_id, Act.DONE, Deed(store="restrictions"))


def lift(connection: duckdb.DuckDBPyConnection, moment: Moment, request: StoredRequest, code: str) -> None:
    """End a restriction or objection, inside the caller's transaction.

    Who asked for a restriction must have been told before (GDPR Art. 18(3)).
    """
    connection.execute(
        "update gov.restrictions set lifted_at_utc = ? where request_id = ? and lifted_at_utc is null",
        [moment.now_utc, request.request_id],
    )
    _note(connection, request.request_id)
    add_act(connection, moment, request.request_id, Act.LIFTED, Deed(code=code))


def lift_of(connection: duckdb.DuckDBPyConnection, moment: Moment, people: Iterable[bytes]) -> None:
    """End what people asked to be restricted, inside the caller's transaction: they asked for erasure since."""
    connection.execute(
        """update gov.restrictions set lifted_at_utc = $now
        where lifted_at_utc is null and subject_id in (
            select subject_id from gov.subjects where list_contains($people::blob[], canonical_id))""",
        {"now": moment.now_utc, "people": list(people)},
    )


def _note(connection: duckdb.DuckDBPyConnection, request_id: str) -> None:
    connection.execute("create or replace temp table restricted as select '' as request_id")
    connection.execute("update restricted set request_id = ?", [request_id])
    note_subjects(
        connection,
        "select subject_id from gov.restrictions where request_id in (select request_id from restricted)",
    )
