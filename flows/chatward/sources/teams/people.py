"""Who takes part in Teams' conversations, and where: from the lists of a data export, and from the messages."""

import re
from typing import Any

from chatward.sources.collected import Collected
from chatward.sources.teams.spelling import Spelling, as_list, as_object, spelling_of, words_of

_PHONE = re.compile(r"(?:4:)?(\+\d{5,20})")
_BOT = "28:"  # how the ids of bots begin in Skype's network
_DIRECT, _NOTES = "@unq.gbl.spaces", "48:notes"


class People:
    """Gives people their keys, and says of each once what the export does."""

    def __init__(self, collected: Collected, own_accounts: frozenset[str]) -> None:
        self._collected = collected
        self._own_accounts = own_accounts
        self._staff: set[str] = set()
        self._keys: dict[tuple[str, str | None], str] = {}

    def key_of(self, identity: Any, names: Spelling) -> str | None:
        """Return the key of whom an identity set names: a user, else an application or a device."""
        if not isinstance(identity, dict):
            return None
        for field in (names.user, names.application, names.device):
            who = identity.get(field)
            if isinstance(who, dict) and (id_ := words_of(who.get(names.id))):
                name = words_of(who.get(names.display_name))
                known = self._keys.get((id_, name))
                return known or self.meet(id_, name, is_bot=field != names.user)
        return None

    def meet(self, id_: str, name: str | None, *, is_bot: bool = False) -> str:
        """Return the key of somebody with this id, of whom the export says the name."""
        key = self._keys[id_, name] = f"teams_id:{id_}"
        phone = _PHONE.fullmatch(id_)
        self._collected.add_person(key, name, self._role(id_, is_bot=is_bot), (f"phone:{phone[1]}",) if phone else ())
        return key

    def _role(self, id_: str, *, is_bot: bool) -> str | None:
        if is_bot or id_.startswith(_BOT):
            return "bot"
        return "staff" if id_ in self._staff or id_ in self._own_accounts else None

    def own(self, id_: str) -> None:
        """Take in whose download it is: the company's own."""
        self._staff.add(id_)

    def describe(self, row: dict[str, Any]) -> None:
        """Take in a row of a list: a user of the tenant, a member of a team, a team or a channel."""
        names = spelling_of(row)
        if names.principal in row or "UserName" in row:
            self._describe_user(row, names)
        elif place := words_of(row.get("InternalId")) or words_of(row.get(names.id)):
            self._collected.add_conversation(f"teams:{place}", words_of(row.get(names.display_name)), "channel")

    def _describe_user(self, row: dict[str, Any], names: Spelling) -> None:
        """Take in a user; all of a tenant are the company's own people, but for its guests."""
        id_ = words_of(row.get("UserId")) or words_of(row.get(names.id))
        if id_ is None:
            return
        account = words_of(row.get(names.principal)) or words_of(row.get("UserName")) or ""
        is_guest = "#EXT#" in account or row.get(names.user_type) == "Guest" or row.get("Role") == "guest"
        if not is_guest:
            self._staff.add(id_)
        phones = [row.get(names.mobile_phone), *as_list(row.get(names.business_phones))]
        mails = dict.fromkeys(filter(None, (words_of(row.get(names.mail)), "" if is_guest else account)))
        same_as = (
            *(f"email:{mail}" for mail in mails if "@" in mail),
            *(f"phone:{phone}" for phone in phones if words_of(phone)),
        )
        name = words_of(row.get(names.display_name)) or words_of(row.get(names.name))
        self._keys[id_, name] = f"teams_id:{id_}"
        self._collected.add_person(f"teams_id:{id_}", name, self._role(id_, is_bot=False), same_as)


def place_of(record: dict[str, Any], names: Spelling) -> str | None:
    """Return the id of the chat or the channel that a message stands in; None if it names neither."""
    chat = words_of(record.get(names.chat))
    return chat or words_of(as_object(record.get(names.channel)).get(names.channel_id))


def chat_kind(chat: str) -> str | None:
    """Return the kind of a chat or a channel by its id, as Teams and Skype write it."""
    if chat.endswith(_DIRECT) or chat == _NOTES:
        return "direct"
    if chat.startswith("19:"):
        return "channel" if "@thread.tacv2" in chat else "group"
    return "direct" if chat.startswith(("8:", "4:", _BOT)) else None
