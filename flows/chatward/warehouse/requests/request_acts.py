"""Requests as they are stored, and the acts on them, which are only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import duckdb

from chatward.errors import UsageError
from chatward.rights.kinds import Right, Scope
from chatward.rights.states import Act, Done, Standing, after, standing
from chatward.warehouse.moment import Moment, naive_utc


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """One request and what was done with it; no person stands in it."""

    request_id: str
    reference: str
    right: Right
    regime: str
    scope: Scope
    purpose: str | None
    keeps: bool
    channel: str | None
    received_at: datetime
    due_at: datetime
    acts: Sequence[Done] = ()

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return standing(self.due_at, self.acts)

    @property
    def erases_a_person(self) -> bool:
        """Whether all of a person is to go: others' words may name somebody whom no export shows, too."""
        return self.right is Right.ERASURE and self.scope is Scope.SUBJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is told of an act: why or how, in which store, how many records, which fields, until when."""

    code: str | None = None
    store: str | None = None
    records: int | None = None
    fields: Sequence[str] = field(default_factory=tuple)
    until: datetime | None = None


NOTHING = Deed()
IDENTIFIER = "identifier"
"""Name of the value that an erasure needs: by it the person is found in others' words, however they write it."""
_COLUMNS = "request_id, reference, kind, regime, scope, purpose, keeps, channel, received_at_utc, due_at_utc"


def load_requests(connection: duckdb.DuckDBPyConnection, name: str | None = None) -> list[StoredRequest]:
    """Return all requests, the oldest first; with ``name``, the one of that id or reference."""
    chosen = "request_id in (select request_id from gov.requests where $name in (request_id, reference))"
    where, parameters = (f"where {chosen}", {"name": name}) if name is not None else ("", {})
    acts: dict[str, list[Done]] = {}
    for request_id, act, at, code, until in connection.execute(
        f"select request_id, act, at_utc, code, until_utc from gov.request_acts {where} order by request_id, number",
        parameters,
    ).fetchall():
        acts.setdefault(request_id, []).append(Done(Act(act), _aware(at), code, _aware(until) if until else None))
    rows = connection.execute(
        f"select {_COLUMNS} from gov.requests {where} order by received_at_utc, request_id", parameters
    ).fetchall()
    return [
        StoredRequest(
            request_id, reference, Right(right), regime, Scope(scope), purpose, keeps, channel, _aware(received_at),
            _aware(due_at), acts.get(request_id, ()),
        )
        for request_id, reference, right, regime, scope, purpose, keeps, channel, received_at, due_at in rows
    ]  # fmt: skip


def load_request(connection: duckdb.DuckDBPyConnection, request_id: str) -> StoredRequest:
    """Return the request of an id, or of a reference.

    Raises:
        UsageError: there is none.
    """
    found = load_requests(connection, request_id)
    if found:
        return found[0]
    raise UsageError("there is no request of that id", hint="`chatward request list` prints those that there are")


def add_act(
    connection: duckdb.DuckDBPyConnection, moment: Moment, request_id: str, act: Act, deed: Deed = NOTHING
) -> None:
    """Add an act to a request, inside the caller's transaction, which also does what the act tells."""
    connection.execute(
        """insert into gov.request_acts by name
        select $request_id as request_id, $act as act, $code as code, $store as store, $records as records,
            $fields::varchar[] as fields, $until as until_utc, $now as at_utc, $run_id as run_id,
            (select coalesce(max(number), 0) + 1 from gov.request_acts where request_id = $request_id)::integer
                as number""",
        {
            "request_id": request_id, "act": act.value, "code": deed.code, "store": deed.store,
            "records": deed.records, "fields": list(deed.fields) or None,
            "until": naive_utc(deed.until) if deed.until else None, "now": moment.now_utc, "run_id": moment.run_id,
        },
    )  # fmt: skip


def close(
    connection: duckdb.DuckDBPyConnection, moment: Moment, request_id: str, act: Act, deed: Deed = NOTHING
) -> None:
    """Add the act that ends a request, inside the caller's transaction; values that it needed are gone with it.

    Of an erasure who asked goes too: nothing here may lead back to whoever was erased.
    """
    add_act(connection, moment, request_id, act, deed)
    connection.execute("delete from gov.request_values where request_id = ?", [request_id])
    connection.execute(
        """delete from gov.request_people where request_id in (
            select request_id from gov.requests where request_id = ? and kind = 'erasure')""",
        [request_id],
    )


def check_act(request: StoredRequest, act: Act) -> None:
    """Make sure that a request stands where an act is allowed.

    Raises:
        UsageError: it does not.
    """
    state = request.standing.state
    if after(state, act) is None:
        raise UsageError(
            f"a request that is {state.replace('_', ' ')} cannot be {act.replace('_', ' ')}",
            hint="`chatward request show` prints what was done with it",
        )


def values_of(connection: duckdb.DuckDBPyConnection, request_id: str) -> dict[str, str]:
    """Return the values by which open requests of a person differ, by name: ``target``, ``field``, ``value``."""
    rows = connection.execute(
        "select name, value from gov.request_values where request_id = ? and name != ?", [request_id, IDENTIFIER]
    )
    return dict(rows.fetchall())


def requested_identifiers(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return (type, identifier) of those whom open requests for erasure are about, as they were written there."""
    rows: list[tuple[str, str]] = connection.execute(
        """select distinct people.identifier_type, written.value
        from gov.request_values as written inner join gov.request_people as people using (request_id)
        where written.name = ? and people.part = 'subject' order by all""",
        [IDENTIFIER],
    ).fetchall()
    return rows


def indexes_of(connection: duckdb.DuckDBPyConnection, request_id: str, part: str) -> list[tuple[bytes, str]]:
    """Return blind index and type of the identifiers that a request names as ``part``."""
    rows: list[tuple[bytes, str]] = connection.execute(
        "select identity_index, identifier_type from gov.request_people where request_id = ? and part = ?",
        [request_id, part],
    ).fetchall()
    return rows


def _aware(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC)
