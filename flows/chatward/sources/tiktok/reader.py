"""Reads the conversations in TikTok's download of a person's data."""

from collections.abc import Iterator
from typing import Any

from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.files import read_texts
from chatward.sources.instants import utc_microseconds
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.tiktok.chats import Chat, json_chats, owner_of, text_chats

_COLUMNS = ("member", "record", "conversation_key", "sender_key", "sent_at_utc", "kind", "text")
_CONSTANTS = {
    "is_edited": False, "is_deleted": False, "is_forwarded": False, "zone_source": "explicit", "precision": "second",
}  # fmt: skip
_TEXT = (str, type(None))


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages in file order. Times are UTC, which only downloads as text say themselves.

    What people shared has no words in these downloads, or a link only. Records are rejected as ``"json"``,
    ``"truncated"``, ``"not_an_object"``, ``"no_time"``, ``"bad_time"`` or ``"bad_field"``, lines of a text that belong
    to no message as ``"no_header"``.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    for member, text in read_texts(export):
        is_json = Cursor(text).opens == b"{"
        reading = _Reading(member, collected, settings.own_accounts, owner_of(text) if is_json else None)
        for chat, block in json_chats(text) if is_json else text_chats(text[:].decode("utf-8", errors="replace")):
            reading.open(chat, block)
            yield from collected.take(block, reading.row, reading.refuse)
            reading.before += len(block)
    yield collected.batch()


class _Reading:
    """Makes rows of the records of one member.

    Attributes:
        before: how many records of the member came before those that are being taken.
    """

    def __init__(self, member: str, collected: Collected, own_accounts: frozenset[str], owner: str | None) -> None:
        self.before = 0
        self._member = member
        self._collected = collected
        self._own_accounts = own_accounts | {owner or ""}
        self._keys: dict[str, str] = {}
        self._chat: Chat | None = None
        self._key: str | None = None

    def open(self, chat: Chat, records: list[Any]) -> None:
        """Make this the conversation of these records."""
        if chat != self._chat:
            self._chat = chat
            self._key = f"tiktok:{chat.name}" if chat.name else None
        if self._key:
            self._collected.add_conversation(self._key, chat.name, _kind(chat, records))

    def row(self, record: dict[str, Any], number: int) -> Row:
        """Return the row of a message of the open conversation."""
        date, sender, content = record.get("Date"), record.get("From"), record.get("Content")
        if type(sender) not in _TEXT or type(content) not in _TEXT:
            raise UnreadableError("bad_field")
        key = (self._keys.get(sender) or self._met(sender)) if sender else None
        place = (self._member, self.before + number, self._key, key, _instant(date))
        return (*place, "text", content) if content else (*place, "unsupported", None)

    def _met(self, name: str) -> str:
        key = self._keys[name] = f"tiktok_name:{name}"
        self._collected.add_person(key, name, "staff" if name in self._own_accounts else None)
        return key

    def refuse(self, number: int, reason: str, record: Any) -> None:
        """Add a reject."""
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, self.before + number, reason, raw)


def _kind(chat: Chat, records: list[Any]) -> str | None:
    """Return what kind a conversation is: between two, it is called after one of them."""
    if chat.is_group:
        return "group"
    senders = {record["From"] for record in records if isinstance(record, dict) and isinstance(record.get("From"), str)}
    if len(senders) > 2:
        return "group"
    return "direct" if chat.name in senders else None


def _instant(date: Any) -> int:
    """Return microseconds since 1970 of a time like ``2025-03-01 08:00:00``; it is UTC, and may say so."""
    if not date:
        raise UnreadableError("no_time")
    return utc_microseconds(date)
