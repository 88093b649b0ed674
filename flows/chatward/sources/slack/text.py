"""Turns Slack's markup, blocks and attachments into the words that people saw.

Markup is described in Slack's "Formatting text for app surfaces", blocks in its Block Kit reference.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_MARKUP = re.compile(r"<([^<>]*)>|&(amp|lt|gt);")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}

# Links to files carry the key of the export itself: whoever has it can fetch every file of the workspace.
_EXPORT_KEY = re.compile(r"xoxe-[0-9A-Za-z-]*")
_EXPORT_KEY_BYTES = re.compile(rb"xoxe-[0-9A-Za-z-]*")

_PREVIEW = frozenset({"from_url", "original_url", "is_msg_unfurl"})

_LINES = ("rich_text_", "section", "header", "context")
_CHILDREN = ("text", "title", "fields", "elements")


@dataclass(frozen=True, slots=True)
class Names:
    """What mentions are shown as: names by user id, channel names by channel id."""

    people: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)


def content_text(record: Mapping[str, Any], names: Names) -> str | None:
    """Return a message's words, those of what an app attached, and of blocks where its text is empty; None for none.

    What Slack itself shows of a page that a link leads to is no word of the message.
    """
    text = record.get("text")
    if text and isinstance(text, str):
        words = _plain(text, names)
        if record.get("attachments"):
            words = "\n".join((words, *_attached_words(record["attachments"], names, said=words)))
    else:
        words = _other_words(record, names)
    return _EXPORT_KEY.sub("", words) if "xoxe-" in words else words or None


def without_export_key(raw: bytes) -> bytes:
    """Return ``raw`` without the keys that links to files carry."""
    return _EXPORT_KEY_BYTES.sub(b"", raw)


def _plain(markup: str, names: Names) -> str:
    if "<" not in markup and "&" not in markup:
        return markup
    return _MARKUP.sub(lambda match: _shown(match, names), markup)


def _other_words(record: Mapping[str, Any], names: Names) -> str:
    blocks, attachments = record.get("blocks"), record.get("attachments")
    words = [_blocks_text(blocks, names)] if blocks else []
    if isinstance(attachments, list):
        words += [_attachment_text(item, names) for item in attachments if isinstance(item, dict)]
    return "\n".join(filter(None, words))


def _attached_words(attachments: object, names: Names, said: str) -> Iterator[str]:
    """Yield what attachments of an app say beyond what is said already."""
    for item in attachments if isinstance(attachments, list) else ():
        if isinstance(item, dict) and _PREVIEW.isdisjoint(item):
            words = _attachment_text(item, names)
            if words and words not in said:
                yield words


def _shown(match: re.Match[str], names: Names) -> str:
    inner, entity = match.groups()
    if entity:
        return _ENTITIES[entity]
    target, _, label = inner.partition("|")
    label = _unescaped(label)
    mark, name = target[:1], target[1:]
    if mark == "@":
        return "@" + (names.people.get(name) or label or name)
    if mark == "#":
        return "#" + (label or names.channels.get(name) or name)
    if mark == "!":
        return label or "@" + name.rpartition("^")[2]
    return _link(_unescaped(target), label) if target else match[0]


def _link(address: str, label: str) -> str:
    address = address.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in (address, address.partition("://")[2].rstrip("/")):
        return address
    return f"{label} ({address})"


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda match: _ENTITIES[match[1]], text) if "&" in text else text


def _attachment_text(attachment: Mapping[str, Any], names: Names) -> str:
    said = [attachment.get(name) for name in ("pretext", "title", "text")]
    fields = attachment.get("fields")
    for each in fields if isinstance(fields, list) else ():
        if isinstance(each, dict):
            parts = (part for part in (each.get("title"), each.get("value")) if isinstance(part, str) and part)
            said.append(": ".join(parts))
    words = "\n".join(_plain(part, names) for part in said if isinstance(part, str) and part)
    if words := words or _blocks_text(attachment.get("blocks"), names):
        return words
    fallback = attachment.get("fallback")
    return _plain(fallback, names) if isinstance(fallback, str) else ""


def _blocks_text(blocks: object, names: Names) -> str:
    parts: list[str] = []
    for part in _parts(blocks, names):
        if part != "\n" or (parts and not parts[-1].endswith("\n")):
            parts.append(part)
    return "".join(parts).strip()


def _parts(blocks: object, names: Names) -> Iterator[str]:
    # A stack and no recursion: how deep blocks nest is for whoever wrote the file to choose.
    stack = [blocks]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, list):
            stack.extend(reversed([item for item in node if isinstance(item, (dict, list))]))
        elif isinstance(node, dict):
            if (words := _element_words(node, names)) is not None:
                yield words
                continue
            if str(node.get("type")).startswith(_LINES):
                stack.append("\n")
            stack.extend(child for key in reversed(_CHILDREN) if isinstance(child := node.get(key), (dict, list)))


def _element_words(element: dict[str, Any], names: Names) -> str | None:
    words: str | None = None
    match element:
        case {"type": "text" | "plain_text", "text": str(text)}:
            words = text
        case {"type": "mrkdwn", "text": str(text)}:
            words = _plain(text, names)
        case {"type": "link", "url": str(address)}:
            words = _link(address, str(element.get("text") or ""))
        case {"type": "user", "user_id": str(person)}:
            words = "@" + names.people.get(person, person)
        case {"type": "channel", "channel_id": str(channel)}:
            words = "#" + names.channels.get(channel, channel)
        case {"type": "broadcast", "range": str(name)} | {"type": "usergroup", "usergroup_id": str(name)}:
            words = "@" + name
        case {"type": "emoji", "name": str(name)}:
            words = f":{name}:"
        case {"type": "date", "fallback": str(text)}:
            words = text
    return words
