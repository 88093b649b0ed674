"""Turns the blocks of an archive of X into rows: each holds records of one conversation."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.drift import watch
from chatward.sources.instants import instant
from chatward.sources.json_cursor import Cursor, watched
from chatward.sources.json_values import Broken, parse
from chatward.sources.records import Batch
from chatward.sources.x_twitter.people import People
from chatward.sources.x_twitter.values import SAID, event_kind, files, id_or_none, ids, objects, text_of

_SMALL_BYTES = 2**16  # larger ones are read piece by piece, which keeps to the processor's caches
_DIRECT = re.compile(r"\d+-\d+")
_EVENT_PLACE = ("member", "record", "conversation_key", "actor_key", "at_utc", "precision")
_FORMER_TEXTS = "editHistory"
_FULL = 1000  # records of one block at most


class Conversations:
    """Makes rows of the blocks of one member after the other."""

    def __init__(self, collected: Collected, people: People) -> None:
        self._collected = collected
        self._people = people
        self._titles: dict[str, tuple[int, str]] = {}
        self._blocks: dict[str, list[int]] = {}
        self._member = self._key = ""
        self._before = 0

    def open_member(self, member: str) -> None:
        """Count records from 1 again, of another member."""
        self._member, self._before = member, 0

    def take(self, block: bytes) -> Iterator[Batch]:
        """Add the records of one block; of one that is broken or cut off, those that are sound."""
        value = watched(watch(), (), [parse(block)])[0] if len(block) <= _SMALL_BYTES else None
        if value is None or isinstance(value, Broken):
            yield from self._take_piece_by_piece(block)
            return
        conversation = value.get("dmConversation", value) if isinstance(value, dict) else None
        records = conversation.get("messages") if isinstance(conversation, dict) else None
        if isinstance(conversation, dict) and isinstance(records, list):
            self._open(conversation.get("conversationId"), records)
            yield from self._take(records)
        else:
            yield from self.refuse_whole(Broken(block, "no_conversation"))

    def _take_piece_by_piece(self, block: bytes) -> Iterator[Batch]:
        cursor = Cursor(block)
        id_, is_open, is_told = None, False, False
        for name in _fields(cursor) if cursor.opens == b"{" else ():
            if name == "conversationId":
                id_ = cursor.value()
            elif name == "messages" and cursor.opens == b"[":
                for records in cursor.blocks():
                    if not is_open:
                        self._open(id_, records)
                    is_open = True
                    is_told = isinstance(records[-1], Broken) and records[-1].reason == "truncated"
                    yield from self._take(records)
        rest = block[cursor.at :].strip(b", \t\r\n") if is_open else block
        if rest or not is_open or (cursor.was_cut and not is_told):
            yield from self.refuse_whole(Broken(rest, "truncated" if cursor.was_cut else "json"))

    def refuse_whole(self, broken: Broken) -> Iterator[Batch]:
        """Count what holds no conversation as one record and reject it."""
        yield from self._take([broken])

    def tell_titles(self) -> None:
        """Add what each group was called last; archives begin with the newest records."""
        for key, (_, title) in self._titles.items():
            self._collected.add_conversation(key, title, None)

    def tell_whole(self) -> None:
        """Tell the conversations of one block that is not full: between two, or after a full one, some may lack."""
        self._collected.whole.update(key for key, sizes in self._blocks.items() if len(sizes) == 1 and sizes[0] < _FULL)

    def _open(self, id_: Any, records: Sequence[Any]) -> None:
        known = id_or_none(id_) or _sides(records)
        self._key = f"x_twitter:{known}"
        self._collected.add_conversation(self._key, None, "direct" if _DIRECT.fullmatch(known) else "group")
        self._blocks.setdefault(self._key, []).append(0)

    def _take(self, records: Sequence[Any]) -> Iterator[Batch]:
        yield from self._collected.take(records, self._row, self._refuse)
        self._before += len(records)
        if self._key:
            self._blocks[self._key][-1] += len(records)

    def _row(self, record: dict[str, Any], place: int) -> Row | None:
        """Return the row of a message; None for a record that is an event, which is added at once."""
        type_name, content = next(iter(record.items()), ("", None))
        if content.__class__ is not dict:
            raise UnreadableError("bad_field")
        get = content.get
        if (at := instant(get("createdAt"))) is None:
            raise UnreadableError("bad_time" if get("createdAt") else "no_time")
        sender = self._people.key(get("senderId"))
        number = self._before + place
        if type_name not in SAID:
            actor = sender or self._people.key(get("initiatingUserId"))
            self._add_event((self._member, number, self._key, actor, *at), type_name, content)
            return None
        self._people.key(get("recipientId"))
        text, media, given = text_of(get("text"), get("urls")), get("mediaUrls"), get("reactions")
        attached = files(media) if media else None
        return (
            self._member, number, self._key, sender, *at, id_or_none(get("id")),
            "media" if attached else "text" if text else "unsupported", text, attached,
            self._reactions(given) if given else None, bool(get(_FORMER_TEXTS)),
        )  # fmt: skip

    def _reactions(self, given: Any) -> list[dict[str, Any]] | None:
        rows = (
            {
                "emoji": id_or_none(each.get("reactionKey")),
                "sender_key": self._people.key(each.get("senderId")),
                "count": 1,
            }
            for each in objects(given)
        )
        return list(rows) or None

    def _add_event(self, where: Row, type_name: str, content: dict[str, Any]) -> None:
        members = [
            self._people.key(id_) for name in ("userIds", "participantsSnapshot") for id_ in ids(content.get(name))
        ]
        told = {"type": type_name, "members": members, "event_id": id_or_none(content.get("eventId"))}
        event, name = event_kind(type_name), id_or_none(content.get("name"))
        if event == "title_changed" and name and where[4] >= self._titles.get(self._key, (0, ""))[0]:
            self._titles[self._key] = where[4], name
        self._collected.events.add(
            **dict(zip(_EVENT_PLACE, where, strict=True)),
            event=event,
            target_message_id=id_or_none(content.get("messageId")),
            text=name or id_or_none(content.get("reactionKey")),
            detail=orjson.dumps({name: value for name, value in told.items() if value}).decode(),
            zone_source="explicit",
        )

    def _refuse(self, place: int, reason: str, record: Any) -> None:
        """Add a reject; it keeps no more of the record than would have been taken over."""
        raw = record.raw if isinstance(record, Broken) else record
        if isinstance(record, dict):
            raw = {
                name: {key: each for key, each in value.items() if key != _FORMER_TEXTS}
                if isinstance(value, dict)
                else value
                for name, value in record.items()
            }
        self._collected.rejects.refuse(self._member, self._before + place, reason, raw)


def _fields(cursor: Cursor) -> Iterator[str]:
    """Yield the fields of the conversation ahead, whether or not it is wrapped, standing before the value of each."""
    for name in cursor.fields():
        if name == "dmConversation" and cursor.opens == b"{":
            yield from cursor.fields()
        else:
            yield name


def _sides(records: Sequence[Any]) -> str:
    """Return the id of a direct conversation as X makes it, of the two who write to each other."""
    for record in objects(records):
        for content in objects(list(record.values())):
            sides = {id_or_none(content.get("senderId")), id_or_none(content.get("recipientId"))}
            known = [side for side in sides if side and side.isdecimal()]
            if len(known) == 2:
                return "-".join(sorted(known, key=int))
    return "unknown"
