"""Reads Snapchat's ``chat_history.json`` and ``snap_history.json``."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.files import read_members
from chatward.sources.json_cursor import Broken, Cursor, as_utf8
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.snapchat.form import SIDES

_COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "kind", "text", "attachments", "sent_at_utc", "precision",
)  # fmt: skip
_CONSTANTS = {"is_edited": False, "is_deleted": False, "is_forwarded": False, "zone_source": "explicit"}
_KINDS = {
    "TEXT": "text", "SHARE": "text", "STICKER": "sticker", "BITMOJI": "sticker", "LOCATION": "location",
    "MEDIA": "media", "IMAGE": "media", "VIDEO": "media", "NOTE": "media", "AUDIO": "media",
}  # fmt: skip
_EVENTS = (
    ("ERASED", "message_deleted"), ("CALL", "call"), ("REMOVED", "member_left"), ("LEFT", "member_left"),
    ("ADDED", "member_joined"), ("JOINED", "member_joined"), ("RENAMED", "title_changed"), ("TITLE", "title_changed"),
)  # fmt: skip
_CONVERSATION_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MICROSECONDS_FROM = 10**14  # what the column calls microseconds are milliseconds; this tells real ones, after 1973
_LAST_MICROSECOND = 253_402_300_799_999_999  # 9999-12-31T23:59:59.999999Z
_SECONDS = len("2024-04-20 01:29:22")


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the messages and status events of each conversation, in the file's order.

    Most contents are null: Snapchat hands out the words of saved chats only. Records are rejected as ``"no_time"``,
    ``"bad_time"``, ``"not_an_object"``, ``"json"`` and ``"truncated"``.

    Raises:
        SourceFormatError: the archive is damaged, or the file is no object of lists.
    """
    owner = next(iter(settings.own_accounts)) if len(settings.own_accounts) == 1 else None
    collected = Collected(_COLUMNS, _CONSTANTS)
    for member, data in read_members(export):
        cursor = Cursor(as_utf8(data))
        if cursor.opens != b"{":
            raise SourceFormatError("the file is no export of Snapchat: its top is no JSON object")
        history = _History(member, collected, owner, settings.own_accounts)
        for name in cursor.fields():
            for records in cursor.blocks() if cursor.opens == b"[" else [[cursor.value()]]:
                yield from history.take(name, records)
        if cursor.opens:  # a bracket too many closed the file early
            yield from history.take("", [Broken(cursor.text[cursor.at :], "json")])
    yield collected.batch()


class _History:
    """Makes rows of the records of one file."""

    def __init__(self, member: str, collected: Collected, owner: str | None, own_accounts: frozenset[str]) -> None:
        self._member = member
        self._collected = collected
        self._owner = owner
        self._own_accounts = own_accounts
        self._before = 0
        self._list = ""

    def take(self, name: str, records: list[Any]) -> Iterator[Batch]:
        """Add the next records of the list ``name``: of a conversation, or of one side of all of them."""
        self._list = name
        yield from self._collected.take(records, self._row, self._refuse)
        self._before += len(records)

    def _row(self, record: dict[str, Any], place: int) -> Row | None:
        at = _instant(record)
        if at is None:
            raise UnreadableError("no_time" if record.get("Created") is None else "bad_time")
        where = (self._member, self._before + place)
        talk, sender = self._talk(record), self._sender(record)
        media = record.get("Media Type")
        if isinstance(media, str) and media.upper().startswith("STATUS"):
            kind = next((kind for mark, kind in _EVENTS if mark in media.upper()), "notice")
            self._collected.events.add(
                member=where[0], record=where[1], conversation_key=talk, event=kind, actor_key=sender, text=media,
                at_utc=at[0], zone_source="explicit", precision=at[1],
            )  # fmt: skip
            return None
        kind = _KINDS.get(media.upper(), "unsupported") if isinstance(media, str) else "unsupported"
        return (*where, talk, sender, kind, _words(record), _attachments(record), *at)

    def _refuse(self, place: int, reason: str, record: Any) -> None:
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, self._before + place, reason, raw)

    def _talk(self, record: dict[str, Any]) -> str:
        """Return the conversation's key: its id, or the friend's name."""
        name = self._list
        if name in SIDES:
            name = _text(record.get("To" if SIDES[name] else "From")) or "unknown"
        key = f"snapchat:{name or 'unknown'}"
        title = _text(record.get("Conversation Title"))
        is_group = title is not None or _CONVERSATION_ID.fullmatch(name)
        self._collected.add_conversation(key, title, "group" if title else None if is_group else "direct")
        return key

    def _sender(self, record: dict[str, Any]) -> str | None:
        """Return who sent a record: the account's owner may be named by the policy alone."""
        is_own = SIDES.get(self._list) or record.get("IsSender") is True
        name = _text(record.get("From")) or (self._owner if is_own else None)
        if name is None:
            return None
        key = f"snapchat_name:{name}"
        self._collected.add_person(key, name, "staff" if is_own or name in self._own_accounts else None)
        return key


def _instant(record: dict[str, Any]) -> tuple[int, str] | None:
    """Return microseconds since 1970 and the precision; the column that claims microseconds has milliseconds."""
    exact = record.get("Created(microseconds)")
    if isinstance(exact, int) and not isinstance(exact, bool) and exact > 0:
        microseconds, precision = (
            (exact, "microsecond") if exact >= _MICROSECONDS_FROM else (exact * 1000, "millisecond")
        )
        if microseconds <= _LAST_MICROSECOND:
            return microseconds, precision
    written = record.get("Created")
    if not isinstance(written, str):
        return None
    try:
        at = datetime.fromisoformat(written.removesuffix(" UTC"))
    except ValueError:
        return None
    if len(written) < _SECONDS:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    seconds = int(at.timestamp())
    return (seconds * 1_000_000, "second") if seconds >= 0 else None


def _words(record: dict[str, Any]) -> str | None:
    text = _text(record.get("Content")) or _text(record.get("Text"))
    return unescape(text) if text else None


def _attachments(record: dict[str, Any]) -> list[dict[str, Any]] | None:
    names = _text(record.get("Media IDs"))
    if names is None:
        return None
    return [
        {"name": name.strip(), "media_type": None, "size_bytes": None} for name in names.split("|") if name.strip()
    ] or None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
