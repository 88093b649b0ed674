"""Reads a channel as DiscordChatExporter writes it: a JSON object that describes it, with its messages."""

from collections.abc import Iterator
from typing import Any

import orjson

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.discord.kinds import SAID, channel_kind, event_kind, type_of
from chatward.sources.discord.people import People
from chatward.sources.discord.values import (
    embedded_words,
    files,
    id_or_none,
    objects,
    reactions,
    text_or_none,
    with_names,
)
from chatward.sources.file_text import Text
from chatward.sources.instants import instant
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.records import Batch

_MESSAGES = "messages"
_ABOUT = ("guild", "channel", "exportedAt")
_UNCOMMON = ("attachments", "stickers", "embeds", "reactions", "reference", "forwardedMessage")
_EVENT_PLACE = ("member", "record", "conversation_key", "at_utc", "precision", "actor_key")


def read_channel(member: str, text: Text, collected: Collected, people: People) -> Iterator[Batch]:
    """Yield full batches of one file's records; the last ones are left in ``collected``.

    Raises:
        SourceFormatError: the file describes no channel.
    """
    cursor = Cursor(text)
    about: dict[str, Any] = {}
    start, channel = cursor.at, None
    for name in cursor.fields():
        if name == _MESSAGES:
            channel = _Channel(member, _described(text, start) if "channel" not in about else about, collected, people)
            for records in cursor.blocks() if cursor.opens == b"[" else [[cursor.value()]]:
                yield from channel.take(records)
        elif name in _ABOUT:
            about[name] = cursor.value()
    if channel is None:
        raise SourceFormatError("the file is no export of Discord: it holds no chat")
    if cursor.opens:  # a bracket too many closed the channel early
        yield from channel.take([cursor.rest()])


def _described(text: Text, start: int) -> dict[str, Any]:
    """Return what is said of a channel behind its messages, where another program put it."""
    cursor = Cursor(text, start)
    return {name: cursor.value() for name in cursor.fields() if name in _ABOUT}


class _Channel:
    """Makes rows of the records of one channel."""

    def __init__(self, member: str, about: dict[str, Any], collected: Collected, people: People) -> None:
        described, guild = about.get("channel"), about.get("guild")
        channel = described if isinstance(described, dict) else {}
        self._member = member
        self._collected = collected
        self._people = people
        self._before = 0
        self._id = id_or_none(channel.get("id"))
        self._key = f"discord:{self._id or 'unknown'}"
        self._as_of = as_of[0] if (as_of := instant(about.get("exportedAt"))) else None
        kind = channel_kind(channel.get("type"), guild)
        collected.add_conversation(self._key, text_or_none(channel.get("name")), kind)

    def take(self, records: list[Any]) -> Iterator[Batch]:
        """Add the next records of the file."""
        yield from self._collected.take(records, self._row, self._refuse)
        self._before += len(records)

    def _row(self, record: dict[str, Any], place: int) -> Row | None:
        """Return the row of a message; None for a record that is an event, which is added at once."""
        get = record.get
        at = instant(get("timestamp"))
        if at is None:
            raise UnreadableError("no_time" if get("timestamp") is None else "bad_time")
        where = (self._member, self._before + place, self._key, *at, self._people.key(get("author")))
        content, id_ = get("content"), get("id")
        text = content if content and content.__class__ is str else None
        if text and "<" in text:
            text = with_names(text, get("mentions"))
        is_edited = get("timestampEdited") is not None
        if get("type") == "Default" and text and id_.__class__ is str and not any(map(get, _UNCOMMON)):
            return (*where, id_, None, "text", text, None, None, is_edited, False, self._as_of)  # as nearly all are
        attached = files(record)
        type_name = type_of(get("type"))
        if type_name in SAID:
            return self._message(where, record, text, attached)
        event = event_kind(type_name)
        if event is None and (text or attached):
            return self._message(where, record, text, attached, kind="unsupported")
        self._add_event(where, record, text, (event or "other", type_name))
        return None

    def _message(
        self,
        where: Row,
        record: dict[str, Any],
        text: str | None,
        attached: list[dict[str, Any]] | None,
        kind: str | None = None,
    ) -> Row:
        forwarded, given = record.get("forwardedMessage"), record.get("reactions")
        reply_to, is_forwarded = self._reference(record.get("reference"), forwarded)
        if is_forwarded and isinstance(forwarded, dict):
            text = text or text_or_none(forwarded.get("content")) or embedded_words(forwarded)
            attached = attached or files(forwarded)
        if not text and record.get("embeds"):
            text = embedded_words(record)
        return (
            *where, id_or_none(record.get("id")), reply_to, kind or _kind(record, text, attached), text, attached,
            reactions(given, self._people.key) if given else None,
            record.get("timestampEdited") is not None, is_forwarded, self._as_of,
        )  # fmt: skip

    def _reference(self, reference: Any, forwarded: Any) -> tuple[str | None, bool]:
        """Return what a message answers, and whether it repeats one of another channel."""
        if not isinstance(reference, dict):
            return None, isinstance(forwarded, dict)
        channel = id_or_none(reference.get("channelId"))
        if (
            isinstance(forwarded, dict)
            or reference.get("type") == "Forward"
            or (channel is not None and self._id is not None and channel != self._id)
        ):
            return None, True
        return id_or_none(reference.get("messageId")), False

    def _add_event(self, where: Row, record: dict[str, Any], text: str | None, named: tuple[str, str]) -> None:
        event, type_name = named
        reference = record.get("reference")
        members = [key for key in map(self._people.key, objects(record.get("mentions"))) if key]
        ended = text_or_none(record.get("callEndedTimestamp"))
        told = {"type": type_name, "call_ended_at": ended, "members": members}
        self._collected.events.add(
            **dict(zip(_EVENT_PLACE, where, strict=True)),
            event=event,
            target_message_id=id_or_none(reference.get("messageId")) if isinstance(reference, dict) else None,
            text=text,
            detail=orjson.dumps({name: value for name, value in told.items() if value}).decode(),
            zone_source="explicit",
        )

    def _refuse(self, place: int, reason: str, record: Any) -> None:
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, self._before + place, reason, raw)


def _kind(record: dict[str, Any], text: str | None, attached: list[dict[str, Any]] | None) -> str:
    if attached:
        return "sticker" if record.get("stickers") and not record.get("attachments") else "media"
    return "text" if text else "unsupported"
