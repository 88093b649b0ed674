"""What the files of X's archive look like: JSON that is assigned to a variable, by whose name it is told."""

import re
from typing import NamedTuple

from chatward.sources.forms import Form, Look

_ASSIGNED = re.compile(rb"\s*(?:window\.)?(?:YTD\.(\w+)\.part(\d+)|__THAR_CONFIG)\s*=\s*")
_MESSAGES = re.compile(r"(?:direct_messages?|dms?)(?:_groups?)?")
_HEADERS = "_headers"
_FIRST_BYTES = 512
_DATA = "data"
_ARCHIVE = re.compile(
    r"(?:data/)?(?:[\w-]+\.js|README\.txt)$|(?:data/)?\w+_media/|assets/|Your archive\.html$", re.IGNORECASE
)


class Script(NamedTuple):
    """What one file assigns.

    Attributes:
        variable: name of the data, like ``direct_messages``; ``""`` for the archive's manifest.
        part: number of the part, from 0.
        start: where the JSON begins.
    """

    variable: str
    part: int
    start: int


def script(text: bytes) -> Script | None:
    """Return what a text assigns; JSON without the assignment counts as the direct messages' first part."""
    if found := _ASSIGNED.match(text):
        variable, part = found.groups()
        return Script((variable or b"").decode(), int(part[-9:]) if part else 0, found.end())
    return Script("direct_messages", 0, 0) if text[:_FIRST_BYTES].lstrip()[:1] == b"[" else None


def is_named_messages(variable: str) -> bool:
    """Return whether a variable is one of direct messages, by any of the names it had over the years."""
    return _MESSAGES.fullmatch(variable) is not None


def is_messages(look: Look) -> bool:
    """Return whether a file holds direct messages; their headers, which repeat them without text, are another file."""
    if look.opener == b"[":
        return "dmConversation" in look.first_object
    found = _assigned(look)
    if found is None or found.variable.endswith(_HEADERS):
        return False
    return is_named_messages(found.variable) or b'"dmConversation"' in look.head[:_FIRST_BYTES]


def is_account(look: Look) -> bool:
    """Return whether a file tells whose archive it is."""
    found = _assigned(look)
    return found is not None and found.variable == "account"


def is_manifest(look: Look) -> bool:
    """Return whether a file lists what the archive holds."""
    found = _assigned(look)
    return found is not None and not found.variable


def _assigned(look: Look) -> Script | None:
    return script(look.head) if look.opener in (b"w", b"Y", b"_") else None


def _root(name: str) -> str:
    """Return the folder that holds an archive's ``data`` folder, or else the file's own."""
    folders = name.split("/")[:-1]
    return "/".join(folders[:-1] if folders and folders[-1].casefold() == _DATA else folders)


FORMS = (
    Form("x_twitter", is_messages, _root, belongings=_ARCHIVE),
    Form("x_twitter", is_account, _root, is_companion=True),
    Form("x_twitter", is_manifest, _root, is_companion=True),
)
