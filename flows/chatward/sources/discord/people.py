"""Who writes in Discord: users by their ids, with the names that each is known by."""

from typing import Any

from chatward.sources.collected import Collected
from chatward.sources.discord.values import id_or_none, shown_name, text_or_none

_TEXT = (str, type(None))
_NO_DISCRIMINATOR = (None, "", "0", "0000", 0)


class People:
    """Gives every user a key and tells of them when they are met first."""

    def __init__(self, collected: Collected, own_accounts: frozenset[str]) -> None:
        self._collected = collected
        self._own_accounts = own_accounts
        self._known: dict[tuple[str, str | None, str | None], str] = {}

    def key(self, user: Any) -> str | None:
        """Return the sender key of a user as DiscordChatExporter describes one; None where there is no id."""
        if not isinstance(user, dict):
            return None
        id_, name, nickname = user.get("id"), user.get("name"), user.get("nickname")
        if not (id_.__class__ is str and isinstance(name, _TEXT) and isinstance(nickname, _TEXT)):
            id_, name, nickname = id_or_none(id_), text_or_none(name), text_or_none(nickname)
        if not id_:
            return None
        return self._known.get((id_, name, nickname)) or self._meet(id_, name, nickname, user)

    def named(self, id_: str) -> str:
        """Return the sender key of a user of whom only the id is known."""
        return self._known.get((id_, None, None)) or self._meet(id_, None, None, {})

    def owner(self, id_: str, account: dict[str, Any]) -> str:
        """Return the sender key of the account whose data package it is, and tell all that it says of itself."""
        user = {"nickname": account.get("global_name"), "name": account.get("username")}
        contacts = (("email", account.get("email")), ("phone", account.get("phone")))
        reached = tuple(f"{kind}:{value}" for kind, value in contacts if text_or_none(value))
        key = f"discord_id:{id_}"
        same_as = (*_user_names(text_or_none(user["name"]), account), *reached)
        self._collected.add_person(key, shown_name(user), "staff", same_as)
        self._known[id_, None, None] = key
        return key

    def _meet(self, id_: str, name: str | None, nickname: str | None, user: dict[str, Any]) -> str:
        key = self._known[id_, name, nickname] = f"discord_id:{id_}"
        is_own = not self._own_accounts.isdisjoint((id_, name, nickname))
        role = "staff" if is_own else "bot" if user.get("isBot") is True else None
        self._collected.add_person(key, nickname or name, role, _user_names(name, user))
        return key


def _user_names(name: str | None, user: dict[str, Any]) -> tuple[str, ...]:
    """Return a user's name as an identifier; names are unique by themselves, older ones with their number."""
    number = user.get("discriminator")
    if not name:
        return ()
    is_unique = number in _NO_DISCRIMINATOR or not isinstance(number, (str, int))
    return (f"discord_name:{name}" if is_unique else f"discord_name:{name}#{number}",)
