"""What a report tells of requests: how many there are and how they are answered in time, and of nobody's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import duckdb

from chatward.rights.states import State
from chatward.warehouse.kept.line_files import rejected_places
from chatward.warehouse.moment import Moment
from chatward.warehouse.requests.request_acts import StoredRequest, load_requests
from chatward.warehouse.requests.requests import REQUESTS

_WEEK_S = 7 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Requests of one kind under one regime.

    Attributes:
        open: whose clock runs; the three that follow are among them, and so are ``overdue`` and ``due_7_days``.
        unverified: that wait for the identity of who asks.
        in_review: of which it is doubtful whose data they mean.
        held: of which a legal hold keeps what is left.
        overdue: verified, and not answered in time.
        overdue_unverified: whose time is over, and whose identity was never verified.
        late: answered after their time.
        median_days: from receipt to answer; None where none was answered.
    """

    kind: str
    regime: str
    open: int
    unverified: int
    in_review: int
    held: int
    overdue: int
    overdue_unverified: int
    due_7_days: int
    done: int
    refused: int
    closed: int
    late: int
    extended: int
    median_days: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReject:
    """Lines of one file of requests that are none, for one reason; the file by an id that says nothing of its name."""

    file_id: str
    reason: str
    lines: int


def asked(connection: duckdb.DuckDBPyConnection, moment: Moment) -> tuple[Asked, ...]:
    """Return the requests by kind and regime."""
    groups: dict[tuple[str, str], list[StoredRequest]] = {}
    for request in load_requests(connection):
        groups.setdefault((request.right.value, request.regime), []).append(request)
    return tuple(_counted(kind, regime, found, moment) for (kind, regime), found in sorted(groups.items()))


def _counted(kind: str, regime: str, requests: Sequence[StoredRequest], moment: Moment) -> Asked:
    standings = [request.standing for request in requests]
    days = [
        (standing.closed_at - request.received_at).total_seconds() / 86_400
        for request, standing in zip(requests, standings, strict=True)
        if standing.closed_at
    ]
    overdue = [each for each in standings if each.is_overdue(moment.now)]

    def count(kept: Iterable[object]) -> int:
        return sum(map(bool, kept))

    return Asked(
        kind=kind,
        regime=regime,
        open=count(each.state.is_open for each in standings),
        unverified=count(each.state is State.RECEIVED for each in standings),
        in_review=count(each.state is State.IN_REVIEW for each in standings),
        held=count(each.is_held and each.state.is_open for each in standings),
        overdue=count(each.state is not State.RECEIVED for each in overdue),
        overdue_unverified=count(each.state is State.RECEIVED for each in overdue),
        due_7_days=count(
            each.state.is_open and 0 <= (each.due_at - moment.now).total_seconds() <= _WEEK_S for each in standings
        ),
        done=count(each.state is State.DONE for each in standings),
        refused=count(each.state is State.REFUSED for each in standings),
        closed=count(each.state is State.CLOSED for each in standings),
        late=count(each.was_late for each in standings),
        extended=count(each.is_extended for each in standings),
        median_days=round(median(days), 1) if days else None,
    )


def request_rejects(connection: duckdb.DuckDBPyConnection) -> tuple[RequestReject, ...]:
    """Return the lines of files of requests that are none, by file and reason."""
    return tuple(
        RequestReject(file_id=file_id, reason=reason, lines=len(lines))
        for (file_id, _, reason), lines in rejected_places(connection, REQUESTS).items()
    )
