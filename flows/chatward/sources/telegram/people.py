"""Who Telegram's people are: keys for senders, and what an export says of each."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from chatward.sources.records import CONVERSATIONS, PARTICIPANTS
from chatward.sources.tables import Rows

_CHAT_KINDS = {
    "personal_chat": "direct",
    "bot_chat": "direct",
    "saved_messages": "direct",
    "private_group": "group",
    "private_supergroup": "group",
    "public_supergroup": "group",
    "private_channel": "channel",
    "public_channel": "channel",
}


class People:
    """Gives every person one key and remembers the names, as records go by.

    The key is the account's id. Exports before 2021 have bare numbers, which are users; records of deleted accounts
    have an id and no name; the oldest have a name and no id, and then the name must do.
    """

    def __init__(self, own_accounts: frozenset[str]) -> None:
        self._own_accounts = own_accounts
        self._keys: dict[Any, str] = {}
        self._names: dict[str, str | None] = {}
        self._newly_met: set[str] = set()

    def keys(self, records: Sequence[dict[str, Any]], account: str, name: str) -> list[str | None]:
        """Return the sender key of each record, whose account's id and name stand in the fields given."""
        known = self._keys.get
        try:
            return [known(each.get(account)) or self.key(each.get(account), each.get(name)) for each in records]
        except TypeError:  # an id that is a list or an object
            return [self.key(each.get(account), each.get(name)) for each in records]

    def key(self, account: Any, name: Any) -> str | None:
        """Return the sender key for an account's id and name as exported; None if both are missing."""
        if isinstance(account, (str, int)) and account != "":
            key = f"telegram_id:{account}" if isinstance(account, str) else f"telegram_id:user{account}"
            # kept only with a name: another record may know it
            if isinstance(name, str):
                self._keys[account] = key
        elif isinstance(name, str) and name:
            key = f"telegram_name:{name}"
        else:
            return None
        if self._names.get(key) is None:
            self._names[key] = name if isinstance(name, str) else None
            self._newly_met.add(key)
        return key

    def newly_met(self, bots: frozenset[str]) -> pa.Table:
        """Return as participants whom this was not called for yet; ``bots`` are keys of accounts known to be bots."""
        rows = Rows(PARTICIPANTS)
        for key in sorted(self._newly_met):
            name = self._names[key]
            own = not self._own_accounts.isdisjoint((key.partition(":")[2], name))
            rows.add(sender_key=key, display_name=name, role="staff" if own else "bot" if key in bots else None)
        self._newly_met.clear()
        return rows.table()


def read_contacts(export: dict[str, Any]) -> pa.Table:
    """Return the exporting account and its address book as participants, from a full export."""
    rows = Rows(PARTICIPANTS)
    owner = export.get("personal_information")
    for person, role in [(owner, "staff"), *((contact, None) for contact in _address_book(export))]:
        if not isinstance(person, dict):
            continue
        name = " ".join(str(person[part]) for part in ("first_name", "last_name") if person.get(part)) or None
        phone = _phone(person.get("phone_number"))
        key = f"telegram_id:user{person['user_id']}" if person.get("user_id") else name and f"telegram_name:{name}"
        if key or phone:
            rows.add(sender_key=key or phone, display_name=name, same_as=[phone] if key and phone else [], role=role)
    return rows.table()


def describe_chats(chats: Iterable[tuple[str, dict[str, Any]]]) -> pa.Table:
    """Return the conversations for chats given with their keys."""
    rows = Rows(CONVERSATIONS)
    for key, chat in chats:
        title = chat.get("name")
        kind = chat.get("type")
        rows.add(
            conversation_key=key,
            title=title if isinstance(title, str) else None,
            kind=_CHAT_KINDS.get(kind) if isinstance(kind, str) else None,
        )
    return rows.table()


def _address_book(export: dict[str, Any]) -> list[Any]:
    contacts = export.get("contacts")
    people = contacts.get("list") if isinstance(contacts, dict) else None
    return people if isinstance(people, list) else []


def _phone(number: Any) -> str | None:
    """Return the number as an identifier: Telegram writes it international, with ``+`` or ``00`` or without either."""
    digits = "".join(filter(str.isdigit, number)) if isinstance(number, str) else ""
    return f"phone:+{digits.removeprefix('00')}" if digits else None
