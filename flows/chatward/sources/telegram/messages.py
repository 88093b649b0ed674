"""Turns Telegram's messages into columns; what most messages lack costs the others nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from chatward.sources.json_values import parse
from chatward.sources.telegram.people import People

# the first key that a message has decides; media last, for a poll may carry a picture
_KINDS = {
    "poll": "poll",
    "todo_list": "poll",
    "contact_information": "contact",
    "location_information": "location",
    "invoice_information": "order",
    "game_title": "interactive",
    "giveaway_information": "interactive",
    "giveaway_results": "interactive",
    "media_type": "media",
    "photo": "media",
    "file": "media",
}
_SPOKEN = frozenset(
    {"contact_information", "location_information", "poll", "todo_list", "invoice_information", "game_title"}
    | {"place_name", "sticker_emoji"}
)
# messages with none of these keys are plain, and most are
_UNCOMMON = frozenset({*_KINDS, "reactions", "edited", "forwarded_from", "forwarded_from_id", "reply_to_peer_id"})
_LEFT_OUT = re.compile(r"(?P<name>.*?) ?\((?:File|Photo) (?:not included|unavailable|exceeds)[^()]*\)", re.DOTALL)
_NEVER = ("1970-01-01", "1969-12-31")  # exports of 2018 and 2019 write the epoch, in local time, for "not edited"


def message_columns(messages: Sequence[dict[str, Any]], people: People) -> dict[str, list[Any]]:
    """Return the columns of ``MESSAGES`` that a message itself holds: all but place, conversation, thread and times.

    ``edited`` is set by a mere reaction, too, so a message counts as edited only where it has no reactions.
    Extras that have no column, a contact's number or a poll's answers, go into the text: nothing is lost.
    """
    size = len(messages)
    written = [message.get("text") for message in messages]
    texts = [text or None if text.__class__ is str else plain_text(text) for text in written]
    columns: dict[str, list[Any]] = {
        "platform_message_id": [message.get("id") for message in messages],
        "reply_to": [message.get("reply_to_message_id") for message in messages],
        "sender_key": people.keys(messages, "from_id", "from"),
        "kind": ["unsupported" if text is None else "text" for text in texts],
        "text": texts,
        "attachments": [None] * size,
        "reactions": [None] * size,
        "is_edited": [False] * size,
        "is_forwarded": [False] * size,
        "is_deleted": [False] * size,
    }
    for row, message in enumerate(messages):
        if not _UNCOMMON.isdisjoint(message):
            _add_uncommon(columns, row, message, people)
        if message.get("type", "message") != "message":
            columns["kind"][row] = "unsupported"
    return columns


def ids(values: list[Any]) -> pa.Array:
    """Return ids as text: they are numbers in every export, but nothing here relies on it.

    A number beyond 64 bits was rounded when it was parsed, so that two may have become one: it is no id.
    """
    if values.count(None) == len(values):
        return pa.nulls(len(values), pa.string())
    try:
        return pa.array(values, pa.int64()).cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array(
            [None if value is None or value.__class__ is float else str(value) for value in values], pa.string()
        )


def plain_text(text: Any) -> str | None:
    """Return a text as exported, a string, a list of strings and entities, or an object with either; None for none."""
    if text.__class__ is str:
        return text or None
    if isinstance(text, dict):
        return plain_text(text.get("text"))
    if not isinstance(text, list):
        return None
    parts = (part.get("text") if isinstance(part, dict) else part for part in text)
    return "".join(part for part in parts if isinstance(part, str)) or None


def _add_uncommon(columns: dict[str, Any], row: int, message: Mapping[str, Any], people: People) -> None:
    kind = next((kind for key, kind in _KINDS.items() if message.get(key) is not None), None)
    if kind is not None:
        columns["kind"][row] = "sticker" if message.get("media_type") == "sticker" else kind
        columns["attachments"][row] = list(_attachments(message)) or None
    if not _SPOKEN.isdisjoint(message):
        columns["text"][row] = "\n".join(filter(None, (columns["text"][row], *_extras(message)))) or None
    reactions = message.get("reactions")
    if reactions:
        columns["reactions"][row] = list(_reactions(reactions, people)) or None
    elif "edited" in message:
        columns["is_edited"][row] = not _is_never(message["edited"])
    columns["is_forwarded"][row] = "forwarded_from" in message or "forwarded_from_id" in message
    if "reply_to_peer_id" in message:
        columns["reply_to"][row] = None  # what is answered stands in another chat, where its number means another


def _is_never(edited: Any) -> bool:
    return not isinstance(edited, str) or edited.startswith(_NEVER)


def _attachments(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    photo, file = message.get("photo"), message.get("file")
    if photo is not None:
        yield {"name": _base_name(photo), "media_type": None, "size_bytes": _whole(message.get("photo_file_size"))}
    if file is not None:
        name = message.get("file_name")
        yield {
            "name": name if isinstance(name, str) else _base_name(file),
            "media_type": _words(message.get("mime_type")),
            "size_bytes": _whole(message.get("file_size")),
        }


def _base_name(path: Any) -> str | None:
    """Return a file's name; None where the export only says why it left the file out, like "(File not included. …)"."""
    if not isinstance(path, str):
        return None
    left_out = _LEFT_OUT.fullmatch(path)
    return left_out["name"] or None if left_out else path.rpartition("/")[2]


def _extras(message: Mapping[str, Any]) -> Iterator[str | None]:
    """Yield in words what a message holds beside its text."""
    if isinstance(contact := message.get("contact_information"), dict):
        parts = (contact.get(part) for part in ("first_name", "last_name", "phone_number"))
        yield "contact: " + " ".join(str(part) for part in parts if part)
    if isinstance(place := message.get("location_information"), dict):
        yield f"{place.get('latitude')},{place.get('longitude')}"
    for list_key, heading in (("poll", "question"), ("todo_list", "title")):
        if isinstance(questions := message.get(list_key), dict):
            yield plain_text(questions.get(heading))
            listed = questions.get("answers") or questions.get("items")
            for choice in listed if isinstance(listed, list) else ():
                yield f"- {plain_text(choice.get('text') if isinstance(choice, dict) else choice)}"
    for key in ("place_name", "address", "game_title", "game_description", "sticker_emoji"):
        yield _words(message.get(key))
    if isinstance(invoice := _invoice(message.get("invoice_information")), dict):
        yield _words(invoice.get("title"))
        yield _words(invoice.get("description"))


def _invoice(given: Any) -> Any:
    """Return what is said of an invoice, which Telegram Desktop writes as JSON within a string."""
    return parse(given.encode()) if isinstance(given, str) else given


def _reactions(reactions: Any, people: People) -> Iterator[dict[str, Any]]:
    """Yield one item for each sender that is named, and one for the rest of the count."""
    for reaction in reactions if isinstance(reactions, list) else ():
        if not isinstance(reaction, dict):
            continue
        emoji = _words(reaction.get("emoji")) or _words(reaction.get("type"))
        recent = reaction.get("recent")
        named = [who for who in recent if isinstance(who, dict)] if isinstance(recent, list) else []
        for who in named:
            yield {"emoji": emoji, "sender_key": people.key(who.get("from_id"), who.get("from")), "count": 1}
        others = (_whole(reaction.get("count")) or 0) - len(named)
        if others > 0:
            yield {"emoji": emoji, "sender_key": None, "count": others}


def _words(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _whole(value: Any) -> int | None:
    return value if value.__class__ is int and 0 <= value < 2**31 * 2**20 else None
