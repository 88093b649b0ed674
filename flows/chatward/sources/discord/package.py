"""Reads Discord's data package: what one account wrote, channel by channel, as tables or as JSON.

A package names people but one by id only, so what others said is not in it. Times are UTC in every version, also where
nothing beside them says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.discord.kinds import channel_kind
from chatward.sources.discord.people import People
from chatward.sources.discord.tables import rows
from chatward.sources.discord.values import id_or_none, linked_files, text_or_none
from chatward.sources.file_text import Text
from chatward.sources.instants import instant
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken
from chatward.sources.records import Batch

_FOLDER = re.compile(r"c?(\d+)", re.IGNORECASE)
_GONE = "Deleted User"


class Package:
    """A package while it is read: what its notes say, then its messages."""

    def __init__(self, collected: Collected, people: People, own_accounts: frozenset[str]) -> None:
        self._collected = collected
        self._people = people
        self._own_accounts = own_accounts
        self._account: dict[str, Any] = {}
        self._channels: dict[str, dict[str, Any]] = {}
        self._titles: dict[str, dict[str, Any]] = defaultdict(dict)
        self._people_of_channels: list[frozenset[str]] = []
        self._member = self._key = ""
        self._sender: str | None = None
        self._before = 0

    def note_account(self, account: dict[str, Any]) -> None:
        """Remember whose package it is."""
        self._account = account

    def note_channel(self, folder: str, channel: dict[str, Any]) -> None:
        """Remember what is said of the channel in ``folder``."""
        self._channels[folder] = channel
        if recipients := _recipients(channel):
            self._people_of_channels.append(recipients)

    def note_titles(self, folder: str, titles: dict[str, Any]) -> None:
        """Remember the names of the channels whose folders lie in ``folder``."""
        self._titles[folder].update(titles)

    def read_json(self, member: str, path: str, text: Text) -> Iterator[Batch]:
        """Yield full batches of a ``messages.json``; the last records are left to be collected."""
        self._open(member, path)
        cursor = Cursor(text)
        for block in cursor.blocks():
            yield from self._take([_in_small_letters(record) for record in block])
        if cursor.opens:
            yield from self._take([cursor.rest()])

    def read_csv(self, member: str, path: str, text: str) -> Iterator[Batch]:
        """Yield full batches of a ``messages.csv``; the last records are left to be collected."""
        self._open(member, path)
        for part in rows(text):
            yield from self._take(part)

    def refuse_member(self, member: str, data: bytes) -> None:
        """Count a file as one record and reject it: it is no part of a package, or too damaged to be one."""
        self._collected.records += 1
        self._collected.rejects.refuse(member, 1, "json", data)

    def _open(self, member: str, path: str) -> None:
        folder = path.rpartition("/")[0]
        parent, _, name = folder.rpartition("/")
        channel = self._channels.get(folder, {})
        found = _FOLDER.fullmatch(name)
        id_ = id_or_none(channel.get("id")) or (found[1] if found else name) or "unknown"
        self._member, self._key, self._before = member, f"discord:{id_}", 0
        self._sender = self._owner_key()
        title = text_or_none(channel.get("name")) or text_or_none(self._titles[parent].get(id_))
        kind = channel_kind(channel.get("type"), channel.get("guild"))
        self._collected.add_conversation(self._key, title, kind)
        for person in sorted(_recipients(channel)):
            self._people.named(person)

    def _owner_key(self) -> str | None:
        """Return who wrote all of it: who the account says, or else the one who is in all direct conversations."""
        if id_ := id_or_none(self._account.get("id")):
            return self._people.owner(id_, self._account)
        shared = reduce(frozenset[str].__and__, self._people_of_channels) if self._people_of_channels else frozenset()
        likely = shared if len(shared) == 1 else shared & self._own_accounts
        return self._people.owner(next(iter(likely)), {}) if len(likely) == 1 else None

    def _take(self, records: list[Any]) -> Iterator[Batch]:
        yield from self._collected.take(records, self._row, self._refuse)
        self._before += len(records)

    def _row(self, record: Mapping[str, Any], place: int) -> Row:
        time, contents = record.get("timestamp"), record.get("contents")
        if (sent := instant(time)) is None:
            raise UnreadableError("bad_time" if time else "no_time")
        text, attached = text_or_none(contents), linked_files(record.get("attachments"))
        kind = "media" if attached else "text" if text else "unsupported"
        return (
            self._member, self._before + place, self._key, *sent, self._sender,
            id_or_none(record.get("id")), None, kind, text, attached, None, False, False, None,
        )  # fmt: skip

    def _refuse(self, place: int, reason: str, record: Any) -> None:
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, self._before + place, reason, raw)


def _recipients(channel: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of the people in a direct conversation or a group, as far as their accounts still exist."""
    listed = channel.get("recipients")
    people = map(id_or_none, listed) if isinstance(listed, list) else ()
    return frozenset(person for person in people if person and person != _GONE)


def _in_small_letters(record: Any) -> Any:
    """Return a record with its fields named as the columns of a table are."""
    return {name.casefold(): value for name, value in record.items()} if isinstance(record, dict) else record
