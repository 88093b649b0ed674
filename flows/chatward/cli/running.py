"""Commands that write: the daily run and its stages, each a Prefect flow."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from chatward import clock, settings, workspace
from chatward.cli import orchestrator
from chatward.cli.telling import (
    as_words,
    tell_ahead,
    tell_drift,
    tell_failures,
    tell_rejected_requests,
    tell_rejects,
    tell_unanswered,
    tell_unfilled,
    tell_unpulled,
)
from chatward.errors import CheckError, Error, SourceFormatError

if TYPE_CHECKING:
    from chatward.lifecycle import Lived
    from chatward.pull import Pulled
    from chatward.quality.results import CheckResult
    from chatward.respond import Responded

Place = Annotated[Path, typer.Option("--workspace", "-w", help="A folder in the workspace.", show_default="here")]
AsOf = Annotated[
    Optional[str],  # noqa: UP045 - typer evaluates it
    typer.Option("--as-of", help="The instant that counts as now, e.g. 2026-11-23T09:00:00Z.", show_default="now"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print machine-readable results to standard output.")]


def run_command(place: Place = Path(), as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Run the daily lifecycle: pull, collect, retain, respond, assure, publish, inform.

    Example: chatward run --as-of 2026-09-30
    """
    lived: Lived = with_server(place, "lifecycle", "lifecycle", instant_of(as_of), collects=True)
    failures = lived.collected.failures if lived.collected else []
    if as_json:
        print(json.dumps(_summary(lived), indent=1))
    else:
        _print_summary(lived)
    unpulled = lived.pulled.failures if lived.pulled else []
    tell_unpulled(unpulled)
    tell_failures(failures)
    if lived.collected:
        tell_drift(lived.collected.drifted, lived.collected.halted)
        tell_rejects(lived.collected.consent)
        tell_rejected_requests(lived.collected.requests)
    if lived.responded:
        tell_unanswered(lived.responded)
    if lived.error:
        raise lived.error
    rejects = (*lived.collected.consent.rejects, *lived.collected.requests.rejects) if lived.collected else ()
    if unpulled or failures or rejects:
        sys.exit(SourceFormatError.exit_code)
    if lived.responded and lived.responded.failed:
        sys.exit(Error.exit_code)


def pull_command(place: Place = Path(), as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Pull what is new from where the policy says that exports live; `chatward run` begins with it.

    What is known is not asked for again, and what was cut off goes on where it ended.

    Example: chatward pull
    """
    pulled: Pulled = with_server(place, "pull", "pull", instant_of(as_of))
    if as_json:
        print(json.dumps(_pull_summary(pulled), indent=1))
    else:
        print(f"pulled {pulled.objects:,} objects with {pulled.received_bytes:,} bytes")
    tell_unpulled(pulled.failures)
    if pulled.failures:
        sys.exit(SourceFormatError.exit_code)


def collect_command(place: Place = Path(), as_of: AsOf = None) -> None:
    """Take in registers, consent, and every export that is new or changed.

    Example: chatward collect
    """
    collected = with_server(place, "collect", "collect", instant_of(as_of), collects=True)
    print(f"collected {collected.files} files with {collected.records} records; {collected.known} files were known")
    tell_failures(collected.failures)
    tell_drift(collected.drifted, collected.halted)
    tell_rejects(collected.consent)
    tell_rejected_requests(collected.requests)
    if collected.failures or collected.consent.rejects or collected.requests.rejects:
        sys.exit(SourceFormatError.exit_code)


def respond_command(
    place: Place = Path(),
    as_of: AsOf = None,
    apply: Annotated[Optional[Path], typer.Option("--apply", help="Carry out this plan.")] = None,  # noqa: UP045
    as_json: AsJson = False,
) -> None:
    """Print what would be done for each verified request and make a plan; with --apply carry out exactly that plan.

    Example: chatward respond && chatward respond --apply reports/plans/PLAN.answers.json
    """
    responded: Responded = with_server(
        place, "respond", "respond", instant_of(as_of), apply.resolve() if apply else None
    )
    if as_json:
        from chatward.rights.plan import dump

        print(dump(responded.plan).decode())
    else:
        _print_answers(responded)
    tell_unanswered(responded)
    if responded.failed:
        sys.exit(Error.exit_code)


def publish_command(place: Place = Path(), as_of: AsOf = None) -> None:
    """Build, check and release the sets.

    Example: chatward publish
    """
    published = with_server(place, "publish", "publish", instant_of(as_of))
    for release in published.releases:
        state = "released" if release.is_new else "unchanged"
        print(f"{release.set_name:<16} {release.row_count:>12,} rows  {state}  {release.release_id}")
    tell_rejects(published.consent)
    if published.consent.rejects:
        sys.exit(SourceFormatError.exit_code)


def assure_command(place: Place = Path(), as_of: AsOf = None) -> None:
    """Check everything that is stored and published, changed or not.

    Example: chatward assure
    """
    from chatward.report import wording

    assured = with_server(place, "assure", "assure", instant_of(as_of))
    _print_checks(assured.checks)
    failed = [check for check in assured.checks if not check.passed and check.severity == "error"]
    if failed:
        raise CheckError(f"{wording.counted(len(failed), 'check')} failed", hint=failed[0].remedy)


def with_server(
    place: Path, module: str, flow: str, as_of: datetime | None, *arguments: object, collects: bool = False
) -> Any:
    """Start a Prefect server unless one is named, import the flow and open the workspace meanwhile, and run it.

    The server ends by itself after this process has sent its last events.

    Raises:
        ConfigError: the server cannot be reached, or cannot write.

    Args:
        collects: whether exports will be read, which starts while the server does unless some must be pulled first.
    """
    from chatward.policy import load as load_policy

    found = workspace.find(place)
    policy = load_policy(found.policy_path)  # a mistake in it is told at once, not after a server's start
    tell_unfilled(policy)
    tell_ahead(as_of, clock.now())
    server = orchestrator.begin(settings.load().home)
    function = _flow(module, flow)

    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from chatward.opening import opened
    from chatward.reading_ahead import read_ahead

    # the heartbeat's thread costs each flow up to a second at its end, and only a lasting server looks at it
    with opened(found.root, as_of) as run, temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        if collects and not any(source.pull for source in run.moment.policy.sources.values()):
            run.leave(read_ahead(run))
        server.wait_ready()
        try:
            return function(found.root, as_of, *arguments)
        except Error:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a flow of ours raises is an error of ours: this is Prefect's
            raise server.lost(error) from None


def _flow(module: str, flow: str) -> Callable[..., Any]:
    from importlib import import_module

    function: Callable[..., Any] = getattr(import_module(f"chatward.{module}"), flow)
    return function


def instant_of(text: str | None) -> datetime | None:
    """Return the instant that ``--as-of`` names; None where it is not given."""
    return clock.parse_instant(text) if text else None


def _print_answers(responded: "Responded") -> None:
    for each in responded.plan.responses:
        why = f"  {each.code}" if each.code else ""
        print(f"{each.action:<13} {each.reference:<20} {each.right:<13} {each.messages:>8,} messages{why}")
    if responded.is_applied:
        print(f"answered {responded.answers:,} requests")
    elif responded.plan.responses:
        print(f"plan {responded.path.name}: run `chatward respond --apply {responded.path}`")
    else:
        print("nothing to answer")


def _print_checks(checks: Iterable["CheckResult"]) -> None:
    for check in checks:
        state = "pass" if check.passed else ("FAIL" if check.severity == "error" else "warn")
        print(f"{state}  {check.subject:<16} {check.title}")


def _pull_summary(pulled: "Pulled | None") -> dict[str, int]:
    return {
        "pulled": pulled.objects if pulled else 0,
        "pulled_bytes": pulled.received_bytes if pulled else 0,
        "unpulled": len(pulled.failures) if pulled else 0,
    }


def _summary(lived: "Lived") -> dict[str, object]:
    collected, retained, published = lived.collected, lived.retained, lived.published
    return {
        "run_id": lived.run_id,
        "report": str(lived.report),
        "error": lived.error.message if lived.error else None,
        **_pull_summary(lived.pulled),
        "files": collected.files if collected else 0,
        "known_files": collected.known if collected else 0,
        "unreadable_files": len(collected.failures) if collected else 0,
        "drift": sorted({(each.source, each.unknown.path) for each in collected.drifted}) if collected else [],
        "records": collected.records if collected else 0,
        "not_stored": collected.not_stored if collected else {},
        "answered": dict(lived.responded.answered) if lived.responded else {},
        "heeded": collected.requests.heeded if collected else 0,
        "request_rejects": collected.requests.reasons if collected else {},
        "consent_events": collected.consent.added if collected else 0,
        "consent_rejects": collected.consent.reasons if collected else {},
        "disposed": retained.plan.records if retained and retained.is_applied else 0,
        "sets": {r.set_name: {"rows": r.row_count, "is_new": r.is_new} for r in published.releases}
        if published
        else {},
        "stages": {stage.name: round(stage.duration_s, 3) for stage in lived.stages},
    }


def _print_summary(lived: "Lived") -> None:
    summary = _summary(lived)
    if lived.pulled:
        print(f"pulled      {summary['pulled']:>9,} objects {summary['pulled_bytes']:>12,} bytes")
    print(f"collected   {summary['files']:>9,} files   {summary['records']:>12,} records")
    for fate, reasons in lived.collected.not_stored.items() if lived.collected else ():
        print(f"  {fate:<10}{'':>17} {sum(reasons.values()):>12,} records: {as_words(reasons)}")
    if lived.collected and lived.collected.consent.rejects:
        print(f"consent     {'':>9}         {len(lived.collected.consent.rejects):>12,} lines that could not be read")
    print(f"disposed of {'':>9}         {summary['disposed']:>12,} records past their time")
    at_once = lived.collected.requests.heeded if lived.collected else 0
    if answers := at_once + (lived.responded.answers if lived.responded else 0):
        print(f"answered    {answers:>9,} requests")
    if lived.published:
        for release in lived.published.releases:
            state = "released" if release.is_new else "unchanged"
            print(f"published   {release.set_name:<16}  {release.row_count:>12,} rows, {state}")
    print(f"report      {_shown(lived.report / 'index.html')}")


def _shown(path: Path) -> Path:
    """Return the path from here, where that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
