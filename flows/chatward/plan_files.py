"""Plans as files: JSON that says by its format what it is, written whole and read back as the very same values."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from chatward.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Plan(Protocol):
    """What every plan has: the instant that it was made for."""

    @property
    def as_of(self) -> datetime:
        """The instant."""
        ...


P = TypeVar("P", bound=Plan)


def dump(plan: "DataclassInstance", as_of: datetime, plan_format: str) -> bytes:
    """Return a plan as JSON text."""
    return json.dumps({"format": plan_format, **asdict(plan), "as_of": as_of.isoformat()}, indent=1).encode()


def load(path: Path, plan_format: str, build: Callable[[dict[str, Any]], P], *, kind: str, command: str) -> P:
    """Return the plan that ``dump`` wrote.

    Args:
        path: of the file.
        plan_format: that it must have.
        build: makes the plan of the file's values, ``as_of`` as an instant.
        kind: of plan, in words.
        command: that makes one.

    Raises:
        UsageError: the file is none.
    """
    try:
        content = json.loads(path.read_bytes())
        {plan_format: True}[content.pop("format")]
        return build({**content, "as_of": datetime.fromisoformat(content["as_of"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{path.name} is no {kind}", hint=f"make one with `{command}`") from None
