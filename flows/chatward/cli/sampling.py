"""``chatward sample``: writes a synthetic workspace, or adds a day's delivery to one."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chatward import clock

if TYPE_CHECKING:
    from chatward.sample import World


def sample_command(
    folder: Annotated[Path, typer.Argument(help="Where to write it; made if missing, must be empty.")],
    messages: Annotated[
        int,
        typer.Option("--messages", min=1, help="How many messages, over all sources; a new sample has at least 500."),
    ] = 2_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed, other people and texts.")] = 7,
    years: Annotated[float, typer.Option("--years", min=0.1, max=40, help="How many years it spans.")] = 3.0,
    delivery: Annotated[
        str | None,
        typer.Option("--delivery", metavar="DAY", help="Add this day's exports to a sample written before, instead."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the chats of a made-up company over years, in the formats of six platforms, with the truth beside them.

    The same arguments always give the same files.
    """
    from chatward.sample import write_delivery, write_world

    with _progress(messages) as advance:
        if delivery is None:
            world = write_world(folder, messages=messages, seed=seed, years=years, progress=advance)
        else:
            day = clock.parse_instant(delivery).date()
            world = write_delivery(folder, messages=messages, seed=seed, day=day, progress=advance)
    typer.echo(json.dumps(_report(world), indent=2) if as_json else "\n".join(_lines(world)))


@contextmanager
def _progress(messages: int) -> Iterator[Callable[[int], None]]:
    """Show on stderr how many messages are written; nothing where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    console = Console(stderr=True)
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("messages", total=messages)
        yield lambda written: bar.advance(task, written)


def _report(world: "World") -> dict[str, object]:
    return {
        "folder": str(world.folder),
        "start": world.start.date().isoformat(),
        "end": world.end.date().isoformat(),
        "messages": world.messages,
        "customers": world.customers,
        "consent_events": world.consent_events,
        "sources": {
            name: {
                "conversations": count.conversations,
                "messages": count.messages,
                "events": count.events,
                "duplicates": count.duplicates,
            }
            for name, count in world.sources.items()
        },
    }


def _lines(world: "World") -> Iterator[str]:
    for name, count in world.sources.items():
        yield f"{name:<20} {count.messages:>11,} messages in {count.conversations:>7,} conversations"
    first, last = world.start.date(), _last_day(world)
    yield f"{world.messages:,} messages of {world.customers:,} customers from {first} to {last} in {world.folder}"


def _last_day(world: "World") -> date:
    """Return the day before the end, which is its first instant without messages."""
    return date.fromordinal(world.end.date().toordinal() - 1)
