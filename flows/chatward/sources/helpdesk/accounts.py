"""Accounts: a help desk numbers the tickets, conversations and users of each of its customers' accounts anew.

A source has one account at home, whose ids stand as they are; whatever tells no account counts as its. The ids of every
other account get that account's name before them. An account may be told in two ways, as a host's name and as a number,
which nothing joins: each way has a home of its own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.records import Export, ReadSettings

_END_BYTES = 4096


class Accounts:
    """Tells which account records are from, and what their ids need so that they are no other account's.

    Attributes:
        scope: what the ids of the records at hand begin with, nothing for those of the account at home.
    """

    def __init__(self, settings: ReadSettings, told: Callable[[Any], str | None], pattern: re.Pattern[bytes]) -> None:
        """Take the accounts at home from the settings; for want of one the first that is met becomes it.

        Args:
            settings: what the policy and earlier exports of the source say.
            told: returns the account that a record tells, None if it tells none.
            pattern: finds what tells the account in a file; one of its groups is the account.
        """
        self._home = {account.isdigit(): account for account in sorted(settings.home_accounts)}
        self._told = told
        self._pattern = pattern
        self._of_export: str | None = None
        self._default: str | None = None
        self.scope = ""

    def begin_export(self, export: Export) -> None:
        """Take records that tell no account for those of the first account that any file of the export tells."""
        found = (first_account(text, self._pattern) for _, text in read_texts(export)) if export.members[1:] else ()
        self._of_export = next(filter(None, found), None)

    def begin_file(self, text: Text) -> None:
        """Take records that tell no account for those of the account that their file tells at its ends, if any."""
        self._default = first_account(text, self._pattern) or self._of_export
        self.scope = self._scope_of(self._default)

    def runs(self, values: Sequence[Any]) -> Iterator[Sequence[Any]]:
        """Yield values that follow each other and are of one account, while ``scope`` is what its ids need."""
        start = 0
        for place, value in enumerate(values):
            scope = self._scope_of(self._told(value) or self._default)
            if scope != self.scope:
                if start < place:
                    yield values[start:place]
                start, self.scope = place, scope
        yield values[start:]

    def _scope_of(self, account: str | None) -> str:
        if account is None:
            return ""
        return "" if self._home.setdefault(account.isdigit(), account) == account else f"{account}:"


def first_account(text: Text, pattern: re.Pattern[bytes]) -> str | None:
    """Return the account that a file tells at its beginning or else at its end, None if it tells none there."""
    found = pattern.search(text[:_END_BYTES]) or pattern.search(text[-_END_BYTES:])
    return account_in(found) if found else None


def account_in(found: re.Match[bytes]) -> str:
    """Return the account that a pattern found."""
    account: bytes = next(filter(None, found.groups()))
    return account.decode(errors="replace").lower()
