"""Tells what a row is: text, a file, a call, a notice of LINE's own, in the languages of its app."""

import re

from chatward.sources.line.words import LABELS, NO_PEOPLE, NOTICE_ENDS, NOTICES, UNSENT
from chatward.sources.transcript.entries import Content
from chatward.sources.whatsapp.phrases import fold, phrases

_BY_LABEL = {fold(label): meaning for meaning, labels in LABELS.items() for label in labels}
_GOES_ON = frozenset({("media", "application/octet-stream"), ("media", None), ("contact", None), ("location", None),
                      ("poll", None), ("interactive", None)})  # fmt: skip
_LABELLED = re.compile(r"\[(?P<label>[^\[\]\n]{1,40})\] ?(?P<rest>.*)", re.DOTALL)
_CALL_SIGN = "☎"
_PLACE = re.compile(r"https?://(?:maps\.google\.|(?:www\.)?google\.[a-z.]+/maps|line\.me/R/location)\S*\s*")

_UNSENT_FOLDED = frozenset(map(fold, UNSENT))
_UNSENT_ENDS = tuple(_UNSENT_FOLDED)
_LONGEST_UNSENT = max(map(len, UNSENT)) + 2

_PARTS = {kind: tuple(part.casefold() for part in phrases(table)) for kind, table in NOTICES.items()}
_NO_PEOPLE = tuple(part.casefold() for part in phrases(NO_PEOPLE))
_OF_PEOPLE = frozenset({"member_joined", "member_left"})
_ENDS = tuple(map(fold, NOTICE_ENDS))
_FIRST_OF_ALL = ("title_changed", "pinned", "call", "member_joined", "group_created", "member_left")


def content_of(text: str) -> Content:
    """Return what a row with a sender holds; a message of several lines stands between quotation marks."""
    if text.startswith('"') and text.endswith('"') and "\n" in text:
        return Content("text", _unquoted(text[1:-1]))
    if text.startswith("["):
        return _labelled(text)
    if text.startswith(_CALL_SIGN):
        return Content("call", text[1:].strip() or None)
    if len(text) < _LONGEST_UNSENT and fold(text) in _UNSENT_FOLDED:
        return Content("deleted", None, is_deleted=True)
    if text.startswith("http") and _PLACE.fullmatch(text):
        return Content("location", text)
    return Content("text", text)


def bare_content_of(text: str) -> Content:
    """Return what a row of a computer's file holds, where files are named without brackets."""
    meaning = _BY_LABEL.get(fold(text)) if len(text) < 24 else None
    if meaning and meaning not in _GOES_ON:
        return _meant(*meaning, None)
    return content_of(text)


def notice_of(text: str) -> Content:
    """Return the event that a row without a sender tells of."""
    folded = fold(text)
    if folded.endswith(_UNSENT_ENDS):
        return Content("", text, event="message_deleted")
    is_of_people = folded.endswith(_ENDS) or not any(part in folded for part in _NO_PEOPLE)
    kinds = (kind for kind in _FIRST_OF_ALL if is_of_people or kind not in _OF_PEOPLE)
    kind = next((kind for kind in kinds if any(part in folded for part in _PARTS[kind])), "notice")
    return Content("", text, event=kind)


def is_notice(line: str) -> bool:
    """Tell a notice among the rows of a file that has no columns: LINE's own words end it."""
    folded = fold(line)
    return folded.endswith(_UNSENT_ENDS) or (
        folded.endswith(_ENDS) and notice_of(line).event in ("member_joined", "member_left", "title_changed")
    )


def _unquoted(inner: str) -> str:
    return inner.replace('""', '"') if inner.count('"') == 2 * inner.count('""') else inner


def _labelled(text: str) -> Content:
    match = _LABELLED.fullmatch(text)
    meaning = _BY_LABEL.get(fold(match["label"])) if match else None
    if match is None or meaning is None or (match["rest"] and meaning not in _GOES_ON):
        return Content("text", text)
    return _meant(*meaning, match["rest"].strip() or None)


def _meant(kind: str, media_type: str | None, rest: str | None) -> Content:
    if kind == "media":
        is_file = media_type == "application/octet-stream"
        return Content(kind, None if is_file else rest, ((rest if is_file else None, None if is_file else media_type),))
    return Content(kind, rest)
