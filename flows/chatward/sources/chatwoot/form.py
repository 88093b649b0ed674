"""What files of Chatwoot look like: stored webhook calls, and answers of its API."""

import re
from collections.abc import Iterator
from typing import Any

from chatward.sources.chatwoot.kinds import PERSON, READABLE, kind_of
from chatward.sources.forms import Form, Look

_MOST_RECORDS = 20
_HINTS = (b'"message_type"', b'"inbox_id"', b'"event"')
_COMPANION_HINTS = (b'"phone_number"', b'"availability_status"')
_RESOURCES = re.compile(r"(?:(.*?)/)?(?:conversations|messages|contacts|agents)/.+", re.IGNORECASE)


def root(name: str) -> str:
    """Return the folder of an export, above the folders that are named after what the API has."""
    below = _RESOURCES.fullmatch(name)
    return (below[1] or "") if below else name.rpartition("/")[0]


def _matches_records(look: Look) -> bool:
    if look.opener not in (b"{", b"[") or not any(hint in look.head for hint in _HINTS):
        return False
    return any(kind_of(record) in READABLE for record in _records(look))


def _matches_people(look: Look) -> bool:
    if look.opener not in (b"{", b"[") or not any(hint in look.head for hint in _COMPANION_HINTS):
        return False
    return any(kind_of(record) == PERSON for record in _records(look))


def _records(look: Look) -> Iterator[Any]:
    """Yield the records at the beginning; a page may stand in ``data``, and one record in ``payload``."""
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    for value in values[:_MOST_RECORDS]:
        yield value
        if isinstance(value, dict):
            inner = value["data"] if isinstance(value.get("data"), dict) else value
            page = inner.get("payload")
            yield from page[:_MOST_RECORDS] if isinstance(page, list) else [page]


FORMS = (
    Form("chatwoot", _matches_records, root),
    Form("chatwoot", _matches_people, root, is_companion=True),
)
