"""The people met in one export, with the sum of what its records say of them."""

from collections.abc import Container
from contextlib import suppress
from typing import Any

from chatward.sources.collected import Collected
from chatward.sources.helpdesk.accounts import Accounts

_MOST_WAYS = 32  # identifiers of one person: an export that has ever more of one must not cost ever more time
_ABOVE = {"staff": 2, "bot": 2, "customer": 1, None: 0}


class People:
    """Remembers people by key; a record that says something new of one makes them a participant again.

    Attributes:
        accounts: tells whose the records at hand are; None where ids are unique on the whole platform.
    """

    def __init__(self, collected: Collected, own_accounts: Container[str], accounts: Accounts | None = None) -> None:
        self.accounts = accounts
        self._collected = collected
        self._own_accounts = own_accounts
        self._by_facts: dict[tuple[Any, ...], str] = {}
        self._known: dict[str, tuple[str | None, str | None, tuple[str, ...]]] = {}
        self._told: set[str] = set()

    @property
    def scope(self) -> str:
        """What ids begin with that are unique in the account at hand only."""
        return self.accounts.scope if self.accounts else ""

    def meet(
        self,
        key: str,
        name: str | None = None,
        role: str | None = None,
        same_as: tuple[str | None, ...] = (),
        *,
        is_told: bool = False,
    ) -> str:
        """Add what a record says of somebody; return the key.

        Whoever was once staff or bot stays it: agents open tickets, too, and then look like customers. But what people
        seem to be by what they do never counts against what their own record says.

        Args:
            key: as in ``records.PARTICIPANTS``.
            name: the display name, if the record has one.
            role: what the record tells of their role.
            same_as: further identifiers, None for those that the record lacks.
            is_told: whether the record is that person's own, and names the role.
        """
        known = self._known.get(key)
        is_new = is_told or _ABOVE[role] > _ABOVE[known[1] if known else None]
        if known and (name is None or name == known[0]) and not is_new and not any(same_as):
            return key
        before = known or (None, None, ())
        others = tuple(dict.fromkeys((*before[2], *filter(None, same_as))))[:_MOST_WAYS]
        if self._is_own(key, name, others):
            role = "staff"
        elif is_told and key not in self._told:
            self._told.add(key)
        elif _ABOVE[role] <= _ABOVE[before[1]] or (key in self._told and not is_told):
            role = before[1]
        now = (name or before[0], role, others)
        if now != known:
            self._known[key] = now
            self._collected.add_person(key, now[0], role, others)
        return key

    def met_as(self, facts: tuple[Any, ...]) -> str | None:
        """Return the key of whoever was remembered by these very facts, None if nobody was."""
        try:
            return self._by_facts.get(facts)
        except TypeError:  # a list or an object where a name or an id should be
            return None

    def remember(self, facts: tuple[Any, ...], key: str) -> str:
        """Remember somebody by all that a record says of them; return the key."""
        with suppress(TypeError):
            self._by_facts[facts] = key
        return key

    def _is_own(self, key: str, name: str | None, same_as: tuple[str, ...]) -> bool:
        ways = (key, *same_as)
        return any(way in self._own_accounts or way.partition(":")[2] in self._own_accounts for way in ways) or (
            name is not None and name in self._own_accounts
        )


def reachable(email: object, phone: object = None) -> tuple[str | None, ...]:
    """Return the identifiers that an e-mail address and a telephone number are, None for one that is missing."""
    return tuple(
        f"{kind}:{value}" if value.__class__ is str and value else None
        for kind, value in (("email", email), ("phone", phone))
    )
