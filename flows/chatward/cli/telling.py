"""How commands tell what went wrong: to standard error, without a personal value."""

import sys
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chatward.errors import Error

if TYPE_CHECKING:
    from chatward.intake.drifting import Drifted
    from chatward.intake.results import Failure
    from chatward.policy.model import Policy
    from chatward.respond import Responded
    from chatward.warehouse.kept.line_files import Intake
    from chatward.warehouse.records.pulled import Unpulled


_ZONES = timedelta(days=1)
"""A day that has begun somewhere on earth is no day to come."""


def tell(error: Error) -> int:
    """Print an error and its hint to standard error, and return the exit code."""
    print(f"chatward: error: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"chatward: hint: {error.hint}", file=sys.stderr)
    return error.exit_code


def tell_unfilled(policy: "Policy") -> None:
    """Warn of a drafted policy that nobody finished: a run by it says little."""
    from chatward.policy.advice import unfilled

    if places := unfilled(policy):
        message = f"{places:,} places of the policy still say CHANGE ME; `chatward policy check` lists them"
        print(f"chatward: warning: {message}", file=sys.stderr)


def tell_ahead(as_of: datetime | None, now: datetime) -> None:
    """Warn of a time given that is still to come, as by a slip in the year: what is due then is due at once."""
    if as_of and as_of > now + _ZONES:
        message = "the time given is still to come; what falls due until then counts as due"
        print(f"chatward: warning: {message}", file=sys.stderr)


def tell_failures(failures: Iterable["Failure"]) -> None:
    """Tell of exports of which nothing was stored."""
    from chatward.intake.drifting import DriftError

    for failure in failures:
        if isinstance(failure.error, DriftError):
            continue  # told once for all exports of a source
        message = f"{failure.source}: {failure.error.message}"
        hint = "; ".join(filter(None, (failure.error.hint, "`chatward status --failures` names the files")))
        tell(Error(message, hint=hint))


def tell_unpulled(failures: Iterable["Unpulled"]) -> None:
    """Tell of places and objects that could not be pulled."""
    for failure in failures:
        hints = (failure.error.hint, "`chatward status --failures` names the objects" if failure.object else None)
        tell(Error(f"{failure.source}: {failure.error.message}", hint="; ".join(filter(None, hints))))


def tell_drift(drifted: Iterable["Drifted"], halted: Collection[str]) -> None:
    """Tell what exports hold that their readers do not know, and the lines of the policy that accept it."""
    from chatward.intake.drifting import by_path
    from chatward.sources.drift_paths import policy_line

    found = by_path(drifted)
    for source in dict.fromkeys(source for source, _ in found):
        fate = "error: nothing new of the source was stored:" if source in halted else "warning:"
        print(f"chatward: {fate} {source} holds what its reader does not know", file=sys.stderr)
        for path, each in ((path, each) for (owner, path), each in found.items() if owner == source):
            first, records = each[0].unknown, sum(one.unknown.records for one in each)
            print(drift_line(path, first.found, ", ".join(first.siblings), records, len(each)), file=sys.stderr)
            print(f"    to accept it, under sources.{source}: {policy_line(path)}", file=sys.stderr)


def drift_line(path: str, found: str, siblings: str, records: int, exports: int) -> str:
    """Return the line of a diff that tells something new: where, what, beside what, and how often."""
    beside = f"; beside {siblings}" if siblings else ""
    return f"  + {path}  {found}, records {records:,}, exports {exports:,}{beside}"


def tell_rejects(consent: "Intake") -> None:
    """Tell of lines of consent that could not be read: a withdrawal among them would go unheard."""
    _tell_rejected("consent", consent)


def tell_rejected_requests(requests: "Intake") -> None:
    """Tell of lines of requests that could not be read: somebody waits for an answer to each."""
    _tell_rejected("requests", requests)


def _tell_rejected(kind: str, intake: "Intake") -> None:
    if intake.rejects:
        hint = "mend them; `chatward status --failures` names files and lines"
        tell(Error(f"lines of {kind} that could not be read: {as_words(intake.reasons)}", hint=hint))


def as_words(reasons: Mapping[str, int]) -> str:
    """Return how often each reason applied: ``316 past retention, 4 no basis``."""
    return ", ".join(f"{count:,} {reason.replace('_', ' ')}" for reason, count in reasons.items())


def tell_unanswered(responded: "Responded") -> None:
    """Tell of requests for which something went wrong."""
    for reference, code in responded.failed.items():
        tell(Error(f"request {reference} was not answered: {code}", hint="the next run tries again"))
