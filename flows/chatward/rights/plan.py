"""The plan of answers: what would be done for which request, counted and sealed, and nothing of whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from chatward import plan_files

FORMAT = "chatward-response-plan/1"


class Action(StrEnum):
    """What the next run does for a request."""

    PACKAGE = "package"
    ERASE = "erase"
    RECTIFY = "rectify"
    RESTRICT = "restrict"
    REVIEW = "review"
    DUPLICATE = "duplicate"
    NOTHING_HELD = "nothing_held"


@dataclass(frozen=True, slots=True)
class PlannedResponse:
    """What would be done for one request.

    Attributes:
        reference: by which the ledger names the request.
        code: why, where the action alone does not say it.
        messages: stored messages that are by or about whom it means.
        digest: of whom and what it means exactly; applying the plan compares it.
    """

    reference: str
    right: str
    scope: str
    action: Action
    code: str | None
    messages: int
    digest: str


@dataclass(frozen=True, slots=True)
class ResponsePlan:
    """A plan as printed, kept as JSON, and applied as it is."""

    plan_id: str
    as_of: datetime
    policy_version: str
    responses: Sequence[PlannedResponse]


def dump(plan: ResponsePlan) -> bytes:
    """Return the plan as JSON text."""
    return plan_files.dump(plan, plan.as_of, FORMAT)


def load(path: Path) -> ResponsePlan:
    """Return the plan that ``dump`` wrote.

    Raises:
        UsageError: the file is none.
    """
    return plan_files.load(path, FORMAT, _built, kind="plan of answers", command="chatward respond")


def _built(content: dict[str, Any]) -> ResponsePlan:
    responses = [PlannedResponse(**{**each, "action": Action(each["action"])}) for each in content.pop("responses")]
    return ResponsePlan(**content, responses=tuple(responses))
