"""``chatward review``: people judge what detection found in a sample of stored texts, and what it missed."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from chatward import settings, workspace
from chatward.cli.inspecting import printable
from chatward.cli.running import AsJson, Place
from chatward.errors import UsageError

if TYPE_CHECKING:
    from chatward.detect.estimating import Interval

review_app = typer.Typer(
    help="How well personal data are found in stored texts: people judge a sample, whose words stay in the warehouse.",
    no_args_is_help=True,
)
_MARKS = ("\N{LEFT DOUBLE ANGLE BRACKET}", "\N{RIGHT DOUBLE ANGLE BRACKET}")


@review_app.command("draw")
def draw_command(
    count: Annotated[int, typer.Argument(help="How many spans and texts to judge.", min=2, max=10_000)] = 200,
    seed: Annotated[
        Optional[int], typer.Option(help="To draw the same sample again.", min=0, max=2**31 - 1)  # noqa: UP045
    ] = None,
    place: Place = Path(),
) -> None:
    """Draw a sample of stored texts: spans, evenly over their kinds, and whole texts, for what is missed in them.

    Example: chatward review draw 200
    """
    from chatward.measuring import draw_sample

    used, sample = draw_sample(workspace.find(place), settings.load(), count, seed)
    print(
        f"drew {len(sample.items):,} items from {sample.texts:,} texts with seed {used}; `chatward review show` shows "
        "the first"
    )


@review_app.command("show")
def show_command(
    item: Annotated[
        Optional[int], typer.Argument(help="Its number; without it the first without a verdict.")  # noqa: UP045
    ] = None,
    place: Place = Path(),
) -> None:
    """Show one item of the newest sample with its words, on a terminal only.

    Example: chatward review show
    """
    from chatward.measuring import show_item

    if not sys.stdout.isatty():
        raise UsageError("texts are shown on a terminal only", hint="run it without redirecting its output")
    found = show_item(workspace.find(place), settings.load(), item)
    if found is None:
        print("all are judged")
        return
    print(f"item {found.item}: {found.stratum}")
    if found.text is None:
        print("it is no longer what was drawn: leave it without a verdict, or draw anew")
    elif found.span is None:
        print(_shown(found.text))
        print(f"`chatward review judge {found.item} complete` or `missed --kinds PHONE` --by WHO", file=sys.stderr)
    else:
        first, end = found.span
        print(_shown(found.text[:first]), _shown(found.text[first:end]).join(_MARKS), _shown(found.text[end:]), sep="")
        print(f"`chatward review judge {found.item} right`, `wrong`, or `kind --kinds PHONE` --by WHO", file=sys.stderr)


@review_app.command("judge")
def judge_command(
    item: Annotated[int, typer.Argument(help="Its number.")],
    verdict: Annotated[
        str, typer.Argument(help="Of a span: right, wrong, or kind: it is of another. Of a text: complete, or missed.")
    ],
    by: Annotated[str, typer.Option("--by", help="Who judges: a staff id or initials.")],
    kinds: Annotated[str, typer.Option("--kinds", help="What it is, or what was missed, e.g. PHONE,EMAIL.")] = "",
    place: Place = Path(),
) -> None:
    """Take a verdict down; a later one on the same item counts instead, and none is taken away.

    Example: chatward review judge 3 missed --kinds PHONE --by staff-01
    """
    from chatward.detect import Kind
    from chatward.measuring import judge_item

    named = [name.strip().upper() for name in kinds.split(",") if name.strip()]
    if any(name not in Kind.__members__ for name in named):
        raise UsageError("a kind is unknown", hint=f"known are {', '.join(Kind.__members__)}")
    judge_item(workspace.find(place), settings.load(), item, verdict, named, by=by)


@review_app.command("list")
def list_command(place: Place = Path(), as_json: AsJson = False) -> None:
    """Print how the newest sample is judged so far, and what that says of precision and recall by kind.

    Example: chatward review list
    """
    from chatward.measuring import read_sample

    found = read_sample(workspace.find(place), settings.load())
    if as_json:
        print(json.dumps(asdict(found) if found else None, indent=1, default=str))
        return
    if found is None:
        print("no sample was drawn yet", file=sys.stderr)
        return
    for stratum, (members, drawn, judged) in found.strata.items():
        print(f"{stratum:<16}{judged:>6,} of {drawn:,} judged, drawn from {members:,}")
    print(f"\n{'kind':<16}{'precision':>24}{'recall':>24}")
    for each in found.kinds:
        print(f"{each.kind:<16}{_between(each.precision):>24}{_between(each.recall):>24}")


def _between(interval: "Interval") -> str:
    if interval.share is None:
        return "not judged yet"
    return f"{interval.share:.3f} ({interval.low:.3f} to {interval.high:.3f})"


def _shown(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n"))
