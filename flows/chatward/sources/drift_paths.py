"""Where a field stands in an export, as reports show it and policies accept it."""

import re
from collections.abc import Sequence

EACH = "[]"
"""In a path: the elements of an array."""
ANY_NAME = "*"
"""In a path: a name that is data, such as a user's; in an accepted path any name."""

Path = tuple[str, ...]

_STEP = re.compile(r"\[\]|[^.\[\]][^.\[]*")


def steps(path: str) -> Path:
    """Return a path that ``written`` gave."""
    return tuple(_STEP.findall(path))


def written(path: Path) -> str:
    """Return a path as it is shown and accepted, like ``messages[].foo``."""
    return ".".join(path).replace(f".{EACH}", EACH)


def policy_line(path: str) -> str:
    """Return the line of a source in the policy by which a written path is accepted."""
    return f'drift: {{accept: ["{path}"]}}'


def is_accepted(path: str, accepted: Sequence[str]) -> bool:
    """Return whether a written path is covered by one of the accepted ones."""
    return any(covers(steps(each), steps(path)) for each in accepted)


def covers(accepted: Path, path: Path) -> bool:
    """Return whether the accepted path occurs in the path: what stands around and below it does not matter."""
    size = len(accepted)
    return any(
        all(ours in (ANY_NAME, theirs) for ours, theirs in zip(accepted, path[start : start + size], strict=True))
        for start in range(len(path) - size + 1)
    )
