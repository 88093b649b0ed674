"""Finds which accounts of a platform new exports are from, before any of them is read: one of them is at home."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from chatward.errors import Error
from chatward.intake.discovery import Entry
from chatward.sources import forms
from chatward.sources.files import opened
from chatward.sources.helpdesk.accounts import account_in

_HEAD_BYTES = 2**16
_WAYS = 2  # an account is told by a host's name or by a number


def home_accounts(platform: str, entries: Iterable[Entry], known: frozenset[str]) -> frozenset[str]:
    """Return the accounts whose ids stand as they are: those known, and the first that an entry tells in another way.

    Args:
        platform: of the source; of most, ids are unique whatever account they are of, and none is looked for.
        entries: that are new or changed, in their order.
        known: accounts that the source has at home already.
    """
    pattern = forms.account_pattern(platform)
    home = {account.isdigit(): account for account in known}
    if pattern is None:
        return known
    for entry in entries:
        if len(home) == _WAYS:
            break
        for account in _told(entry, pattern):
            home.setdefault(account.isdigit(), account)
    return frozenset(home.values())


def _told(entry: Entry, pattern: re.Pattern[bytes]) -> Iterator[str]:
    """Yield the account that each file of an entry tells at its beginning; what cannot be opened is told elsewhere."""
    with suppress(Error, OSError), opened(entry.path) as container:
        for name in container.names:
            if found := pattern.search(container.head(name, _HEAD_BYTES)):
                yield account_in(found)
