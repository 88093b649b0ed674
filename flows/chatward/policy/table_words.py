"""Words and field types by which a policy explains a table."""

import codecs
import re
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from chatward.policy.field_types import refusal


class Role(StrEnum):
    """On whose side somebody writes."""

    STAFF = "staff"
    BOT = "bot"
    CUSTOMER = "customer"


class MessageKind(StrEnum):
    """What a message is, in the words of the stored messages."""

    TEXT = "text"
    MEDIA = "media"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    POLL = "poll"
    CALL = "call"
    INTERACTIVE = "interactive"
    ORDER = "order"
    DELETED = "deleted"
    UNSUPPORTED = "unsupported"
    NOTE = "note"


class EventKind(StrEnum):
    """What a record is that is no message, in the words of the stored events."""

    NOTICE = "notice"
    MEMBER_JOINED = "member_joined"
    MEMBER_LEFT = "member_left"
    GROUP_CREATED = "group_created"
    TITLE_CHANGED = "title_changed"
    PINNED = "pinned"
    CALL = "call"
    MESSAGE_EDITED = "message_edited"
    MESSAGE_DELETED = "message_deleted"
    CONVERSATION_DELETED = "conversation_deleted"
    REACTION = "reaction"
    DELIVERY_STATUS = "delivery_status"
    CONSENT_GRANTED = "consent_granted"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    IDENTITY_CHANGED = "identity_changed"
    ACCOUNT = "account"
    OTHER = "other"


_NAMED_FORMATS = ("iso", "epoch_s", "epoch_ms", "epoch_us")
_DIRECTIVE = re.compile(r"%([aAbBdHIjmMpSfyYzZ%])")
_DATES = (frozenset("Ymd"), frozenset("ymd"), frozenset("Yj"), frozenset("YBd"), frozenset("Ybd"), frozenset("ybd"))


def _as_time_format(value: object) -> str:
    """Accept a format by name, or a pattern that names a day at least."""
    expected = "one of `iso`, `epoch_s`, `epoch_ms`, `epoch_us`, or a pattern like `%d.%m.%Y %H:%M`"
    if not isinstance(value, str):
        raise refusal(expected)
    if value in _NAMED_FORMATS:
        return value
    directives = _DIRECTIVE.findall(value)
    if "%" in _DIRECTIVE.sub("", value) or len(set(directives)) < len(directives):
        raise refusal(expected, "the directives are those of Python's `strptime`, each at most once")
    if not any(dates <= set(directives) for dates in _DATES):
        raise refusal(expected, "the pattern must name year, month and day")
    return value


def _as_encoding(value: object) -> str:
    """Accept what Python can decode, but for encodings that are none of text."""
    name = value if isinstance(value, str) else ""
    try:
        "".encode(name)
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        raise refusal("an encoding like `cp1252`, `shift_jis` or `utf-16`") from None
    return found.name


TimeFormat = Annotated[
    str,
    PlainValidator(_as_time_format),
    WithJsonSchema({"type": "string", "examples": ["iso", "epoch_s", "epoch_ms", "epoch_us", "%d.%m.%Y %H:%M"]}),
]
Encoding = Annotated[
    str, PlainValidator(_as_encoding), WithJsonSchema({"type": "string", "examples": ["cp1252", "shift_jis"]})
]
