"""What files of Intercom look like: answers of its API, exports of conversations, stored webhook calls."""

from collections.abc import Iterator
from typing import Any

from chatward.sources.forms import Form, Look
from chatward.sources.helpdesk.recognition import MOST_RECORDS, is_hinted, root_above
from chatward.sources.intercom.kinds import LAYOUT, PERSON, READABLE, kind_of

_HINTS = (b'"conversation', b'"notification_event"', b'"ticket_attributes"', b'"ticket_parts"')
_COMPANION_HINTS = (b'"contact"', b'"user"', b'"lead"', b'"visitor"', b'"admin"')
_root = root_above("conversations|contacts|users|leads|admins|tickets")


def _matches_records(look: Look) -> bool:
    if not is_hinted(look, _HINTS):
        return False
    return any(kind_of(record) in READABLE for record in _records(look)) or _is_empty_list(look.sketch)


def _matches_people(look: Look) -> bool:
    if not is_hinted(look, _COMPANION_HINTS):
        return False
    return any(kind_of(record) == PERSON for record in _records(look))


def _records(look: Look) -> Iterator[Any]:
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    for value in values[:MOST_RECORDS]:
        yield value
        for _, page in LAYOUT.pages(value):
            yield from page[:MOST_RECORDS]


def _is_empty_list(seen: Any) -> bool:
    return isinstance(seen, dict) and seen.get("type") == "conversation.list" and seen.get("conversations") == []


FORMS = (
    Form("intercom", _matches_records, _root),
    Form("intercom", _matches_people, _root, is_companion=True),
)
