"""What a run leaves for an auditor, as plain values: counts, dates, codes and digests, never a personal value.

Every record here is written to ``evidence.json`` under the names of its fields, so a renamed field is a changed format:
raise ``FORMAT`` with it. File names of exports do not occur, because they hold the names of people.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from chatward.report.arrivals import Drift, File, Held, Source, Volume
from chatward.report.asking import Asked, RequestReject
from chatward.report.detection import DetectionMeasure, DetectionReview
from chatward.report.transport import Place, PullFailure, Transfer

FORMAT = "chatward-evidence/1"

StageOutcome = Literal["done", "failed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the run, e.g. ``"collect"``; ``note`` is a sentence without values, such as an error's message."""

    name: str
    outcome: StageOutcome
    duration_s: float
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The run that the report is about; ``as_of_utc`` is the instant that its clock showed.

    ``policy_digest`` is the SHA-256 of the policy file, 64 lower-case hex digits.
    """

    run_id: str
    started_at_utc: datetime
    ended_at_utc: datetime
    as_of_utc: datetime
    policy_version: str
    policy_digest: str
    chatward_version: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """Who is responsible for the data, and where people turn to."""

    name: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Where the data subjects stand on one purpose, counted in people, and how many steps a yes and a no take.

    ``basis`` is the lawful basis; for others than ``"consent"`` the counts are 0 and mean nothing.
    """

    purpose: str
    title: str
    basis: str
    granted: int
    withdrawn: int
    expired: int
    never_asked: int
    median_steps_to_give: float | None
    median_steps_to_withdraw: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentMonth:
    """Grants and withdrawals for one purpose that took effect in one month."""

    month: str
    purpose: str
    granted: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentReject:
    """Lines of one consent file that are no events, for one reason.

    Attributes:
        file_id: by where the file lies, like ``consent/3f9a1c20``; says nothing of its name.
        lines: how many they are.
        spans: their first and last numbers, both included, the first of them where there are many; 0 stands for the
            file as a whole.
    """

    file_id: str
    reason: str
    lines: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What one retention rule governs; each ``due_…`` includes the shorter ones.

    What is stored and due is counted in messages, and 0 for rules that are about something else. ``overdue`` is what is
    past its limit, is not held, and should be gone; ``disposed`` is every record that this run disposed of by the rule.
    """

    rule: str
    object: str
    purpose: str
    period: str
    starting_point: str
    reason: str
    stored: int
    due_30_days: int
    due_90_days: int
    due_365_days: int
    overdue: int
    held: int
    disposed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMonth:
    """Messages of one rule that fall due in one month to come."""

    month: str
    rule: str
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFile:
    """One file of a release; ``path`` is relative to the release, ``sha256`` 64 hex digits."""

    path: str
    rows: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSet:
    """One set as readers see it after the run.

    Attributes:
        set_class: ``"pseudonymised"`` or ``"aggregate"``.
        release_id: release that readers get now; None while nothing was ever published.
        is_new: whether this run released it; if not, it is the last good release.
        withheld: rows kept back per reason code.
    """

    name: str
    title: str
    set_class: str
    purpose: str
    release_id: str | None
    is_new: bool
    rows: int
    partitions: int
    columns: tuple[str, ...]
    withheld: Mapping[str, int]
    files: tuple[SetFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The outcome of one check, with the stage that ran it; ``failing_rows`` is None where rows cannot be counted."""

    stage: str
    name: str
    title: str
    severity: Literal["error", "warning"]
    passed: bool
    failing_rows: int | None
    duties: tuple[str, ...]
    source: str
    subject: str
    remedy: str
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """A vendor that handles the data for the controller, and the agreement that allows it."""

    name: str
    agreement: str | None
    expires_on: date | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """How many records the ledger has, and the root of their tree (RFC 6962), 64 hex digits, which pins them all."""

    records: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that one report shows."""

    run: Run
    controller: Controller
    sources: tuple[Source, ...] = ()
    drifts: tuple[Drift, ...] = ()
    inventory: tuple[Held, ...] = ()
    files: tuple[File, ...] = ()
    places: tuple[Place, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    pull_failures: tuple[PullFailure, ...] = ()
    volumes: tuple[Volume, ...] = ()
    consent: tuple[Consent, ...] = ()
    consent_months: tuple[ConsentMonth, ...] = ()
    consent_rejects: tuple[ConsentReject, ...] = ()
    requests: tuple[Asked, ...] = ()
    request_rejects: tuple[RequestReject, ...] = ()
    detection_measure: DetectionMeasure | None = None
    detection_review: DetectionReview | None = None
    retention: tuple[Retention, ...] = ()
    due_months: tuple[DueMonth, ...] = ()
    sets: tuple[PublishedSet, ...] = ()
    checks: tuple[Check, ...] = ()
    processors: tuple[Processor, ...] = ()
    ledger: Ledger | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values, with times as ISO 8601; the names of the fields are the keys.

        ``ledger`` is left out: the ledger has the digest of these values.
        """
        return {"format": FORMAT, **_plain(asdict(replace(self, ledger=None)))}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
