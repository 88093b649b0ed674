"""``chatward hold``: places and releases legal holds in the register that people keep. No Prefect: it names people."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from chatward import clock, process, workspace
from chatward.cli.running import AsJson, AsOf, Place
from chatward.errors import UsageError

if TYPE_CHECKING:
    from chatward.workspace import Workspace

hold_app = typer.Typer(
    help="Legal holds: what may not be disposed of, and for which case; kept in holds/holds.csv.", no_args_is_help=True
)
_REGISTER = "holds.csv"
_STDIN = "-"
_Text = Optional[str]  # noqa: UP045 - typer evaluates it


@hold_app.command("add", epilog="Example: chatward hold add --case case-17 --person - --until 2025-12-31 < person.txt")
def hold_add(
    *,
    case: Annotated[str, typer.Option("--case", help="Reference of the case that needs the records.")],
    owner: Annotated[str, typer.Option("--owner", help="Who answers for the hold.")],
    review_on: Annotated[str, typer.Option("--review-on", help="Day by which the owner looks whether it is needed.")],
    person: Annotated[
        _Text, typer.Option("--person", help="Whose records, as TYPE:IDENTIFIER like phone:+4915…; `-` reads it.")
    ] = None,
    conversation: Annotated[
        _Text, typer.Option("--conversation", help="Of which conversation of the source: its key or its title.")
    ] = None,
    source: Annotated[_Text, typer.Option("--source", help="Of which source of the policy.")] = None,
    begin: Annotated[_Text, typer.Option("--from", help="Records from this time on (ISO 8601).")] = None,
    until: Annotated[_Text, typer.Option("--until", help="Records until this time; a day is meant wholly.")] = None,
    hold_id: Annotated[
        _Text, typer.Option("--id", help="Id of the hold; one that there is already keeps more from now on.")
    ] = None,
    everything: Annotated[bool, typer.Option("--everything", help="Keep all records of all sources.")] = False,
    place: Place = Path(),
    as_of: AsOf = None,
) -> None:
    """Place a hold, and print its id. It keeps all that its options name together, from the next command on.

    Whoever is the same person in another channel is held too. `--person -` reads the identifier from standard input, so
    that it stands in no history of commands.
    """
    from chatward.warehouse.kept.hold_register import append_line, next_id, read_holds

    found = workspace.find(place)
    kind, identifier = _person(person)
    scope = {"source": source, "from": begin, "until": until, "conversation": conversation, "identifier": identifier}
    _check_scope(found, scope, everything=everything)
    path, now = found.holds / _REGISTER, _now(as_of)
    chosen = hold_id or next_id(read_holds(path))
    line = {"hold_id": chosen, "case": case, "owner": owner, "identifier_type": kind, "review_on": _day(review_on, now)}
    line |= {name: value.strip() for name, value in scope.items() if value}
    append_line(path, line | {"placed_at": _iso(now), "entered_by": process.user()})
    print(chosen)


@hold_app.command("release", epilog="Example: chatward hold release hold-3")
def hold_release(
    hold_id: Annotated[str, typer.Argument(help="Id of the hold.")], place: Place = Path(), as_of: AsOf = None
) -> None:
    """Release a hold: what waited for it is changed or disposed of by the next run."""
    from chatward.warehouse.kept.hold_register import append_line, read_holds
    from chatward.warehouse.moment import naive_utc

    path, now = workspace.find(place).holds / _REGISTER, _now(as_of)
    lines = [hold for hold in read_holds(path) if hold.hold_id == hold_id]
    if not lines:
        raise UsageError("there is no hold of this id", hint="`chatward hold list` prints those that there are")
    if not any(hold.is_in_force(naive_utc(now)) for hold in lines):
        raise UsageError(f"the hold {hold_id} is not in force", hint="`chatward hold list` says since when")
    append_line(path, {"hold_id": hold_id, "released_at": _iso(now), "entered_by": process.user()})
    print(f"{hold_id} is released", file=sys.stderr)


@hold_app.command("list", epilog="Example: chatward hold list --json")
def hold_list(place: Place = Path(), as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Print all holds and what they keep, without naming people or conversations."""
    from chatward.warehouse.kept.hold_register import read_holds, summary

    rows = summary(read_holds(workspace.find(place).holds / _REGISTER), _now(as_of))
    if as_json:
        print(json.dumps(rows, indent=1, default=str))
        return
    from chatward.cli.showing import print_section

    columns = ("hold_id", "case", "keeps", "owner", "placed_on", "review_on", "state")
    shown = [row | {"keeps": _keeps(row), "placed_on": str(row["placed_at_utc"])[:10]} for row in rows]
    print_section("holds", [{name: row[name] for name in columns} for row in shown])


def _keeps(row: dict[str, object]) -> str:
    """Return in words what a hold keeps, without whom or which conversation it names."""
    parts = [
        f"a person ({row['identifier_type']})" if row["identifier_type"] else "",
        "a conversation" if row["names_conversation"] else "",
        str(row["source"]),
        f"from {str(row['from_utc'])[:10]}" if row["from_utc"] else "",
        f"until {str(row['until_utc'])[:10]}" if row["until_utc"] else "",
    ]
    return ", ".join(filter(None, parts)) or "everything"


def _person(text: str | None) -> tuple[str, str]:
    """Return identifier type and identifier; two empty texts where nobody is named."""
    if text is None:
        return "", ""
    given = sys.stdin.readline() if text == _STDIN else text
    kind, _, identifier = given.strip().partition(":")
    if not (kind.replace("_", "").isalnum() and identifier.strip()):
        raise UsageError(
            "a person is named by type and identifier", hint="write it like phone:+4915112345678 or email:a@b.example"
        )
    return kind, identifier.strip()


def _check_scope(found: "Workspace", scope: dict[str, str | None], *, everything: bool) -> None:
    from chatward.policy import load
    from chatward.policy.vocabulary import nearest

    if everything == any(scope.values()):
        hint = "name a person, conversation, source or time; or write --everything"
        raise UsageError("a hold keeps either something or everything", hint=hint)
    source, sources = scope["source"], load(found.policy_path).sources
    if source and source not in sources:
        raise UsageError("the policy has no such source", hint=nearest(source, sources))
    if scope["conversation"] and not source:
        raise UsageError("a conversation belongs to a source", hint="name it by --source")
    times = [clock.parse_instant(text) for text in (scope["from"], scope["until"]) if text]
    if times != sorted(times):
        raise UsageError("the hold would end before it begins", hint="--from is the earlier time")


def _day(text: str, now: datetime) -> str:
    instant = clock.parse_instant(text)
    if instant.date() <= now.date():
        raise UsageError("the review date is past", hint="name a day to come")
    return f"{instant:%Y-%m-%d}"


def _now(as_of: str | None) -> datetime:
    return clock.parse_instant(as_of) if as_of else clock.now()


def _iso(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")
