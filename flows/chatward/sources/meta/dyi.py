"""What the "download your information" exports of Messenger and Instagram share: threads as JSON, and as HTML.

Both write one document a thread and part, newest message first; Messenger's end-to-end encrypted chats
come in a second form with other field names. Names are the only identifiers in any, so sender keys are
made of them.

Not taken over: ``ip`` and the ``*_INTERNAL`` ids of old exports, which are personal and serve no purpose here,
and what a message said before it was unsent.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.file_text import as_utf8
from chatward.sources.files import read_members
from chatward.sources.json_values import written
from chatward.sources.jsontext import Broken, load_json
from chatward.sources.meta.group_notices import group_notice
from chatward.sources.meta.page import thread_of
from chatward.sources.meta.page_times import ORDERS, Clock, order_of
from chatward.sources.meta.stand_ins import ATTACHED, REACTION, stand_in
from chatward.sources.meta.values import (
    ATTACHMENT_FIELDS,
    HEART,
    attachments,
    instant,
    names,
    repaired,
    thread_name,
    title,
    with_share,
)
from chatward.sources.records import Batch, Export, ReadSettings

_PLACE = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "precision", "sent_at_local", "zone_source",
)  # fmt: skip
_COLUMNS = (*_PLACE, "kind", "text", "attachments", "reactions", "is_deleted")
_EVENT_PLACE = (
    "member", "record", "conversation_key", "actor_key", "at_utc", "precision", "at_local", "zone_source",
)  # fmt: skip
_CONSTANTS = {"is_edited": False, "is_forwarded": False}
_MEMBERSHIP = {"Subscribe": "member_joined", "Unsubscribe": "member_left"}
_EVENT_TYPES = ("Call", *_MEMBERSHIP)
_NAMELESS: dict[str, str | None] = {"name": None, "media_type": None}
_TEXT = (str, type(None))
_SENT_TOO = ATTACHMENT_FIELDS | {"share"}
_OF_CALLS = frozenset({"call_duration", "missed"})
_BESIDE_WORDS = _SENT_TOO | {"reactions", "is_unsent", "isUnsent"}
Sent = tuple[int, str, datetime | None, str]
"""Microseconds since 1970, their precision, the clock as written if there is one, and where its zone is from."""

_Files = list[dict[str, str | None]] | None


class _Form(NamedTuple):
    sender: str
    time: str
    text: str
    unsent: str
    sent: Callable[[object], Sent | None]


def _explicit(time: object) -> Sent | None:
    found = instant(time)
    return (*found, None, "explicit") if found else None


_DYI = _Form("sender_name", "timestamp_ms", "content", "is_unsent", _explicit)
_E2EE = _Form("senderName", "timestamp", "text", "isUnsent", _explicit)


def read_threads(export: Export, settings: ReadSettings, platform: str) -> Iterator[Batch]:
    """Yield the messages and events of all members, in file order.

    Conversation keys begin with the platform; with ``_name`` behind it, it is the type of sender keys.
    Records are rejected as ``"json"``, ``"truncated"``, ``"not_an_object"``, ``"no_time"``, ``"bad_time"`` or
    ``"bad_field"``; a member that is no thread counts as one record, rejected as ``"json"`` or ``"html"``.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    reading = _Reading(platform, settings, collected)
    for member, data in read_members(export):
        records = reading.open_thread(member, member or export.path.name, data)
        yield from map(reading.noted, collected.take(records, reading.message, reading.refuse))
    yield reading.noted(collected.batch())


class _Reading:
    """Makes rows of records, one thread after the other."""

    def __init__(self, platform: str, settings: ReadSettings, collected: Collected) -> None:
        self._platform = platform
        self._settings = settings
        self._collected = collected
        self._keys: dict[str, str] = {}
        self._member = self._conversation = ""
        self._customer: str | None = None  # after whom a thread of two is called, for its owner sees it
        self._form = _DYI
        self._date_order: str | None = None

    def open_thread(self, member: str, file: str, data: bytes) -> list[Any]:
        """Return the messages of the thread in ``data``, which is open from now on; none if it is no thread."""
        self._member = member
        text = as_utf8(data)
        is_page = text.lstrip()[:1] == b"<"
        document = thread_of(text.decode("utf-8", errors="replace")) if is_page else _loaded(data)
        records = document.get("messages")
        if not isinstance(records, list):
            self._collected.records += 1
            self.refuse(1, reason := "html" if is_page else "json", Broken(data, reason))
            return []
        self._form = self._form_of_page(records) if is_page else _form(document, records)
        participants = names(document.get("participants"))
        people = participants or sorted(set(names(records, self._form.sender)))
        called = title(document, file)
        self._conversation = self._conversation_key(document, called, people)
        self._collected.add_conversation(self._conversation, called, _kind(document, len(participants)))
        self._customer = called if len(participants) == 2 else None
        for name in people:
            self._key(name)
        return records

    def _form_of_page(self, records: list[Any]) -> _Form:
        times = (time for record in records if isinstance(time := record["timestamp_ms"], str))
        found = order_of(times, self._settings.date_order)
        if found:
            self._date_order = " ".join(found)
        return _DYI._replace(sent=Clock(self._settings.zone, found[0] if found else ORDERS[0]))

    def noted(self, batch: Batch) -> Batch:
        """Return a batch whose messages say in their metadata how dates of three numbers were read, if any were."""
        if self._date_order is None:
            return batch
        return replace(batch, messages=batch.messages.replace_schema_metadata({"date_order": self._date_order}))

    def _conversation_key(self, document: Mapping[str, Any], called: str | None, people: list[str]) -> str:
        described = f"{called or ''}|{','.join(sorted(map(repaired, people)))}"
        if self._form is _E2EE:
            return f"{self._platform}:e2ee:{described}"
        return f"{self._platform}:{thread_name(document, self._member) or described}"

    def _key(self, name: str) -> str:
        key = self._keys.get(name)
        if key is None:
            shown = repaired(name)
            key = self._keys[name] = f"{self._platform}_name:{shown}"
            self._collected.add_person(key, shown, "staff" if shown in self._settings.own_accounts else None)
        return key

    def message(self, record: dict[str, Any], number: int) -> Row | None:
        """Return the row of a message of the open thread; an event is added at once, and None returned."""
        form = self._form
        sender, text, time = record.get(form.sender), record.get(form.text), record.get(form.time)
        if not isinstance(sender, _TEXT) or not isinstance(text, _TEXT):
            raise UnreadableError("bad_field")
        if (sent := form.sent(time)) is None:
            raise UnreadableError("no_time" if time is None else "bad_time")
        sender_key = self._keys.get(sender) or self._key(sender) if sender else None
        place = (self._member, number, self._conversation, sender_key, *sent)
        words = repaired(text) if text else ""
        named = self._group_notice(words, sender_key) if sender_key else None
        if words and named is None and self._is_plain(record, words):
            return (*place, "text", words, None, None, False)
        if record.get(form.unsent):
            return (*place, "deleted", None, None, self._reactions(record), True)
        if event := self._event(record, words, named):
            self._add_event(place, words, *event)
            return None
        kind, words, files = self._content(record, words, sender_key)
        return (*place, kind, words or None, files, self._reactions(record), kind == "deleted")

    def _group_notice(self, words: str, sender_key: str) -> str | None:
        sender, own = sender_key.partition(":")[2], self._settings.own_accounts
        return group_notice(words, sender, may_own=sender in own if own else sender != self._customer)

    def _is_plain(self, record: Mapping[str, Any], words: str) -> bool:
        """Return whether a message is words and nothing else, as nearly all are."""
        return (
            (
                _BESIDE_WORDS.isdisjoint(record) or not any(map(record.get, _BESIDE_WORDS))
            )  # encrypted chats name them all
            and _OF_CALLS.isdisjoint(record)
            and record.get("type") not in _EVENT_TYPES
            and not stand_in(words)
        )

    def _event(self, record: Mapping[str, Any], words: str, named: str | None) -> tuple[str, dict[str, Any]] | None:
        """Return what happened, if that is what a record tells; ``named`` is what its words do."""
        kind = record.get("type")
        if kind == "Call" or "call_duration" in record or "missed" in record:
            seconds = record.get("call_duration")
            is_known = isinstance(seconds, int)
            return "call", {"duration_seconds": seconds if is_known else None, "is_missed": bool(record.get("missed"))}
        if isinstance(kind, str) and kind in _MEMBERSHIP:
            return _MEMBERSHIP[kind], {"members": [self._key(name) for name in names(record.get("users"))]}
        if named and _SENT_TOO.isdisjoint(record):
            return named, {}
        if (found := REACTION.fullmatch(words)) and _SENT_TOO.isdisjoint(record):
            return "reaction", {"emoji": next(filter(None, found.groups()), HEART)}
        return None

    def _add_event(self, place: tuple[Any, ...], words: str, event: str, detail: Mapping[str, Any]) -> None:
        row = dict(zip(_EVENT_PLACE, place, strict=True))
        text = written(detail).decode()
        self._collected.events.add(**row, event=event, text=words or None, detail=text)

    def _content(self, record: Mapping[str, Any], words: str, sender_key: str | None) -> tuple[str, str, _Files]:
        """Return what kind of message it is, its words, and its files."""
        files = attachments(record)
        share = shared if isinstance(shared := record.get("share"), dict) else None
        if words.endswith(ATTACHED):
            if files or share:
                words = ""
            elif sender_key and words.startswith(sender_key.partition(":")[2]):
                words, files = "", [_NAMELESS]
        if share:
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

    def refuse(self, number: int, reason: str, record: Any) -> None:
        """Add a reject of the open thread, without what is never taken over."""
        raw = record.raw if isinstance(record, Broken) else record
        if isinstance(record, dict):
            dropped = {"ip", self._form.text, *_SENT_TOO} if record.get(self._form.unsent) else {"ip"}
            raw = {name: value for name, value in record.items() if name not in dropped}
        self._collected.rejects.refuse(self._member, number, reason, raw)


def _loaded(data: bytes) -> dict[str, Any]:
    try:
        document = load_json(data, records=(("messages",),))
    except SourceFormatError:
        return {}
    return document if isinstance(document, dict) else {}


def _form(document: Mapping[str, Any], records: list[Any]) -> _Form:
    first = records[0] if records and isinstance(records[0], dict) else {}
    return _E2EE if "threadName" in document or _E2EE.sender in first else _DYI


def _kind(document: Mapping[str, Any], participants: int) -> str | None:
    if participants > 2 or document.get("thread_type") == "RegularGroup":
        return "group"
    return "direct" if participants == 2 else None
