"""Single values of X's records: text, files, reactions, and what kind of thing happened."""

from collections.abc import Iterator
from typing import Any

SAID = frozenset({"messageCreate", "welcomeMessageCreate"})
"""Types of what somebody said; welcome messages are those that an account sends by itself."""

_EVENTS = {
    "reactionCreate": "reaction",
    "participantsJoin": "member_joined",
    "joinConversation": "member_joined",
    "participantsLeave": "member_left",
    "conversationCreate": "group_created",
    "conversationNameUpdate": "title_changed",
    "conversationAvatarUpdate": "notice",
    "lastMessageReadUpdate": "delivery_status",
}
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))


def event_kind(type_name: str) -> str:
    """Return which event a record of this type reports."""
    return _EVENTS.get(type_name, "other")


def text_of(text: Any, links: Any) -> str | None:
    """Return a message's words, its entities decoded and its short links replaced by what they lead to."""
    if not text or text.__class__ is not str:
        return None
    words = str(text)
    if "&" in words:
        for entity, character in _ENTITIES:
            words = words.replace(entity, character)
    for link in objects(links) if links else ():
        short, expanded = link.get("url"), link.get("expanded")
        if short and expanded and isinstance(short, str) and isinstance(expanded, str):
            words = words.replace(short, expanded)
    return words


def files(links: Any) -> list[dict[str, str | None]] | None:
    """Return the files of a message by name; the links lead nowhere without the account's password."""
    listed = links if isinstance(links, list) else []
    names = (link.partition("?")[0].rpartition("/")[2] for link in listed if isinstance(link, str))
    return [{"name": name or None, "media_type": None} for name in names] or None


def as_object(value: Any) -> dict[str, Any]:
    """Return the value if it is a JSON object, an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def objects(values: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in a list; none if it is no list."""
    yield from (value for value in (values if isinstance(values, list) else ()) if isinstance(value, dict))


def id_or_none(value: Any) -> str | None:
    """Return an id as text; the archive has them as text, for they have more digits than JavaScript's numbers."""
    if value.__class__ is str:
        return value or None
    return str(value) if value.__class__ is int else None


def ids(values: Any) -> list[str]:
    """Return the ids in a list; none if it is no list."""
    return [id_ for id_ in map(id_or_none, values) if id_] if isinstance(values, list) else []
