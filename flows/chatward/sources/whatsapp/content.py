"""Tells what a message is: text, media, deleted, a call, a notice of WhatsApp's own."""

import mimetypes
import re
from collections.abc import Iterable

import numpy as np

from chatward.sources.transcript.entries import Content
from chatward.sources.whatsapp.left_out import MEDIA_ROOTS, OMIT_ROOTS, VIEW_ONCE_ROOTS
from chatward.sources.whatsapp.notices import CALLS, event_kind
from chatward.sources.whatsapp.omitted import ALSO_SAID, OMITTED
from chatward.sources.whatsapp.phrases import (
    ATTACHED,
    DELETED,
    DELETED_BY,
    EDIT_ROOTS,
    EDITED,
    FULL_STOPS,
    LIVE_LOCATION,
    MESSAGE_ROOTS,
    POLL,
    UNSUPPORTED,
    fold,
)
from chatward.sources.whatsapp.texts import Bytes, Flags, Offsets
from chatward.sources.whatsapp.words import MARKS

LEFT_TO_RIGHT = "\u200e"
"""The mark that iOS puts before whatever is not the writer's own words."""


def _folded(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, phrases))


_DELETED, _EDITED, _UNSUPPORTED, _LIVE, _POLL, _ATTACHED, _MISSED, _ALSO_SAID = map(
    _folded, (DELETED, EDITED, UNSUPPORTED, LIVE_LOCATION, POLL, ATTACHED, CALLS, ALSO_SAID)
)
_MESSAGE_ROOTS, _EDIT_ROOTS = map(_folded, (MESSAGE_ROOTS, EDIT_ROOTS))
_DELETED_BY = tuple(_folded(DELETED_BY))
_OMITTED = {fold(phrase): family for family, phrases in OMITTED.items() for phrase in phrases}
_LONGEST_WORDING = 60  # characters of what stands for media that were left out
_LONGEST_NOTICE = 400  # characters; what is longer is somebody's words
_MEDIA_TYPES = {
    "image": "image/*",
    "video": "video/*",
    "audio": "audio/*",
    "sticker": "image/webp",
    "gif": "image/gif",
    "contact": "text/vcard",
}
_KNOWN_TYPES = mimetypes.MimeTypes()
for _type, _extension in (
    ("audio/opus", ".opus"),
    ("image/webp", ".webp"),
    ("image/heic", ".heic"),
    ("text/vcard", ".vcf"),
    ("audio/mp4", ".m4a"),
):
    _KNOWN_TYPES.add_type(_type, _extension)

_MARKS = re.compile(f"[{MARKS}]")
_EDIT = re.compile(r"(?P<mark>\u200e?)<(?P<words>[^<>:\n]{4,80})>\s*\Z")
_ALONE = re.compile(r"<(?P<words>[^<>\n]{2,80})>")
_NAME = r"[^<>\n/\\]{1,250}\.\w{1,8}"
_TAG = re.compile(rf"<(?P<words>[^<>:：\n]{{2,40}})[:：]\s?(?P<name>{_NAME})>")
_SUFFIXED = re.compile(rf"(?P<name>{_NAME}) [(（](?P<words>[^()（）\n]{{2,60}})[)）](?:\n(?P<caption>.*))?", re.DOTALL)
_OWN_FILE = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d+\.\w+")
_PLACE = re.compile(
    r"(?:[^\s:：]+(?:\s[^\s:：]+){0,2}[:：]\s)?https?://maps\.google\.[a-z.]+/(?:maps)?\?q=\S+\s*"
    r"|(?:[^\n]{1,300}:\s)?https?://(?:\w+\.)?foursquare\.com/\S+\s*"
)
_PAGES = re.compile(r"(?P<name>[^\n]{1,250}?\.\w{1,8}) • .*", re.DOTALL)


def classify(text: str, *, is_marked: bool) -> Content:
    """Return what a message's text stands for.

    Args:
        text: as in the file, without the mark before it.
        is_marked: whether ``LEFT_TO_RIGHT`` stood before it: only then can it be a notice that has a sender.
    """
    special = _special(text, is_marked=is_marked)
    if special is not None:
        return special
    edit = _EDIT.search(text)
    if edit is None or not edit.start() or not (edit["mark"] or _tells_of_an_edit(fold(edit["words"]))):
        return Content("text", text)
    kept = text[: edit.start()].rstrip(" ")
    return (_special(kept, is_marked=is_marked) or Content("text", kept))._replace(is_edited=True)


def _tells_of_an_edit(folded: str) -> bool:
    """Tell WhatsApp's words for an edit, also in a wording that is not known, by its words for message and editing."""
    return folded in _EDITED or all(any(root in folded for root in roots) for roots in (_MESSAGE_ROOTS, _EDIT_ROOTS))


def _special(text: str, *, is_marked: bool) -> Content | None:
    whole = fold(text) if len(text) <= _LONGEST_NOTICE else ""
    if whole in _DELETED or (is_marked and whole.startswith(_DELETED_BY)):
        return Content("deleted", None, is_deleted=True)
    if whole in _UNSUPPORTED:
        return Content("unsupported", None)
    if whole.strip("<>") in _LIVE:
        return Content("location", None)
    return _media(text, is_marked) or _event(text, whole, is_marked) or _place(text) or _poll(text)


def _unmarked(text: str) -> str:
    return text if text.isascii() else _MARKS.sub("", text)


def _event(text: str, whole: str, is_marked: bool) -> Content | None:
    """Return an event if the text is nothing but a missed call, or is marked and a notice we know."""
    is_event = bool(whole) and (is_marked or whole in _MISSED)
    kind = event_kind(text) if is_event else None
    return Content("", _unmarked(text), event=kind) if kind else None


def _media(text: str, is_marked: bool) -> Content | None:
    plain = _unmarked(text)
    return (
        _tagged(text)
        or _suffixed(plain)
        or _omitted(plain, is_marked)
        or _captioned(text)
        or _omitted_in_other_words(plain, is_marked)
    )


def _tagged(text: str) -> Content | None:
    """Read ``<attached: NAME>``, alone, before or after a caption."""
    match = _TAG.search(text)
    if match is None:
        return None
    before, after = _unmarked(text[: match.start()]), _unmarked(text[match.end() :])
    is_own_line = (not before or before.endswith(("\n", " "))) and (not after or after[0] in "\n ")
    return _files(_unmarked(match["name"]), (before + after).strip()) if is_own_line else None


def _suffixed(text: str) -> Content | None:
    """Read ``NAME (file attached)`` with a caption on the next lines."""
    match = _SUFFIXED.fullmatch(text)
    if match is None or not (_OWN_FILE.fullmatch(match["name"]) or fold(match["words"]) in _ATTACHED):
        return None
    return _files(match["name"], match["caption"])


def _files(name: str, caption: str | None) -> Content:
    media_type = _KNOWN_TYPES.guess_type(name)[0]
    kind = {"text/vcard": "contact", "text/x-vcard": "contact", "image/webp": "sticker"}.get(media_type or "", "media")
    return Content(kind, caption or None, ((name, "text/vcard" if kind == "contact" else media_type),))


def _omitted(text: str, is_marked: bool) -> Content | None:
    """Read ``image omitted``, ``NAME.pdf • 2 pages document omitted``, and any ``<…>`` that stands alone."""
    folded = fold(text[:_LONGEST_NOTICE] if "\n" not in text else text.split("\n", 1)[0])
    family = _OMITTED.get(folded.strip("<>"))
    if family is not None and (is_marked or folded not in _ALSO_SAID):
        caption = text.split("\n", 1)[1] if "\n" in text else None
        return _left_out(family, None, caption)
    pages = _PAGES.fullmatch(text)
    if pages is not None:
        words = folded.split(" ")
        if any(" ".join(words[start:]) in _OMITTED for start in range(max(0, len(words) - 6), len(words))):
            return _left_out("document", pages["name"], None)
    return (
        _left_out("", None, None)
        if _ALONE.fullmatch(text.strip()) and not _tells_of_an_edit(folded.strip("<>"))
        else None
    )


def _omitted_in_other_words(text: str, is_marked: bool) -> Content | None:
    """Read ``view once photo omitted`` and whatever else says in WhatsApp's own words that something is left out."""
    if len(text) > _LONGEST_WORDING or "\n" in text:
        return None
    padded = f" {fold(text).strip('<>').replace('-', ' ')}"
    is_whatsapps = is_marked or any(root in padded for root in VIEW_ONCE_ROOTS)
    if not (is_whatsapps and any(root in padded for root in OMIT_ROOTS)) or event_kind(text):
        return None
    families = (family for family, roots in MEDIA_ROOTS.items() if any(root in padded for root in roots))
    return _left_out(next(families, ""), None, None)


def _captioned(text: str) -> Content | None:
    """Read ``CAPTION image omitted``, where the mark of iOS stands behind the caption."""
    caption, mark, words = text.rpartition(LEFT_TO_RIGHT)
    family = _OMITTED.get(fold(words)) if mark else None
    return _left_out(family, None, caption.strip()) if family is not None and caption.strip() else None


def _left_out(family: str, name: str | None, caption: str | None) -> Content:
    kind = family if family in {"sticker", "contact"} else "media"
    media_type = _KNOWN_TYPES.guess_type(name)[0] if name else _MEDIA_TYPES.get(family)
    return Content(kind, caption, ((name, media_type),))


def _place(text: str) -> Content | None:
    plain = _unmarked(text)
    return Content("location", plain) if _PLACE.fullmatch(plain) else None


def _poll(text: str) -> Content | None:
    first, separator, _ = text.partition("\n")
    is_poll = bool(separator) and fold(first).rstrip(":： ") in _POLL
    return Content("poll", _unmarked(text)) if is_poll else None


def _variants(phrase: str) -> set[bytes]:
    cases = {phrase, phrase.lower(), phrase.upper(), phrase.casefold(), phrase.capitalize()}
    return {(case + stop).encode() for case in cases for stop in ("", *FULL_STOPS)}


def signs(data: Bytes, starts: Offsets, ends: Offsets) -> Offsets:
    """Return a number for each text in ``data``, made of its length and four of its bytes, alike for a and A."""
    lengths = mixed = ends - starts
    for places in (ends - 1, starts + lengths // 2, starts + lengths // 4, starts):
        mixed = mixed * 131 + (data[places] | _CASE)
    return mixed % _SIGNS


def _phrase_signs() -> Flags:
    tables = (DELETED, UNSUPPORTED, LIVE_LOCATION, CALLS, *OMITTED.values())
    variants = [variant for table in tables for phrase in table for variant in _variants(phrase)]
    ends = np.cumsum([len(variant) for variant in variants])
    starts = np.concatenate(([0], ends[:-1]))
    found = np.zeros(_SIGNS, dtype=bool)
    found[signs(np.frombuffer(b"".join(variants), dtype=np.uint8), starts, ends)] = True
    return found


_SIGNS = 1 << 20
_CASE = ord("a") - ord("A")

PHRASE_SIGNS = _phrase_signs()
"""By sign: whether a phrase that stands alone bears it, which sorts out almost every text unseen."""
