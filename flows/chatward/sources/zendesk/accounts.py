"""Which account of Zendesk records are from: the API names its host in every address, webhook calls its number."""

import re
from typing import Any

from chatward.sources.helpdesk.values import id_or_none

ACCOUNT: re.Pattern[bytes] = re.compile(
    rb'"(?:url|next_page|previous_page|next|prev|after_url|before_url)"\s*:\s*"https?:\\?/\\?/([^/\\"\s]+)\\?/api\\?/v2'
    rb'|"account_id"\s*:\s*"?(\d+)'
)
"""Finds what tells it in a file; what somebody wrote cannot look so, because its quotes are escaped."""

_API = re.compile(r"https?://([^/\s]+)/api/v2/")
_OF_CALLS = "zendesk_event_version"
_WRAPPED_FIELDS = 3  # an answer about one record has it in a field, and few beside


def account_of(record: Any) -> str | None:
    """Return the account that a record tells, None if it tells none."""
    if record.__class__ is not dict:
        return None
    url = record.get("url")
    if url.__class__ is str and (found := _API.match(url)):
        return found[1].lower()
    if _OF_CALLS in record:
        return id_or_none(record.get("account_id"))
    if len(record) <= _WRAPPED_FIELDS:
        return next(filter(None, map(account_of, record.values())), None)
    return None
