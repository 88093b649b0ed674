"""Reads the history that Signal's own apps export: people, chats and messages as JSON, one a line.

Everything is named by numbers that mean nothing outside of the file; people and chats stand before what was said. A
message has no id but the millisecond in which it was sent, by which answers name it, too.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.json_values import Broken, written
from chatward.sources.jsontext import json_lines
from chatward.sources.records import Batch
from chatward.sources.signal.said import content_in, reactions_in

COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "platform_message_id", "reply_to", "kind",
    "text", "attachments", "reactions", "is_edited", "is_deleted",
)  # fmt: skip
CONSTANTS = {"is_forwarded": False, "zone_source": "explicit", "precision": "millisecond"}
_ITEM, _UPDATE = "chatItem", "updateMessage"
_FRAMES = frozenset({_ITEM, "recipient", "chat", "account", "backupTimeMs"})
_OWNER, _UNKNOWN = "signal_name:Me", "signal:unknown"
_NAMES = (("systemGivenName", "systemFamilyName"), ("profileGivenName", "profileFamilyName"), ("username", ""))
_BLOCK = 512
_LAST_MILLISECOND = 253_402_300_799_999


def is_frame(record: Any) -> bool:
    """Tell a line by the one thing that it holds."""
    return isinstance(record, dict) and not record.keys().isdisjoint(_FRAMES)


class History:
    """One file of a history while it is read."""

    def __init__(self, member: str, collected: Collected, own_accounts: frozenset[str]) -> None:
        self._member = member
        self._collected = collected
        self._own_accounts = own_accounts
        self._people: dict[str, str] = {}
        self._titles: dict[str, tuple[str, str | None, str | None]] = {}
        self._chats: dict[str, str] = {}
        self._before = 0

    def take(self, text: bytes) -> Iterator[Batch]:
        """Yield full batches; the last records are left to be collected."""
        items: list[Any] = []
        for frame in json_lines(text):
            if not isinstance(frame, dict) or _ITEM in frame:
                items.append(frame[_ITEM] if isinstance(frame, dict) else frame)
            else:
                self._note(frame)
            if len(items) == _BLOCK:
                yield from self._taken(items)
                items = []
        yield from self._taken(items)

    def _taken(self, items: list[Any]) -> Iterator[Batch]:
        yield from self._collected.take(items, self._row, self._refuse)
        self._before += len(items)

    def _note(self, frame: Mapping[str, Any]) -> None:
        """Remember somebody, a group or a chat; what else a history holds is passed by."""
        recipient, chat = frame.get("recipient"), frame.get("chat")
        if isinstance(recipient, dict):
            self._meet(str(recipient.get("id")), recipient)
        elif isinstance(chat, dict):
            key, title, kind = self._titles.get(str(chat.get("recipientId")), (_UNKNOWN, None, None))
            self._chats[str(chat.get("id"))] = key
            self._collected.add_conversation(key, title, kind)

    def _meet(self, number: str, recipient: Mapping[str, Any]) -> None:
        group, contact = recipient.get("group"), recipient.get("contact")
        if isinstance(group, dict):
            title = _words(_in(group, "snapshot", "title", "title"))
            self._titles[number] = (f"signal:{_words(group.get('masterKey')) or title or number}", title, "group")
        elif "self" in recipient:
            self._people[number] = _OWNER
            self._titles[number] = ("signal:self", None, "direct")
            self._collected.add_person(_OWNER, "Me", "staff")
        elif isinstance(contact, dict):
            key, name, phone = _identity(contact, number)
            role = "staff" if not self._own_accounts.isdisjoint(filter(None, (name, phone))) else None
            self._people[number], self._titles[number] = key, (key, name, "direct")
            self._collected.add_person(
                key, name, role, (f"phone:{phone}",) if phone and not key.startswith("phone:") else ()
            )

    def _row(self, item: dict[str, Any], place: int) -> Row | None:
        sent = _milliseconds(item.get("dateSent"))
        conversation = self._chats.get(str(item.get("chatId"))) or self._unknown()
        sender = self._people.get(str(item.get("authorId")))
        where = (self._member, self._before + place, conversation, sender, sent * 1000)
        if isinstance(update := item.get(_UPDATE), dict):
            event = "call" if "individualCall" in update or "groupCall" in update else "notice"
            self._collected.events.add(
                member=self._member, record=self._before + place, conversation_key=conversation, actor_key=sender,
                at_utc=sent * 1000, event=event, detail=written(update).decode(), zone_source="explicit",
                precision="millisecond",
            )  # fmt: skip
            return None
        kind, text, files = content_in(item)
        reply = _in(item, "standardMessage", "quote", "targetSentTimestamp")
        given = None if kind == "deleted" else reactions_in(item, self._people)
        is_edited = bool(item.get("revisions"))
        return (
            *where, str(sent), None if reply is None else str(reply), kind, text, files, given, is_edited,
            kind == "deleted",
        )  # fmt: skip

    def _unknown(self) -> str:
        """Return the key of a chat that no line before describes."""
        self._collected.add_conversation(_UNKNOWN, None, None)
        return _UNKNOWN

    def _refuse(self, place: int, reason: str, record: Any) -> None:
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, self._before + place, reason, raw)


def _identity(contact: Mapping[str, Any], number: str) -> tuple[str, str | None, str | None]:
    """Return key, name and number of a contact."""
    names = (" ".join(filter(None, (_words(contact.get(part)) for part in parts if part))) for parts in _NAMES)
    name = next(filter(None, names), None)
    digits = str(contact.get("e164") or "").removeprefix("+")
    phone = f"+{digits}" if digits.isdigit() else None
    account = _words(contact.get("aci"))
    return (
        (f"signal_id:{account}" if account else f"phone:{phone}" if phone else f"signal_name:{name or number}"),
        name,
        phone,
    )


def _milliseconds(given: Any) -> int:
    try:
        at = int(given)
    except (TypeError, ValueError):
        raise UnreadableError("no_time" if given is None else "bad_time") from None
    if not 0 < at <= _LAST_MILLISECOND:
        raise UnreadableError("bad_time")
    return at


def _in(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _words(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
