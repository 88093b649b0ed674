"""Single values of Snapchat's records: instants, words, media, and what a record reports."""

import re
from html import unescape
from typing import Any

from chatward.sources.collected import UnreadableError
from chatward.sources.instants import utc_microseconds

# by how large a number is: the field's name says microseconds, and it holds milliseconds
_SCALES = ((10**11, 1_000_000, "second"), (10**14, 1_000, "millisecond"), (10**17, 1, "microsecond"))
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")

_KINDS = {
    "TEXT": "text", "MEDIA": "media", "IMAGE": "media", "VIDEO": "media", "NOTE": "media", "SHARE": "media",
    "SHARESAVEDSTORY": "media", "STICKER": "sticker", "LOCATION": "location", "MAPREACTION": "location",
    "NONPARTICIPANTBOTRESPONSE": "text",
}  # fmt: skip
BOT_RESPONSE = "NONPARTICIPANTBOTRESPONSE"
_STATUS = "STATUS"
# the first word that a status holds decides
_EVENTS = (
    ("ERASED", "message_deleted"), ("PARTICIPANTADDED", "member_joined"), ("PARTICIPANTJOINED", "member_joined"),
    ("PARTICIPANTREMOVED", "member_left"), ("PARTICIPANTLEFT", "member_left"), ("CALL", "call"),
    ("TITLE", "title_changed"), ("RENAME", "title_changed"),
)  # fmt: skip


def instant(record: dict[str, Any]) -> tuple[int, str]:
    """Return microseconds since 1970, and the precision, of when a record was made; Snapchat's times are UTC.

    Raises:
        UnreadableError: it has no time, or none that is a date.
    """
    number, written = record.get("Created(microseconds)"), record.get("Created")
    if type(number) is int and number > 0:
        for limit, factor, precision in _SCALES:
            if number < limit:
                return number * factor, precision
    if not written:
        raise UnreadableError("bad_time" if number else "no_time")
    return utc_microseconds(written), "second"


def words(record: dict[str, Any]) -> str:
    """Return what a record says, with its entities decoded; ``""`` for nothing, as of most that were not saved."""
    said = record.get("Content") or record.get("Text") or ""
    if not isinstance(said, str):
        raise UnreadableError("bad_field")
    return _ENTITY.sub(lambda found: unescape(found[0]), said) if "&" in said else said


def media(record: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the media that a record names, each by its id, which a file of the download bears."""
    named = record.get("Media IDs")
    if not named or not isinstance(named, str):
        return None
    ids = (each.strip() for each in named.split("|"))
    return [{"name": id_, "media_type": None, "size_bytes": None} for id_ in ids if id_] or None


def event_kind(media_type: str) -> str | None:
    """Return which event a record of this type reports; None for what somebody sent."""
    if not media_type.startswith(_STATUS):
        return None
    return next((kind for word, kind in _EVENTS if word in media_type), "notice")


def message_kind(media_type: str, *, has_words: bool, has_media: bool) -> str:
    """Return the kind of a message of this type; the words of chats that nobody saved are not in the download."""
    kind = _KINDS.get(media_type) or ("media" if has_media else "text")
    return "unsupported" if kind == "text" and not has_words else kind
