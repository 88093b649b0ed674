"""Makes rows of records: each record has a function that says what it is, a message or an event."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from chatward.sources.collected import Collected, Row, UnreadableError
from chatward.sources.file_text import Text
from chatward.sources.files import read_texts
from chatward.sources.helpdesk.accounts import Accounts
from chatward.sources.helpdesk.documents import Layout, records
from chatward.sources.helpdesk.instants import Instant
from chatward.sources.helpdesk.values import id_or_none
from chatward.sources.json_values import Broken
from chatward.sources.records import Batch, Export

_BLOCK = 64  # values taken at a time, few because some consist of hundreds of records

COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "precision", "zone_source",
    "platform_message_id", "kind", "text", "attachments", "reactions", "reply_to", "thread_key", "is_edited",
    "is_deleted", "is_forwarded", "as_of_utc",
)  # fmt: skip
_EVENT_COLUMNS = (
    "conversation_key", "actor_key", "at_utc", "precision", "zone_source", "event", "target_message_id", "text",
    "detail",
)  # fmt: skip

Event = dict[str, Any]
Convert = Callable[[dict[str, Any], Any], Row | Event]
"""Returns what ``said`` or ``happened`` does, or raises ``UnreadableError``; gets a record and what it belongs to."""
Leaf = tuple[Any, Convert, Any]
"""A record, the function that reads it, and what it belongs to, for that function."""


def said(
    conversation: str | None,
    sender: str | None,
    at: Instant,
    id_: str | None,
    *,
    kind: str = "text",
    text: str | None = None,
    attachments: list[dict[str, Any]] | None = None,
    reactions: list[dict[str, Any]] | None = None,
    reply_to: str | None = None,
    thread: str | None = None,
    is_edited: bool = False,
    is_forwarded: bool = False,
    as_of: int | None = None,
) -> Row:
    """Return the row of a message. Of a deleted one nothing is kept but that it was."""
    is_deleted = kind == "deleted"
    if is_deleted:
        text = attachments = reactions = None
    return (
        conversation, sender, *at, id_, kind, text, attachments, reactions, reply_to, thread, is_edited, is_deleted,
        is_forwarded, as_of,
    )  # fmt: skip


def happened(
    conversation: str | None,
    actor: str | None,
    at: Instant,
    event: str,
    *,
    target: str | None = None,
    text: str | None = None,
    detail: str | None = None,
) -> Event:
    """Return the row of an event."""
    return dict(zip(_EVENT_COLUMNS, (conversation, actor, *at, event, target, text, detail), strict=True))


def unknown(_record: dict[str, Any], _context: Any) -> Row | Event:
    """Refuse a record that is nothing that the platform is known to have."""
    raise UnreadableError("unknown_record")


def timed(at: Instant | None, given: Any) -> Instant:
    """Return ``at``, the instant read from ``given``.

    Raises:
        UnreadableError: there is none, ``no_time``, or nothing that is a time, ``bad_time``.
    """
    if at is None:
        raise UnreadableError("no_time" if given is None else "bad_time")
    return at


class Reading:
    """Rows of one export, collected member by member.

    Attributes:
        collected: where they are collected.
    """

    def __init__(self) -> None:
        self.collected = Collected(COLUMNS, {})
        self.open_member("")

    def open_member(self, member: str) -> None:
        """Count records from 1 again."""
        self._member = member
        self._count = 0

    def place(self) -> tuple[str, int]:
        """Return the place of one more record of the open member."""
        self._count += 1
        return self._member, self._count

    def take(self, leaves: Sequence[Leaf]) -> Iterator[Batch]:
        """Add records, and yield a batch whenever one is full."""
        before = self._count
        self._count += len(leaves)

        def row(record: dict[str, Any], number: int) -> Row | None:
            _, convert, context = leaves[number - 1]
            if record.get("id").__class__ is float and id_or_none(record["id"]) is None:
                raise UnreadableError("bad_id")
            made = convert(record, context)
            if made.__class__ is tuple:
                return (self._member, before + number, *made)
            self.collected.events.add(member=self._member, record=before + number, **made)  # type: ignore[arg-type]
            return None

        def refuse(number: int, reason: str, record: Any) -> None:
            raw = record.raw if isinstance(record, Broken) else record
            self.collected.rejects.refuse(self._member, before + number, reason, raw)

        yield from self.collected.take([record for record, _, _ in leaves], row, refuse)

    def take_rows(self, rows: Sequence[Row]) -> Iterator[Batch]:
        """Add messages whose rows begin with their places already."""
        yield from self.collected.take([{}] * len(rows), lambda _, number: rows[number - 1], lambda *_: None)


def take_members(
    export: Export,
    layout: Layout,
    reading: Reading,
    leaves: Callable[[str, Any], list[Leaf]],
    *,
    accounts: Accounts | None = None,
    opened: Callable[[str, Text], None] = lambda _member, _text: None,
) -> Iterator[Batch]:
    """Yield full batches of an export's records; the last ones are left in ``reading``.

    Args:
        export: whose members are read in their order.
        layout: how the platform's answers are built.
        reading: where the rows are collected.
        leaves: returns the records that a value is or consists of, given the section of a page that it stands in.
        accounts: tells whose records are whose, where ids are unique in one account only.
        opened: called with the name and the text of each member before its records are read.
    """
    if accounts:
        accounts.begin_export(export)
    for member, text in read_texts(export):
        reading.open_member(member)
        if accounts:
            accounts.begin_file(text)
        opened(member, text)
        for section, values in records(text, layout):
            for start in range(0, len(values), _BLOCK):
                part = values[start : start + _BLOCK]
                for run in accounts.runs(part) if accounts else (part,):
                    yield from reading.take([leaf for value in run for leaf in leaves(section, value)])
