"""The plan of answers: what would be done for which request, counted and sealed, and nothing of whose it is."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from chatward.errors import UsageError

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
    return json.dumps({"format": FORMAT, **asdict(plan), "as_of": plan.as_of.isoformat()}, indent=1).encode()


def load(path: Path) -> ResponsePlan:
    """Return the plan that ``dump`` wrote.

    Raises:
        UsageError: the file is none.
    """
    try:
        content = json.loads(path.read_bytes())
        {FORMAT: True}[content["format"]]
        responses = tuple(
            PlannedResponse(**{**each, "action": Action(each["action"])}) for each in content["responses"]
        )
        as_of = datetime.fromisoformat(content["as_of"])
        return ResponsePlan(content["plan_id"], as_of, content["policy_version"], responses)
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{path.name} is no plan of answers", hint="make one with `chatward respond`") from None
