"""What a check says: passed or not, how many rows failed, and which duties that is evidence for. Never a value."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
"""``error`` stops a publication and leaves the last good release; ``warning`` is reported only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The outcome of one check; ``dataclasses.asdict`` gives plain JSON values.

    Attributes:
        name: stable name, unique within ``subject``, e.g. ``"token_format"``.
        title: what holds when it passes, as a sentence for people.
        failing_rows: rows that must not exist; None where rows cannot be counted (columns, types) or the check broke.
        duties: ids out of the duty catalogue that a run of this check is evidence for, e.g. ``("d-30",)``.
        subject: the set or the part of the warehouse that was checked.
        remedy: what to do when it fails, one sentence for the person who runs chatward.
        duration_s: wall seconds of the run that gave this result; the Great Expectations checks of one set share one.
    """

    name: str
    title: str
    severity: Severity
    passed: bool
    failing_rows: int | None
    duties: tuple[str, ...]
    source: Literal["great_expectations", "sql"]
    subject: str
    remedy: str
    duration_s: float

    @property
    def blocks(self) -> bool:
        """Whether this result forbids a publication."""
        return self.severity == "error" and not self.passed
