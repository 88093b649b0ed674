"""Webhook calls about tickets, messaging and users, in the form of Zendesk's event schema."""

from dataclasses import dataclass
from typing import Any

from chatward.sources.collected import Collected, Row
from chatward.sources.helpdesk.instants import Instant, instant
from chatward.sources.helpdesk.rows import Event, happened, timed
from chatward.sources.helpdesk.values import as_object, detail, id_or_none, text_or_none
from chatward.sources.zendesk.people import meet, meet_user
from chatward.sources.zendesk.tickets import Ticket, Tickets, description_id, ticket_key

_TYPE = "zen:event-type:"
_UNKNOWN = "zendesk:unknown"
_DELETIONS = ("ticket.soft_deleted", "ticket.permanently_deleted", "ticket.marked_as_spam")
_HIDDEN = frozenset({"previous", "previous_value", "comment", "message", "actor"})
_ACCOUNT = ("user.", "organization.", "agent")


@dataclass(frozen=True, slots=True)
class _Call:
    """What all calls have.

    Attributes:
        name: of the event, like ``ticket.comment_added``.
        told: its own fields.
        spoken: the comment or message that it is about, empty if it is about none.
        ticket: id of the ticket, None where it is about something else.
        key: of the conversation.
        actor: key of who acted.
        at: when.
    """

    name: str
    told: dict[str, Any]
    spoken: dict[str, Any]
    ticket: str | None
    key: str | None
    actor: str | None
    at: Instant


class Calls:
    """Makes rows of calls; each holds one event, and what it says holds for the instant when it happened."""

    def __init__(self, collected: Collected, tickets: Tickets) -> None:
        self._collected = collected
        self._tickets = tickets

    def row(self, record: dict[str, Any], _context: Any) -> Row | Event:
        """Return what a call reports: what was said, or what was changed."""
        call = self._opened(record)
        described = as_object(record.get("detail"))
        if call.name.endswith(("comment_added", "message_added")) and call.spoken:
            return self._message(call)
        if call.name == "ticket.created" and text_or_none(described.get("description")):
            return self._tickets.description(described, Ticket(call.key or _UNKNOWN, call.ticket), call.at[0])
        event, target, text = _change(call)
        shown = {} if text else {name: value for name, value in call.told.items() if name not in _HIDDEN}
        told = detail({"type": call.name, **shown})
        return happened(call.key, call.actor, call.at, event, target=target, text=text, detail=told)

    def _message(self, call: _Call) -> Row:
        message = call.spoken
        if "author" not in message and "author_id" not in message:
            message = message | {"author": as_object(call.told.get("actor"))}
        about = Ticket(call.key or _UNKNOWN, call.ticket)
        return self._tickets.spoken(message, about, call.at, text=_text(message), as_of=call.at[0])

    def _opened(self, record: dict[str, Any]) -> _Call:
        name = str(record.get("type")).removeprefix(_TYPE)
        given = record.get("time")
        at = timed(instant(given, self._tickets.settings.zone), given)
        told, about = as_object(record.get("event")), as_object(record.get("detail"))
        ticket = id_or_none(about.get("id")) if "ticket" in name else None
        if ticket is None and str(record.get("subject")).startswith("zen:ticket:"):
            ticket = str(record["subject"]).removeprefix("zen:ticket:") or None
        conversation = id_or_none(told.get("conversation_id")) or id_or_none(about.get("conversation_id"))
        key = f"zendesk:conversation:{conversation}" if conversation else None
        if ticket:
            key = ticket_key(self._tickets.people, ticket)
        if key is None and ("ticket" in name or "_added" in name):
            key = _UNKNOWN
        if key:
            self._collected.add_conversation(key, text_or_none(about.get("subject")), "direct")
        actor = meet_user(self._tickets.people, as_object(told.get("actor")))
        spoken = as_object(told.get("comment") or told.get("message"))
        return _Call(name, told, spoken, ticket, key, actor or meet(self._tickets.people, about.get("actor_id")), at)


def _change(call: _Call) -> tuple[str, str | None, str | None]:
    """Return the event that a change is, the message that it concerns, and the words that are new."""
    now, target = text_or_none(call.told.get("current")), id_or_none(call.spoken.get("id"))
    if call.name in _DELETIONS:
        return "conversation_deleted", None, None
    if call.name == "ticket.description_changed":
        return "message_edited", description_id(call.ticket), now
    if call.name == "ticket.subject_changed":
        return "title_changed", None, now
    if call.name.endswith(("comment_redacted", "message_redacted")) and target:
        return "message_edited", target, _text(call.spoken)
    if call.name.endswith("message_deleted") and target:
        return "message_deleted", target, None
    return "account" if call.name.startswith(_ACCOUNT) else "other", target, None


def _text(message: dict[str, Any]) -> str | None:
    content = message.get("content")
    inner = content.get("text") if isinstance(content, dict) else content
    return next(filter(None, map(text_or_none, (message.get("body"), message.get("text"), inner))), None)
