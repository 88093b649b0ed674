"""``chatward policy``: validates the policy file and prints its schema."""

import json
from collections.abc import Iterable, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chatward import clock
from chatward.errors import ConfigError, PolicyError

if TYPE_CHECKING:
    from chatward.policy.loading import Examination
    from chatward.policy.problems import Problem
    from chatward.workspace import Workspace

policy_app = typer.Typer(help="Validate the policy file, compare two, or print its schema.", no_args_is_help=True)


@policy_app.command(epilog="Example: chatward policy check demo/policy.yaml")
def check(
    path: Annotated[
        Path | None,
        typer.Argument(help="Policy file or workspace folder; default: the workspace around the current folder."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Judge agreements at this time instead of now (ISO 8601).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether the policy is valid: every error with its line, then what is valid but doubtful.

    Ends with exit code 5 if the policy is not valid; warnings alone leave it at 0.
    """
    examination = _examined(_policy_path(path))
    now = clock.now() if as_of is None else clock.parse_instant(as_of)
    warnings = examination.warnings(now.date())
    if as_json:
        typer.echo(json.dumps(_report(examination, warnings), indent=2))
        raise typer.Exit(0 if examination.policy else PolicyError.exit_code)
    policy = examination.require()
    counts = (
        _counted(policy.sources, "source"),
        _counted(policy.purposes, "purpose"),
        _counted(policy.retention, "retention rule"),
        _counted(policy.sets, "set"),
    )
    typer.echo(f"policy {policy.label} is valid: {', '.join(counts)}")
    for warning in warnings:
        hint = f"; {warning.hint}" if warning.hint else ""
        typer.echo(f"warning: {examination.path}:{warning.line}: {warning}{hint}")


@policy_app.command(epilog="Example: chatward policy schema > policy.schema.json")
def schema() -> None:
    """Print the JSON Schema of the policy file, with which editors complete and explain its keys."""
    from chatward.policy.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@policy_app.command(epilog="Example: chatward policy diff old.yaml")
def diff(
    old: Annotated[Path, typer.Argument(help="Policy file as it was.")],
    new: Annotated[
        Path | None, typer.Argument(help="Policy file as it would be; default: that of the workspace.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Compare what is due at this time instead of now (ISO 8601).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what a changed policy would do: what it disposes of, and for which purposes people must be asked again.

    Counts are of the workspace around the current folder, by day; where there is none, only the policies are compared.
    Ends with exit code 5 if one of them is not valid.
    """
    from chatward import settings, workspace
    from chatward.difference import difference

    found = _workspace_here()
    before, after = (_examined(path or _policy_path(None)).require() for path in (old, new))
    now = clock.now() if as_of is None else clock.parse_instant(as_of)
    if found is None:
        told = difference(None, settings.load(), before, after, now)
    else:
        with workspace.unwritten(found) as writer:
            if writer:
                raise ConfigError("a run has the warehouse to itself", hint="ask again when it has ended")
            told = difference(found, settings.load(), before, after, now)
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    _print_difference(told)


def _workspace_here() -> "Workspace | None":
    from chatward import workspace

    try:
        return workspace.find(Path.cwd())
    except ConfigError:
        return None


def _print_difference(told: dict[str, Any]) -> None:
    for change in told["changes"]:
        typer.echo(f"{change['where']}: {change['old']} -> {change['new']}")
    if not told["changes"]:
        typer.echo("the policies say the same")
    for effect in (*told["effects"], *told["records"]):
        rule, new_rule = (f"rule {name}" if name else "no rule" for name in (effect["rule"], effect["new_rule"]))
        counts = ", ".join(f"{effect[name]:,} {name}" for name in ("disposed", "sooner", "later") if effect[name])
        typer.echo(f"due     {effect.get('source') or effect['object']}: {rule} -> {new_rule}: {counts}")
    for renewal in told["renewals"]:
        typer.echo(f"consent {renewal['purpose']}: ask {renewal['people']:,} again: {'; '.join(renewal['reasons'])}")


def _examined(path: Path) -> "Examination":
    """Examine a policy, and what it cannot know: whether there is a reader for each source, and what that can do."""
    from chatward.policy.checks import find_unread_platforms, find_unreconciled
    from chatward.policy.loading import examine
    from chatward.sources.forms import platforms, tells_whole

    examination = examine(path)
    policy = examination.policy
    if policy is None:
        return examination
    return examination.refused_for(
        [*find_unread_platforms(policy, platforms()), *find_unreconciled(policy, tells_whole)]
    )


def _policy_path(path: Path | None) -> Path:
    from chatward import workspace

    if path is None:
        return workspace.find(Path.cwd()).policy_path
    return path / workspace.POLICY_FILE if path.is_dir() else path


def _counted(things: Sized, name: str) -> str:
    return f"{len(things)} {name}" + ("" if len(things) == 1 else "s")


def _report(examination: "Examination", warnings: "Iterable[Problem]") -> dict[str, object]:
    policy = examination.policy
    return {
        "path": str(examination.path),
        "valid": policy is not None,
        "version": policy.version if policy else None,
        "digest": policy.digest if policy else None,
        "errors": [_entry(problem) for problem in examination.problems],
        "warnings": [_entry(warning) for warning in warnings],
    }


def _entry(problem: "Problem") -> dict[str, object]:
    return {"line": problem.line, "where": problem.where, "message": problem.message, "hint": problem.hint}
