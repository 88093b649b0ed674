"""What the files of Google Chat look like: of each conversation its messages and its members, and the account itself.

They lie in ``Takeout/Google Chat/Groups/<DM or Space> <id>/`` and ``…/Users/User <id>/``; only the depth counts.
"""

import re
from collections.abc import Mapping
from typing import Any

from chatward.sources.forms import Form, Look

_PRODUCT = "google chat"
_MEMBER = frozenset({"name", "email", "user_type"})
_BELONGINGS = re.compile(
    r"(?:Google Chat/)?(?:(?:[^/]+/)?(?:DM|Space|User) [^/]+/|(?:[^/]+/){0,2}(?:messages|group_info|user_info)\.json$)"
    r"|archive_browser\.html$",
    re.IGNORECASE,
)


def is_messages(look: Look) -> bool:
    """Return whether a file holds the messages of a conversation."""
    if look.opener != b"{" or b'"creator"' not in look.head:
        return False
    records = look.sketch.get("messages") if isinstance(look.sketch, dict) else None
    return isinstance(records, list) and any(_is_record(record) for record in records)


def is_group(look: Look) -> bool:
    """Return whether a file tells who takes part in a conversation."""
    seen = _object(look)
    members = seen.get("members")
    if not isinstance(members, list) or "messages" in seen:
        return False
    return any(isinstance(each, dict) and "user_type" in each and each.keys() <= _MEMBER for each in members)


def is_user(look: Look) -> bool:
    """Return whether a file tells whose account it is."""
    seen = _object(look)
    user = seen.get("user")
    return isinstance(user, dict) and "user_type" in user and "messages" not in seen


def _object(look: Look) -> Mapping[str, Any]:
    return look.sketch if look.opener == b"{" and isinstance(look.sketch, dict) else {}


def _is_record(record: object) -> bool:
    if not isinstance(record, dict) or "creator" not in record:
        return False
    return not record.keys().isdisjoint(("created_date", "updated_date", "topic_id"))


def _root(name: str) -> str:
    """Return the folder that holds the product's, where that bears its name, or else the product's own."""
    folders = name.split("/")[:-3]
    return "/".join(folders[:-1] if folders and folders[-1].casefold() == _PRODUCT else folders)


FORMS = (
    Form("google_chat", is_messages, _root, belongings=_BELONGINGS),
    Form("google_chat", is_group, _root, is_companion=True),
    Form("google_chat", is_user, _root, is_companion=True),
)
