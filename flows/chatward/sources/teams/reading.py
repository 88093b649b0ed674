"""What reading Graph's records and reading a person's download have in common."""

from typing import Any

from chatward.sources.collected import Collected
from chatward.sources.json_values import Broken
from chatward.sources.records import ReadSettings
from chatward.sources.teams.people import People
from chatward.sources.teams.times import instant

COLUMNS = (
    "member", "record", "conversation_key", "sent_at_utc", "zone_source", "sender_key", "platform_message_id",
    "reply_to", "thread_key", "kind", "text", "attachments", "reactions", "is_edited", "is_deleted", "is_forwarded",
)  # fmt: skip
CONSTANTS = {"precision": "millisecond"}
_EVENT_PLACE = ("member", "record", "conversation_key", "at_utc", "zone_source", "precision")


class Reading:
    """Makes rows of the records of one member.

    Attributes:
        collected: where everything goes but messages.
        people: who was met so far in the export.
        before: how many records of the member came before those that are being taken.
    """

    def __init__(self, member: str, collected: Collected, people: People, settings: ReadSettings) -> None:
        self.member = member
        self.collected = collected
        self.people = people
        self.before = 0
        self._zone = settings.zone

    def place(self, place: int, conversation: str, time: Any) -> tuple[str, int, str, int, str]:
        """Return the first columns of a record's row; raises ``UnreadableError`` if it has no time."""
        return (self.member, self.before + place, conversation, *instant(time, self._zone))

    def add_event(self, place: tuple[Any, ...], event: str, actor: str | None, **told: str | None) -> None:
        """Add an event; ``told`` are its text and its detail."""
        row = dict(zip(_EVENT_PLACE, (*place, CONSTANTS["precision"]), strict=True))
        self.collected.events.add(**row, event=event, actor_key=actor, **told)

    def refuse(self, place: int, reason: str, record: Any) -> None:
        """Add a reject."""
        raw = record.raw if isinstance(record, Broken) else record
        self.collected.rejects.refuse(self.member, self.before + place, reason, raw)
