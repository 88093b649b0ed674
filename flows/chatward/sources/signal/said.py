"""What an item of Signal's own history holds: words, files, stickers, contacts, polls, or that it was deleted."""

from collections.abc import Mapping
from typing import Any

_Files = list[dict[str, Any]] | None
_Said = tuple[str, str | None, _Files]


def content_in(item: Mapping[str, Any]) -> _Said:
    """Return kind, words and files of an item."""
    for name, told in _CONTENTS.items():
        if isinstance(message := item.get(name), dict):
            return told(message)
    return "unsupported", None, None


def reactions_in(item: Mapping[str, Any], people: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """Return the reactions to an item; ``people`` are sender keys by the file's numbers."""
    messages = (message for name in _CONTENTS if isinstance(message := item.get(name), dict))
    given = [each for message in messages for each in _objects(message.get("reactions"))]
    return [
        {"emoji": _words(each.get("emoji")), "sender_key": people.get(str(each.get("authorId"))), "count": 1}
        for each in given
    ] or None


def _standard(message: dict[str, Any]) -> _Said:
    text = _body(message)
    files = [_file(each) for each in _objects(message.get("attachments"))]
    if isinstance(message.get("longText"), dict) and not text:
        files.append(_file({"pointer": message["longText"]}))
    return ("media" if files else "text" if text else "unsupported"), text, files or None


def _sticker(message: dict[str, Any]) -> _Said:
    sticker = message.get("sticker")
    return "sticker", _words(sticker.get("emoji")) if isinstance(sticker, dict) else None, None


def _contact(message: dict[str, Any]) -> _Said:
    contact = message.get("contact")
    contact = contact if isinstance(contact, dict) else next(iter(_objects(contact)), {})
    name = contact.get("name")
    parts = [name.get("givenName"), name.get("familyName")] if isinstance(name, dict) else []
    parts += [each.get("value") for each in _objects(contact.get("number"))]
    return "contact", "contact: " + " ".join(part for part in parts if isinstance(part, str) and part), None


def _deleted(_message: dict[str, Any]) -> _Said:
    return "deleted", None, None


def _view_once(message: dict[str, Any]) -> _Said:
    attachment = message.get("attachment")
    return ("media", None, [_file(attachment)]) if isinstance(attachment, dict) else ("unsupported", None, None)


def _story_reply(message: dict[str, Any]) -> _Said:
    reply = message.get("textReply")
    text = (_body(reply) if isinstance(reply, dict) else None) or _words(message.get("emoji"))
    return "text" if text else "unsupported", text, None


def _poll(message: dict[str, Any]) -> _Said:
    options = [f"- {each.get('option')}" for each in _objects(message.get("options"))]
    return "poll", "\n".join(filter(None, (_words(message.get("question")), *options))), None


def _payment(message: dict[str, Any]) -> _Said:
    return "order", _words(message.get("note")), None


_CONTENTS = {
    "standardMessage": _standard, "stickerMessage": _sticker, "contactMessage": _contact,
    "remoteDeletedMessage": _deleted, "adminDeletedMessage": _deleted, "viewOnceMessage": _view_once,
    "directStoryReplyMessage": _story_reply, "poll": _poll, "paymentNotification": _payment,
}  # fmt: skip


def _body(message: Mapping[str, Any]) -> str | None:
    text = message.get("text")
    return _words(text.get("body")) if isinstance(text, dict) else None


def _file(attachment: Mapping[str, Any]) -> dict[str, Any]:
    pointer = attachment.get("pointer")
    pointer = pointer if isinstance(pointer, dict) else {}
    located = pointer.get("locatorInfo")
    size = located.get("size") if isinstance(located, dict) else None
    return {
        "name": _words(pointer.get("fileName")), "media_type": _words(pointer.get("contentType")),
        "size_bytes": size if isinstance(size, int) and 0 <= size < 2**53 else None,
    }  # fmt: skip


def _objects(values: Any) -> list[dict[str, Any]]:
    return [value for value in (values if isinstance(values, list) else ()) if isinstance(value, dict)]


def _words(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
