"""What every reader yields: the schemas of messages, events, participants and rejects.

A reader turns one export into batches of these four tables and changes nothing else: no ids are made,
no consent is asked, nothing is dropped. ``Batch.records`` counts the input's records *before* they are
parsed, so that conservation (invariant I1) can be checked against what came out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from chatward.sources.table.mapping import TableMapping

BATCH_ROWS = 100_000
"""Most messages in one batch."""

BATCH_BYTES = 2**26
"""After about so much text a batch ends, however few messages are in it."""

RAW_BYTES = 65_536
"""A reject keeps at most so much of what could not be read."""

INSTANT = pa.timestamp("us", tz="UTC")
_NAME = pa.dictionary(pa.int32(), pa.string())

ATTACHMENT = pa.struct([("name", pa.string()), ("media_type", pa.string()), ("size_bytes", pa.int64())])
REACTION = pa.struct([("emoji", pa.string()), ("sender_key", pa.string()), ("count", pa.int32())])

MESSAGES = pa.schema(
    [
        # place: which record of which member of the export this is, counted from 1
        ("member", _NAME),
        ("record", pa.int64()),
        # ids: the platform's own, as text; null where the platform gives none
        ("platform_message_id", pa.string()),
        ("conversation_key", _NAME),
        ("reply_to", pa.string()),
        ("thread_key", pa.string()),
        # people: "<identifier type>:<identifier>", see PARTICIPANTS
        ("sender_key", _NAME),
        # content
        ("kind", _NAME),
        ("text", pa.string()),
        ("attachments", pa.list_(ATTACHMENT)),
        ("reactions", pa.list_(REACTION)),
        # flags
        ("is_edited", pa.bool_()),
        ("is_deleted", pa.bool_()),
        ("is_forwarded", pa.bool_()),
        # times: the instant, the wall clock as written (null where the export gives an instant only)
        ("sent_at_utc", INSTANT),
        ("sent_at_local", pa.timestamp("us")),
        ("zone_source", _NAME),
        ("precision", _NAME),
        # the instant for which this content holds, where it is not that of the export's end: of two versions of one
        # message the later counts. What is reported as it happens, like a webhook call, holds when it is sent
        ("as_of_utc", INSTANT),
    ]
)
MESSAGE_KINDS = (
    "text", "media", "sticker", "location", "contact", "poll", "call", "interactive", "order", "deleted", "unsupported",
    "note",
)  # fmt: skip
"""``deleted``: its text is gone; ``note``: what staff wrote for each other, which customers never saw."""
ZONE_SOURCES = ("explicit", "declared", "assumed")
"""``explicit``: the export names the instant; ``declared``: the policy the zone; ``assumed``: UTC, for want of both."""
PRECISIONS = ("day", "minute", "second", "millisecond", "microsecond")

EVENTS = pa.schema(
    [
        ("member", _NAME),
        ("record", pa.int64()),
        ("conversation_key", _NAME),
        ("event", _NAME),
        ("actor_key", _NAME),
        ("target_message_id", pa.string()),
        # the notice's own words, or a message's new text after an edit
        ("text", pa.string()),
        # further value-carrying fields as one JSON object; personal, so it never leaves the warehouse
        ("detail", pa.string()),
        ("at_utc", INSTANT),
        ("at_local", pa.timestamp("us")),
        ("zone_source", _NAME),
        ("precision", _NAME),
    ]
)
EVENT_KINDS = (
    "notice", "member_joined", "member_left", "group_created", "title_changed", "pinned", "call", "message_edited",
    "message_deleted", "conversation_deleted", "reaction", "delivery_status", "consent_granted", "consent_withdrawn",
    "identity_changed", "account", "other",
)  # fmt: skip
"""``conversation_deleted``: so is all that was said in it until then."""

PARTICIPANTS = pa.schema(
    [
        # the key that messages and events name; then everything the export says of this person
        ("sender_key", pa.string()),
        ("display_name", pa.string()),
        # further identifiers of the same person, each "<type>:<identifier>"
        ("same_as", pa.list_(pa.string())),
        # "staff", "bot", "customer", or null where the export cannot tell
        ("role", pa.string()),
    ]
)
CONVERSATIONS = pa.schema(
    [
        ("conversation_key", pa.string()),
        ("title", pa.string()),
        # "direct", "group", "channel", or null where the export cannot tell
        ("kind", pa.string()),
    ]
)
SHARED_IDENTIFIERS = ("phone", "email")
"""Identifier types that mean the same on every platform. A platform's own are named after it: ``slack_id`` or
``slack_user_id`` for what the platform assigns and compares letter by letter, ``slack_name`` for what people chose."""

REJECTS = pa.schema(
    [
        ("member", pa.string()),
        ("record", pa.int64()),
        # a code out of a reader's fixed list, like "no_time"; never words of the record
        ("reason", pa.string()),
        ("raw", pa.binary()),
    ]
)


_EMPTY = tuple((schema, schema.empty_table()) for schema in (MESSAGES, EVENTS, PARTICIPANTS, CONVERSATIONS, REJECTS))


def empty(schema: pa.Schema) -> pa.Table:
    """Return a table of ``schema`` without rows; to make one costs as much as to read a small file."""
    for known, table in _EMPTY:
        if known is schema:
            return table
    return schema.empty_table()


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of one export: at most ``BATCH_ROWS`` messages, and what else was met on the way.

    ``records`` counts the records that this part of the input holds, found independently of their parsing.
    ``participants`` and ``conversations`` may repeat, in later batches too: each name of a participant counts, and of
    conversations the fuller row wins. ``whole`` are the keys of conversations that the export shows in full between
    their first and their last record, as far as its own form can tell: whatever else is known of them was deleted. It
    counts only if nothing of the whole export was rejected.
    """

    records: int
    messages: pa.Table
    events: pa.Table = field(default_factory=lambda: empty(EVENTS))
    participants: pa.Table = field(default_factory=lambda: empty(PARTICIPANTS))
    conversations: pa.Table = field(default_factory=lambda: empty(CONVERSATIONS))
    rejects: pa.Table = field(default_factory=lambda: empty(REJECTS))
    whole: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Export:
    """One export as delivered: a file, a zip, or a folder, of a recognised platform.

    Attributes:
        path: where it lies.
        platform: name of the reader that takes it, e.g. ``"telegram"``.
        members: files with records, relative to a folder or inside a zip, in reading order; ``("",)`` for a plain file.
    """

    path: Path
    platform: str
    members: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What the policy declares about a source and a reader cannot know.

    Attributes:
        zone: zone of wall-clock times in exports that name none; None means UTC, recorded as assumed.
        date_order: ``"dmy"``, ``"mdy"`` or ``"ymd"`` where the files leave it open; None lets the reader decide.
        own_accounts: the company's names, numbers and ids as the exports show them.
        table: which column is what, for exports whose format says nothing of it; None for all others.
        home_accounts: the platform's accounts whose ids stand as they are, see ``helpdesk.accounts``; empty where none
            is known yet.
    """

    zone: tzinfo | None = None
    date_order: str | None = None
    own_accounts: frozenset[str] = frozenset()
    table: TableMapping | None = None
    home_accounts: frozenset[str] = frozenset()


class Reader(Protocol):
    """Reads the exports of one platform."""

    def __call__(self, export: Export, settings: ReadSettings) -> Iterator[Batch]:
        """Yield the export's records in file order.

        Raises:
            SourceFormatError: the export as a whole cannot be read (not the format, damaged archive).
        """
        ...
