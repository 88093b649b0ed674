"""Reads Slack's workspace export: lists of users and channels, and one file a conversation and day; and slackdump's.

Left out on purpose: links to files, because they carry a key to all files of the workspace, and what a message
said before it was edited or deleted.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.files import read_members
from chatward.sources.json_values import written
from chatward.sources.jsontext import Broken, load_json
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.slack.dump import Dump, dump_in, kind_of
from chatward.sources.slack.text import content_text, without_export_key
from chatward.sources.slack.values import (
    CHANGES,
    attachments,
    changed,
    event_detail,
    event_kind,
    is_said,
    log_detail,
    microseconds,
    reactions,
)
from chatward.sources.slack.workspace import (
    CONVERSATION_LISTS,
    Person,
    Workspace,
    conversations,
    strangers,
    unlisted_role,
    users,
)

TELLS_WHOLE = True

_USERS, _LOG = "users.json", "integration_logs.json"
_RANKS = {_USERS: 0, **dict.fromkeys(CONVERSATION_LISTS, 0), _LOG: 1}  # names first, then who is named; days come last
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_COLUMNS = (
    "member", "record", "conversation_key", "sent_at_utc", "sender_key", "platform_message_id", "thread_key",
    "reply_to", "kind", "text", "attachments", "reactions", "is_edited", "is_deleted",
)  # fmt: skip
_EVENT_PLACE = ("member", "record", "conversation_key", "at_utc")
_CONSTANTS = {"is_forwarded": False, "zone_source": "explicit", "precision": "microsecond"}
_TEXT = (str, type(None))


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages and events: the workspace's own log first, then the days in file order.

    Mentions are shown by the names that the lists hold, or that messages of foreign users carried until the same day.
    Records are rejected as ``"json"``, ``"truncated"``, ``"not_an_object"``, ``"no_time"``, ``"bad_time"`` or
    ``"bad_field"``; a member that is no list counts as one record, rejected as ``"json"``.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    reading = _Reading(collected, settings.own_accounts)
    lists_first = sorted(export.members, key=lambda member: _RANKS.get(member.rpartition("/")[2], len(_RANKS)))
    for member, data in read_members(replace(export, members=tuple(lists_first))):
        records = reading.open_member(member, member or export.path.as_posix(), data)
        yield from collected.take(records, reading.row, reading.refuse)
    yield collected.batch()


class _Reading:
    """Makes rows of records, one member after the other, in the workspace that the lists describe.

    Attributes:
        row: makes the row of a message in the open member, None if it is none.
    """

    def __init__(self, collected: Collected, own_accounts: frozenset[str]) -> None:
        self._collected = collected
        self._own_accounts = own_accounts
        self._workspace = Workspace()
        self._keys: dict[str, str] = {}
        self._member = self._folder = self._conversation = ""
        self.row: Callable[[dict[str, Any], int], Row | None] = self._message

    def open_member(self, member: str, path: str, data: bytes) -> list[Any]:
        """Return the records in a member, for which ``row`` is set; what a list says is taken in at once."""
        self._member = member
        if (dump := self._dumped(data)) is not None:
            self._folder = PurePosixPath(path).stem
            return self._open_dump(dump)
        rows = self._loaded(data)
        folder, _, file = path.rpartition("/")
        if file == _USERS:
            self._meet(users(self._sound(rows), self._own_accounts))
            return []
        if file in CONVERSATION_LISTS:
            self._know(self._sound(rows), CONVERSATION_LISTS[file])
            return []
        if file == _LOG:
            self.row = self._log_event
            return rows
        self.row = self._message
        self._meet(strangers(rows, self._workspace.people, self._own_accounts))
        self._folder = _conversation_name(folder, file, is_alone=not member)
        self._conversation = self._conversation_key(self._folder) if rows and member else ""
        if self._conversation and self._folder in self._workspace.ids:
            self._collected.whole.add(self._conversation)
        return rows

    def _dumped(self, data: bytes) -> Dump | None:
        with suppress(SourceFormatError):
            return dump_in(data)
        return None

    def _open_dump(self, dump: Dump) -> list[Any]:
        """Return the messages of a file of slackdump's; they name their conversations themselves."""
        self.row, self._conversation = self._message, ""
        self._meet(users(dump.users, self._own_accounts))
        for each in dump.conversations:
            self._know([each], kind_of(str(each.get("id"))))
        self._meet(strangers(dump.records, self._workspace.people, self._own_accounts))
        return dump.records

    def _loaded(self, data: bytes) -> list[Any]:
        with suppress(SourceFormatError):
            if isinstance(rows := load_json(data), list):
                return rows
        self._collected.records += 1
        self.refuse(1, "json", Broken(data, "json"))
        return []

    def _sound(self, rows: list[Any]) -> list[Any]:
        """Return the rows of a list; broken ones are no messages but are refused all the same."""
        broken = [(number, row) for number, row in enumerate(rows, 1) if isinstance(row, Broken)]
        self._collected.records += len(broken)
        for number, row in broken:
            self.refuse(number, row.reason, row)
        return [row for row in rows if isinstance(row, dict)]

    def _meet(self, people: Iterable[Person]) -> None:
        for person in people:
            self._workspace.people[person.id] = person
            self._workspace.names.people[person.id] = person.shown
            self._collected.add_person(f"slack_id:{person.id}", person.name, person.role, person.same_as)

    def _know(self, rows: list[Any], kind: str | None) -> None:
        for id_, title in conversations(rows):
            self._workspace.ids[title or id_] = self._workspace.ids[id_] = id_
            self._workspace.names.channels[id_] = title or id_
            self._collected.add_conversation(f"slack:{id_}", title, kind)

    def _conversation_key(self, folder: str) -> str:
        id_ = self._workspace.ids.get(folder)
        if id_ is None:
            self._collected.add_conversation(f"slack:{folder}", folder or None, None)
        return f"slack:{id_ or folder}"

    def _message(self, record: dict[str, Any], number: int) -> Row | None:
        """Return the row of a message; None for a record that is an event, which is added at once."""
        ts, subtype, thread, text = record.get("ts"), record.get("subtype"), record.get("thread_ts"), record.get("text")
        if not (type(text) in _TEXT and type(subtype) in _TEXT and type(thread) in _TEXT):
            raise UnreadableError("bad_field")
        if (sent_at := microseconds(ts)) is None:
            raise UnreadableError("no_time" if ts is None else "bad_time")
        place = (self._member, number, self._conversation or self._named_conversation(record), sent_at)
        if subtype and (event := event_kind(subtype)):
            self._add_event(place, event, record)
            return None
        words, files = content_text(record, self._workspace.names), attachments(record)
        about = (self._sender_key(record), ts, thread, thread if thread != ts else None)
        if subtype == "tombstone":
            return (*place, *about, "deleted", None, None, None, False, True)
        if subtype and not (words or files or is_said(subtype)):
            self._add_event(place, "other", record)
            return None
        kind = "media" if files else "text" if words else "unsupported"
        return (*place, *about, kind, words, files, reactions(record), bool(record.get("edited")), False)

    def _named_conversation(self, record: Mapping[str, Any]) -> str:
        """Return the conversation that a record of a list without a folder names, else one after the list itself."""
        named = record.get("channel") or record.get("channel_name")
        return self._conversation_key(named if isinstance(named, str) else self._folder)

    def _sender_key(self, record: Mapping[str, Any]) -> str | None:
        user = record.get("user")
        if user is None and isinstance(comment := record.get("comment"), dict):
            user = comment.get("user")
        if isinstance(user, str) and user:
            return self._keys.get(user) or self._user_key(user)
        if user:
            raise UnreadableError("bad_field")
        return self._bot_key(record)

    def _user_key(self, user: str) -> str:
        key = self._keys[user] = f"slack_id:{user}"
        if user not in self._workspace.people:
            self._collected.add_person(key, None, unlisted_role(user, self._own_accounts))
        return key

    def _bot_key(self, record: Mapping[str, Any]) -> str | None:
        bot, name, profile = record.get("bot_id"), record.get("username"), record.get("bot_profile")
        if not name and isinstance(profile, dict):
            name = profile.get("name")
        name = name if isinstance(name, str) and name else None
        if not isinstance(bot, str) and name is None:
            return None
        key = f"slack_id:{bot}" if isinstance(bot, str) else f"slack_name:{name}"
        self._collected.add_person(key, name, "bot")
        return key

    def _add_event(self, place: tuple[Any, ...], event: str, record: Mapping[str, Any]) -> None:
        now, actor, target = record, record, None
        if event in CHANGES:
            if (change := changed(record)) is None:
                raise UnreadableError("bad_field")
            event, target, now, actor = change
        row = dict(zip(_EVENT_PLACE, place, strict=True))
        self._collected.events.add(
            **row,
            event=event,
            actor_key=self._sender_key(actor),
            target_message_id=target,
            text=content_text(now, self._workspace.names),
            detail=event_detail(record),
            zone_source="explicit",
            precision="microsecond",
        )

    def _log_event(self, row: dict[str, Any], number: int) -> None:
        user, channel, date = row.get("user_id"), row.get("channel"), row.get("date")
        if not isinstance(user, _TEXT) or not isinstance(channel, _TEXT):
            raise UnreadableError("bad_field")
        if (at := microseconds(date)) is None:
            raise UnreadableError("no_time" if date is None else "bad_time")
        self._collected.events.add(
            member=self._member,
            record=number,
            conversation_key=f"slack:{channel}" if channel else None,
            event="account",
            actor_key=(self._keys.get(user) or self._user_key(user)) if user else None,
            detail=log_detail(row),
            at_utc=at,
            zone_source="explicit",
            precision="second",
        )

    def refuse(self, number: int, reason: str, record: object) -> None:
        """Add a reject; it keeps no more of the record than would have been taken over."""
        if isinstance(record, dict):
            record = {name: value for name, value in record.items() if name != "previous_message"}
        raw = record.raw if isinstance(record, Broken) else written(record)
        self._collected.rejects.refuse(self._member, number, reason, without_export_key(raw))


@lru_cache(maxsize=1)  # the days of one conversation come together
def _named_folder(folder: str) -> str:
    return PurePosixPath(folder).name


def _conversation_name(folder: str, file: str, *, is_alone: bool) -> str:
    """Return the folder of a day's file; a file delivered alone may be a whole conversation, and named after it."""
    stem = PurePosixPath(file).stem if is_alone else ""
    return stem if is_alone and not _DAY.fullmatch(stem) else _named_folder(folder)
