"""Turns the blocks of an archive of X into rows: each holds records of one conversation."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.instants import instant
from chatward.sources.json_cursor import Broken, Cursor
from chatward.sources.jsontext import saved
from chatward.sources.records import Batch
from chatward.sources.x_twitter.people import People
from chatward.sources.x_twitter.values import SAID, event_kind, files, id_or_none, ids, objects, text_of

_RECORDS = (("dmConversation", "messages"), ("messages",))
_DIRECT = re.compile(r"\d+-\d+")
_EVENT_PLACE = ("member", "record", "conversation_key", "actor_key", "at_utc", "precision")
_FORMER_TEXTS = "editHistory"


class Conversations:
    """Makes rows of the blocks of one member after the other."""

    def __init__(self, collected: Collected, people: People) -> None:
        self._collected = collected
        self._people = people
        self._titles: dict[str, tuple[int, str]] = {}
        self._member = self._key = ""
        self._before = 0

    def open_member(self, member: str) -> None:
        """Count records from 1 again, of another member."""
        self._member, self._before = member, 0

    def take(self, block: Any) -> Iterator[Batch]:
        """Add the records of one block; of one that is broken or cut off, those that are sound."""
        if isinstance(block, Broken):
            cursor = Cursor(block.raw)
            block = saved(cursor, _RECORDS) if cursor.opens == b"{" else block
        conversation = block.get("dmConversation", block) if isinstance(block, dict) else block
        records = conversation.get("messages") if isinstance(conversation, dict) else None
        if not isinstance(conversation, dict) or not isinstance(records, list):
            yield from self.refuse_whole(block)
            return
        self._open(id_or_none(conversation.get("conversationId")) or _sides(records))
        yield from self._take(records)

    def refuse_whole(self, raw: Any) -> Iterator[Batch]:
        """Count what holds no conversation as one record and reject it."""
        yield from self._take([raw if isinstance(raw, Broken) else Broken(orjson.dumps(raw), "no_conversation")])

    def tell_titles(self) -> None:
        """Add what each group was called last; archives begin with the newest records."""
        for key, (_, title) in self._titles.items():
            self._collected.add_conversation(key, title, None)

    def _open(self, id_: str) -> None:
        self._key = f"x_twitter:{id_}"
        self._collected.add_conversation(self._key, None, "direct" if _DIRECT.fullmatch(id_) else "group")

    def _take(self, records: Sequence[Any]) -> Iterator[Batch]:
        yield from self._collected.take(records, self._row, self._refuse)
        self._before += len(records)

    def _row(self, record: dict[str, Any], place: int) -> Row | None:
        """Return the row of a message; None for a record that is an event, which is added at once."""
        type_name, content = next(iter(record.items()), ("", None))
        if not isinstance(content, dict):
            raise UnreadableError("bad_field")
        time = content.get("createdAt")
        if (at := instant(time)) is None:
            raise UnreadableError("bad_time" if time else "no_time")
        sender = self._people.key(content.get("senderId"))
        where = (self._member, self._before + place, self._key)
        if type_name not in SAID:
            self._add_event(
                (*where, sender or self._people.key(content.get("initiatingUserId")), *at), type_name, content
            )
            return None
        self._people.key(content.get("recipientId"))
        text, attached, given = text_of(content), files(content), content.get("reactions")
        kind = "media" if attached else "text" if text else "unsupported"
        return (
            *where, sender, *at, id_or_none(content.get("id")), kind, text, attached,
            self._reactions(given) if given else None, bool(content.get(_FORMER_TEXTS)),
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
        told = {"type": type_name, "members": members, "event_id": content.get("eventId")}
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


def _sides(records: Sequence[Any]) -> str:
    """Return the id of a direct conversation as X makes it, of the two who write to each other."""
    for record in objects(records):
        for content in objects(list(record.values())):
            sides = {id_or_none(content.get("senderId")), id_or_none(content.get("recipientId"))}
            known = [side for side in sides if side and side.isdecimal()]
            if len(known) == 2:
                return "-".join(sorted(known, key=int))
    return "unknown"
