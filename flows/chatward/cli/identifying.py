"""``chatward identity``: which identifiers may be one person's, and what a person decides about it."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from chatward import settings, workspace
from chatward.cli.inspecting import printable
from chatward.cli.running import AsJson, Place

identity_app = typer.Typer(
    help="Which identifiers may be one person's: the doubtful cases, and what somebody decides about them.",
    no_args_is_help=True,
)
CaseId = Annotated[str, typer.Argument(metavar="CASE", help="A case, as `chatward identity list` names it.")]
By = Annotated[str, typer.Option("--by", help="Who decides: a staff id or initials.")]


@identity_app.command("list")
def list_command(
    place: Place = Path(),
    everything: Annotated[bool, typer.Option("--all", help="Those too that are joined, parted or clear.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the cases that need a person's decision. Nothing in them names anybody.

    Example: chatward identity list
    """
    from chatward.reviewing import read_cases

    cases = read_cases(workspace.find(place), settings.load(), everything=everything)
    if as_json:
        print(json.dumps(cases, indent=1, default=str))
        return
    for case in cases:
        print(_line(case))
    if not cases:
        print("no case needs a decision", file=sys.stderr)


@identity_app.command("show")
def show_command(case_id: CaseId, place: Place = Path(), as_json: AsJson = False) -> None:
    """Print whose identifiers a case is about, in clear: names, numbers, and how much they wrote.

    Example: chatward identity show 3f0c5be2a9d14477
    """
    from chatward.reviewing import open_case

    rows = open_case(workspace.find(place), settings.load(), case_id)
    if as_json:
        print(json.dumps(rows, indent=1, default=str))
        return
    for row in rows:
        last = f", last {row['last_at_utc']:%Y-%m-%d}" if row["last_at_utc"] else ""
        names = ", ".join(printable(name) for name in row["names"]) or "no name"
        identifiers = ", ".join(printable(each) for each in row["identifiers"]) or "(known by its index alone)"
        place_in = "" if row["is_of_case"] else "also: "
        print(f"{place_in}{row['identifier_type']}  {identifiers}  {names}  {row['messages']:,} messages{last}")


@identity_app.command("join")
def join_command(case_id: CaseId, by: By, place: Place = Path()) -> None:
    """Decide that both identifiers of a case are one person's; the next collection joins them.

    Example: chatward identity join 3f0c5be2a9d14477 --by staff-01
    """
    _decide(place, case_id, "join", by)


@identity_app.command("part")
def part_command(case_id: CaseId, by: By, place: Place = Path()) -> None:
    """Decide that they are two persons', also where they were joined; the next collection parts them.

    Example: chatward identity part 3f0c5be2a9d14477 --by staff-01
    """
    _decide(place, case_id, "part", by)


def _decide(place: Path, case_id: str, decision: Literal["join", "part"], by: str) -> None:
    from chatward.reviewing import decide_case

    decide_case(workspace.find(place), settings.load(), case_id, decision, by)
    print(
        "written to registers/identity_decisions.csv; it counts from the next `chatward collect` on, and is undone "
        "by removing its row",
        file=sys.stderr,
    )


def _line(case: dict[str, Any]) -> str:
    what = case["doubt"] or case["state"]
    kinds, types = ", ".join(case["kinds"]), " and ".join(case["types"])
    return f"{case['case_id']}  {what:<8} {case['certainty']:.3f}  {types}  by {kinds} of {', '.join(case['sources'])}"
