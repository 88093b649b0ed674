"""Makes rows of the webhook calls of Messenger and Instagram: each element of an entry's lists is one record."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chatward.sources.collected import Row, UnreadableError
from chatward.sources.meta.message_content import webhook_content
from chatward.sources.meta.payload_people import People, text_id
from chatward.sources.meta.payloads import EVENT_LISTS
from chatward.sources.meta.recognition import PLATFORMS
from chatward.sources.meta.values import instant
from chatward.sources.meta.webhook_events import Event, change_of, event_of

_TEXT = (str, type(None))
_STRAY = "no_payload"


class Place(NamedTuple):
    """Where in a call a record stands: whose call it is, and what its entry says for all of them."""

    platform: str
    account: str | None
    time: object
    is_change: bool


def records_of(call: Mapping[str, Any], platform: str) -> list[tuple[Any, Place | str]]:
    """Return the records of a call in their order, each with its place, or with the reason why it cannot be read.

    Args:
        call: a payload with a list as its ``entry``.
        platform: whose call it is if it does not say.
    """
    kind = call.get("object")
    if kind is not None and kind not in PLATFORMS:
        return [(entry, "other_platform") for entry in call["entry"]]
    platform = PLATFORMS[kind] if kind else platform
    return [found for entry in call["entry"] for found in _records_of_entry(entry, platform)]


def _records_of_entry(entry: Any, platform: str) -> list[tuple[Any, Place | str]]:
    if not isinstance(entry, dict):
        return [(entry, "not_an_object")]
    account, time = text_id(entry.get("id")), entry.get("time")
    found: list[tuple[Any, Place | str]] = []
    for name in EVENT_LISTS:
        if isinstance(rows := entry.get(name), list):
            for row in rows:
                message = _as_event(row) if name == "changes" else row
                found.append((message or row, Place(platform, account, time, name == "changes" and message is None)))
    return found or [(entry, _STRAY)]


def _as_event(change: Any) -> dict[str, Any] | None:
    """Return the event within a change: Instagram may deliver messages as changes of the field ``messages``."""
    value = change.get("value") if isinstance(change, dict) else None
    return value if isinstance(value, dict) and isinstance(value.get("recipient"), dict) else None


def row_of(record: dict[str, Any], place: Place, people: People) -> tuple[Row | None, tuple[Any, ...] | None]:
    """Return the row of a message, or else of an event, without member and record number.

    Raises:
        UnreadableError: the record has no time, or is not what the platform writes.
    """
    if place.is_change:
        return None, _change(record, place, people)
    sender, recipient = _party(record, "sender"), _party(record, "recipient")
    # what a page sent itself is an echo; all else was done by its customer
    message = record.get("message")
    is_own = (sender is not None and sender == place.account) or (isinstance(message, dict) and message.get("is_echo"))
    own, customer = (sender, recipient) if is_own else (recipient, sender)
    conversation = people.meet(place.platform, own, customer)
    actor = people.key(place.platform, sender)
    if event := event_of(record):
        return None, (conversation, actor, *_time(record, place), *event)
    at = _own_time(record)
    return (conversation, actor, *at, *_content(record), at[0]), None  # a call tells how it was when it was sent


def _content(record: Mapping[str, Any]) -> Row:
    """Return id, answered id, kind, words, files and reactions of a message; a button pressed is one, too."""
    postback = record.get("postback")
    if "message" not in record:
        if not isinstance(postback, dict):
            raise UnreadableError("bad_field")
        words = next((each for name in ("title", "payload") if isinstance(each := postback.get(name), str)), None)
        return (text_id(postback.get("mid")), None, "interactive", words, None, None)
    message = record["message"]
    text, answered = message.get("text"), message.get("reply_to")
    if not isinstance(text, _TEXT):
        raise UnreadableError("bad_field")
    reply_to = text_id(answered.get("mid")) if isinstance(answered, dict) else None
    return (text_id(message.get("mid")), reply_to, *webhook_content(message, text or None), None)


def _change(change: Mapping[str, Any], place: Place, people: People) -> tuple[Any, ...]:
    value = change.get("value")
    content: dict[str, Any] = value if isinstance(value, dict) else {}
    author = content.get("from")
    actor = people.key(place.platform, text_id(author.get("id")) if isinstance(author, dict) else None)
    if actor and isinstance(author, dict):
        people.describe(actor, author.get("name") or author.get("username"))
    times = (_instant(content.get("created_time")), _instant(content.get("timestamp")), _instant(place.time))
    if (at := next(filter(None, times), None)) is None:
        raise UnreadableError("no_time")
    event: Event = change_of(change)
    return (None, actor, *at, *event)


def _time(record: Mapping[str, Any], place: Place) -> tuple[int, str]:
    """Return when an event was; receipts have no time of their own, and none is lost for the want of one."""
    at = _instant(record.get("timestamp")) or _instant(place.time)
    if at is None:
        raise UnreadableError("no_time")
    return at


def _own_time(record: Mapping[str, Any]) -> tuple[int, str]:
    time = record.get("timestamp")
    if (at := _instant(time)) is None:
        raise UnreadableError("no_time" if time is None else "bad_time")
    return at


def _instant(time: object) -> tuple[int, str] | None:
    """Return an instant that is a number, or a text of digits as in Instagram's changes."""
    if isinstance(time, str) and time.isascii() and time.isdigit() and len(time) < 20:
        return instant(int(time))
    return instant(time)


def _party(record: Mapping[str, Any], side: str) -> str | None:
    party = record.get(side)
    if party is None:
        return None
    if not isinstance(party, dict):
        raise UnreadableError("bad_field")
    return text_id(party.get("id"))
