"""Gathers Telegram's records into batches, column by column: a record is dropped as soon as its values are taken."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import tzinfo
from itertools import compress
from typing import Any

import pyarrow as pa

from chatward.sources.json_values import Broken
from chatward.sources.records import EVENTS, MESSAGES, Batch
from chatward.sources.tables import Rejects, build
from chatward.sources.telegram.messages import ids, message_columns
from chatward.sources.telegram.people import People, describe_chats
from chatward.sources.telegram.services import event_columns
from chatward.sources.telegram.times import Clock, wall_clocks

_Columns = defaultdict[str, list[Any]]
_IDS = ("platform_message_id", "reply_to", "target_message_id")
_NO_EVENTS = build(EVENTS, 0, {})  # made once: most of the many small files have none


@dataclass(slots=True)
class Chat:
    """A chat.

    Attributes:
        identity: its id, or its name where it has none.
        about: what else the export says of it.
        topics: the topic of each record that is in one, by ids.
    """

    identity: str
    about: dict[str, Any]
    topics: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The conversation key."""
        return f"telegram:{self.identity}"

    @property
    def is_with_bot(self) -> bool:
        """Whether the other side is a bot, whose account has the chat's id."""
        return self.about.get("type") == "bot_chat"

    def threads(self, records: list[Any]) -> list[str | None]:
        """Return the topic of each record, in file order: a reply to what is in a topic is in it, too."""
        threads: list[str | None] = [None] * len(records)
        if not (self.topics or any(isinstance(record, dict) and "action" in record for record in records)):
            return threads
        for row, record in enumerate(records):
            if not isinstance(record, dict):
                continue
            if record.get("action") == "topic_created":
                self.topics[str(record.get("id"))] = str(record.get("id"))
            elif self.topics and (topic := self.topics.get(str(_replied_to(record)))):
                threads[row] = self.topics[str(record.get("id"))] = topic
        return threads


def _replied_to(record: dict[str, Any]) -> Any:
    """Return the id of what is answered if that stands in the same chat, else None: ids are of one chat."""
    return None if "reply_to_peer_id" in record else record.get("reply_to_message_id")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Records with what was found out about each, as lists of equal length."""

    records: list[dict[str, Any]]
    numbers: list[int]
    utc: list[int | None]
    zone_sources: list[str]
    threads: list[str | None]

    def where(self, mask: Sequence[bool]) -> "_Rows":
        return _Rows(*(list(compress(getattr(self, column.name), mask)) for column in fields(self)))


class Gathering:
    """Records of one member that are not in a batch yet."""

    def __init__(self, member: str, people: People, zone: tzinfo | None) -> None:
        self._member = member
        self._people = people
        self._clock = Clock(zone)
        self._next = 1
        self._latest: dict[str, tuple[int | None, str]] = {}
        self._clear()

    def __len__(self) -> int:
        return self._next - self._first

    def take(self, chat: Chat, records: list[Any]) -> None:
        """Add records of one chat, in file order."""
        self._chats[chat.key] = chat
        if not records:
            return
        numbers = list(range(self._next, self._next + len(records)))
        self._next += len(records)
        utc, zone_sources = self._times(chat.key, records)
        rows = _Rows(records, numbers, utc, zone_sources, chat.threads(records))
        if None in utc:
            self._refuse(
                (number, record) for number, record, at in zip(numbers, records, utc, strict=True) if at is None
            )
            rows = rows.where([at is not None for at in utc])
        services = [record.get("type") == "service" for record in rows.records]
        if True in services:
            events = rows.where(services)
            _extend(self._events, chat, events, event_columns(events.records, self._people), "at")
            rows = rows.where([not service for service in services])
        columns = message_columns(rows.records, self._people) | {"thread_key": rows.threads}
        _extend(self._messages, chat, rows, columns, "sent_at")

    def _times(self, chat: str, records: list[Any]) -> tuple[list[int | None], list[str]]:
        """Return when records happened, and what says so.

        Of a message that it cannot export Telegram tells no more than the id. Ids ascend with time within a chat, so
        it counts as sent when the one before it was, the earliest that can be.
        """
        utc, zone_sources = self._clock.times(records)
        if None in utc:
            before = self._latest.get(chat, (None, ""))
            for row, record in enumerate(records):
                if utc[row] is None and isinstance(record, dict) and record.get("type") == "unsupported":
                    utc[row], zone_sources[row] = before
                elif utc[row] is not None:
                    before = utc[row], zone_sources[row]
        self._latest = {chat: (utc[-1], zone_sources[-1])}
        return utc, zone_sources

    def batch(self, contacts: pa.Table | None = None) -> Batch:
        """Return what was gathered, with further participants, and begin anew."""
        bots = frozenset(f"telegram_id:user{chat.identity}" for chat in self._chats.values() if chat.is_with_bot)
        met = self._people.newly_met(bots)
        batch = Batch(
            records=len(self),
            messages=self._table(MESSAGES, self._messages, "sent_at"),
            events=self._table(EVENTS, self._events, "at") if self._events else _NO_EVENTS,
            participants=pa.concat_tables([met, contacts]) if contacts else met,
            conversations=describe_chats((key, chat.about) for key, chat in self._chats.items()),
            rejects=self._rejects.table(),
            whole=frozenset(key for key, chat in self._chats.items() if chat.about.get("id") is not None),
        )
        self._clear()
        return batch

    def _clear(self) -> None:
        self._first = self._next
        self._messages: _Columns = defaultdict(list)
        self._events: _Columns = defaultdict(list)
        self._rejects = Rejects()
        self._chats: dict[str, Chat] = {}

    def _refuse(self, numbered: Iterable[tuple[int, Any]]) -> None:
        for number, record in numbered:
            if isinstance(record, Broken):
                self._rejects.refuse(self._member, number, record.reason, record.raw)
            else:
                reason = "no_time" if isinstance(record, dict) else "not_object"
                self._rejects.refuse(self._member, number, reason, record)

    def _table(self, schema: pa.Schema, columns: _Columns, at: str) -> pa.Table:
        whole: dict[str, Any] = {"member": self._member, "precision": "second"}
        texts = {name: ids(columns[name]) for name in _IDS if name in columns}
        local = {f"{at}_local": wall_clocks(columns[f"{at}_local"])}
        return build(schema, len(columns["record"]), columns | whole | texts | local)


def _extend(columns: _Columns, chat: Chat, rows: _Rows, values: dict[str, list[Any]], at: str) -> None:
    """Append rows to the columns gathered; ids and wall clocks are made when the batch is, all at once."""
    values |= {
        "record": rows.numbers,
        "conversation_key": [chat.key] * len(rows.records),
        "zone_source": rows.zone_sources,
        f"{at}_utc": rows.utc,
        f"{at}_local": [record.get("date") for record in rows.records],
    }
    for name, column in values.items():
        columns[name] += column
