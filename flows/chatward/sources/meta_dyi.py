"""What the "download your information" exports of Messenger and Instagram share: threads as JSON.

Both write one JSON document a thread and part, newest message first; Messenger's end-to-end encrypted chats
come in a second form with other field names. Names are the only identifiers in either, so sender keys are
made of them.

Not taken over: ``ip`` and the ``*_INTERNAL`` ids of old exports, which are personal and serve no purpose here,
and what a message said before it was unsent.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected
from chatward.sources.files import read_members
from chatward.sources.jsontext import Broken, load_json
from chatward.sources.meta_values import (
    ATTACHMENT_FIELDS,
    attachments,
    instant,
    names,
    repaired,
    thread_name,
    title,
    with_share,
)
from chatward.sources.records import Batch, Export, ReadSettings

_PLACE = ("member", "record", "conversation_key", "sender_key", "sent_at_utc", "precision")
_COLUMNS = (*_PLACE, "kind", "text", "attachments", "reactions", "is_deleted")
_EVENT_PLACE = ("member", "record", "conversation_key", "actor_key", "at_utc", "precision")
_CONSTANTS = {"is_edited": False, "is_forwarded": False, "zone_source": "explicit"}
_MEMBERSHIP = {"Subscribe": "member_joined", "Unsubscribe": "member_left"}
_NAMELESS: dict[str, str | None] = {"name": None, "media_type": None}
_HEART = "❤"
_TEXT = (str, type(None))
_SENT_TOO = ATTACHMENT_FIELDS | {"share"}
_BESIDE_WORDS = _SENT_TOO | {"reactions", "call_duration", "users", "is_unsent", "isUnsent"}
_Files = list[dict[str, str | None]] | None
_PART = 8_192  # records that are made rows of at a time


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one platform's exports say in their own way.

    Attributes:
        platform: prefix of conversation keys; with ``_name`` behind it the type of sender keys.
        reaction: matches words that only report a reaction; one of its groups is the emoji, no group a heart.
        attached: how words end that stand in for something sent without any.
    """

    platform: str
    reaction: re.Pattern[str] | None = None
    attached: tuple[str, ...] = ()

    def is_notice(self, words: str) -> bool:
        """Return whether the platform itself may have written these words."""
        return words.endswith(self.attached) or bool(self.reaction and self.reaction.fullmatch(words))


class _Form(NamedTuple):
    sender: str
    time: str
    text: str
    unsent: str


_DYI = _Form("sender_name", "timestamp_ms", "content", "is_unsent")
_E2EE = _Form("senderName", "timestamp", "text", "isUnsent")


class _UnreadableError(Exception):
    """A record that no row can be made of; its argument is the reason."""


def signature(document_keys: set[str], message_keys: set[str]) -> bool:
    """Return whether an object with these keys, and messages with those, is a thread of either platform and form."""
    return "messages" in document_keys and any({form.sender, form.time} <= message_keys for form in (_DYI, _E2EE))


def read_threads(export: Export, settings: ReadSettings, dialect: Dialect) -> Iterator[Batch]:
    """Yield the messages and events of all members, in file order.

    A member that is no thread is one record and one reject, ``"json"`` or ``"not_a_thread"``; records are rejected as
    ``"json"``, ``"truncated"``, ``"not_an_object"``, ``"no_time"``, ``"bad_time"`` or ``"bad_field"``.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    reading = _Reading(dialect, settings.own_accounts, collected)
    for member, data in read_members(export):
        records = reading.open_thread(member, member or export.path.name, data)
        for start in range(0, len(records), _PART):
            part = records[start : start + _PART]
            if not collected.has_room(len(part)):
                yield collected.batch()
            reading.take(part, start + 1)
    yield collected.batch()


class _Reading:
    """Makes rows of records, one thread after the other."""

    def __init__(self, dialect: Dialect, own_accounts: frozenset[str], collected: Collected) -> None:
        self._dialect = dialect
        self._own_accounts = own_accounts
        self._collected = collected
        self._keys: dict[str, str] = {}
        self._member = self._conversation = ""
        self._form = _DYI

    def open_thread(self, member: str, file: str, data: bytes) -> list[Any]:
        """Return the messages of the thread in ``data``, which ``take`` then takes; none if it is no thread."""
        self._member = member
        try:
            document = load_json(data, records=(("messages",),))
        except SourceFormatError:
            return self._refuse_member("json", data)
        if not isinstance(document, dict) or not isinstance(records := document.get("messages"), list):
            return self._refuse_member("not_a_thread", data)
        self._form = _form(document, records)
        participants = names(document.get("participants"))
        people = participants or sorted(set(names(records, self._form.sender)))
        called = title(document, file)
        self._conversation = self._conversation_key(document, called, people)
        self._collected.add_conversation(self._conversation, called, _kind(document, len(participants)))
        for name in people:
            self._key(name)
        return records

    def _refuse_member(self, reason: str, data: bytes) -> list[Any]:
        self._collected.records += 1
        self._collected.rejects.refuse(self._member, 1, reason, data)
        return []

    def _conversation_key(self, document: Mapping[str, Any], called: str | None, people: list[str]) -> str:
        described = f"{called or ''}|{','.join(sorted(map(repaired, people)))}"
        if self._form is _E2EE:
            return f"{self._dialect.platform}:e2ee:{described}"
        return f"{self._dialect.platform}:{thread_name(document, self._member) or described}"

    def _key(self, name: str) -> str:
        key = self._keys.get(name)
        if key is None:
            shown = repaired(name)
            key = self._keys[name] = f"{self._dialect.platform}_name:{shown}"
            self._collected.add_person(key, shown, "staff" if shown in self._own_accounts else None)
        return key

    def take(self, part: Sequence[Any], first: int) -> None:
        """Take records of the open thread; ``first`` is the place of the first of them."""
        rows = []
        for number, record in enumerate(part, first):
            try:
                if row := self._message(record, number):
                    rows.append(row)
            except _UnreadableError as error:
                self._collected.rejects.refuse(self._member, number, str(error), self._kept(record))
        self._collected.records += len(part)
        self._collected.add_messages(rows)

    def _message(self, record: Any, number: int) -> tuple[Any, ...] | None:
        """Return the row of a message; None for a record that is an event, which is added at once."""
        if not isinstance(record, dict):
            raise _UnreadableError(record.reason if isinstance(record, Broken) else "not_an_object")
        form = self._form
        sender, text, time = record.get(form.sender), record.get(form.text), record.get(form.time)
        if not isinstance(sender, _TEXT) or not isinstance(text, _TEXT):
            raise _UnreadableError("bad_field")
        if (sent := instant(time)) is None:
            raise _UnreadableError("no_time" if time is None else "bad_time")
        sender_key = self._keys.get(sender) or self._key(sender) if sender else None
        place = (self._member, number, self._conversation, sender_key, *sent)
        words = repaired(text) if text else ""
        if words and _BESIDE_WORDS.isdisjoint(record) and not self._dialect.is_notice(words):
            # nearly all messages are words and nothing else
            return (*place, "text", words, None, None, False)
        if record.get(form.unsent):
            return (*place, "deleted", None, None, self._reactions(record), True)
        if event := self._event(record, words):
            self._add_event(place, words, *event)
            return None
        kind, words, files = self._content(record, words, sender_key)
        return (*place, kind, words or None, files, self._reactions(record), kind == "deleted")

    def _event(self, record: Mapping[str, Any], words: str) -> tuple[str, dict[str, Any]] | None:
        kind = record.get("type")
        if "call_duration" in record:
            seconds = record["call_duration"] if isinstance(record["call_duration"], int) else None
            return "call", {"duration_seconds": seconds, "is_missed": bool(record.get("missed"))}
        if isinstance(kind, str) and kind in _MEMBERSHIP:
            return _MEMBERSHIP[kind], {"members": [self._key(name) for name in names(record.get("users"))]}
        notice = self._dialect.reaction
        if notice and (found := notice.fullmatch(words)) and _SENT_TOO.isdisjoint(record):
            return "reaction", {"emoji": next(filter(None, found.groups()), _HEART)}
        return None

    def _add_event(self, place: tuple[Any, ...], words: str, event: str, detail: Mapping[str, Any]) -> None:
        row = dict(zip(_EVENT_PLACE, place, strict=True))
        text = orjson.dumps(detail).decode()
        self._collected.events.add(**row, event=event, text=words or None, detail=text, zone_source="explicit")

    def _content(self, record: Mapping[str, Any], words: str, sender_key: str | None) -> tuple[str, str, _Files]:
        """Return what kind of message it is, its words, and its files."""
        files, share = attachments(record), record.get("share")
        if words.endswith(self._dialect.attached):
            if files or share:
                words = ""
            elif sender_key and words.startswith(sender_key.partition(":")[2]):
                words, files = "", [_NAMELESS]
        if share and isinstance(share, dict):
            words = with_share(words, share)
        if "sticker" in record and files:
            return "sticker", words, files
        return "media" if files else "text" if words else "deleted", words, files

    def _reactions(self, record: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        given = record.get("reactions")
        if not given or not isinstance(given, list):
            return None
        return [self._reaction(item) for item in given if isinstance(item, dict)] or None

    def _reaction(self, item: Mapping[str, Any]) -> dict[str, Any]:
        emoji, actor = item.get("reaction"), item.get("actor")
        return {
            "emoji": repaired(emoji) if isinstance(emoji, str) else None,
            "sender_key": self._key(actor) if actor and isinstance(actor, str) else None,
            "count": 1,
        }

    def _kept(self, record: Any) -> object:
        """Return what a reject keeps of a record: without what is never taken over."""
        if not isinstance(record, dict):
            return record.raw if isinstance(record, Broken) else record
        dropped = {"ip"}
        if record.get(self._form.unsent):
            dropped |= {self._form.text, "share", *ATTACHMENT_FIELDS}
        return {name: value for name, value in record.items() if name not in dropped}


def _form(document: Mapping[str, Any], records: list[Any]) -> _Form:
    first = records[0] if records and isinstance(records[0], dict) else {}
    return _E2EE if "threadName" in document or _E2EE.sender in first else _DYI


def _kind(document: Mapping[str, Any], participants: int) -> str | None:
    if participants > 2 or document.get("thread_type") == "RegularGroup":
        return "group"
    return "direct" if participants == 2 else None
