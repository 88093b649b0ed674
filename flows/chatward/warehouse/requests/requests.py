"""Takes requests into the governance database: from files that people keep, and from the command line."""

from datetime import timedelta
from pathlib import Path

from chatward.identity.index import blind_index, keyed_ids
from chatward.identity.normalise import normalise
from chatward.policy.record_terms import request_terms
from chatward.rights.clocks import calendar_of, due_at, strictest
from chatward.rights.kinds import Right
from chatward.rights.requests import Request, parse
from chatward.rights.states import Act, State
from chatward.warehouse.index_key import adopt_identifiers
from chatward.warehouse.kept.line_files import (
    Intake,
    LineFolder,
    LineReading,
    RejectedLine,
    read_lines,
    rejected_lines,
    store_lines,
)
from chatward.warehouse.moment import Moment, naive_utc
from chatward.warehouse.people.intervals import rebuild_intervals
from chatward.warehouse.requests.request_acts import (
    IDENTIFIER,
    Deed,
    StoredRequest,
    add_act,
    check_act,
    close,
    indexes_of,
    load_request,
    load_requests,
)
from chatward.warehouse.requests.restricting import heed_at_once, withdraw
from chatward.warehouse.retention.record_keeping import is_past
from chatward.warehouse.store import Warehouse

REQUESTS = LineFolder("requests", "request_rejects", Request)
_REFERENCE_CHARS = 16
_ANYWHERE_ELSE = timedelta(days=1)
"""How much later a day may have begun than in UTC."""
_VALUES = ("target", "field", "value")


def take_requests(warehouse: Warehouse, folder: Path, moment: Moment) -> Intake:
    """Read what is new in the folder of requests, take it in, and do what needs no waiting."""
    policy = moment.policy
    purposes, regimes = sorted(policy.purposes), sorted(policy.regimes)
    with warehouse.transaction() as connection:
        reading = read_lines(
            connection, REQUESTS, folder,
            lambda data, is_json: parse(data, json_lines=is_json, purposes=purposes, regimes=regimes),
            known_by=[*purposes, *regimes], key=warehouse.keyring.key("dedupe"),
        )  # fmt: skip
        added = _take(warehouse, reading, moment) if reading.found else 0
        store_lines(connection, REQUESTS, reading)
        heeded = heed_at_once(warehouse, moment, load_requests(connection))
        return Intake(added, heeded, rejected_lines(connection, REQUESTS))


def _take(warehouse: Warehouse, reading: LineReading[Request], moment: Moment) -> int:
    """Take in what was read; return how many requests were not known. A line that contradicts a known one is none."""
    named = (each[1:] for request in reading.found for each in _named(request))
    adopt_identifiers(warehouse.connection, warehouse.keyring, named)
    known = {request.request_id: request for request in load_requests(warehouse.connection)}
    before, terms = len(known), request_terms(moment.policy)
    for request, (file_id, location) in zip(reading.found, reading.origins, strict=True):
        if request.request_id not in known and is_past(
            terms, _regime(request, moment), request.received_at, moment.now
        ):
            reading.rejects.append(RejectedLine(file_id, location, request.line, "past_its_time"))
        elif request.request_id not in known and (reason := refused_for(warehouse, request, moment)):
            reading.rejects.append(RejectedLine(file_id, location, request.line, reason))
            reading.states[f"{REQUESTS.name}/{location}"] = ""  # it is read again: another day may bring what it lacks
        elif request.request_id not in known:
            known[request.request_id] = _add(warehouse, request, moment)
        elif not _take_again(warehouse, known[request.request_id], request, moment):
            reading.rejects.append(RejectedLine(file_id, location, request.line, "request_id_is_taken"))
    return len(known) - before


def add_request(warehouse: Warehouse, request: Request, moment: Moment) -> StoredRequest | str:
    """Take in one request, and do what needs no waiting; a code says why it cannot be taken in."""
    with warehouse.transaction() as connection:
        if any(known.request_id == request.request_id for known in load_requests(connection)):
            return "request_id_is_taken"
        adopt_identifiers(connection, warehouse.keyring, (each[1:] for each in _named(request)))
        if reason := refused_for(warehouse, request, moment):
            return reason
        stored = _add(warehouse, request, moment)
        heed_at_once(warehouse, moment, load_requests(connection))
        return stored


def refused_for(warehouse: Warehouse, request: Request, moment: Moment) -> str | None:
    """Return the code of why a request is not taken in: it would find nobody, and be told that nothing is stored."""
    connection, key = warehouse.connection, warehouse.keyring.key("index")
    kind, identifier = request.identifier_type, request.identifier
    types = {type_ for (type_,) in connection.execute("select distinct identifier_type from gov.identities").fetchall()}
    known = connection.execute(
        "select 1 from gov.identities where identity_index = ?", [blind_index(key, kind, identifier)]
    ).fetchall()
    if request.received_at > moment.now + _ANYWHERE_ELSE:
        return "not_received_yet"
    if kind not in types and not kind.endswith(("phone", "email", "_id", "name")):
        return "unknown_identifier_type"
    if kind == "phone" and not known and not normalise(kind, identifier).startswith("+"):
        return "no_country_code"
    return None


def act_by_hand(warehouse: Warehouse, moment: Moment, request: StoredRequest, act: Act, deed: Deed) -> StoredRequest:
    """Add an act that somebody decided on, and do what needs no waiting; return the request as it stands then.

    Raises:
        UsageError: the request stands where the act is not allowed.
    """
    check_act(request, act)
    with warehouse.transaction() as connection:
        if act in (Act.REFUSED, Act.TAKEN_BACK):
            close(connection, moment, request.request_id, act, deed)
        else:
            add_act(connection, moment, request.request_id, act, deed)
        heed_at_once(warehouse, moment, load_requests(connection))
        return load_request(connection, request.request_id)


def reference_of(request_id: str, key: bytes) -> str:
    """Return by what the ledger and reports name a request: keyed, so that an id tells nothing there."""
    return f"rq-{keyed_ids(key, [b'request' + request_id.encode()])[0].hex()[:_REFERENCE_CHARS]}"


def _add(warehouse: Warehouse, request: Request, moment: Moment) -> StoredRequest:
    """Store a request that is not known; a consent is withdrawn at once."""
    connection, policy = warehouse.connection, moment.policy
    regime = _regime(request, moment)
    due = due_at(request.right, request.received_at, policy.regimes[regime], calendar_of(policy, regime))
    stored = StoredRequest(
        request.request_id, reference_of(request.request_id, warehouse.keyring.key("dedupe")), request.right, regime,
        request.scope, request.purpose, request.keeps, request.channel, request.received_at, due,
    )  # fmt: skip
    connection.execute(
        "insert into gov.requests values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            stored.request_id, stored.reference, stored.right.value, regime, stored.scope.value, stored.purpose,
            stored.keeps, stored.channel, naive_utc(stored.received_at), naive_utc(due),
        ],
    )  # fmt: skip
    _store_people(warehouse, request)
    for name in (*_VALUES, IDENTIFIER) if stored.erases_a_person else _VALUES:
        if value := getattr(request, name):
            connection.execute("insert into gov.request_values values (?, ?, ?)", [request.request_id, name, value])
    add_act(connection, moment, request.request_id, Act.RECEIVED)
    if request.is_verified and request.right.needs_proof:
        add_act(connection, moment, request.request_id, Act.VERIFIED, Deed(code="as_received"))
    if request.right is Right.WITHDRAWAL:
        _withdraw(warehouse, request, stored, moment)
    return load_request(connection, request.request_id)


def _regime(request: Request, moment: Moment) -> str:
    return request.regime or strictest(request.right, request.received_at, moment.policy)


def _withdraw(warehouse: Warehouse, request: Request, stored: StoredRequest, moment: Moment) -> None:
    connection = warehouse.connection
    events = withdraw(warehouse, request, stored.reference, moment)
    rebuild_intervals(connection, moment.policy)
    add_act(connection, moment, request.request_id, Act.VERIFIED, Deed(code="needs_none"))
    rests = any(each.consent and request.purpose in (None, each.name) for each in moment.policy.purposes.values())
    code = None if rests else "nothing_rests_on_consent"
    close(connection, moment, request.request_id, Act.DONE, Deed(code=code, store="consent_events", records=events))


def _named(request: Request) -> list[tuple[str, str, str]]:
    """Return (part, identifier type, identifier) of each person in a request."""
    named = [("subject", request.identifier_type, request.identifier)]
    if request.proven and request.proven_type:
        named.append(("proven", request.proven_type, request.proven))
    return named


def _store_people(warehouse: Warehouse, request: Request) -> None:
    key = warehouse.keyring.key("index")
    for part, kind, identifier in _named(request):
        warehouse.connection.execute(
            "insert into gov.request_people values (?, ?, ?, ?)",
            [request.request_id, part, blind_index(key, kind, identifier), kind],
        )


def _take_again(warehouse: Warehouse, known: StoredRequest, request: Request, moment: Moment) -> bool:
    """Take from a line that was known whether the identity is verified by now; False where it is another request's."""
    connection = warehouse.connection
    indexes = [index for index, _ in indexes_of(connection, known.request_id, "subject")]
    asked = blind_index(warehouse.keyring.key("index"), request.identifier_type, request.identifier)
    same = (known.right, known.scope, known.received_at) == (request.right, request.scope, request.received_at)
    if not same or (indexes and asked not in indexes):
        return False
    if request.is_verified and known.standing.state is State.RECEIVED:
        add_act(connection, moment, known.request_id, Act.VERIFIED, Deed(code="as_received"))
    return True
