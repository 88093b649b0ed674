"""``chatward request`` verify, extend, refuse, withdraw, lift and open: what somebody decides about a request."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chatward import workspace
from chatward.cli.requesting import Because, RequestId, code_of, desk_of, found_at, request_app, tell_request
from chatward.cli.running import AsOf, Place
from chatward.errors import UsageError

__all__ = ["request_app"]  # with the commands of this module added to it

if TYPE_CHECKING:
    from chatward.opening import Desk
    from chatward.rights.states import Act
    from chatward.warehouse.requests.request_acts import StoredRequest


@request_app.command("verify")
def request_verify(
    request_id: RequestId,
    method: Annotated[str, typer.Option("--method", help="How, e.g. account_login; a code, no name.")],
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Settle a doubt: the data found are theirs.")] = False,
    place: Place = Path(),
    as_of: AsOf = None,
) -> None:
    """Note that the identity of who asks was verified; the next run answers the request.

    With --reviewed, settle what made a request doubtful: that several people may stand behind an identifier, or that
    the proof was somebody else's.

    Example: chatward request verify T-1042 --method account_login
    """
    from chatward.rights.states import Act

    act = Act.REVIEWED if reviewed else Act.VERIFIED
    tell_request(_act(place, as_of, request_id, act, code_of(method)))


@request_app.command("extend")
def request_extend(request_id: RequestId, because: Because, place: Place = Path(), as_of: AsOf = None) -> None:
    """Prolong the time as far as the law allows; the person must be told why before the first time is over.

    Example: chatward request extend T-1042 --because complex
    """
    from chatward.rights.clocks import calendar_of, extended_to
    from chatward.rights.states import Act

    code = code_of(because)
    with desk_of(place, as_of) as desk:
        found = found_at(desk, request_id)
        standing, policy = found.standing, desk.moment.policy
        until = extended_to(
            found.right, found.received_at, policy.regimes[found.regime], calendar_of(policy, found.regime)
        )
        if until is None or standing.is_extended or desk.moment.now > standing.due_at:
            reason = (
                f"the regime {found.regime} knows no extension" if until is None
                else "it was extended already" if standing.is_extended else "its time is over"
            )  # fmt: skip
            raise UsageError(f"the request cannot be extended: {reason}", hint="answer or refuse it")
        stored = _do(desk, found, Act.EXTENDED, {"code": code, "until": until})
    tell_request(stored)


@request_app.command("refuse")
def request_refuse(request_id: RequestId, because: Because, place: Place = Path(), as_of: AsOf = None) -> None:
    """Refuse a request: the person must be told why, and where to complain (GDPR Art. 12(4)).

    Example: chatward request refuse T-1042 --because identity_not_proven
    """
    from chatward.rights.states import Act

    tell_request(_act(place, as_of, request_id, Act.REFUSED, code_of(because)))


@request_app.command("withdraw")
def request_withdraw(request_id: RequestId, place: Place = Path(), as_of: AsOf = None) -> None:
    """Note that the person took a request back.

    Example: chatward request withdraw T-1042
    """
    from chatward.rights.states import Act

    tell_request(_act(place, as_of, request_id, Act.TAKEN_BACK, None))


@request_app.command("lift")
def request_lift(request_id: RequestId, because: Because, place: Place = Path(), as_of: AsOf = None) -> None:
    """End a restriction or an objection; who restricted processing must have been told before (GDPR Art. 18(3)).

    Example: chatward request lift T-1042 --because accuracy_verified
    """
    from chatward.rights.kinds import Right
    from chatward.rights.states import Act
    from chatward.warehouse.requests.request_acts import check_act
    from chatward.warehouse.requests.restricting import lift

    code = code_of(because)
    with desk_of(place, as_of) as desk:
        found = found_at(desk, request_id)
        check_act(found, Act.LIFTED)
        if found.right not in (Right.RESTRICTION, Right.OBJECTION):
            raise UsageError("only a restriction or an objection can be lifted", hint="`chatward request list --all`")
        with desk.warehouse.transaction() as connection:
            lift(connection, desk.moment, found, code)
    tell_request(found)


@request_app.command("open")
def request_open(
    request_id: RequestId,
    out: Annotated[Path, typer.Option("--out", help="Where the zip is written; must not be there yet.")],
    place: Place = Path(),
) -> None:
    """Open the sealed package of a request, to hand it over; chatward disposes of its own copy after 30 days.

    Example: chatward request open T-1042 --out package.zip
    """
    from chatward.durable import write
    from chatward.warehouse.requests.packages import open_package

    if out.exists():
        raise UsageError(f"{out.name} is there already", hint="name another file")
    with desk_of(place, None) as desk:
        content = open_package(desk.warehouse, workspace.find(place).packages, found_at(desk, request_id))
    write(out, content, mode=0o600)
    print(f"{out} has {len(content):,} bytes; hand it over, then remove it", file=sys.stderr)


def _act(place: Path, as_of: str | None, request_id: str, act: "Act", code: str | None) -> "StoredRequest":
    with desk_of(place, as_of) as desk:
        return _do(desk, found_at(desk, request_id), act, {"code": code})


def _do(desk: "Desk", found: "StoredRequest", act: "Act", deed: dict[str, Any]) -> "StoredRequest":
    """Add an act by hand, with what follows from it at once; return the request as it stands then."""
    from chatward.warehouse.requests.request_acts import Deed
    from chatward.warehouse.requests.requests import act_by_hand

    return act_by_hand(desk.warehouse, desk.moment, found, act, Deed(**deed))
