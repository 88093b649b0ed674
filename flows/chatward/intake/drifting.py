"""What becomes of exports that hold something their reader does not know, as the policy has it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from chatward.errors import SourceFormatError
from chatward.sources.drift import DRIFT, Unknown, Watch
from chatward.sources.drift_paths import policy_line
from chatward.sources.forms import known

Mode = Literal["halt", "quarantine", "ignore"]


@dataclass(frozen=True, slots=True)
class DriftTerms:
    """The policy's word on it: ``accepted`` are paths as reports show them."""

    mode: Mode = "halt"
    accepted: tuple[str, ...] = ()


ACCEPTS_NOTHING = DriftTerms(mode="ignore")
"""For looking at exports: everything unknown is told, and nothing refused."""


@dataclass(frozen=True, slots=True)
class Drifted:
    """Something unknown in one export of a source."""

    source: str
    unknown: Unknown


class DriftError(SourceFormatError):
    """An export is not stored because it, or another export of its source, holds something unknown."""

    reason: ClassVar[str] = DRIFT


def watch_for(platform: str, terms: DriftTerms) -> Watch | None:
    """Return what looks at an export of a platform; None where there is nothing to know."""
    said = known(platform)
    return None if said is None else Watch(said, terms.accepted, sets_aside=terms.mode == "quarantine")


def refuse_drift(watch: Watch | None, source: str, terms: DriftTerms) -> None:
    """Refuse an export that holds something unknown, unless only records of it are set aside or all of it is kept.

    A column belongs to all records, so no single one can be set aside for it.

    Raises:
        DriftError: nothing of the export is to be stored.
    """
    unknown = watch.unknown if watch else ()
    if terms.mode == "halt" and unknown:
        raise refusal(unknown[0], source)
    if terms.mode == "quarantine" and (columns := [each for each in unknown if each.found == "column"]):
        raise refusal(columns[0], source)


def refusal(unknown: Unknown, source: str) -> DriftError:
    """Return the error of an export that holds something unknown."""
    return DriftError(
        f"the export holds `{unknown.path}` ({unknown.found}), which the reader does not know",
        hint=f"look at it, and accept it in the policy, under sources.{source}: {policy_line(unknown.path)}",
    )


def by_path(drifted: Iterable[Drifted]) -> dict[tuple[str, str], list[Drifted]]:
    """Return what was found by source and path, in their order: of one path each export is listed."""
    found: dict[tuple[str, str], list[Drifted]] = defaultdict(list)
    for each in sorted(drifted, key=lambda each: (each.source, each.unknown.path)):
        found[each.source, each.unknown.path].append(each)
    return found


def held_back() -> DriftError:
    """Return the error of an export that is sound itself, of a source that is halted."""
    return DriftError(
        "held back: another new export of this source holds something that the reader does not know",
        hint="`chatward status` shows what it is, and the line of the policy that accepts it",
    )
