"""Who writes in an archive of X: ids only, but for the account whose archive it is."""

from typing import Any

from chatward.sources.collected import Collected
from chatward.sources.x_twitter.values import id_or_none


class People:
    """Gives every account a key and tells of it when it is met first."""

    def __init__(self, collected: Collected, own_accounts: frozenset[str]) -> None:
        self._collected = collected
        self._own_accounts = own_accounts
        self._known: dict[str, str] = {}

    def key(self, id_: Any) -> str | None:
        """Return the sender key of an account; None where ``id_`` is none."""
        if id_.__class__ is not str:
            id_ = id_or_none(id_)
        return (self._known.get(id_) or self._meet(id_)) if id_ else None

    def meet_owner(self, account: dict[str, Any]) -> None:
        """Tell what an archive says of the account that it belongs to, in its account's file or its manifest."""
        id_ = id_or_none(account.get("accountId"))
        if id_ is None:
            return
        key = self._known[id_] = _key(id_)
        user_name = _text(account.get("username") or account.get("userName"))
        name = _text(account.get("accountDisplayName") or account.get("displayName")) or user_name
        reached = (("email", _text(account.get("email"))), ("phone", _text(account.get("phone"))))
        identifiers = (("x_twitter_name", user_name), *reached)
        same_as = tuple(f"{kind}:{value}" for kind, value in identifiers if value)
        self._collected.add_person(key, name, "staff", same_as)

    def _meet(self, id_: str) -> str:
        key = self._known[id_] = _key(id_)
        self._collected.add_person(key, None, "staff" if id_ in self._own_accounts else None)
        return key


def _key(id_: str) -> str:
    return f"x_twitter_id:{id_}"


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
