"""Who takes part in what the interfaces of Messenger and Instagram handed out, and in which conversation."""

from collections.abc import Iterable

from chatward.sources.collected import Collected


class People:
    """The people and conversations met so far.

    A conversation is named by both sides' ids, whichever of them is the business: so the same one has the same key in
    webhook calls, which name a page and its customer, and in the Graph API, which names two participants.
    """

    def __init__(self, collected: Collected, own_accounts: frozenset[str]) -> None:
        self._collected = collected
        self._own_accounts = own_accounts
        self._keys: dict[tuple[str, str], str] = {}
        self._conversations: dict[tuple[str, str | None, str | None], str | None] = {}

    def key(self, platform: str, id_: str | None) -> str | None:
        """Return the sender key of somebody, who is a participant from now on; None for nobody."""
        if id_ is None:
            return None
        known = self._keys.get((platform, id_))
        if known is None:
            known = self._keys[platform, id_] = f"{platform}_id:{id_}"
            self._collected.add_person(known, None, "staff" if id_ in self._own_accounts else None)
        return known

    def meet(self, platform: str, own: str | None, customer: str | None) -> str | None:
        """Return the key of the conversation of a business with a customer; None if a side is not known."""
        sides = platform, own, customer
        if sides not in self._conversations:
            for id_, role in ((own, "staff"), (customer, "customer")):
                if key := self.key(platform, id_):
                    self._collected.add_person(key, None, role)
            self._conversations[sides] = self.conversation(platform, own, customer)
        return self._conversations[sides]

    def conversation(self, platform: str, *ids: str | None, title: str | None = None) -> str | None:
        """Return the key of the conversation of two people, which is known from now on; None if one is not known."""
        known = sorted(filter(None, ids))
        if len(known) != 2:
            return None
        key = f"{platform}:{known[0]}:{known[1]}"
        self._collected.add_conversation(key, title, "direct")
        return key

    def group(self, key: str, title: str | None) -> str:
        """Return the key of a conversation of more than two, or of an unknown number, which is known from now on."""
        self._collected.add_conversation(key, title, None)
        return key

    def describe(self, key: str, name: object, *, role: str | None = None, same_as: Iterable[str] = ()) -> None:
        """Remember what else is said of somebody."""
        shown = name if isinstance(name, str) and name else None
        if shown and shown in self._own_accounts:
            role = "staff"
        if shown or role or same_as:
            self._collected.add_person(key, shown, role, tuple(same_as))


def text_id(value: object) -> str | None:
    """Return an id as text; None if there is none."""
    if isinstance(value, str):
        return value or None
    return str(value) if type(value) is int else None
