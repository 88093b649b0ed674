"""Single values of Google Chat's records: files, reactions, and what stands where a message has no text."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

FORMER_TEXTS = ("previous_message_versions", "quoted_message_metadata")
"""Fields that repeat what was said before it was edited, or elsewhere."""

_WRAPPED = "private_do_not_access_or_else_safe_url_wrapped_value"


def text_or_none(value: Any) -> str | None:
    """Return ``value`` if it is a text with something in it."""
    return value if isinstance(value, str) and value else None


def as_object(value: Any) -> dict[str, Any]:
    """Return the value if it is a JSON object, an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def objects(values: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in a list, or the object that stands in its place."""
    listed = values if isinstance(values, list) else [values]
    yield from (value for value in listed if isinstance(value, dict))


def files(record: Mapping[str, Any]) -> list[dict[str, str | None]] | None:
    """Return the files that a message came with, under the names they had when they were sent."""
    found = [
        {"name": text_or_none(file.get("original_name")) or text_or_none(file.get("export_name")), "media_type": None}
        for file in objects(record.get("attached_files"))
    ]
    found += [{"name": None, "media_type": "image/gif"} for _ in objects(record.get("attached_gifs"))]
    return found or None


def reactions(given: Any, person: Callable[[str], str]) -> list[dict[str, Any]] | None:
    """Return one reaction for each person who gave one.

    Args:
        given: as exported.
        person: returns the sender key for an address.
    """
    return [row for reaction in objects(given) for row in _reactions(reaction, person)] or None


def _reactions(reaction: Mapping[str, Any], person: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    emoji = as_object(reaction.get("emoji"))
    name = text_or_none(emoji.get("unicode")) or text_or_none(as_object(emoji.get("custom_emoji")).get("short_code"))
    listed = reaction.get("reactor_emails")
    emails = [email for email in listed if text_or_none(email)] if isinstance(listed, list) else []
    for email in emails:
        yield {"emoji": name, "sender_key": person(email), "count": 1}
    if name and not emails:
        yield {"emoji": name, "sender_key": None, "count": 1}


def is_call(record: Mapping[str, Any]) -> bool:
    """Return whether a record is no more than a call, or the invitation to one."""
    return any(
        "video_call_metadata" in note or "call_data" in as_object(note.get("gsuite_integration_metadata"))
        for note in objects(record.get("annotations"))
    )


def shown_words(record: Mapping[str, Any]) -> str | None:
    """Return what a message without text shows: titles and addresses of what is linked, of meetings and of tasks."""
    lines = [line for note in objects(record.get("annotations")) for line in _lines(note)]
    return "\n".join(filter(None, map(text_or_none, lines))) or None


def _lines(note: Mapping[str, Any]) -> Iterator[Any]:
    link, integration = as_object(note.get("url_metadata")), as_object(note.get("gsuite_integration_metadata"))
    yield link.get("title")
    yield as_object(link.get("url")).get(_WRAPPED)
    yield as_object(note.get("drive_metadata")).get("title")
    yield as_object(as_object(note.get("video_call_metadata")).get("meeting_space")).get("meeting_url")
    yield as_object(as_object(integration.get("calendar_event_data")).get("calendar_event")).get("title")
    yield as_object(as_object(integration.get("tasks_data")).get("task_properties")).get("title")
