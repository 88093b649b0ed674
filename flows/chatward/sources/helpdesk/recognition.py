"""What the forms of help desks have in common: cheap hints first, and folders that are named after what an API has."""

import re
from collections.abc import Callable

from chatward.sources.forms import Look

MOST_RECORDS = 20
"""So many records of a file, or of one page in it, tell what it is."""


def is_hinted(look: Look, hints: tuple[bytes, ...]) -> bool:
    """Return whether a file is JSON and holds one of the ``hints`` at its beginning."""
    return look.may_be_json and any(hint in look.head for hint in hints)


def root_above(resources: str) -> Callable[[str], str]:
    """Return a function that gives the folder of an export, above those named after one of the ``resources``.

    Args:
        resources: names of folders, as alternatives of a regular expression; upper and lower case are the same.
    """
    below = re.compile(rf"(?:(.*?)/)?(?:{resources})/.+", re.IGNORECASE)

    def root(name: str) -> str:
        found = below.fullmatch(name)
        return (found[1] or "") if found else name.rpartition("/")[0]

    return root
