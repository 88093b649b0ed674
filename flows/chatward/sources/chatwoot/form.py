"""What files of Chatwoot look like."""

from collections.abc import Iterator
from typing import Any

from chatward.sources.chatwoot.kinds import LAYOUT, is_call, is_conversation, is_message
from chatward.sources.forms import Form, Look

_HINTS = (b'"message_type"', b'"event"', b'"inbox_id"')
_MOST_RECORDS = 20


def _matches(look: Look) -> bool:
    if look.opener not in (b"{", b"[") or not any(hint in look.head for hint in _HINTS):
        return False
    return any(is_call(each) or is_message(each) or is_conversation(each) for each in _records(look))


def _records(look: Look) -> Iterator[Any]:
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    for value in values[:_MOST_RECORDS]:
        inner = value.get("data") if isinstance(value, dict) and LAYOUT.pages(value.get("data")) else value
        pages = LAYOUT.pages(inner)
        yield from (record for _, page in pages for record in page[:_MOST_RECORDS])
        if not pages:
            yield inner


FORMS = (Form("chatwoot", _matches),)
