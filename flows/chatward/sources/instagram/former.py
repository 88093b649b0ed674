"""Reads Instagram's downloads of before 2021: one ``messages.json`` with all conversations, people by their user names.

The words are as they were written, the times have their zone, and what was sent stands in fields of its own. Messages
have no ids, and files only the addresses from which they could be fetched.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.file_text import as_utf8
from chatward.sources.files import opened, read_members
from chatward.sources.instants import instant
from chatward.sources.jsontext import ANY, Broken, load_json
from chatward.sources.meta.values import HEART, attachment, names, with_share
from chatward.sources.records import Batch, Export, ReadSettings

_COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "precision", "kind", "text", "attachments",
    "reactions",
)  # fmt: skip
_CONSTANTS = {"zone_source": "explicit", "is_edited": False, "is_deleted": False, "is_forwarded": False}
_START_BYTES = 4096
_SPOKEN = ("text", "heart", "story_share", "live_video_share", "profile_share_username", "mentioned_username", "link")
_FILES = ("media", "media_url", "voice_media", "animated_media_images")
_HAPPENED = {"video_call_action": "call", "action": "notice"}
_TEXT = (str, type(None))


def is_former(export: Export) -> bool:
    """Return whether an export of Instagram is of this form: a list, where later ones have an object or a page."""
    with opened(export.path) as container:
        return as_utf8(container.head(export.members[0], _START_BYTES)).lstrip()[:1] == b"["


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the messages and events of all conversations, in file order.

    Records are rejected as ``"json"``, ``"truncated"``, ``"not_an_object"``, ``"no_time"``, ``"bad_time"`` or
    ``"bad_field"``; a member without conversations counts as one record, rejected as ``"json"``.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    reading = _Reading(collected, settings)
    for member, data in read_members(export):
        records = reading.open_member(member, data)
        yield from collected.take(records, reading.row, reading.refuse)
    yield collected.batch()


class _Reading:
    """Makes rows of records, member by member."""

    def __init__(self, collected: Collected, settings: ReadSettings) -> None:
        self._collected = collected
        self._own_accounts = settings.own_accounts
        self._member = ""
        self._talks: list[str] = []

    def open_member(self, member: str, data: bytes) -> list[Any]:
        """Return the records of all conversations in a member; what is none in the list of these counts as one."""
        self._member = member
        records: list[Any] = []
        self._talks = []
        for talk in _loaded(data):
            is_talk = isinstance(talk, dict) and isinstance(talk.get("conversation"), list)
            here = talk["conversation"] if is_talk else [talk]
            self._talks += [self._opened(talk) if is_talk else ""] * len(here)
            records += here
        return records

    def _opened(self, talk: Mapping[str, Any]) -> str:
        people = sorted(set(names(talk.get("participants")))) or sorted(set(names(talk["conversation"], "sender")))
        key = f"instagram:{'|'.join(people)}"
        self._collected.add_conversation(key, None, "group" if len(people) > 2 else "direct" if people else None)
        for name in people:
            self._key(name)
        return key

    def _key(self, name: Any) -> str | None:
        if not name or not isinstance(name, str):
            return None
        key = f"instagram_name:{name}"
        self._collected.add_person(key, name, "staff" if name in self._own_accounts else None)
        return key

    def row(self, record: dict[str, Any], number: int) -> Row | None:
        """Return the row of a message; an event is added at once, and None returned."""
        sender, at = record.get("sender"), instant(record.get("created_at"))
        if not isinstance(sender, _TEXT) or not isinstance(record.get("text"), _TEXT):
            raise UnreadableError("bad_field")
        if at is None:
            raise UnreadableError("no_time" if record.get("created_at") is None else "bad_time")
        place = (self._member, number, self._talks[number - 1], self._key(sender), *at)
        words, files = _words(record), _files(record)
        if not (words or files):
            for name, event in _HAPPENED.items():
                if isinstance(told := record.get(name), str):
                    self._add_event(place, event, told)
                    return None
        kind = "media" if files else "text" if words else "unsupported"
        return (*place, kind, words or None, files, self._likes(record))

    def _add_event(self, place: Row, event: str, told: str) -> None:
        columns = ("member", "record", "conversation_key", "actor_key", "at_utc", "precision")
        row = dict(zip(columns, place, strict=True))
        self._collected.events.add(**row, event=event, text=told, zone_source="explicit")

    def _likes(self, record: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        who = names(record.get("likes"), "username")
        return [{"emoji": HEART, "sender_key": self._key(name), "count": 1} for name in who] or None

    def refuse(self, number: int, reason: str, record: Any) -> None:
        """Add a reject of the open member."""
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, number, reason, raw)


def _loaded(data: bytes) -> list[Any]:
    """Return what stands in the list of conversations; a file that is no such list is one broken element."""
    with suppress(SourceFormatError):
        if isinstance(talks := load_json(data, records=((), (ANY, "conversation"))), list):
            return talks
    return [Broken(data, "json")]


def _words(record: Mapping[str, Any]) -> str:
    """Return what was said, and in words what was shared with it."""
    words = "\n".join(said for name in _SPOKEN if isinstance(said := record.get(name), str) and said)
    return with_share(words, {"link": record.get("media_share_url"), "share_text": record.get("media_share_caption")})


def _files(record: Mapping[str, Any]) -> list[dict[str, str | None]] | None:
    """Return what was sent; where the download has no address but words of its own, the file has no name."""
    sent = [record[name] for name in _FILES if record.get(name)]
    return [attachment(each if isinstance(each, str) and "/" in each else None) for each in sent] or None
