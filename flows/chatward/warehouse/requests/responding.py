"""Plans what is done for each request whose identity is verified. Planning changes nothing."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import duckdb

from chatward.intake.identifying import conversation_id
from chatward.rights.kinds import Right, Scope
from chatward.rights.plan import Action, PlannedResponse, ResponsePlan
from chatward.rights.states import State
from chatward.warehouse.connection import SHARD
from chatward.warehouse.moment import Moment
from chatward.warehouse.requests.meant import Meant, link, take_up_decided, whom
from chatward.warehouse.requests.rectifying import is_anothers
from chatward.warehouse.requests.request_acts import StoredRequest, indexes_of, load_requests, values_of
from chatward.warehouse.store import Warehouse

_ACTIONS = {
    Right.ACCESS: Action.PACKAGE,
    Right.PORTABILITY: Action.PACKAGE,
    Right.ERASURE: Action.ERASE,
    Right.RECTIFICATION: Action.RECTIFY,
    Right.RESTRICTION: Action.RESTRICT,
    Right.OBJECTION: Action.RESTRICT,
}
_ORDER = (
    Action.REVIEW,
    Action.DUPLICATE,
    Action.NOTHING_HELD,
    Action.RESTRICT,
    Action.RECTIFY,
    Action.PACKAGE,
    Action.ERASE,
)
"""In which answers are given: who asks for a copy and for erasure at once gets the copy first."""

_Stored = Mapping[bytes, Mapping[str, int]]
"""By canonical id and month: how many messages are stored of a person."""


@dataclass(frozen=True, slots=True)
class Response:
    """What is planned for a request, and for whom and what.

    Attributes:
        targets: what an erasure is about: subject, conversation or message ids.
    """

    request: StoredRequest
    meant: Meant
    planned: PlannedResponse
    targets: tuple[bytes, ...]


def plan_responses(warehouse: Warehouse, moment: Moment) -> tuple[ResponsePlan, list[Response]]:
    """Return the plan, and what it is made of in the order in which it is to be done.

    Requests that waited for a decision on identities are taken up first, if that was made.
    """
    with warehouse.transaction() as connection:
        take_up_decided(connection, moment, load_requests(connection))
    requests = load_requests(warehouse.connection)
    due = [request for request in requests if request.standing.state in (State.VERIFIED, State.ACTING)]
    meant = whom(warehouse.connection, due)
    stored = _stored_of(warehouse.connection, {person for each in meant.values() for person in each.subject_ids})
    seen: dict[tuple[object, ...], str] = {}
    copied = _copied(due, meant)
    found = [
        _plan(warehouse, request, meant[request.request_id], seen, stored=stored, copied=copied) for request in due
    ]
    found.sort(key=lambda response: _ORDER.index(response.planned.action))
    planned = tuple(response.planned for response in found)
    return ResponsePlan(moment.run_id, moment.now, moment.policy.label, planned), found


def _copied(requests: Iterable[StoredRequest], meant: Mapping[str, Meant]) -> frozenset[bytes]:
    """Return of whom a copy is about to be made that nobody had yet; an erasure would take it away again."""
    new = [each for each in requests if each.right.makes_package and each.standing.closed_at is None]
    return frozenset(
        person for each in new if not (whose := meant[each.request_id]).doubt for person in whose.subject_ids
    )


def _plan(
    warehouse: Warehouse, request: StoredRequest, meant: Meant, seen: dict[tuple[object, ...], str], *,
    stored: _Stored, copied: Set[bytes],
) -> Response:  # fmt: skip
    values = values_of(warehouse.connection, request.request_id)
    is_begun = request.standing.state is State.ACTING
    targets = _targets(warehouse, request, meant, values)
    named = indexes_of(warehouse.connection, request.request_id, "subject")
    whose = meant.subject_ids or tuple(sorted(index for index, _ in named))
    key = (request.right, request.scope, request.purpose, whose, targets, tuple(sorted(values.items())))
    if is_begun:
        action, code = _ACTIONS[request.right], "resumed"
    elif doubt := meant.doubt or _doubt(warehouse, request, meant, values, targets, copied=copied):
        action, code = Action.REVIEW, doubt
    elif not meant.subject_ids and not request.erases_a_person:
        action, code = Action.NOTHING_HELD, None
    elif key in seen:
        action, code = Action.DUPLICATE, seen[key]
    else:
        action, code = _ACTIONS[request.right], None
        seen[key] = request.reference
    counts = _counts(stored, meant.subject_ids)
    digest = hashlib.sha256(repr((key, action, counts)).encode()).hexdigest()
    planned = PlannedResponse(
        request.reference, request.right.value, request.scope.value, action, code, sum(n for _, n in counts), digest
    )
    return Response(request, meant, planned, targets)


def unknown_named(
    connection: duckdb.DuckDBPyConnection, moment: Moment, responses: Sequence[Response]
) -> list[Response]:
    """Return responses with targets for erasures of people whom no export shows, who become known for that.

    Inside the caller's transaction. What was begun before has none, and needs none any more.
    """
    begun = {
        name.rpartition(".")[0] for (name,) in connection.execute("select request_id from gov.erasures").fetchall()
    }
    unknown = [
        each.request
        for each in responses
        if not each.targets and each.request.erases_a_person and each.request.reference not in begun
    ]
    link(connection, moment, unknown)
    targets = {request_id: meant.subject_ids for request_id, meant in whom(connection, unknown).items()}
    return [replace(each, targets=targets.get(each.request.request_id, each.targets)) for each in responses]


def _doubt(
    warehouse: Warehouse, request: StoredRequest, meant: Meant, values: dict[str, str], targets: Sequence[bytes], *,
    copied: Set[bytes],
) -> str | None:  # fmt: skip
    if not meant.subject_ids:
        return None
    if request.right is Right.RECTIFICATION:
        if not {"field", "value"} <= values.keys():
            return "nothing_to_correct"
        if is_anothers(warehouse, meant.subject_ids[0], values["field"], values["value"]):
            return "identifier_is_anothers"
    if request.right is Right.ERASURE and not targets:
        return "target_is_none_of_theirs"
    if request.right is Right.ERASURE and request.scope is Scope.SUBJECT and not copied.isdisjoint(meant.subject_ids):
        return "copy_comes_first"
    return None


def _targets(warehouse: Warehouse, request: StoredRequest, meant: Meant, values: dict[str, str]) -> tuple[bytes, ...]:
    """Return the ids that an erasure is about; none where nothing of the person's is what it names."""
    if request.right is not Right.ERASURE:
        return ()
    if request.scope is Scope.SUBJECT:
        return meant.subject_ids
    source, _, name = values.get("target", "").partition("/")
    if request.scope is Scope.CONVERSATION:
        return _conversations(warehouse, source, name, meant.subject_ids)
    return _messages(warehouse, source, name, meant.subject_ids)


def _conversations(warehouse: Warehouse, source: str, key: str, people: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the id of the conversation that its export calls so, if one of the people talked in it.

    It is told by its id, since its key may have lost the name of somebody who was erased.
    """
    found = conversation_id(warehouse.keyring.key("dedupe"), source, key)
    rows = warehouse.connection.execute(
        """select distinct members.conversation_id from gov.conversation_members as members
        inner join gov.conversations using (conversation_id)
        inner join gov.subjects as subjects on members.subject_id = subjects.subject_id
        where members.conversation_id = $found and list_contains($people::blob[], subjects.canonical_id)""",
        {"found": found, "people": list(people)},
    ).fetchall()
    return tuple(row[0] for row in rows)


def _messages(warehouse: Warehouse, source: str, message: str, people: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the person's own messages that the platform calls so."""
    found: set[bytes] = set()
    months = months_of(warehouse.connection, people)
    for month in sorted(set[str]().union(*months.values())):
        with warehouse.shard(warehouse.shard_file(month), read_only=True):
            rows = warehouse.connection.execute(
                f"""select message_id from {SHARD}.messages as messages
                inner join gov.subjects as subjects on messages.sender_id = subjects.subject_id
                where source = $source and platform_message_id = $message
                    and list_contains($people::blob[], subjects.canonical_id)""",
                {"source": source, "message": message, "people": list(people)},
            ).fetchall()
        found.update(row[0] for row in rows)
    return tuple(sorted(found))


def months_of(connection: duckdb.DuckDBPyConnection, people: Iterable[bytes]) -> dict[bytes, set[str]]:
    """Return by canonical id of each of some people the months with records that he wrote or that concern him."""
    rows = connection.execute(
        """select distinct subjects.canonical_id, months.month
        from (select subject_id, month from gov.subject_months
            union all by name select subject_id, month from gov.named_subjects) as months
        semi join gov.shards as shards on months.month = shards.month
        inner join gov.subjects as subjects on months.subject_id = subjects.subject_id
        semi join (select unnest($people::blob[]) as person_id) as asked on subjects.canonical_id = asked.person_id""",
        {"people": list(people)},
    ).fetchall()
    months: dict[bytes, set[str]] = {}
    for person, month in rows:
        months.setdefault(person, set()).add(month)
    return months


def _stored_of(connection: duckdb.DuckDBPyConnection, people: Iterable[bytes]) -> _Stored:
    rows = connection.execute(
        """select subjects.canonical_id, months.month, sum(months.messages)::bigint
        from gov.subject_months as months inner join gov.subjects as subjects on months.subject_id = subjects.subject_id
        semi join (select unnest($people::blob[]) as person_id) as asked on subjects.canonical_id = asked.person_id
        group by subjects.canonical_id, months.month""",
        {"people": list(people)},
    ).fetchall()
    stored: dict[bytes, dict[str, int]] = {}
    for person, month, messages in rows:
        stored.setdefault(person, {})[month] = messages
    return stored


def _counts(stored: _Stored, people: Iterable[bytes]) -> list[tuple[str, int]]:
    """Return how many messages are stored of some people together, by month."""
    counts: dict[str, int] = {}
    for person in people:
        for month, messages in stored.get(person, {}).items():
            counts[month] = counts.get(month, 0) + messages
    return sorted(counts.items())
