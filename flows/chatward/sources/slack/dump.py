"""Takes apart what slackdump writes where it is not asked for Slack's own form, and answers of Slack's API.

A dump is a conversation as one object, with the replies of a thread within the message that began it. An archive has a
file a conversation with an answer of Slack's API a line, a *chunk*: messages, the replies of a thread, users, channels.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chatward.sources.file_text import as_utf8
from chatward.sources.json_values import Broken, parse
from chatward.sources.jsontext import json_lines, load_json

_CHANNEL, _MESSAGES, _REPLIES = "channel_id", "messages", "slackdump_thread_replies"
_OF_CHUNKS = ("m", "u", "ch", "ci", "w", "f", "p")
_OF_MESSAGES = ("text", "blocks", "user", "bot_id", "subtype", "files", "attachments")
_TIME = re.compile(r"\d{9,11}\.\d{1,9}")
_CALL = "event_callback"
_KINDS = {"D": "direct", "C": "channel", "G": "group"}


@dataclass(frozen=True, slots=True)
class Dump:
    """What a file holds.

    Attributes:
        users: as in ``users.json``.
        conversations: as in ``channels.json``.
        records: messages, each with its conversation in ``channel``, ``Broken`` in the place of what is none.
    """

    users: list[Any] = field(default_factory=list)
    conversations: list[dict[str, Any]] = field(default_factory=list)
    records: list[Any] = field(default_factory=list)


def is_dump(record: Mapping[str, Any]) -> bool:
    """Tell a conversation by its fields, also one as Slack's API answered it, which does not say which one it is."""
    messages = record.get(_MESSAGES)
    if not isinstance(messages, list):
        return False
    is_answer = record.get("ok") is True and any(isinstance(each.get("ts"), str) for each in _objects(messages))
    return is_answer or isinstance(record.get(_CHANNEL), str)


def is_chunk(record: Mapping[str, Any]) -> bool:
    """Tell a line of an archive by its fields."""
    return isinstance(record.get("t"), int) and "ts" in record and not record.keys().isdisjoint(_OF_CHUNKS)


def is_message(record: Mapping[str, Any]) -> bool:
    """Tell a message that stands alone, as somebody kept it, or within a call of Slack's Events API."""
    record = _reported(record)
    ts = record.get("ts")
    is_timed = isinstance(ts, str) and _TIME.fullmatch(ts) is not None
    return is_timed and record.get("type") == "message" and not record.keys().isdisjoint(_OF_MESSAGES)


def dump_in(data: bytes) -> Dump | None:
    """Return what a file of slackdump's holds, or of single messages; None for any other.

    Raises:
        SourceFormatError: like ``load_json``.
    """
    text = as_utf8(data)
    if text.lstrip()[:1] != b"{":
        return None
    first = parse(text.lstrip().partition(b"\n")[0])
    if isinstance(first, dict) and is_chunk(first):
        return _of_chunks(json_lines(text))
    if isinstance(first, dict) and is_message(first):
        return Dump(records=list(map(_reported, json_lines(text))))
    whole = load_json(data, records=((_MESSAGES,),))
    if not isinstance(whole, dict):
        return None
    if is_message(whole):
        return Dump(records=[_reported(whole)])
    return _of_conversation(whole) if is_dump(whole) else None


def _reported(call: Any) -> Any:
    """Return the message that a call reports; anything else as it is."""
    event = call.get("event") if isinstance(call, dict) and call.get("type") == _CALL else None
    return event if isinstance(event, dict) else call


def kind_of(conversation: str) -> str | None:
    """Return the kind of a conversation by the first letter of its id."""
    return _KINDS.get(conversation[:1])


def _of_conversation(whole: dict[str, Any]) -> Dump:
    channel = whole.get(_CHANNEL)
    records = [_in_channel(each, channel) for each in _unfolded(whole[_MESSAGES])]
    return Dump(conversations=[{"id": channel, "name": whole.get("name")}] if channel else [], records=records)


def _unfolded(messages: Iterable[Any]) -> Iterator[Any]:
    """Yield messages, and behind each the replies that stand within it."""
    for message in messages:
        replies = message.get(_REPLIES) if isinstance(message, dict) else None
        if isinstance(replies, list):
            yield {name: value for name, value in message.items() if name != _REPLIES}
            yield from _unfolded(replies)
        else:
            yield message


def _of_chunks(chunks: Iterable[Any]) -> Dump:
    """Return what chunks hold; the message that a thread began with is repeated beside its replies."""
    dump = Dump()
    known: set[tuple[Any, Any]] = set()
    roots: list[Any] = []
    for chunk in chunks:
        if not isinstance(chunk, dict) or not is_chunk(chunk):
            dump.records.append(chunk if isinstance(chunk, Broken | dict) else Broken(b"", "json"))
            continue
        channel = chunk.get("id")
        dump.users.extend(_objects(chunk.get("u")))
        dump.conversations.extend(_objects([*_listed(chunk.get("ch")), chunk.get("ci")]))
        messages = [_in_channel(each, channel) for each in _listed(chunk.get("m"))]
        known.update((channel, each.get("ts")) for each in _objects(messages))
        dump.records.extend(messages)
        roots += [_in_channel(root, channel) for root in _objects([chunk.get("p")])]
    for root in roots:
        if (place := (root["channel"], root.get("ts"))) not in known:
            known.add(place)
            dump.records.append(root)
    return dump


def _in_channel(message: Any, channel: Any) -> Any:
    return {**message, "channel": channel} if isinstance(message, dict) and isinstance(channel, str) else message


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(values: Any) -> list[dict[str, Any]]:
    return [value for value in _listed(values) if isinstance(value, dict)]
