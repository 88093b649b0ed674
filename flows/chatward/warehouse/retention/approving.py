"""The second person's word on a disposal plan: a file beside it, sealed by a key that only the keyring holds."""

import hmac
import json
from datetime import datetime
from pathlib import Path

from chatward import process
from chatward.errors import PolicyError
from chatward.keyring.store import Keyring
from chatward.retention import plan as plans
from chatward.retention.plan import DisposalPlan
from chatward.warehouse.store import write_beside

_KEY = "approval"


def approve(path: Path, keyring: Keyring, now: datetime) -> str:
    """Approve the plan at ``path`` in the name of this process's account; return the plan's digest.

    Raises:
        UsageError: the file is no plan.
        PolicyError: the same person made it.
    """
    plan = plans.load(path)
    if plan.made_by == process.user():
        raise PolicyError("who made a plan cannot approve it", hint="a second person approves it from another account")
    keyring.create([_KEY])
    content = {"plan_sha256": plans.digest(plan), "approved_by": process.user(), "approved_at": now.isoformat()}
    write_beside(_approval_of(path), json.dumps(content | {"seal": _seal(keyring, content)}, indent=1).encode())
    return content["plan_sha256"]


def require_approval(path: Path, plan: DisposalPlan, keyring: Keyring) -> None:
    """Return if another person than its maker approved exactly this plan.

    Raises:
        PolicyError: nobody did, or the approval is of another plan or was not made with this keyring.
    """
    try:
        content: dict[str, str] = json.loads(_approval_of(path).read_bytes())
        seal = str(content.pop("seal"))
        is_of_it = content["plan_sha256"] == plans.digest(plan) and content["approved_by"] != plan.made_by
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise _unapproved(path) from None
    if not (is_of_it and keyring.names(_KEY) and hmac.compare_digest(seal, _seal(keyring, content))):
        raise _unapproved(path)


def _unapproved(path: Path) -> PolicyError:
    return PolicyError(
        f"nobody but its maker approved the plan {path.name}",
        hint=f"a second person runs `chatward retain --approve {path}`",
    )


def _seal(keyring: Keyring, content: dict[str, str]) -> str:
    text = json.dumps(content, sort_keys=True)
    return hmac.digest(keyring.key(_KEY), text.encode(), "sha256").hex()


def _approval_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.approval")
