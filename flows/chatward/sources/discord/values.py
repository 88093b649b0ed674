"""Single values of Discord's records: ids, files, reactions, and the words that people saw."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

_MOST_BYTES, _MOST_REACTIONS = 2**63 - 1, 2**31 - 1
_MARKUP = re.compile(r"<(?:@!?([^<>@!:#&\s]+)|a?:(\w+):\d+)>")

_File = dict[str, Any]


def text_or_none(value: Any) -> str | None:
    """Return ``value`` if it is a text with something in it."""
    return value if isinstance(value, str) and value else None


def id_or_none(value: Any) -> str | None:
    """Return an id as text; a number with a fraction is none, for it lost digits on the way."""
    if value.__class__ is str:
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def with_names(text: str, mentions: Any) -> str:
    """Return ``text`` with names for the people it mentions by id, and own emoji by name.

    Only the message's own list of mentions is asked, so that its text is the same wherever it is delivered.
    """
    if "<" not in text:
        return text
    people = {user.get("id"): shown_name(user) for user in objects(mentions)}
    return _MARKUP.sub(lambda found: _shown(found, people), text)


def _shown(found: re.Match[str], people: Mapping[Any, str | None]) -> str:
    person, emoji = found.groups()
    if emoji:
        return f":{emoji}:"
    name = people.get(person)
    return f"@{name}" if name else found[0]


def shown_name(user: Mapping[str, Any]) -> str | None:
    """Return the name under which others see a user."""
    return text_or_none(user.get("nickname")) or text_or_none(user.get("name"))


def objects(values: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in a list; none if it is no list."""
    yield from (value for value in (values if isinstance(values, list) else ()) if isinstance(value, dict))


def files(record: Mapping[str, Any]) -> list[_File] | None:
    """Return the files and stickers that a record came with, by name and size; links to them expire."""
    found = [
        _file(text_or_none(item.get("fileName")) or _name_in(item.get("url")), item.get("fileSizeBytes"))
        for item in objects(record.get("attachments"))
    ]
    found += [_file(text_or_none(item.get("name")), None) for item in objects(record.get("stickers"))]
    return found or None


def linked_files(links: Any) -> list[_File] | None:
    """Return the files that a data package links to, one space between two."""
    return [_file(_name_in(link), None) for link in links.split()] or None if isinstance(links, str) else None


def _file(name: str | None, size: Any) -> _File:
    is_size = isinstance(size, int) and 0 <= size <= _MOST_BYTES
    return {"name": name, "media_type": None, "size_bytes": int(size) if is_size else None}


def _name_in(link: Any) -> str | None:
    if not isinstance(link, str):
        return None
    return unquote(re.split(r"[?#]", link, maxsplit=1)[0].rpartition("/")[2]) or None


def reactions(given: Any, person: Callable[[Any], str | None]) -> list[dict[str, Any]] | None:
    """Return one reaction for each person who is named, and one for those that are only counted.

    Args:
        given: as exported.
        person: returns the sender key of a user.
    """
    return [row for reaction in objects(given) for row in _reactions(reaction, person)] or None


def _reactions(reaction: Mapping[str, Any], person: Callable[[Any], str | None]) -> Iterator[dict[str, Any]]:
    emoji = reaction.get("emoji")
    name = text_or_none(emoji.get("name")) if isinstance(emoji, dict) else text_or_none(emoji)
    named = [key for key in map(person, objects(reaction.get("users"))) if key]
    for key in named:
        yield {"emoji": name, "sender_key": key, "count": 1}
    count = reaction.get("count")
    others = count - len(named) if isinstance(count, int) and count <= _MOST_REACTIONS else 0
    if others > 0:
        yield {"emoji": name, "sender_key": None, "count": others}


def embedded_words(record: Mapping[str, Any]) -> str | None:
    """Return the words of a record's embeds, in which apps and bots say most of what they say."""
    return "\n".join(line for embed in objects(record.get("embeds")) for line in _lines(embed)) or None


def _lines(embed: Mapping[str, Any]) -> Iterator[str]:
    for key in ("title", "description"):
        if words := text_or_none(embed.get(key)):
            yield words
    for field in objects(embed.get("fields")):
        yield ": ".join(filter(None, (text_or_none(field.get("name")), text_or_none(field.get("value")))))
    if (footer := embed.get("footer")) and isinstance(footer, dict) and (words := text_or_none(footer.get("text"))):
        yield words
