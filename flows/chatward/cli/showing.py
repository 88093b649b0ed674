"""Commands that only read: status and the catalogue of sets."""

import code
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chatward import settings, workspace
from chatward.cli.running import AsJson, Place
from chatward.errors import UsageError

if TYPE_CHECKING:
    import duckdb

sets_app = typer.Typer(
    help="The published sets: what there is, what it means, and a shell to query it.", no_args_is_help=True
)


def status_command(
    place: Place = Path(),
    failures: Annotated[bool, typer.Option("--failures", help="Name the exports that could not be read.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what is stored, due, held and published, and how the last runs ended.

    Example: chatward status
    """
    from chatward.status import read_failures, read_status

    found, here = workspace.find(place), settings.load()
    status = {"unreadable": read_failures(found, here)} if failures else read_status(found, here)
    if as_json:
        print(json.dumps(status, indent=1, default=str))
        return
    for section, rows in status.items():
        _print_section(section, rows)


def _print_section(section: str, rows: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=section, title_justify="left", box=None, pad_edge=False, title_style="bold")
    if not rows:
        print(f"{section}: nothing")
        return
    for name, value in rows[0].items():
        table.add_column(name.replace("_", " "), justify="right" if isinstance(value, int) else "left", overflow="fold")
    for row in rows:
        # plain text: a name out of an export must not be taken for markup
        table.add_row(*(Text(f"{value:,}" if isinstance(value, int) else str(value or "")) for value in row.values()))
    Console().print(table)


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
