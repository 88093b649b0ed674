"""Reads what was saved of Chatwoot: webhook calls, and messages and conversations as its API answers."""

from collections.abc import Callable, Iterator
from typing import Any

from chatward.errors import SourceFormatError
from chatward.sources.chatwoot.kinds import LAYOUT, is_call, is_conversation, is_message
from chatward.sources.collected import Row
from chatward.sources.files import read_members
from chatward.sources.helpdesk.documents import records
from chatward.sources.helpdesk.instants import Instant, instant
from chatward.sources.helpdesk.people import People, reachable
from chatward.sources.helpdesk.rows import Event, Leaf, Reading, happened, said, timed, unknown
from chatward.sources.helpdesk.values import (
    as_object,
    attachment,
    detail,
    id_or_none,
    last_part,
    objects,
    text_or_none,
)
from chatward.sources.html_text import plain
from chatward.sources.json_cursor import as_utf8
from chatward.sources.records import Batch, Export, ReadSettings

_TYPES = ("incoming", "outgoing", "activity", "template")
"""What the API writes as a number, webhooks as a word."""
_ROLES = {"contact": "customer", "user": "staff", "agent": "staff", "agent_bot": "bot", "captain_assistant": "bot"}
_KINDS = {
    "text": "text", "input_email": "interactive", "cards": "interactive", "input_select": "interactive",
    "form": "interactive", "article": "interactive", "input_csat": "interactive", "sticker": "sticker",
    "incoming_email": "text", "integrations": "call",
}  # fmt: skip


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the messages and events of calls and answers, in file order.

    Calls are repeated by design: a message keeps its id, and an update of it is a newer version. Private notes have the
    kind ``note``. Rejects are ``json``, ``truncated``, ``not_an_object``, ``no_time``, ``bad_time`` and
    ``unknown_record``.

    Raises:
        SourceFormatError: the archive is damaged, or no file of the export holds anything of Chatwoot.
    """
    chatwoot = _Chatwoot(settings)
    for member, data in read_members(export):
        chatwoot.reading.open_member(member)
        for _, values in records(as_utf8(data), LAYOUT):
            leaves = [leaf for value in values for leaf in chatwoot.leaves(value)]
            yield from chatwoot.reading.take(leaves)
    if not chatwoot.has_found:
        raise SourceFormatError("the export holds no message and no webhook call of Chatwoot")
    yield chatwoot.reading.collected.batch()


class _Chatwoot:
    """Finds the records in values, and makes their rows.

    Attributes:
        has_found: whether anything was of a known kind.
    """

    def __init__(self, settings: ReadSettings) -> None:
        self.reading = Reading()
        self.has_found = False
        self._zone = settings.zone
        self._people = People(self.reading.collected, settings.own_accounts)

    def leaves(self, value: Any) -> list[Leaf]:
        """Return the records that a value is or consists of."""
        convert: Callable[[dict[str, Any], Any], Row | Event] = unknown
        if is_call(value):
            convert = self._message if value["event"].startswith("message_") and is_message(value) else self._event
        elif is_message(value):
            convert = self._message
        elif is_conversation(value):
            self.has_found = True
            return [(each, self._message if is_message(each) else unknown, value) for each in value["messages"]]
        elif isinstance(value, dict) and (pages := LAYOUT.pages(value.get("data"))):
            return [leaf for _, page in pages for each in page for leaf in self.leaves(each)]
        self.has_found |= convert is not unknown
        return [(value, convert, None)]

    def _message(self, record: dict[str, Any], conversation: Any) -> Row | Event:
        """Return a message, or an event for what Chatwoot writes of its own into a conversation."""
        given = record.get("created_at")
        at = timed(instant(given, self._zone), given)
        type_ = _type(record.get("message_type"))
        talk = self._talk(record, conversation)
        sender = self._person(record.get("sender"), type_)
        words = text_or_none(record.get("content"))
        if type_ == "activity":
            return happened(talk, sender, at, "notice", text=words)
        attributes = as_object(record.get("content_attributes"))
        is_deleted = attributes.get("deleted") is True
        files = [_file(each) for each in objects(record.get("attachments"))] or None
        kind = _KINDS.get(str(record.get("content_type") or "text"), "unsupported")
        kind = "note" if record.get("private") is True else "media" if files and not words else kind
        updated = instant(record.get("updated_at"), self._zone) or at
        return said(
            talk, sender, at, id_or_none(record.get("id")), kind="deleted" if is_deleted else kind,
            text=plain(words) if words and record.get("content_type") == "incoming_email" else words, attachments=files,
            reply_to=id_or_none(attributes.get("in_reply_to")),
            is_edited=False, as_of=updated[0],
        )  # fmt: skip

    def _event(self, record: dict[str, Any], _context: Any) -> Event:
        """Return what a call reports beside messages; what it repeats of them is left out."""
        given = record.get("updated_at") or record.get("timestamp") or record.get("created_at")
        at = timed(self._instant_of(record), given)
        name = record["event"]
        talk = f"chatwoot:{id_or_none(record.get('id'))}" if name.startswith("conversation_") else None
        told = {"type": name, "status": text_or_none(record.get("status"))}
        return happened(talk, self._person(as_object(record.get("meta")).get("sender"), ""), at, "other",
                        detail=detail(told))  # fmt: skip

    def _instant_of(self, record: dict[str, Any]) -> Instant | None:
        given = (record.get(name) for name in ("updated_at", "timestamp", "last_activity_at", "created_at"))
        return next((at for each in given if (at := instant(each, self._zone))), None)

    def _talk(self, record: dict[str, Any], conversation: Any) -> str:
        """Return the conversation's key; in a call its display id, in an answer the same number."""
        about = as_object(record.get("conversation")) or as_object(conversation)
        id_ = id_or_none(about.get("id")) or id_or_none(record.get("conversation_id")) or "unknown"
        key = f"chatwoot:{id_}"
        self.reading.collected.add_conversation(key, None, "direct")
        return key

    def _person(self, sender: Any, type_: str) -> str | None:
        """Return the key of who sent something: agents and contacts are numbered apart."""
        who = as_object(sender)
        id_ = id_or_none(who.get("id"))
        if id_ is None:
            return None
        told = str(who.get("type") or "").lower()
        role = _ROLES.get(told) or ("customer" if type_ == "incoming" or "phone_number" in who else "staff")
        side = "contact" if role == "customer" else "agent"
        ways = reachable(who.get("email"), who.get("phone_number"))
        return self._people.meet(f"chatwoot_id:{side}:{id_}", text_or_none(who.get("name")), role, ways)


def _type(value: Any) -> str:
    if isinstance(value, int) and 0 <= value < len(_TYPES):
        return _TYPES[value]
    return value if isinstance(value, str) else ""


def _file(each: dict[str, Any]) -> dict[str, Any]:
    return attachment(last_part(each.get("data_url")), each.get("file_type"), each.get("file_size"))
