"""Single values of LinkedIn's rows: text that was mangled, instants, who is named, what was attached."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any, NamedTuple
from urllib.parse import unquote

from chatward.sources.collected import UnreadableError
from chatward.sources.html_text import plain
from chatward.sources.instants import microseconds

_PRECISIONS = {10: "day", 16: "minute", 19: "second"}  # by the length of what is written
_UTC = " UTC"
_FORMER = "%m/%d/%y, %I:%M %p"
"""How exports of until 2020 write it."""

# Windows' own characters in place of the bytes that they stand for; Latin-1 has control characters there
_AS_LATIN = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}

_LINE_MARKUP = r"/?(?:a|b|i|u|em|strong|span|img|code|s)\b[^<>]*"
_BLOCK_MARKUP = r"/?(?:p|br|div|ul|ol|li|h[1-6]|blockquote|pre|table|tr|td|body|html)\b[^<>]*"
_BLOCK = re.compile(rf"<{_BLOCK_MARKUP}>", re.IGNORECASE)
_MARKUP = re.compile(
    rf"<(?:{_LINE_MARKUP}|{_BLOCK_MARKUP})>|&(?:amp|lt|gt|quot|apos|nbsp|#\d{{1,7}}|#x[0-9a-f]{{1,6}});", re.IGNORECASE
)
_PROFILE = re.compile(r"https?://(?:[\w-]+\.)?linkedin\.com/(?:in/)?([^?#\s]+?)/?(?:[?#]\S*)?", re.IGNORECASE)
_CLOSED = "LinkedIn Member"
_SEPARATOR = re.compile(r"[\s,;|]+")


class Instant(NamedTuple):
    """When a message was sent.

    Attributes:
        utc: microseconds since 1970.
        local: the wall clock as written in microseconds, None where the row names the instant.
    """

    utc: int
    local: int | None
    zone_source: str
    precision: str


class Person(NamedTuple):
    """Somebody as a row names them; a closed account has neither key nor name."""

    key: str | None
    name: str | None


def repaired(text: str) -> str:
    """Return ``text`` with its UTF-8 restored where each byte was written as one character of Windows or Latin-1."""
    if text.isascii():
        return text
    try:
        return text.translate(_AS_LATIN).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def instant(written: str, zone: tzinfo | None) -> Instant:
    """Return when a row happened; raises ``UnreadableError`` for no time, or one that is no date."""
    if not written:
        raise UnreadableError("no_time")
    clock = written.removesuffix(_UTC)
    time, precision = _read(clock)
    wall = microseconds(time.replace(tzinfo=None))
    if len(clock) < len(written):
        return Instant(wall, None, "explicit", precision)
    if time.tzinfo:
        return Instant(microseconds(time), None, "explicit", precision)
    if zone is None:
        return Instant(wall, wall, "assumed", precision)
    return Instant(microseconds(time, zone), wall, "declared", precision)


def _read(clock: str) -> tuple[datetime, str]:
    """Return an instant as written, and its precision."""
    try:
        return datetime.fromisoformat(clock), _PRECISIONS.get(len(clock), "second")
    except ValueError:
        pass
    try:
        return datetime.strptime(clock.replace("\u202f", " "), _FORMER), "minute"  # noqa: DTZ007 - it names no zone
    except ValueError:
        raise UnreadableError("bad_time") from None


def words(subject: str, content: str) -> str:
    """Return what a message says, as plain text: its subject, if it has one, on a line above its content."""
    said = _plain(content)
    return f"{_plain(subject)}\n{said}".strip() if subject else said


def _plain(text: str) -> str:
    """Return a text without markup, if it has any; its line breaks are meant, unless the markup makes some."""
    text = repaired(text).replace("\r\n", "\n")
    if ("<" not in text and "&" not in text) or not _MARKUP.search(text):
        return text.strip()
    return plain(text if _BLOCK.search(text) else text.replace("\n", "<br>"))


def person(name: str, address: str) -> Person:
    """Return who is named by a name and the address of a profile, either of which may be missing."""
    shown = repaired(name).strip()
    profile = _PROFILE.fullmatch(address.strip())
    if profile:
        return Person(f"linkedin_id:{unquote(profile[1])}", None if shown == _CLOSED else shown or None)
    return Person(None, None) if shown in ("", _CLOSED) else Person(f"linkedin_name:{shown}", shown)


def people(names: str, addresses: str) -> Iterator[Person]:
    """Yield who is named in a list of names and one of addresses.

    Names may hold the comma that parts them, addresses never do: where there are not as many of both, only a single
    person's name is sure.
    """
    places = [each for each in _SEPARATOR.split(addresses) if each]
    named = [each.strip() for each in names.split(",")] if len(places) != 1 else [names]
    if places and len(named) != len(places):
        named = [""] * len(places)
    for name, place in zip(named, places or [""] * len(named), strict=True):
        yield person(name, place)


def attachments(addresses: str) -> list[dict[str, Any]] | None:
    """Return what a row's addresses lead to, by the last part of each."""
    if not addresses:
        return None
    found = [each for each in _SEPARATOR.split(addresses) if each]
    return [
        {"name": unquote(each.partition("?")[0].rstrip("/").rpartition("/")[2]) or None} | _UNKNOWN for each in found
    ] or None


_UNKNOWN: dict[str, Any] = {"media_type": None, "size_bytes": None}
