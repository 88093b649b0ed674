"""How Snapchat's downloads are told: lists of chats or snaps by conversation, with friends and account beside them."""

import re
from collections.abc import Iterator
from typing import Any

from chatward.sources.forms import Form, Look

DIRECTION = re.compile(r"(Received|Sent)\b.*\bHistory", re.IGNORECASE)
"""Matches what downloads of 2022 have in place of conversations."""

_NAMES = re.compile(r"(?:chat_history|snap_history|friends|account)(?:[ _(-].*)?\.json", re.IGNORECASE)
_BELONGINGS = re.compile(
    r"json/[^/]+\.json|(?:html|chat_media|memories|shared_story)/|index\.html"
    r"|(?:account_history|bitmoji|cameos_metadata|communities|connected_apps|email_campaign_history|in_app_\w+"
    r"|location_history|memories_history|my_ai|payouts|purchase_history|ranking|search_history|shared_story"
    r"|shop_history|snap_\w+|snapchat\w*|spotlight\w*|story_history|subscriptions|support_note\w*|talk_history"
    r"|terms_history|user_profile)\.json",
    re.IGNORECASE,
)
_RECORD = frozenset({"Media Type", "Created"})
_SIDES = ("From", "To", "IsSender", "Created(microseconds)")
_FRIEND = frozenset({"Username", "Display Name", "Creation Timestamp"})
_ACCOUNT = frozenset({"Username", "Creation Date"})


def root(name: str) -> str | None:
    """Return the folder of a download, which keeps its files in a folder ``json``; None for a file on its own."""
    folder, _, file = name.rpartition("/")
    if not _NAMES.fullmatch(file):
        return None
    above, _, last = folder.rpartition("/")
    return above if last.casefold() == "json" else folder


def _matches_history(look: Look) -> bool:
    if look.opener != b"{" or (b'"Media Type"' not in look.head and b'History"' not in look.head):
        return False
    sketch = look.sketch if isinstance(look.sketch, dict) else {}
    return any(map(_is_record, _records(sketch))) or (
        len(sketch) > 0 and all(DIRECTION.fullmatch(name) and isinstance(sketch[name], list) for name in sketch)
    )


def _is_record(record: dict[str, Any]) -> bool:
    return record.keys() >= _RECORD and not record.keys().isdisjoint(_SIDES)


def _matches_people(look: Look) -> bool:
    if look.opener != b"{" or b'"Username"' not in look.head:
        return False
    sketch = look.sketch if isinstance(look.sketch, dict) else {}
    account = sketch.get("Basic Information")
    return any(record.keys() >= _FRIEND for record in _records(sketch)) or (
        isinstance(account, dict) and account.keys() >= _ACCOUNT
    )


def _records(sketch: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (row for rows in sketch.values() if isinstance(rows, list) for row in rows if isinstance(row, dict))


FORMS = (
    Form("snapchat", _matches_history, root, belongings=_BELONGINGS),
    Form("snapchat", _matches_people, root, is_companion=True),
)
