"""What Google Chat's files in a Takeout look like: ``Groups/<DM or Space>/`` with messages and members, ``Users/``."""

import re

from chatward.sources.forms import Form, Look

_GROUPS_DEPTH = 2  # folders between the root and a group's files: "Groups/DM abc/messages.json"
_BELONGINGS = re.compile(r"[^/]+/[^/]+/(?:File-|[^/]*\.(?!json$)[^/.]+$)", re.IGNORECASE)


def is_messages(look: Look) -> bool:
    """Return whether a file is a group's ``messages.json``."""
    if look.opener != b"{" or b'"messages"' not in look.head:
        return False
    records = look.first_object.get("messages")
    return isinstance(records, list) and any(
        isinstance(record, dict)
        and ("topic_id" in record or "message_id" in record)
        and not record.keys().isdisjoint(("created_date", "updated_date", "creator"))
        for record in records
    )


def is_group(look: Look) -> bool:
    """Return whether a file is a group's ``group_info.json``."""
    members = look.first_object.get("members") if look.opener == b"{" else None
    return isinstance(members, list) and any(isinstance(each, dict) and "user_type" in each for each in members)


def is_user(look: Look) -> bool:
    """Return whether a file is the account's ``user_info.json``."""
    seen = look.first_object if look.opener == b"{" else {}
    return isinstance(seen.get("user"), dict) and "membership_info" in seen


def root(name: str) -> str | None:
    """Return the folder above ``Groups`` or ``Users``, whatever these are called; None for a file that stands alone."""
    folders = name.split("/")[:-1]
    if len(folders) < _GROUPS_DEPTH:
        return "/".join(folders[:-1]) if folders else None
    return "/".join(folders[:-_GROUPS_DEPTH])


FORMS = (
    Form("google_chat", is_messages, root, belongings=_BELONGINGS),
    Form("google_chat", is_group, root, is_companion=True),
    Form("google_chat", is_user, root, is_companion=True),
)
