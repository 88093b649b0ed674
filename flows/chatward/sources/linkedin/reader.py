"""Reads LinkedIn's ``messages.csv``, and the chats with LinkedIn's own bots beside it."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from chatward.sources.code_pages import as_text
from chatward.sources.collected import Collected, Row
from chatward.sources.files import read_members
from chatward.sources.json_values import Broken
from chatward.sources.linkedin.rows import Record, read_rows
from chatward.sources.linkedin.values import Person, attachments, instant, people, person, repaired, words
from chatward.sources.records import Batch, Export, ReadSettings

_BLOCK = 512
_COLUMNS = (
    "member", "record", "conversation_key", "sender_key", "sent_at_utc", "sent_at_local", "zone_source", "precision",
    "kind", "text", "attachments",
)  # fmt: skip
_EVENT_COLUMNS = (
    "member", "record", "conversation_key", "actor_key", "at_utc", "at_local", "zone_source", "precision",
)  # fmt: skip
_CONSTANTS = {"is_edited": False, "is_deleted": False, "is_forwarded": False}
_BOT_CHATS = ("guide", "coach", "learning")
_YES = ("yes", "true", "1")
_DRAFT = '{"is_draft":true}'


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages in file order; a draft, which nobody was sent, is an event without its words.

    Rows are rejected as ``"columns"``, ``"truncated"``, ``"no_time"`` or ``"bad_time"``.
    """
    collected = Collected(_COLUMNS, _CONSTANTS)
    for member, data in read_members(export):
        reading = _Reading(member, collected, settings)
        rows = read_rows(as_text(data).decode("utf-8", errors="replace"))
        while block := list(islice(rows, _BLOCK)):
            yield from collected.take(block, reading.row, reading.refuse)
            reading.before += len(block)
    yield collected.batch()


class _Reading:
    """Makes rows of the records of one member.

    Attributes:
        before: how many records of the member came before those that are being taken.
    """

    def __init__(self, member: str, collected: Collected, settings: ReadSettings) -> None:
        self.before = 0
        self._member = member
        self._collected = collected
        self._settings = settings
        self._has_bots = member.rpartition("/")[2].casefold().startswith(_BOT_CHATS)
        self._person = lru_cache(maxsize=2**14)(self._met)
        self._open = lru_cache(maxsize=2**14)(self._opened)

    def row(self, record: Record, number: int) -> Row | None:
        """Return the row of a message; a draft is added as an event, and None returned."""
        at = instant(record.get("DATE", ""), self._settings.zone)
        sender = self._person(record.get("FROM", ""), record.get("SENDER PROFILE URL", ""))
        conversation = self._open(
            record.get("CONVERSATION ID"), record.get("CONVERSATION TITLE", ""), record.get("TO", ""),
            record.get("RECIPIENT PROFILE URLS", ""), sender,
        )  # fmt: skip
        place = (self._member, self.before + number, conversation, sender, *at)
        if record.get("IS MESSAGE DRAFT", "").lower() in _YES:
            self._collected.events.add(**dict(zip(_EVENT_COLUMNS, place, strict=True)), event="other", detail=_DRAFT)
            return None
        text = words(record.get("SUBJECT", ""), record.get("CONTENT", ""))
        files = attachments(record.get("ATTACHMENTS", ""))
        return (*place, "media" if files else "text" if text else "unsupported", text or None, files)

    def _met(self, name: str, address: str) -> str | None:
        """Return the key of a sender, who is a bot where nobody in a chat with bots has a profile."""
        who = person(name, address)
        is_bot = self._has_bots and not address
        return self._add(who, "bot" if is_bot else None)

    def _opened(self, id_: str | None, title: str, names: str, addresses: str, sender: str | None) -> str | None:
        """Return the key of a conversation with these recipients; in a table without ids its people are the key."""
        recipients = list(people(names, addresses))
        keys = {self._add(who, None) for who in recipients}
        if id_ is None and None not in keys and sender:
            id_ = "|".join(sorted({sender, *filter(None, keys)}))
        if not id_:
            return None
        key = f"linkedin:{id_}"
        self._collected.add_conversation(key, repaired(title) or None, "group" if len(recipients) > 1 else "direct")
        return key

    def _add(self, who: Person, role: str | None) -> str | None:
        if who.key:
            own = self._settings.own_accounts
            is_own = who.name in own or who.key.partition(":")[2] in own
            self._collected.add_person(who.key, who.name, "staff" if is_own else role)
        return who.key

    def refuse(self, number: int, reason: str, record: Any) -> None:
        """Add a reject."""
        raw = record.raw if isinstance(record, Broken) else record
        self._collected.rejects.refuse(self._member, self.before + number, reason, raw)
