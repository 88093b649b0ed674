"""``chatward request`` add, list and show. No Prefect: it names people."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from chatward import clock, settings, workspace
from chatward.cli.running import AsJson, AsOf, Place
from chatward.errors import UsageError

if TYPE_CHECKING:
    from chatward.opening import Desk
    from chatward.warehouse.requests.request_acts import StoredRequest

request_app = typer.Typer(
    help="Requests of data subjects: access, portability, erasure, rectification, restriction, objection, withdrawal.",
    no_args_is_help=True,
)
_Text = Optional[str]  # noqa: UP045 - typer evaluates it
RequestId = Annotated[str, typer.Argument(help="The request's id or reference.", show_default=False)]
Because = Annotated[str, typer.Option("--because", help="A code like identity_not_proven; never a name or an address.")]


@request_app.command("add", epilog="Example: chatward request add erasure --id T-1042 --type email < address.txt")
def request_add(
    kind: Annotated[str, typer.Argument(help="access, portability, erasure, rectification, restriction, objection or "
                                        "withdrawal.", show_default=False)],
    *,
    request_id: Annotated[str, typer.Option("--id", help="Id of the ticket or letter, with a digit in it.")],
    identifier_type: Annotated[str, typer.Option("--type", help="Type of the identifier: phone, email, telegram_id …")],
    received: Annotated[_Text, typer.Option("--received", help="When it came in.", show_default="now")] = None,
    channel: Annotated[_Text, typer.Option("--channel", help="How it came in, e.g. web.")] = None,
    scope: Annotated[str, typer.Option("--scope", help="Of an erasure: subject, conversation or message.")] = "subject",
    purpose: Annotated[_Text, typer.Option("--purpose", help="Of an objection or withdrawal; else all.")] = None,
    regime: Annotated[_Text, typer.Option("--regime", help="Of the policy.", show_default="the strictest")] = None,
    keeps: Annotated[bool, typer.Option("--keep", help="Of a restriction: dispose of nothing meanwhile.")] = False,
    place: Place = Path(),
    as_of: AsOf = None,
) -> None:  # fmt: skip
    """Take in one request; the identifier is read from standard input, so that it stands in no history of commands.

    A second line may hold what an erasure of a conversation or a message is about, as `source/key`, or what a
    rectification corrects, as `name: Anna Berg` or `email: anna@example.org`. Nothing is done before it is verified.
    """
    from chatward.rights.requests import request_of
    from chatward.warehouse.requests.requests import add_request

    lines = [line.strip() for line in _asked("identifier").splitlines()] + ["", ""]
    field, _, value = lines[1].partition(":")
    row = {
        "request_id": request_id, "kind": kind, "identifier_type": identifier_type, "identifier": lines[0],
        "received_at": received or now_of(as_of).isoformat(), "channel": channel or "", "scope": scope,
        "purpose": purpose or "", "regime": regime or "", "keeps": "yes" if keeps else "no",
        "target": lines[1] if scope != "subject" else "",
        "field": field.strip() if kind == "rectification" else "",
        "value": value.strip() if kind == "rectification" else "",
    }  # fmt: skip
    with desk_of(place, as_of) as desk:
        policy = desk.moment.policy
        request = request_of(row, purposes=policy.purposes.keys(), regimes=policy.regimes.keys())
        stored = request if isinstance(request, str) else add_request(desk.warehouse, request, desk.moment)
    if stored == "request_id_is_taken":
        raise UsageError("there is a request of that id already", hint="`chatward request show` prints it")
    if isinstance(stored, str):
        raise UsageError(
            f"this is no request: {stored.replace('_', ' ')}", hint="`chatward request add --help` says what is"
        )
    tell_request(stored)


@request_app.command("list")
def request_list(
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    place: Place = Path(),
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print requests with their state and when they are due, the most urgent first. No name is in it.

    Example: chatward request list --json
    """
    from chatward.opening import looked_into
    from chatward.warehouse.requests.request_acts import load_requests

    with looked_into(workspace.find(place), settings.load()) as connection:
        found = load_requests(connection) if connection else []
    rows = [_row(each, now_of(as_of)) for each in found if everything or each.standing.state.is_open]
    rows.sort(key=lambda row: (row["due_at"], row["request_id"]))
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    for row in rows:
        late = "  OVERDUE" if row["is_overdue"] else ""
        print(f"{row['request_id']:<16} {row['kind']:<13} {row['state']:<10} due {row['due_at'][:16]}Z{late}")
        if row["reason"]:
            print(f"{'':<16} {row['reason']}")
    if not rows:
        print("no requests" if everything else "no open requests", file=sys.stderr)


@request_app.command("show")
def request_show(request_id: RequestId, place: Place = Path(), as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Print one request and all that was done with it.

    Example: chatward request show T-1042
    """
    from chatward.opening import looked_into
    from chatward.warehouse.requests.request_acts import load_request

    with looked_into(workspace.find(place), settings.load()) as connection:
        if connection is None:
            raise UsageError("nothing ran in this workspace yet", hint="`chatward run` is the first step")
        found = load_request(connection, request_id)
        cursor = connection.execute(
            """select act, code, store, records, fields, until_utc::varchar as until_utc,
                at_utc::varchar as at_utc, leaf
            from gov.request_acts where request_id = ? order by number""",
            [found.request_id],
        )
        names = [column[0] for column in cursor.description or ()]
        acts = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if as_json:
        print(json.dumps({**_row(found, now_of(as_of)), "acts": acts}, indent=1))
        return
    for name, value in _row(found, now_of(as_of)).items():
        if value is not None:
            print(f"{name.replace('_', ' '):<14} {_shown(value)}")
    for act in acts:
        told = " ".join(f"{name}={value}" for name, value in act.items() if name not in ("act", "at_utc") and value)
        print(f"  {act['at_utc'][:19]}Z  {act['act']:<16} {told}")


def _shown(value: object) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def found_at(desk: "Desk", request_id: str) -> "StoredRequest":
    """Return the request of an id or reference."""
    from chatward.warehouse.requests.request_acts import load_request

    return load_request(desk.warehouse.connection, request_id)


@contextmanager
def desk_of(place: Path, as_of: str | None) -> "Iterator[Desk]":
    """Give the open warehouse, with the workspace's write lock held."""
    from chatward.opening import at_desk

    with at_desk(workspace.find(place), settings.load(), now_of(as_of)) as desk:
        yield desk


def now_of(as_of: str | None) -> datetime:
    """Return the instant that counts as now."""
    return clock.parse_instant(as_of) if as_of else clock.now()


def _asked(what: str) -> str:
    """Return what standard input holds; at a terminal it is asked for, and not shown."""
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass(f"{what}: ")
    return sys.stdin.read()


def code_of(text: str) -> str:
    """Return a code for the ledger.

    Raises:
        UsageError: it is none, and might name somebody.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", text):
        raise UsageError(
            "the reason is no code",
            hint="small letters, digits and `_`, like identity_not_proven: it stands in the ledger",
        )
    return text


def tell_request(request: "StoredRequest") -> None:
    """Print where a request stands."""
    state = request.standing
    print(
        f"{request.request_id} {request.right} {state.state}, due {state.due_at:%Y-%m-%d %H:%M} UTC ({request.regime})"
    )


def _row(request: "StoredRequest", now: datetime) -> dict[str, Any]:
    from chatward.rights.reasons import reason_of

    standing = request.standing
    return {
        "request_id": request.request_id,
        "reference": request.reference,
        "kind": request.right.value,
        "scope": request.scope.value,
        "regime": request.regime,
        "state": "held" if standing.is_held else standing.state.value,
        "because": standing.code,
        "reason": reason_of("legal_hold" if standing.is_held else standing.code),
        "received_at": request.received_at.isoformat(),
        "due_at": standing.due_at.isoformat(),
        "is_extended": standing.is_extended,
        "is_overdue": standing.is_overdue(now),
    }
