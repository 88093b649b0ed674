"""Commands that only read: status and the catalogue of sets."""

import code
import json
import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chatward import settings, workspace
from chatward.cli.inspecting import printable
from chatward.cli.running import AsJson, Place
from chatward.cli.telling import drift_line
from chatward.errors import UsageError

if TYPE_CHECKING:
    import duckdb

sets_app = typer.Typer(
    help="The published sets: what there is, what it means, and a shell to query it.", no_args_is_help=True
)


def status_command(
    place: Place = Path(),
    failures: Annotated[
        bool, typer.Option("--failures", help="Name the files that could not be read, and the lines of consent.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print what is stored, due, held and published, what could not be read, and how the last runs ended.

    Nothing is changed. While a run is going on, it says since when, and what is published.

    Example: chatward status
    """
    from chatward.status import has_run, read_failures, read_status

    found, here = workspace.find(place), settings.load()
    status = read_failures(found, here) if failures else read_status(found, here)
    if as_json:
        print(json.dumps(status, indent=1, default=_iso))
    elif not has_run(found) and "running" not in status:
        print("nothing ran in this workspace yet; `chatward run` is the first step")
    else:
        for section, rows in status.items():
            _PRINTED.get(section, partial(print_section, section))(rows)


def _print_running(rows: list[dict[str, object]]) -> None:
    writer = rows[0]
    since = (
        f"since {writer['since_utc']:%Y-%m-%d %H:%M:%S} UTC, process {writer['pid']}" if writer["pid"] else "just now"
    )
    print(f"running: {since}; what is stored can be told when the run has ended")


def _print_drift(rows: list[dict[str, object]]) -> None:
    """Print what readers do not know as a diff: a table folds its long lines."""
    from chatward.sources.drift_paths import policy_line

    print("drift" if rows else "drift: nothing")
    for row in rows:
        told: dict[str, Any] = {
            name: printable(str(value)) if isinstance(value, str) else value for name, value in row.items()
        }
        line = drift_line(told["path"], told["found"], told["known_beside"], told["records"], told["exports"])
        print(f"{told['source']} ({told['mode']})", line, sep="\n")
        print(f"    to accept it, under sources.{told['source']}: {policy_line(told['path'])}")


_FILE_CHARS = 200
"""Width of a table that no terminal shows, so that no cell is folded for a machine or a mail."""
_PRINTED = {"running": _print_running, "drift": _print_drift}


def print_section(section: str, rows: list[dict[str, object]]) -> None:
    """Print rows of equal columns as a table under a title."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=section.replace("_", " "), title_justify="left", box=None, pad_edge=False, title_style="bold")
    if not rows:
        print(f"{section.replace('_', ' ')}: nothing")
        return
    for name, value in rows[0].items():
        table.add_column(name.replace("_", " "), justify="right" if isinstance(value, int) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    Console(width=None if sys.stdout.isatty() else _FILE_CHARS).print(table)


def _cell(value: object) -> str:
    """Return a value as plain text: the name of a file must not be taken for markup, nor steer the terminal."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:,}" if isinstance(value, int) else printable(str(value or ""))


def _iso(value: date) -> str:
    """Return a day or an instant as JSON has it."""
    return value.isoformat()


@sets_app.command("list")
def sets_list(place: Place = Path(), as_json: AsJson = False) -> None:
    """Print the published sets with their class, purpose and size.

    Example: chatward sets list
    """
    found = [manifest for _, manifest in _manifests(place)]
    if as_json:
        print(json.dumps(found, indent=1))
        return
    for manifest in found:
        rows = sum(entry["rows"] for entry in manifest["files"])
        print(f"{manifest['set']:<16} {manifest['class']:<14} {manifest['purpose']:<18} {rows:>12,} rows")


@sets_app.command("describe")
def sets_describe(name: Annotated[str, typer.Argument(help="Name of a set.")], place: Place = Path()) -> None:
    """Print a set's columns and what they mean.

    Example: chatward sets describe messages
    """
    from chatward.sets.columns import COLUMNS

    manifests = dict(_manifests(place))
    if name not in manifests:
        raise UsageError(f"no set {name} is published", hint="`chatward sets list` prints those that are")
    print(f"{manifests[name]['title']}: {manifests[name]['class']}, purpose {manifests[name]['purpose']}")
    for column in manifests[name]["columns"]:
        contract = COLUMNS[name][column]
        print(f"  {column:<24} {contract.type!s:<8} {contract.description}")


@sets_app.command("shell")
def sets_shell(
    place: Place = Path(),
    command: Annotated[str, typer.Option("--command", "-c", help="Run one query, print the result, exit.")] = "",
) -> None:
    """Open a DuckDB shell with a view of every set; manifests and digests are checked first.

    Example: chatward sets shell -c 'select source, count(*) from messages group by 1'
    """
    from chatward.opening import open_sets

    connection = open_sets(workspace.find(place), settings.load())
    if command:
        _print_result(connection, command)
        return
    banner = "DuckDB with the published sets. sql('select …') prints a result; Ctrl-D leaves."
    code.interact(
        banner, local={"connection": connection, "sql": lambda query: _print_result(connection, query)}, exitmsg=""
    )


def _print_result(connection: "duckdb.DuckDBPyConnection", query: str) -> None:
    import duckdb

    try:
        connection.sql(query).show(max_width=200)
    except duckdb.Error as error:
        raise UsageError(str(error).splitlines()[0], hint="`chatward sets describe NAME` prints the columns") from None


def _manifests(place: Path) -> list[tuple[str, dict[str, Any]]]:
    from chatward.policy import load
    from chatward.sets.catalogue import describe

    found = workspace.find(place)
    named = ((name, describe(found.sets, name)) for name in load(found.policy_path).sets)
    return [(name, manifest) for name, manifest in named if manifest]
