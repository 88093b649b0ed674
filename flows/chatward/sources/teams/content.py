"""What a message of Graph says: its words, its files, what it answers, and whose words it passes on."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

import orjson

from chatward.sources.html_text import plain
from chatward.sources.teams.spelling import Spelling, as_object, words_of

_ANSWERED = ("messageReference",)
_FORWARDED = "forwardedMessageReference"
_CARD = "application/vnd.microsoft.card."
_CARD_WORDS = frozenset({"text", "title", "subtitle", "summary", "value", "subject"})
_CARD_DEPTH = 12
_PICTURE = re.compile(r"<img\b(?![^<>]*/Emoji\")(?:[^<>]*?\balt=\"([^\"<>]*)\")?[^<>]*>", re.IGNORECASE)
_ONE_PARAGRAPH = re.compile(r"<p>((?:[^<&\s]++ ?)*+)</p>")  # what most people write
_NO_NAME = ("", "image")


class Attached(NamedTuple):
    """What comes with a message beside its body."""

    files: tuple[dict[str, Any], ...] = ()
    answers: str | None = None
    is_forwarded: bool = False
    words: str = ""


_NOTHING = Attached()


def body_words(record: dict[str, Any], names: Spelling) -> tuple[str, list[dict[str, Any]]]:
    """Return the words of a message's body below its subject, and the pictures that stand between them."""
    body = as_object(record.get(names.body))
    content, subject = words_of(body.get(names.content)) or "", words_of(record.get(names.subject))
    pictures: list[dict[str, Any]] = []
    if paragraph := _ONE_PARAGRAPH.fullmatch(content):
        content = paragraph[1].strip()
    elif body.get(names.content_type) != "text":
        if "<img" in content:
            pictures = [_file(unescape(name), None) for name in _PICTURE.findall(content)]
            content = _PICTURE.sub("", content)
        content = plain(content)
    return f"{subject.strip()}\n{content}".strip() if subject else content, pictures


def attached(record: dict[str, Any], names: Spelling) -> Attached:
    """Return what comes with a message: files, cards, references to messages answered or forwarded.

    What is quoted of an answered message is left out: it says what that message said then. Forwarded words are kept.
    """
    given = record.get(names.attachments)
    if not given or not isinstance(given, list):
        return _NOTHING
    files: list[dict[str, Any]] = []
    answers, is_forwarded, words = None, False, []
    for item in (each for each in given if isinstance(each, dict)):
        kind, content = words_of(item.get(names.content_type)) or "", item.get(names.content)
        if kind in _ANSWERED:
            answers = words_of(_parsed(content).get("messageId")) or words_of(item.get(names.id))
        elif kind == _FORWARDED:
            is_forwarded = True
            words.append(plain(words_of(_parsed(content).get("originalMessageContent")) or ""))
        elif kind.startswith(_CARD):
            words += _card_words(_parsed(content))
        else:
            files.append(_file(words_of(item.get(names.name)), kind if "/" in kind else None))
    return Attached(tuple(files), answers, is_forwarded, "\n".join(filter(None, words)))


def _file(name: str | None, media_type: str | None) -> dict[str, Any]:
    return {"name": None if name in _NO_NAME else name, "media_type": media_type, "size_bytes": None}


def _parsed(content: Any) -> dict[str, Any]:
    """Return the object that an attachment holds, mostly as a JSON text."""
    if isinstance(content, str):
        try:
            content = orjson.loads(content)
        except orjson.JSONDecodeError:
            return {}
    return as_object(content)


def _card_words(card: Any, depth: int = _CARD_DEPTH) -> Iterator[str]:
    if isinstance(card, list) and depth:
        for each in card:
            yield from _card_words(each, depth - 1)
    elif isinstance(card, dict) and depth:
        for name, value in card.items():
            if isinstance(value, str) and name in _CARD_WORDS:
                yield plain(value)
            else:
                yield from _card_words(value, depth - 1)
