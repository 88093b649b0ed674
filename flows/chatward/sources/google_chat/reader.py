"""Reads Google Chat out of Google's Takeout: the messages of each conversation, with its members beside them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.forms import Look, sketch
from chatward.sources.google_chat.dates import Dates, Time
from chatward.sources.google_chat.form import is_group, is_messages, is_user
from chatward.sources.google_chat.groups import conversation_id, kind_of, title_of
from chatward.sources.google_chat.people import People
from chatward.sources.google_chat.values import (
    FORMER_TEXTS,
    as_object,
    files,
    is_call,
    objects,
    reactions,
    shown_words,
    text_or_none,
)
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.records import Batch, Export, ReadSettings

TELLS_WHOLE = True

_HEAD_BYTES = 65_536
_MESSAGES = "messages"
_COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "sent_at_local", "zone_source",
    "platform_message_id", "reply_to", "thread_key", "kind", "text", "attachments", "reactions", "is_edited",
    "is_deleted",
)  # fmt: skip
_CONSTANTS = {"is_forwarded": False, "precision": "second"}
_PLAIN = frozenset({"creator", "created_date", "text", "topic_id", "message_id"})
_DELETED = "DELETED"
_OF_DELETED = ("deletion_metadata", "deleted_date")


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages, conversation by conversation.

    A topic's id is the thread of its messages. Of an edited message the time is that of its first version, where the
    export still has it, and the text that of the last. Records are rejected as ``"json"``, ``"truncated"``,
    ``"not_an_object"``, ``"no_time"`` or ``"bad_time"``, the latter also for days that no calendar has.

    Raises:
        SourceFormatError: the archive is damaged, or a file on its own is nothing of Google Chat's.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    reading = _Reading(collected, settings)
    for member, text in read_texts(export):
        path = member or export.path.as_posix()
        look = Look(member, text[:_HEAD_BYTES])
        if reading.note(look, text):
            continue
        if not is_messages(look) and len(export.members) == 1:
            raise SourceFormatError("the file is no export of Google Chat: it holds no conversation")
        yield from reading.read_conversation(member, path.rpartition("/")[0], Cursor(text))
    yield collected.batch()


class _Reading:
    """Makes rows of one conversation after the other."""

    def __init__(self, collected: Collected, settings: ReadSettings) -> None:
        self._collected = collected
        self._people = People(collected, settings.own_accounts)
        self._dates = Dates(settings.zone)
        self._owner: dict[str, Any] = {}
        self._groups: dict[str, dict[str, Any]] = {}
        self._member = self._key = ""
        self._before = 0

    def note(self, look: Look, text: Text) -> bool:
        """Take in what a companion says, and return whether the file is one."""
        if is_user(look):
            self._owner = as_object(as_object(sketch(Cursor(text))).get("user"))
            self._people.meet_owner(self._owner)
        elif is_group(look):
            self._groups[look.name.rpartition("/")[0]] = as_object(sketch(Cursor(text)))
        else:
            return False
        return True

    def read_conversation(self, member: str, folder: str, cursor: Cursor) -> Iterator[Batch]:
        """Yield full batches of a file's messages; the last ones are left to be collected."""
        self._member, self._before = member, 0
        is_open = False
        for name in cursor.fields() if cursor.opens == b"{" else ():
            if name != _MESSAGES or cursor.opens != b"[":
                continue
            for records in cursor.blocks():
                if not is_open:
                    self._open(folder, records)
                is_open = True
                yield from self._take(records)
        if not is_open:
            cursor.at = 0
        if not is_open or cursor.opens:
            yield from self._take([cursor.rest()])
        else:
            self._collected.whole.add(self._key)

    def _open(self, folder: str, records: Sequence[Any]) -> None:
        group, name = self._groups.get(folder, {}), folder.rpartition("/")[2]
        self._key = f"google_chat:{conversation_id(name, records)}"
        title = title_of(group, self._owner.get("email"))
        self._collected.add_conversation(self._key, title, kind_of(name, group))
        for person in objects(group.get("members")):
            self._people.key(person)

    def _take(self, records: Sequence[Any]) -> Iterator[Batch]:
        yield from self._collected.take(records, self._row, self._refuse)
        self._before += len(records)

    def _row(self, record: dict[str, Any], place: int) -> Row:
        get = record.get
        where = (self._member, self._before + place, self._key, self._people.key(get("creator")), *self._time(record))
        id_, topic, text = get("message_id"), get("topic_id"), get("text")
        if record.keys() <= _PLAIN and text and id_.__class__ is text.__class__ is topic.__class__ is str:
            return (*where, id_, None, topic, "text", text, None, None, False, False)  # as most are
        quoted = get("quoted_message_metadata")
        reply_to = next((to for each in objects(quoted) if (to := text_or_none(each.get("message_id")))), None)
        what = (text_or_none(id_), reply_to, text_or_none(topic))
        if get("message_state") == _DELETED or any(map(get, _OF_DELETED)):
            return (*where, *what, "deleted", None, None, None, False, True)
        text, attached, given = text_or_none(text), None, get("reactions")
        if get("attached_files") or get("attached_gifs"):
            attached = files(record)
        kind = "media" if attached else "text"
        if not text and not attached:
            text = shown_words(record)
            kind = "call" if is_call(record) else "text" if text else "unsupported"
        shown = reactions(given, self._people.addressed) if given else None
        return (*where, *what, kind, text, attached, shown, get("updated_date") is not None, False)

    def _time(self, record: Mapping[str, Any]) -> Time:
        """Return when a message was sent: what edited ones were sent at may stand in their former versions only."""
        written = record.get("created_date")
        if written is None:
            versions = objects(record.get("previous_message_versions"))
            dates = (*(each.get("created_date") for each in versions), record.get("updated_date"))
            written = next((each for each in dates if each is not None), None)
        time = self._dates.read(written)
        if time is None:
            raise UnreadableError("no_time" if written is None else "bad_time")
        return time

    def _refuse(self, place: int, reason: str, record: Any) -> None:
        """Add a reject; it keeps no more of the record than would have been taken over."""
        raw = record.raw if isinstance(record, Broken) else record
        if isinstance(record, dict):
            raw = {name: value for name, value in record.items() if name not in FORMER_TEXTS}
        self._collected.rejects.refuse(self._member, self._before + place, reason, raw)
