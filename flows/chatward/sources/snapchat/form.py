"""What Snapchat's chat histories look like: records by conversation, or those of 2022 by who sent them."""

from typing import Any

from chatward.sources.forms import Form, Look

SIDES = {
    "Received Saved Chat History": False, "Sent Saved Chat History": True,
    "Received Unsaved Chat History": False, "Sent Unsaved Chat History": True,
    "Received Chat History": False, "Sent Chat History": True,
    "Received Snap History": False, "Sent Snap History": True,
}  # fmt: skip
"""The lists of the form of 2022, and whether the account's owner sent what is in them."""


def is_history(look: Look) -> bool:
    """Return whether a file is ``chat_history.json`` or ``snap_history.json``, of any year."""
    if look.opener != b"{":
        return False
    seen = look.sketch
    if not isinstance(seen, dict):
        return False
    if not SIDES.keys().isdisjoint(seen):
        return True
    return b'"Media Type"' in look.head and any(
        isinstance(record, dict) and "Media Type" in record and "Created" in record
        for records in seen.values()
        for record in _few(records)
    )


def _few(records: Any) -> list[Any]:
    return records[:8] if isinstance(records, list) else []


FORMS = (Form("snapchat", is_history),)
