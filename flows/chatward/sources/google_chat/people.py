"""Who writes in Google Chat: people by their addresses, and by their names where the export has no address."""

from collections.abc import Mapping
from typing import Any

from chatward.sources.collected import Collected
from chatward.sources.google_chat.values import text_or_none

_BOT = "bot"


class People:
    """Gives everybody a key and tells of them when they are met first."""

    def __init__(self, collected: Collected, own_accounts: frozenset[str]) -> None:
        self._collected = collected
        self._own_accounts = own_accounts
        self._known: dict[tuple[str | None, str | None], str] = {}
        self._owner: str | None = None

    def meet_owner(self, user: Mapping[str, Any]) -> None:
        """Take in whose account it is, before anybody else is met."""
        self._owner = text_or_none(user.get("email"))
        self.key(user)

    def key(self, person: Any) -> str | None:
        """Return the sender key of somebody as described beside a message or in a list; None where nothing is said."""
        if not isinstance(person, dict):
            return None
        email, name = text_or_none(person.get("email")), text_or_none(person.get("name"))
        known = self._known.get((email, name))
        return known or (self._meet(email, name, person.get("user_type")) if email or name else None)

    def addressed(self, email: str) -> str:
        """Return the sender key of somebody of whom only the address is known."""
        return self._known.get((email, None)) or self._meet(email, None, None)

    def _meet(self, email: str | None, name: str | None, user_type: Any) -> str:
        key = self._known[email, name] = f"email:{email}" if email else f"google_chat_name:{name}"
        is_own = (email is not None and email == self._owner) or not self._own_accounts.isdisjoint((email, name))
        is_bot = isinstance(user_type, str) and user_type.casefold() == _BOT
        self._collected.add_person(key, name, "bot" if is_bot else "staff" if is_own else None)
        return key
