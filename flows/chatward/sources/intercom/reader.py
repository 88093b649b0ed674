"""Reads what was saved of Intercom: conversations and tickets, people, webhook calls, in any mixture."""

from collections.abc import Iterator
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.collected import Row
from chatward.sources.helpdesk.instants import instant
from chatward.sources.helpdesk.people import People
from chatward.sources.helpdesk.rows import Event, Leaf, Reading, happened, take_members, timed, unknown
from chatward.sources.helpdesk.values import as_object, detail
from chatward.sources.intercom.conversations import Conversations
from chatward.sources.intercom.kinds import CONVERSATION, LAYOUT, NOTIFICATION, PERSON, TICKET, kind_of
from chatward.sources.records import Batch, Export, ReadSettings

_CONSENT = {"subscribed": "consent_granted", "unsubscribed": "consent_withdrawn"}
_DELETED = "conversation.deleted"
_ABOUT_PEOPLE = ("contact", "user", "lead", "visitor", "company", "admin")
_PLACES = {"conversations": CONVERSATION, "tickets": TICKET, "contacts": PERSON, "users": PERSON, "leads": PERSON}
_PLACES["admins"] = PERSON


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's records, file by file.

    A record is what opened a conversation, a part of one, or a webhook call about something else. Calls about a
    conversation repeat how it began, under the same id. Rejects are ``json``, ``truncated``, ``not_an_object``,
    ``no_time``, ``bad_time``, ``bad_id`` and ``unknown_record``.

    Raises:
        SourceFormatError: the archive is damaged, or no file of the export holds anything of Intercom.
    """
    reader = _Intercom(settings)
    yield from take_members(export, LAYOUT, reader.reading, reader.leaves)
    if not reader.has_found and reader.reading.collected.records:  # pages without records have none
        raise SourceFormatError("the export holds no conversation, ticket or webhook call of Intercom")
    yield reader.reading.collected.batch()


class _Intercom:
    """Finds the records in values, and what reads each.

    Attributes:
        has_found: whether anything was of a known kind.
    """

    def __init__(self, settings: ReadSettings) -> None:
        self.reading = Reading()
        self._settings = settings
        people = People(self.reading.collected, settings.own_accounts)
        self._conversations = Conversations(self.reading.collected, people, settings)
        self.has_found = False

    def leaves(self, section: str, value: Any) -> list[Leaf]:
        """Return the records that a value is or consists of; none for people."""
        if not isinstance(value, dict):
            self.has_found = self.has_found or bool(section)
            return [(value, unknown, None)]
        kind = kind_of(value) or _PLACES.get(section, "")
        if not kind and (pages := LAYOUT.pages(value)):
            return [leaf for name, page in pages for each in page for leaf in self.leaves(name, each)]
        self.has_found = self.has_found or bool(kind)
        if kind == PERSON:
            self._conversations.meet(value)
            return []
        if kind == NOTIFICATION:
            return self._notified(value)
        return self._conversations.leaves(value) if kind else [(value, unknown, None)]

    def _notified(self, call: dict[str, Any]) -> list[Leaf]:
        item = as_object(as_object(call.get("data")).get("item"))
        if call.get("topic") == _DELETED:
            return [(call, self._deleted, item)]
        if kind_of(item) not in (CONVERSATION, TICKET):
            return [(call, self._notice, item)]
        at = instant(call.get("created_at"), self._settings.zone)
        return self._conversations.leaves(item, None if at is None else at[0])

    def _deleted(self, call: dict[str, Any], item: dict[str, Any]) -> Event:
        given = call.get("created_at")
        at = timed(instant(given, self._settings.zone), given)
        return happened(self._conversations.key(item), None, at, "conversation_deleted")

    def _notice(self, call: dict[str, Any], item: dict[str, Any]) -> Row | Event:
        """Return what a call reports of people, their consent to mails included, or of the app itself."""
        given = call.get("created_at")
        at = timed(instant(given, self._settings.zone), given)
        topic = str(call.get("topic"))
        about, _, change = topic.rpartition(".")
        contact = as_object(item.get("contact")) or item
        actor = self._conversations.meet(contact) if about.startswith(_ABOUT_PEOPLE) else None
        event = _CONSENT.get(change) or ("account" if about.startswith(_ABOUT_PEOPLE) else "other")
        return happened(None, actor, at, event, detail=detail({"topic": topic}))
