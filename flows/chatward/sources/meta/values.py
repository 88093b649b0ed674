"""Single values of Messenger and Instagram exports: text that was mangled, instants, attachments, names."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

_END_OF_TIME_MS = 253_402_300_800_000  # the year 10000
_EARLIEST_MS = 100_000_000_000  # 1973: a smaller number counts seconds

HEART = "❤"
"""What a like is where no emoji is told."""

_ATTACHMENTS = ("photos", "videos", "audio_files", "files", "gifs", "media")
ATTACHMENT_FIELDS = frozenset({*_ATTACHMENTS, "sticker"})

_MEDIA_TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "heic": "image/heic", "mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm", "mkv": "video/x-matroska",
    "aac": "audio/aac", "m4a": "audio/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg", "opus": "audio/ogg",
    "wav": "audio/wav", "pdf": "application/pdf", "zip": "application/zip", "txt": "text/plain", "csv": "text/csv",
    "vcf": "text/vcard", "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def repaired(text: str) -> str:
    """Return ``text`` with its UTF-8 restored where each byte of it was written as one character.

    Whole strings only, and only where every step succeeds: some exports are written rightly, and mangled ones hold
    strings that are not.
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def instant(value: object) -> tuple[int, str] | None:
    """Return microseconds since 1970 and the precision they are known to; None if ``value`` is no time of a chat."""
    if type(value) is not int or not 0 < value < _END_OF_TIME_MS:
        return None
    if value < _EARLIEST_MS:
        return value * 1_000_000, "second"
    return value * 1000, "millisecond"


def attachments(record: Mapping[str, Any]) -> list[dict[str, str | None]] | None:
    """Return what a message came with, its sticker last, by name and type; None for nothing."""
    if ATTACHMENT_FIELDS.isdisjoint(record):
        return None
    lists = [value for name in _ATTACHMENTS if isinstance(value := record.get(name), list)]
    found = [attachment(item) for items in lists for item in items]
    if sticker := record.get("sticker"):
        found.append(attachment(sticker))
    return found or None


def attachment(item: object) -> dict[str, str | None]:
    """Return one attachment; its name is the last part of its path, null where there is none."""
    path = item.get("uri") if isinstance(item, dict) else item
    name = repaired(path).partition("?")[0].rpartition("/")[2] if isinstance(path, str) else ""
    return {"name": name or None, "media_type": media_type_of(name)}


def media_type_of(name: object) -> str | None:
    """Return the media type that a file's name tells, None if it tells none."""
    return _MEDIA_TYPES.get(name.rpartition(".")[2].lower()) if isinstance(name, str) else None


def with_share(words: str, share: Mapping[str, Any]) -> str:
    """Return ``words`` and, on lines of their own, the shared link and its text, unless they say them already."""
    for part in (share.get("link"), share.get("share_text")):
        if isinstance(part, str) and (said := repaired(part)) not in words:
            words = f"{words}\n{said}" if words else said
    return words


def names(people: object, field: str = "name") -> list[str]:
    """Return the names in a list of strings, or of objects that hold them in ``field``, as they are written."""
    if not isinstance(people, list):
        return []
    found = (person.get(field) if isinstance(person, dict) else person for person in people)
    return [name for name in found if isinstance(name, str) and name]


def title(document: Mapping[str, Any], file: str) -> str | None:
    """Return a thread's title, without the number that encrypted ones carry to tell their files apart."""
    written = document.get("threadName", document.get("title"))
    if not isinstance(written, str) or not written:
        return None
    number = PurePosixPath(file).stem.rpartition("_")[2]
    return repaired(written.removesuffix(f"_{number}") if "threadName" in document and number.isdecimal() else written)


def thread_name(document: Mapping[str, Any], member: str) -> str:
    """Return the folder of a thread, which stays as it is when the thread moves between inbox and archive."""
    path = document.get("thread_path")
    if isinstance(path, str) and path.strip("/"):
        return repaired(path).rstrip("/").rpartition("/")[2]
    return PurePosixPath(member).parent.name
