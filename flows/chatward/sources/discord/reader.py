"""Reads channels of Discord, written by DiscordChatExporter or out of a data package of Discord's own."""

from collections.abc import Iterator
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Collected
from chatward.sources.discord.channel import read_channel
from chatward.sources.discord.exported import read_table
from chatward.sources.discord.form import (
    is_channel_file,
    is_channel_note,
    is_exported_csv,
    is_index,
    is_package_csv,
    is_user,
)
from chatward.sources.discord.package import Package
from chatward.sources.discord.people import People
from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.forms import Look, sketch
from chatward.sources.json_cursor import Cursor
from chatward.sources.records import RAW_BYTES, Batch, Export, ReadSettings

_HEAD_BYTES = 65_536
_COLUMNS = (
    "member", "record", "conversation_key", "sent_at_utc", "precision", "sender_key", "platform_message_id", "reply_to",
    "kind", "text", "attachments", "reactions", "is_edited", "is_forwarded", "as_of_utc",
)  # fmt: skip
_CONSTANTS = {"is_deleted": False, "zone_source": "explicit"}


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages and events, in file order.

    What a channel holds is told by DiscordChatExporter as of when it was asked: deleted messages are absent, and of
    edited ones only the last text is there. Records are rejected as ``"json"``, ``"truncated"``, ``"not_an_object"``,
    ``"no_time"``, ``"bad_time"`` or, in a table, ``"fields"``; a member of a package that is no part of it counts as
    one record, rejected as ``"json"``.

    Raises:
        SourceFormatError: the archive is damaged, or a file on its own is nothing of Discord's.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    people = People(collected, settings.own_accounts)
    package = Package(collected, people, settings.own_accounts)
    for member, text in read_texts(export):
        path = member or export.path.as_posix()
        look = Look(member, text[:_HEAD_BYTES])
        if is_channel_file(look):
            yield from read_channel(member, text, collected, people)
        elif look.opener == b"[":
            yield from package.read_json(member, path, text)
        elif is_exported_csv(look):
            yield from read_table(member, path, text[:].decode("utf-8", errors="replace"), collected, people)
        elif is_package_csv(look):
            yield from package.read_csv(member, path, text[:].decode("utf-8", errors="replace"))
        elif not _note(look, text, package):
            if len(export.members) == 1:
                raise SourceFormatError("the file is no export of Discord: neither a chat nor part of a data package")
            package.refuse_member(member, text[:RAW_BYTES])
    yield collected.batch()


def _note(look: Look, text: Text, package: Package) -> bool:
    """Take in what a companion says, and return whether the file is one."""
    folder = look.name.rpartition("/")[0]
    if is_user(look):
        package.note_account(_object(text))
    elif is_index(look):
        package.note_titles(folder, _object(text))
    elif is_channel_note(look):
        package.note_channel(folder, _object(text))
    else:
        return False
    return True


def _object(text: Text) -> dict[str, Any]:
    """Return the object in a text, as much of it as is sound."""
    value = sketch(Cursor(text))
    return value if isinstance(value, dict) else {}
