"""Which conversation a file of messages is, by its folder, by what is said of its members, and by its messages."""

from collections.abc import Mapping, Sequence
from typing import Any

from chatward.sources.google_chat.values import objects, text_or_none

_DIRECT, _SPACE = "dm", "space"
_PAIR = 2


def conversation_id(folder: str, records: Sequence[Any]) -> str:
    """Return a conversation's id: the first part of its messages' ids, in old exports its folder's name."""
    for record in objects(list(records)):
        written = record.get("message_id")
        if isinstance(written, str) and "/" in written and (found := written.partition("/")[0]):
            return found
    _, _, id_ = folder.partition(" ")
    return id_ or folder or "unknown"


def kind_of(folder: str, group: Mapping[str, Any]) -> str | None:
    """Return the kind of a conversation; spaces are the channels of Google Chat."""
    prefix, members = folder.partition(" ")[0].casefold(), len(list(_members(group)))
    if prefix == _SPACE or (prefix != _DIRECT and group.get("name")):
        return "channel"
    if members > _PAIR:
        return "group"
    return "direct" if prefix == _DIRECT or members == _PAIR else None


def title_of(group: Mapping[str, Any], owner: str | None) -> str | None:
    """Return what a conversation is called, or else with whom it is."""
    others = (text_or_none(member.get("name")) for member in _members(group) if member.get("email") != owner)
    return text_or_none(group.get("name")) or ", ".join(filter(None, others)) or None


def _members(group: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    return list(objects(group.get("members")))
