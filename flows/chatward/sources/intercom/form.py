"""What files of Intercom look like: answers of its API, exports of conversations, stored webhook calls."""

import re
from collections.abc import Iterator
from typing import Any

from chatward.sources.forms import Form, Look
from chatward.sources.intercom.kinds import LAYOUT, PERSON, READABLE, kind_of

_MOST_RECORDS = 20
_HINTS = (b'"conversation', b'"notification_event"', b'"ticket_attributes"', b'"ticket_parts"')
_COMPANION_HINTS = (b'"contact"', b'"user"', b'"lead"', b'"visitor"', b'"admin"')
_RESOURCES = re.compile(r"(?:(.*?)/)?(?:conversations|contacts|users|leads|admins|tickets)/.+", re.IGNORECASE)


def root(name: str) -> str:
    """Return the folder of an export, above the folders that are named after what the API has."""
    below = _RESOURCES.fullmatch(name)
    return (below[1] or "") if below else name.rpartition("/")[0]


def _matches_records(look: Look) -> bool:
    if look.opener not in (b"{", b"[") or not any(hint in look.head for hint in _HINTS):
        return False
    return any(kind_of(record) in READABLE for record in _records(look)) or _is_empty_list(look.sketch)


def _matches_people(look: Look) -> bool:
    if look.opener not in (b"{", b"[") or not any(hint in look.head for hint in _COMPANION_HINTS):
        return False
    return any(kind_of(record) == PERSON for record in _records(look))


def _records(look: Look) -> Iterator[Any]:
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    for value in values[:_MOST_RECORDS]:
        yield value
        for _, page in LAYOUT.pages(value):
            yield from page[:_MOST_RECORDS]


def _is_empty_list(seen: Any) -> bool:
    return isinstance(seen, dict) and seen.get("type") == "conversation.list" and seen.get("conversations") == []


FORMS = (
    Form("intercom", _matches_records, root),
    Form("intercom", _matches_people, root, is_companion=True),
)
