"""What files of Zendesk look like: whatever was saved of its APIs' answers and its webhooks' calls."""

from collections.abc import Iterator
from typing import Any

from chatward.sources.forms import Form, Look
from chatward.sources.helpdesk.recognition import MOST_RECORDS, is_hinted, root_above
from chatward.sources.zendesk.kinds import LAYOUT, READABLE, SECTIONS, SINGLES, TICKET, USER, is_other_resource, kind_of

_HINTS = (
    b'"requester_id"', b'"author_id"', b'"ticket_id"', b"zen:event-type:", b'"visitor"', b'"received"', b'"payload"',
    b'"previous_state"', b'"cause"', b'"tickets"', b'"audits"', b'"ticket_events"', b'"score"',
)  # fmt: skip
_PAGE_HINTS = (b'"next_page"', b'"end_of_stream"', b'"next_url"', b'"has_more"')
_COMPANION_HINTS = (b"/api/v2/", b'"role"')
_OF_EMPTY_PAGES = frozenset({"next_page", "end_of_stream", "previous_page", "after_url", "next_url"})
_OF_CURSORS = frozenset({"has_more", "after_cursor", "before_cursor"})
_root = root_above("api/v2|tickets|comments|ticket_comments|audits|ticket_audits|users|organizations|incremental|chats")


def _matches_records(look: Look) -> bool:
    if is_hinted(look, _HINTS) and any(kind in READABLE for kind in _kinds(look)):
        return True
    return is_hinted(look, _PAGE_HINTS) and _is_empty_page(look.sketch)


def _matches_companion(look: Look) -> bool:
    if not is_hinted(look, _COMPANION_HINTS):
        return False
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    return USER in _kinds(look) or any(map(is_other_resource, values[:MOST_RECORDS]))


def _kinds(look: Look) -> Iterator[str]:
    for section, record in _records(look):
        expected = SECTIONS.get(section) or SINGLES.get(section, "")
        kind = kind_of(record)
        # on a page of its own name, a ticket needs no more than what slim dumps keep of one
        if expected == TICKET and not kind and isinstance(record, dict) and "id" in record:
            is_named = "requester_id" in record or is_other_resource(record)
            kind = TICKET if is_named and isinstance(record.get("status", ""), str) else ""
        yield kind


def _records(look: Look) -> Iterator[tuple[str, Any]]:
    """Yield the records at the beginning, each with the section or field that it stands in."""
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    for value in values[:MOST_RECORDS]:
        if pages := LAYOUT.pages(value):
            yield from ((section, record) for section, page in pages for record in page[:MOST_RECORDS])
            continue
        yield "", value
        if isinstance(value, dict):
            yield from ((name, value[name]) for name in SINGLES if name in value)
            yield from (("", chat) for chat in _chats_by_id(value))


def _chats_by_id(value: dict[str, Any]) -> list[Any]:
    chats = value.get("docs")
    return list(chats.values())[:MOST_RECORDS] if isinstance(chats, dict) else []


def _is_empty_page(seen: Any) -> bool:
    """Tell a page that holds nothing by how it would go on."""
    if not isinstance(seen, dict) or not seen.keys() <= LAYOUT.page_fields:
        return False
    if not any(seen.get(name) == [] for name in SECTIONS):
        return False
    meta = seen.get("meta")
    return not seen.keys().isdisjoint(_OF_EMPTY_PAGES) or (isinstance(meta, dict) and meta.keys() >= _OF_CURSORS)


FORMS = (
    Form("zendesk", _matches_records, _root),
    Form("zendesk", _matches_companion, _root, is_companion=True),
)
