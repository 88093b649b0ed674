"""Which account of Chatwoot records are from: each numbers its conversations; messages and users have one numbering."""

import re
from typing import Any

from chatward.sources.helpdesk.values import id_or_none

ACCOUNT: re.Pattern[bytes] = re.compile(rb'"account_id"\s*:\s*(\d+)|"account"\s*:\s*\{[^{}]*?"id"\s*:\s*(\d+)')
"""Finds what tells it in a file; what somebody wrote cannot look so, because its quotes are escaped."""

_HOLDERS = ("conversation", "messages", "last_non_activity_message", "payload", "data")


def account_of(record: Any) -> str | None:
    """Return the account that a record tells itself or by what it holds, None if it tells none."""
    if record.__class__ is list:
        return account_of(record[0]) if record else None
    if record.__class__ is not dict:
        return None
    account = record.get("account")
    told = id_or_none(record.get("account_id")) or (
        id_or_none(account.get("id")) if account.__class__ is dict else None
    )
    return told or next(filter(None, (account_of(record[name]) for name in _HOLDERS if name in record)), None)
