"""What Discord's files look like: the JSON of DiscordChatExporter, and the parts of a data package.

A data package is a tree, ``<messages>/<c><channel id>/messages.csv`` or ``.json`` with a ``channel.json`` beside it, an
``index.json`` above and the account's ``user.json`` in a folder of its own. The names of its folders are translated to
the language of whoever asked for it, so only their depth counts.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from chatward.sources.forms import Form, Look

COLUMNS = frozenset({"id", "timestamp", "contents"})
"""Columns that each ``messages.csv`` of a package has."""

_EXPORTED = frozenset({"authorid", "author", "date", "content"})
_ABOUT_CHANNEL = frozenset({"id", "type", "name", "recipients", "guild"})
_ABOUT_USER = frozenset({"id", "username"})
_OF_USERS = frozenset({"discriminator", "global_name", "avatar_hash", "email"})
_HEADER_BYTES = 256
_ASSETS = re.compile(r"(?:[^/]+/)*[^/]*\.(?:json|csv)_Files/", re.IGNORECASE)
_PACKAGE = re.compile(
    r"(?:[^/]+/)?(?:c?\d+/[\w.-]+$|(?:index|user)\.json$|events-[\w-]+\.json$|[^/]+/events-[\w-]+\.json$)"
    r"|[^/]+/(?:quests_user_status|traits|ads?_[\w-]+|tickets|audit-log|preferences|user_data|applications)\.json$"
    r"|account/|activit(?:y|ies)/|ads/|programs/|servers/|support_tickets/|README\.txt$",
    re.IGNORECASE,
)


def is_channel_file(look: Look) -> bool:
    """Return whether a file is a channel, or a part of one, as DiscordChatExporter writes it."""
    if look.opener != b"{" or b'"messages"' not in look.head:
        return False
    seen = look.sketch
    if not isinstance(seen, dict) or "messages" not in seen:
        return False
    if isinstance(seen.get("channel"), dict) and "guild" in seen:
        return True
    records = seen["messages"]
    return isinstance(records, list) and any(_is_record(record) for record in records)


def is_package_json(look: Look) -> bool:
    """Return whether a file is a package's ``messages.json``."""
    if look.opener != b"[" or b'"Contents"' not in look.head:
        return False
    return {name.casefold() for name in look.first_object} >= COLUMNS


def is_package_csv(look: Look) -> bool:
    """Return whether a file is a package's ``messages.csv``."""
    header = look.head[:_HEADER_BYTES].lstrip().partition(b"\n")[0].lower()
    return b"contents" in header and frozenset(columns(header.decode("utf-8", errors="replace"))) >= COLUMNS


def is_exported_csv(look: Look) -> bool:
    """Return whether a file is a channel as DiscordChatExporter writes it as CSV."""
    header = look.head[:_HEADER_BYTES].lstrip().partition(b"\n")[0].lower()
    return b"authorid" in header and frozenset(columns(header.decode("utf-8", errors="replace"))) >= _EXPORTED


def columns(header: str) -> list[str]:
    """Return the columns that the first line of a package's table names, in small letters."""
    return [name.strip(' "\r\n').casefold() for name in header.split(",")]


def is_channel_note(look: Look) -> bool:
    """Return whether a file is a package's ``channel.json``."""
    seen = _small_object(look)
    if not _is_number(seen.get("id")) or "messages" in seen or not isinstance(seen.get("type"), (int, str)):
        return False
    return (
        isinstance(seen.get("recipients"), list) or isinstance(seen.get("guild"), dict) or seen.keys() <= _ABOUT_CHANNEL
    )


def is_index(look: Look) -> bool:
    """Return whether a file is a package's ``index.json``: names of channels by their ids, null for a lost one."""
    seen = _small_object(look)
    return bool(seen) and all(_is_number(key) and isinstance(name, (str, type(None))) for key, name in seen.items())


def is_user(look: Look) -> bool:
    """Return whether a file is a package's ``user.json``, which tells whose package it is."""
    seen = _small_object(look)
    return seen.keys() >= _ABOUT_USER and not seen.keys().isdisjoint(_OF_USERS) and _is_number(seen["id"])


def _small_object(look: Look) -> Mapping[str, Any]:
    return look.sketch if look.opener == b"{" and isinstance(look.sketch, dict) else {}


def _is_record(record: object) -> bool:
    return isinstance(record, dict) and "timestamp" in record and _is_author(record.get("author"))


def _is_author(author: object) -> bool:
    return isinstance(author, dict) and {"id", "discriminator", "isBot"} <= author.keys()


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit()


def _above(levels: int) -> Callable[[str], str]:
    """Return what gives the folder so many levels above a file, or the container's own."""
    return lambda name: "/".join(name.split("/")[:-levels])


FORMS = (
    Form("discord", is_channel_file, lambda _: None, belongings=_ASSETS),
    Form("discord", is_exported_csv, lambda _: None, belongings=_ASSETS),
    Form("discord", is_package_csv, _above(3), belongings=_PACKAGE),
    Form("discord", is_package_json, _above(3), belongings=_PACKAGE),
    Form("discord", is_channel_note, _above(3), is_companion=True),
    Form("discord", is_index, _above(2), is_companion=True),
    Form("discord", is_user, _above(2), is_companion=True),
)
