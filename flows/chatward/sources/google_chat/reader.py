"""Reads Google Chat's direct messages and spaces out of a Takeout."""

import re
from collections.abc import Iterator
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.files import read_members
from chatward.sources.google_chat.dates import instant
from chatward.sources.json_cursor import Broken, Cursor, as_utf8
from chatward.sources.records import Batch, Export, ReadSettings

_COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "platform_message_id", "thread_key",
    "reply_to", "kind", "text", "attachments", "reactions", "is_edited", "is_deleted", "as_of_utc",
)  # fmt: skip
_CONSTANTS = {"is_forwarded": False, "zone_source": "explicit", "precision": "second"}
_GROUP_FOLDER = re.compile(r"(?P<kind>\w+) (?P<id>[\w-]+)")
_ROLES = {"bot": "bot", "app": "bot"}


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the messages of every group, in the files' order.

    Takeout writes times in the account's language, in UTC. Of an edited message it may keep only when that was; then
    this counts as its time. Records are rejected as ``"no_time"``, ``"bad_time"``, ``"not_an_object"``, ``"json"`` and
    ``"truncated"``; a companion file that cannot be read costs names only.

    Raises:
        SourceFormatError: the archive is damaged, or no file of it holds messages.
    """
    takeout = _Takeout(Collected(_COLUMNS, _CONSTANTS), settings)
    for member, data in read_members(export):
        text = as_utf8(data)
        cursor = Cursor(text)
        if cursor.opens != b"{":
            raise SourceFormatError("a file is no export of Google Chat: its top is no JSON object")
        yield from takeout.take_file(member or export.path.as_posix(), member, cursor)
    if not takeout.has_messages:
        raise SourceFormatError("the files are no export of Google Chat: none holds messages")
    yield takeout.collected.batch()


class _Takeout:
    """Makes rows of one account's files; companions come first."""

    def __init__(self, collected: Collected, settings: ReadSettings) -> None:
        self.collected = collected
        self.has_messages = False
        self._own = {account.casefold() for account in settings.own_accounts}
        self._titles: dict[str, str | None] = {}
        self._member, self._talk, self._before = "", "", 0

    def take_file(self, path: str, member: str, cursor: Cursor) -> Iterator[Batch]:
        """Take one file: messages, a group's members, or the account's user."""
        about: dict[str, Any] = {}
        folder = path.rpartition("/")[0].rpartition("/")[2]
        for name in cursor.fields():
            if name == "messages" and cursor.opens == b"[":
                self._begin(member, folder)
                for records in cursor.blocks():
                    yield from self._take(records)
            else:
                about[name] = cursor.value()
        if self.has_messages and self._member == member and cursor.opens:
            yield from self._take([Broken(cursor.text[cursor.at :], "json")])
        self._note(folder, about)

    def _note(self, folder: str, about: dict[str, Any]) -> None:
        if isinstance(about.get("name"), str):
            self._titles[folder] = about["name"]
        if isinstance(user := about.get("user"), dict):
            if email := _text(user.get("email")):
                self._own.add(email.casefold())
            self._person(user)
            memberships = about.get("membership_info")
            for group in memberships if isinstance(memberships, list) else ():
                if isinstance(group, dict) and (id_ := _text(group.get("group_id"))):
                    self._titles.setdefault(id_, _text(group.get("group_name")))
        members = about.get("members")
        for each in members if isinstance(members, list) else ():
            self._person(each)

    def _begin(self, member: str, folder: str) -> None:
        self.has_messages = True
        self._member, self._before = member, 0
        named = _GROUP_FOLDER.fullmatch(folder)
        self._talk = f"google_chat:{named['id'] if named else folder or 'unknown'}"
        kind = ("direct" if named["kind"].casefold() == "dm" else "group") if named else None
        self.collected.add_conversation(self._talk, self._titles.get(folder), kind)

    def _take(self, records: list[Any]) -> Iterator[Batch]:
        yield from self.collected.take(records, self._row, self._refuse)
        self._before += len(records)

    def _row(self, record: dict[str, Any], place: int) -> Row:
        created, updated = (_text(record.get(name)) for name in ("created_date", "updated_date"))
        if created is None and updated is None:
            raise UnreadableError("no_time")
        sent = instant(created or updated or "")
        if sent is None:
            raise UnreadableError("bad_time")
        edited = instant(updated) if updated else None
        is_deleted = record.get("message_state") == "DELETED" or isinstance(record.get("deletion_metadata"), dict)
        files = _files(record)
        text = None if is_deleted else _text(record.get("text"))
        kind = "deleted" if is_deleted else "text" if text or not files else "media"
        quoted = record.get("quoted_message_metadata")
        return (
            self._member, self._before + place, self._talk, self._person(record.get("creator")), sent,
            _text(record.get("message_id")), _text(record.get("topic_id")),
            _text(quoted.get("message_id")) if isinstance(quoted, dict) else None,
            kind, text, None if is_deleted else files, self._reactions(record), edited is not None, is_deleted,
            None,
        )  # fmt: skip

    def _refuse(self, place: int, reason: str, record: Any) -> None:
        raw = record.raw if isinstance(record, Broken) else record
        self.collected.rejects.refuse(self._member, self._before + place, reason, raw)

    def _person(self, user: Any) -> str | None:
        """Return the key of whoever a file names: the mail address, or a name where there is none, as bots have."""
        if not isinstance(user, dict):
            return None
        email, name = _text(user.get("email")), _text(user.get("name"))
        key = f"email:{email}" if email else f"google_chat_name:{name}" if name else None
        if key is None:
            return None
        type_ = user.get("user_type")
        role = _ROLES.get(type_.casefold()) if isinstance(type_, str) else None
        is_own = not self._own.isdisjoint(each.casefold() for each in (email, name) if each)
        self.collected.add_person(key, name, role or ("staff" if is_own else None))
        return key

    def _reactions(self, record: dict[str, Any]) -> list[dict[str, Any]] | None:
        given = record.get("reactions")
        found = []
        for each in given if isinstance(given, list) else ():
            emoji, reactors = (
                (each.get("emoji"), each.get("reactor_emails")) if isinstance(each, dict) else (None, None)
            )
            sign = _text(emoji.get("unicode")) if isinstance(emoji, dict) else _text(emoji)
            people = [email for email in reactors if _text(email)] if isinstance(reactors, list) else []
            found += [{"emoji": sign, "sender_key": f"email:{email}", "count": 1} for email in people]
        return found or None


def _files(record: dict[str, Any]) -> list[dict[str, Any]] | None:
    given = record.get("attached_files")
    names = [
        _text(each.get("original_name")) or _text(each.get("export_name"))
        for each in (given if isinstance(given, list) else ())
        if isinstance(each, dict)
    ]
    return [{"name": name, "media_type": None, "size_bytes": None} for name in names] or None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
