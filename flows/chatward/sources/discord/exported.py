"""Reads a channel as DiscordChatExporter writes it as CSV: no ids but those of people, and no word of what is answered.

The channel's id stands in the file's name, where the exporter puts it in brackets.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.discord.people import People
from chatward.sources.discord.tables import rows
from chatward.sources.discord.values import linked_files, text_or_none
from chatward.sources.instants import instant
from chatward.sources.json_values import Broken
from chatward.sources.records import Batch

_NAMED = re.compile(r"(?P<title>.*?)[ ]*\[(?P<id>\d+)\](?: *[(\[].*)?\.csv", re.IGNORECASE)
_REACTION = re.compile(r"(?P<sign>[^(),]+) \((?P<count>\d{1,9})\)")
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:\d\d)\Z")


def read_table(member: str, path: str, text: str, collected: Collected, people: People) -> Iterator[Batch]:
    """Yield full batches of one file's records; the last ones are left in ``collected``."""
    name = PurePath(path).name
    named = _NAMED.fullmatch(name)
    key = f"discord:{named['id'] if named else PurePath(name).stem}"
    collected.add_conversation(key, (named["title"] if named else None) or None, None)
    before = 0

    def row(record: dict[str, Any], place: int) -> Row:
        return (member, before + place, key, *_cells(record, people))

    def refuse(place: int, reason: str, record: Any) -> None:
        raw = record.raw if isinstance(record, Broken) else record
        collected.rejects.refuse(member, before + place, reason, raw)

    for part in rows(text):
        yield from collected.take(part, row, refuse)
        before += len(part)


def _cells(record: Mapping[str, Any], people: People) -> Row:
    time = record.get("date") or ""
    sent = instant(time) if _OFFSET.search(time) else None
    if sent is None:
        raise UnreadableError("bad_time" if time else "no_time")
    text, attached = text_or_none(record.get("content")), _files(record.get("attachments"))
    kind = "media" if attached else "text" if text else "unsupported"
    sender = people.key({"id": record.get("authorid"), "name": _user_name(record.get("author"))})
    return (*sent, sender, None, None, kind, text, attached, _reactions(record.get("reactions")), False, False, None)


def _user_name(author: Any) -> str | None:
    """Return a name without the number that meant nobody in particular."""
    return author.removesuffix("#0000") if isinstance(author, str) and author else None


def _files(links: Any) -> list[dict[str, Any]] | None:
    return linked_files(links.replace(",", " ")) if isinstance(links, str) else None


def _reactions(given: Any) -> list[dict[str, Any]] | None:
    found = _REACTION.finditer(given) if isinstance(given, str) else ()
    return [{"emoji": each["sign"].strip(), "sender_key": None, "count": int(each["count"])} for each in found] or None
