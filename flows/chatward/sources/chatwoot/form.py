"""What files of Chatwoot look like: stored webhook calls, and answers of its API."""

from collections.abc import Iterator
from typing import Any

from chatward.sources.chatwoot.kinds import PERSON, READABLE, kind_of
from chatward.sources.forms import Form, Look
from chatward.sources.helpdesk.recognition import MOST_RECORDS, is_hinted, root_above

_HINTS = (b'"message_type"', b'"inbox_id"', b'"event"')
_COMPANION_HINTS = (b'"phone_number"', b'"availability_status"')
_root = root_above("conversations|messages|contacts|agents")


def _matches_records(look: Look) -> bool:
    if not is_hinted(look, _HINTS):
        return False
    return any(kind_of(record) in READABLE for record in _records(look))


def _matches_people(look: Look) -> bool:
    if not is_hinted(look, _COMPANION_HINTS):
        return False
    return any(kind_of(record) == PERSON for record in _records(look))


def _records(look: Look) -> Iterator[Any]:
    """Yield the records at the beginning; a page may stand in ``data``, and one record in ``payload``."""
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    for value in values[:MOST_RECORDS]:
        yield value
        if isinstance(value, dict):
            inner = value["data"] if isinstance(value.get("data"), dict) else value
            page = inner.get("payload")
            yield from page[:MOST_RECORDS] if isinstance(page, list) else [page]


FORMS = (
    Form("chatwoot", _matches_records, _root),
    Form("chatwoot", _matches_people, _root, is_companion=True),
)
