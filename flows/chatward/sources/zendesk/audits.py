"""Audits: what changed in a ticket in one step. Incremental exports call them ticket events."""

from typing import Any

from chatward.sources.collected import Row
from chatward.sources.helpdesk.instants import Instant, instant
from chatward.sources.helpdesk.people import reachable
from chatward.sources.helpdesk.rows import Event, Leaf, happened, said, timed
from chatward.sources.helpdesk.values import as_list, as_object, attachment, detail, id_or_none, text_or_none
from chatward.sources.zendesk.people import meet
from chatward.sources.zendesk.tickets import Ticket, Tickets, body_of

_EVENTS = {
    "CommentRedactionEvent": "message_edited", "Notification": "notice", "NotificationWithCcs": "notice",
    "FollowerNotification": "notice", "OrganizationActivity": "notice", "Error": "notice",
    "Cc": "member_joined", "FollowerChange": "other", "EmailCcChange": "other",
}  # fmt: skip
_TOLD = ("field_name", "value", "score", "comment", "assignee_id", "recipients", "public", "status", "priority", "tags")
_CHAT_EVENTS = {"ChatJoin": "member_joined", "ChatLeave": "member_left"}
_CHAT_ROLES = {"end-user": "customer", "agent": "staff", "admin": "staff", "bot": "bot", "system": "bot"}


def leaves_of(audit: dict[str, Any], tickets: Tickets, about: Ticket) -> list[Leaf]:
    """Return what happened in one step: each change is a record, and a step without any is one itself."""
    found: list[Leaf] = []
    step = _Step(tickets, about)
    for event in as_list(audit.get("events")) + as_list(audit.get("child_events")):
        history = as_object(event.get("value")).get("history") if isinstance(event, dict) else None
        if history and isinstance(history, list):
            found += [(item, step.chat_item, None) for item in history]
        else:
            found.append((event, step.change, None))
    return found or [(audit, step.change, None)]


class _Step:
    """Makes rows of what one audit holds."""

    def __init__(self, tickets: Tickets, about: Ticket) -> None:
        self._tickets = tickets
        self._about = about

    def change(self, event: dict[str, Any], _context: Any) -> Row | Event:
        """Return a comment, or what else was changed; what a value was before is not kept."""
        kind = str(event.get("type") or event.get("event_type"))
        if kind.endswith("Comment") and body_of(event):
            return self._tickets.comment(event, self._about)
        at = self._at(event)
        actor = meet(self._tickets.people, event.get("author_id") or self._about.author)
        field, text = event.get("field_name"), None
        name = _EVENTS.get(kind, "other")
        if "subject" in event and "previous_value" in event and field is None:
            field, text = "subject", text_or_none(event.get("subject"))  # as ticket events spell it
        elif kind in ("Change", "Create") and field == "subject":
            text = text_or_none(event.get("value"))
        elif name == "notice" or kind == "SatisfactionRating":
            text = next(filter(None, (text_or_none(event.get(name)) for name in ("body", "comment", "subject"))), None)
        if field == "subject" and kind == "Change":
            name = "title_changed"
        told = {"type": kind} | {key: event[key] for key in _TOLD if key in event and (key != "value" or text is None)}
        return happened(
            self._about.key, actor, at, name, target=id_or_none(event.get("comment_id")), text=text, detail=detail(told)
        )

    def chat_item(self, item: dict[str, Any], _context: Any) -> Row | Event:
        """Return one thing of the chat that a ticket was made of."""
        kind = str(item.get("type"))
        at = self._at(item)
        people = self._tickets.people
        sender = meet(people, item.get("actor_id"), _CHAT_ROLES.get(str(item.get("actor_type"))))
        if sender:
            people.meet(sender, text_or_none(item.get("actor_name")), None, reachable(item.get("actor_email")))
        id_ = id_or_none(item.get("message_id")) or id_or_none(item.get("id"))
        text = text_or_none(item.get("message"))
        if kind == "ChatFileAttachment" or "attachment_url" in item:
            file = attachment(item.get("filename") or item.get("file_name"), item.get("mime_type"), item.get("size"))
            return said(self._about.key, sender, at, id_, kind="media", text=text, attachments=[file])
        if text:
            return said(self._about.key, sender, at, id_, text=text)
        return happened(self._about.key, sender, at, _CHAT_EVENTS.get(kind, "other"), detail=detail({"type": kind}))

    def _at(self, record: dict[str, Any]) -> Instant:
        given = record.get("created_at") or record.get("timestamp") or self._about.at
        return timed(instant(given, self._tickets.settings.zone), given)
