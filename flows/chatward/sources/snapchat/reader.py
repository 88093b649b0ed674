"""Reads Snapchat's ``chat_history.json`` and ``snap_history.json``, with names from the lists beside them."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.snapchat.form import DIRECTION
from chatward.sources.snapchat.people import People
from chatward.sources.snapchat.values import BOT_RESPONSE, event_kind, instant, media, message_kind, words

_COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "precision", "kind", "text", "attachments",
)  # fmt: skip
_EVENT_COLUMNS = ("member", "record", "conversation_key", "actor_key", "at_utc", "precision")
_CONSTANTS = {"is_edited": False, "is_deleted": False, "is_forwarded": False, "zone_source": "explicit"}
_TEXT = (str, type(None))
_HISTORY = b'"Media Type"'
_LISTS = (b'"Basic Information"', b'"Friends"', b'"Display Name"')
_GROUP_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's chats, snaps and events in file order.

    Of an erased message only the fact is in the export, and not which one it was. Records are rejected as ``"json"``,
    ``"truncated"``, ``"not_an_object"``, ``"no_time"``, ``"bad_time"`` or ``"bad_field"``.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    people = People(collected, settings.own_accounts)
    for member, text in read_texts(export):
        if _HISTORY not in text and any(mark in text for mark in _LISTS):
            people.describe(text[:])
            continue
        reading = _Reading(member, collected, people)
        for name, block in _histories(text):
            reading.open(name, block)
            yield from collected.take(block, reading.row, reading.refuse)
            reading.before += len(block)
    yield collected.batch()


def _histories(text: Text) -> Iterator[tuple[str, list[Any]]]:
    """Yield the lists in a file by their names, some records at a time; what is broken is so in its place."""
    cursor = Cursor(text)
    name, last = "", []
    for name in cursor.fields() if cursor.opens == b"{" else ():
        for last in cursor.blocks() if cursor.opens == b"[" else ():
            yield name, last
    if cursor.was_cut and not (last and isinstance(last[-1], Broken)):
        yield name, [Broken(b"", "truncated")]
    elif cursor.opens:  # a bracket too many closed the file early, or it is no JSON object at all
        yield name, [cursor.rest()]


class _Reading:
    """Makes rows of the records of one member.

    Attributes:
        before: how many records of the member came before those that are being taken.
    """

    def __init__(self, member: str, collected: Collected, people: People) -> None:
        self.before = 0
        self._member = member
        self._collected = collected
        self._people = people
        self._other = ""
        self._key: str | None = None

    def open(self, name: str, records: list[Any]) -> None:
        """Make this the list that these records stand in: a conversation, or in 2022 all that went one way."""
        direction = DIRECTION.fullmatch(name)
        self._other = ("From" if direction[1].casefold() == "received" else "To") if direction else ""
        self._key = f"snapchat:{name}" if name and not direction else None
        if self._key:
            titles = (record.get("Conversation Title") for record in records if isinstance(record, dict))
            title = next((title for title in titles if isinstance(title, str) and title), None)
            kind = "group" if title or _GROUP_ID.fullmatch(name) else "direct"
            self._collected.add_conversation(self._key, title, kind)

    def row(self, record: dict[str, Any], number: int) -> Row | None:
        """Return the row of a chat or a snap; an event is added at once, and None returned."""
        sender, type_ = record.get("From"), record.get("Media Type")
        if type(sender) not in _TEXT or type(type_) not in _TEXT:
            raise UnreadableError("bad_field")
        at, said = instant(record), words(record)
        key = self._key or self._conversation_with(record.get(self._other))
        place = (self._member, self.before + number, key, self._sender_key(record, sender, type_), *at)
        if event := event_kind(type_ or ""):
            self._collected.events.add(
                **dict(zip(_EVENT_COLUMNS, place, strict=True)),
                event=event,
                text=None if event == "message_deleted" else said or None,
                detail=orjson.dumps({"media_type": type_}).decode(),
                zone_source="explicit",
            )
            return None
        files = media(record)
        return (
            *place, message_kind(type_ or "", has_words=bool(said), has_media=bool(files)), said or None, files,
        )  # fmt: skip

    def _sender_key(self, record: dict[str, Any], sender: str | None, type_: str | None) -> str | None:
        """Return the key of who sent a record; what an account sent itself bore no sender in 2022."""
        name = sender or (self._people.owner if self._other == "To" else None)
        if not name:
            return None
        is_own = record.get("IsSender") is True or (sender is None and self._other == "To")
        return self._people.key_of(name, "staff" if is_own else "bot" if type_ == BOT_RESPONSE else None)

    def _conversation_with(self, other: Any) -> str | None:
        if not isinstance(other, str) or not other:
            return None
        self._people.key_of(other)
        self._collected.add_conversation(f"snapchat:{other}", None, "direct")
        return f"snapchat:{other}"

    def refuse(self, number: int, reason: str, record: Any) -> None:
        """Add a reject."""
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, self.before + number, reason, raw)
