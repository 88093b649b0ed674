"""What one file is, by its content alone: names and extensions are translated, upper-cased and lost on the way.

JSON is judged by a sketch: the value that can be read out of the file's beginning. A signature names fields
that the platform always writes and no other has.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from chatward.sources.archives import ZIP_STARTS
from chatward.sources.file_text import as_utf8, utf16_of
from chatward.sources.files import Container
from chatward.sources.forms import Form, Look, forms, seen_in
from chatward.sources.packed import PACKED_START

HEAD_BYTES = 65_536
_FIRST_BYTES = 8192  # tells media from texts, and holds most small texts whole
_BINARY_BYTES = 512
_MOST_NULS = 16  # in so many bytes; a damaged text may hold some
_LONGEST_HEAD_BYTES = 2**26
_PAYLOAD_DEPTH = 3
_ENOUGH = 0.5  # of whatsapp.looks_like, which is sure at 0.9

_TELEGRAM_CHATS = (
    "personal_chat", "bot_chat", "saved_messages", "private_group", "private_supergroup", "public_supergroup",
    "private_channel", "public_channel",
)  # fmt: skip
_TELEGRAM_RECORDS = ("message", "service", "unsupported")
_TELEGRAM_ACCOUNT = frozenset({"about", "personal_information", "profile_pictures", "contacts"})
_SLACK_TIME = re.compile(r"\d{9,11}\.\d{1,9}")
_MEDIA_STARTS = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"OggS", b"%PDF", b"ID3", b"\x1aE\xdf\xa3", b"#!AMR", b"fLaC",
    b"\xff\xf1", b"\xff\xf9", b"\xff\xfb", b"BEGIN:VCARD", b"II*\x00", b"MM\x00*",
)  # fmt: skip


class Content(Enum):
    """What a file was found to be, unless it has a form of its own; the first seven are records of a platform."""

    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    WHATSAPP_CLOUD_API = "whatsapp_cloud_api"
    META_THREAD = "messenger or instagram"
    META_SECURE_THREAD = "messenger, end-to-end encrypted"
    META_PAGE = "messenger or instagram, as HTML"
    SLACK_DAY = "slack"
    SLACK_LIST = "slack's users or channels"
    ARCHIVE = "zip, or packed file"
    MEDIA = "media"
    EMPTY_LIST = "empty list"
    UNKNOWN = "unknown"


def look_at(container: Container, name: str) -> Content | Form:
    """Return what a member of a container is; raises like ``Container.read``."""
    look = _glance(container, name)
    return look if isinstance(look, Content) else _judged(container, look)


def _glance(container: Container, name: str) -> Content | Look:
    """Return what a file's first bytes say it is, or its beginning if they say no more than that it is a text."""
    # out of an archive bytes cost more than looking twice does, out of a folder less
    first = container.head(name, _FIRST_BYTES if container.is_archive else HEAD_BYTES)
    if first.startswith(ZIP_STARTS):
        return Content.ARCHIVE
    if first.startswith(PACKED_START) and name and not container.is_archive:
        return Content.ARCHIVE  # found by itself, like a zip beside it
    if first.startswith(_MEDIA_STARTS) or first[4:8] == b"ftyp":
        return Content.MEDIA
    if first[:_BINARY_BYTES].count(0) > _MOST_NULS and utf16_of(first) is None:
        return Content.UNKNOWN
    return Look(name, as_utf8(container.head(name, HEAD_BYTES) if len(first) == _FIRST_BYTES else first))


def _judged(container: Container, look: Look) -> Content | Form:
    if look.opener in (b"{", b"["):
        content = _json_content(container, look)
        if content is not Content.UNKNOWN:
            return content
    if look.opener == b"<" and _is_thread_page(look):
        return Content.META_PAGE
    form = next((form for form in forms() if form.matches(look)), None)
    if form or look.sketch == []:
        return form or Content.EMPTY_LIST
    return Content.UNKNOWN if look.opener in (b"{", b"<") else _text_content(look)


def _is_thread_page(look: Look) -> bool:
    if b"class=" not in look.head:
        return False
    from chatward.sources.meta import page  # noqa: PLC0415  # names of months load only where they are needed

    return page.is_thread(look.text)


def _text_content(look: Look) -> Content:
    from chatward.sources.whatsapp import recognition  # noqa: PLC0415  # its tables of languages load only where they are needed

    return Content.WHATSAPP if recognition.looks_like(look.text) >= _ENOUGH else Content.UNKNOWN


def _json_content(container: Container, look: Look) -> Content:
    """Judge a JSON file; an account's long "about" or address book may push the chats far behind the head."""
    size = len(look.head)
    seen = look.sketch
    while _is_account_without_chats(seen) and size < _LONGEST_HEAD_BYTES:
        longer = as_utf8(container.head(look.name, min(16 * size, _LONGEST_HEAD_BYTES)))
        if len(longer) <= size:
            break
        size = len(longer)
        seen = seen_in(longer)
    return next((content for content, signature in _SIGNATURES if signature(seen)), Content.UNKNOWN)


def _is_account_without_chats(sketch: Any) -> bool:
    return isinstance(sketch, dict) and not _TELEGRAM_ACCOUNT.isdisjoint(sketch) and not _is_telegram(sketch)


def _is_telegram(sketch: Any) -> bool:
    if not isinstance(sketch, dict):
        return False
    for section in ("chats", "left_chats"):
        chats = sketch.get(section)
        if isinstance(chats, dict) and isinstance(chats.get("list"), list):
            return all("messages" in chat or "type" in chat or "name" in chat for chat in _objects(chats["list"]))
    if sketch.get("type") in _TELEGRAM_CHATS and "messages" in sketch:
        return True
    return any(
        record.get("type") in _TELEGRAM_RECORDS
        and not record.keys().isdisjoint(("date", "date_unixtime"))
        and not record.keys().isdisjoint(("from", "from_id", "actor", "text"))
        for record in _objects(sketch.get("messages"))
    )


def _is_thread(sketch: Any) -> bool:
    if not isinstance(sketch, dict) or not isinstance(sketch.get("messages"), list):
        return False
    return any("sender_name" in record and "timestamp_ms" in record for record in _objects(sketch["messages"])) or (
        isinstance(sketch.get("participants"), list) and "thread_path" in sketch
    )


def _is_secure_thread(sketch: Any) -> bool:
    if not isinstance(sketch, dict) or not isinstance(sketch.get("messages"), list):
        return False
    return any("senderName" in record and "timestamp" in record for record in _objects(sketch["messages"])) or (
        isinstance(sketch.get("participants"), list) and "threadName" in sketch
    )


def _is_slack_day(sketch: Any) -> bool:
    return isinstance(sketch, list) and any(
        isinstance(record.get("ts"), str)
        and _SLACK_TIME.fullmatch(record["ts"])
        and not record.keys().isdisjoint(("user", "bot_id", "username", "text", "subtype"))
        for record in _objects(sketch)
    )


def _is_slack_list(sketch: Any) -> bool:
    """Tell lists of users, channels and direct messages: their rows have an id and what only Slack says beside it."""
    return isinstance(sketch, list) and any(
        isinstance(row.get("id"), str)
        and (isinstance(row.get("profile"), dict) or isinstance(row.get("members"), list) or "is_archived" in row)
        and "messages" not in row
        for row in _objects(sketch)
    )


def _has_payload(sketch: Any, depth: int = _PAYLOAD_DEPTH) -> bool:
    """Tell a webhook call of the Cloud API; ``object`` may come last, and then behind the part that was read."""
    if isinstance(sketch, dict):
        if isinstance(sketch.get("entry"), list):
            kind = sketch.get("object")
            return kind == "whatsapp_business_account" or (kind is None and _names_whatsapp(sketch["entry"]))
        inner: list[Any] = list(sketch.values())
    else:
        inner = sketch if isinstance(sketch, list) else []
    return depth > 0 and any(_has_payload(value, depth - 1) for value in inner)


def _names_whatsapp(entries: list[Any]) -> bool:
    changes = (change for entry in _objects(entries) for change in _objects(entry.get("changes")))
    values = (change.get("value") for change in changes)
    return any(isinstance(value, dict) and value.get("messaging_product") == "whatsapp" for value in values)


def _objects(values: Any) -> Iterator[dict[str, Any]]:
    yield from (value for value in (values if isinstance(values, list) else ()) if isinstance(value, dict))


_SIGNATURES = (
    (Content.TELEGRAM, _is_telegram),
    (Content.META_THREAD, _is_thread),
    (Content.META_SECURE_THREAD, _is_secure_thread),
    (Content.SLACK_DAY, _is_slack_day),
    (Content.SLACK_LIST, _is_slack_list),
    (Content.WHATSAPP_CLOUD_API, _has_payload),
)
