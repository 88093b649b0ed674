"""What files of Chatwoot look like: stored webhook calls, and answers of its API."""

from collections.abc import Iterator
from typing import Any

from chatward.sources.chatwoot.kinds import PERSON, READABLE, kind_of
from chatward.sources.forms import Form, Look
from chatward.sources.helpdesk.recognition import MOST_RECORDS, is_hinted, root_above

_HINTS = (b'"message_type"', b'"inbox_id"', b'"event"', b'"feedback_message"', b'"payload"')
_COMPANION_HINTS = (b'"phone_number"', b'"availability_status"')
_OF_PAGES = frozenset(
    {"mine_count", "unassigned_count", "all_count", "labels", "agent_last_seen_at", "contact_last_seen_at"}
)
_root = root_above("conversations|messages|contacts|agents")


def _matches_records(look: Look) -> bool:
    if not is_hinted(look, _HINTS):
        return False
    return any(kind_of(record) in READABLE for record in _records(look)) or _is_empty_page(look.sketch)


def _is_empty_page(seen: Any) -> bool:
    """Tell a page that holds nothing by what it counts, or says of its conversation."""
    page = seen["data"] if isinstance(seen, dict) and isinstance(seen.get("data"), dict) else seen
    if not isinstance(page, dict) or page.keys() != {"meta", "payload"} or page["payload"] != []:
        return False
    return isinstance(page["meta"], dict) and not page["meta"].keys().isdisjoint(_OF_PAGES)


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
