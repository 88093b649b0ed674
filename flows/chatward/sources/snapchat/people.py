"""Who Snapchat's users are: by user name, with the names that lists of friends give them."""

from contextlib import suppress
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected
from chatward.sources.jsontext import load_json

_ACCOUNT = "Basic Information"


class People:
    """Gives people their keys, and says of each once what the export does.

    Attributes:
        owner: user name of the account that the download is of, where a list beside the chats says it.
    """

    def __init__(self, collected: Collected, own_accounts: frozenset[str]) -> None:
        self.owner: str | None = None
        self._collected = collected
        self._own_accounts = own_accounts
        self._names: dict[str, str] = {}
        self._keys: dict[tuple[str, str | None], str] = {}

    def describe(self, text: bytes) -> None:
        """Take in a list of friends or an account; what is broken in it is no message, and passed by."""
        document: Any = {}
        with suppress(SourceFormatError):
            document = load_json(text)
        sections = document if isinstance(document, dict) else {}
        account = sections.get(_ACCOUNT)
        if isinstance(account, dict) and isinstance(owner := account.get("Username"), str):
            self.owner = owner
            self._names |= _named(account, "Name")
        for rows in sections.values():
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict):
                    self._names |= _named(row, "Display Name")

    def key_of(self, name: str, role: str | None = None) -> str:
        """Return the key of the user of this name."""
        return self._keys.get((name, role)) or self._met(name, role)

    def _met(self, name: str, role: str | None) -> str:
        key = self._keys[name, role] = f"snapchat_name:{name}"
        is_own = name == self.owner or name in self._own_accounts
        self._collected.add_person(key, self._names.get(name, name), "staff" if is_own else role)
        return key


def _named(row: dict[str, Any], field: str) -> dict[str, str]:
    username, name = row.get("Username"), row.get(field)
    return {username: name} if isinstance(username, str) and isinstance(name, str) and name else {}
