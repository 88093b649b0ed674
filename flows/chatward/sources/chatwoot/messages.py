"""Messages, conversations and webhook calls of Chatwoot as rows."""

import re
from datetime import datetime
from typing import Any

from chatward.sources.chatwoot.kinds import MESSAGE, kind_of
from chatward.sources.chatwoot.people import meet, sender_of
from chatward.sources.collected import Collected, Row
from chatward.sources.helpdesk.instants import Instant, instant
from chatward.sources.helpdesk.people import People
from chatward.sources.helpdesk.rows import Event, Leaf, happened, said, timed
from chatward.sources.helpdesk.values import (
    as_list,
    as_object,
    attachment,
    detail,
    id_or_none,
    last_part,
    objects,
    text_or_none,
)
from chatward.sources.html_text import plain
from chatward.sources.records import ReadSettings

_DIRECTIONS = {0: "incoming", 1: "outgoing", 2: "activity", 3: "template"}
_KINDS = {
    "input_select": "interactive", "cards": "interactive", "form": "interactive", "article": "interactive",
    "input_text": "interactive", "input_textarea": "interactive", "input_email": "interactive",
    "input_csat": "interactive", "sticker": "sticker", "integrations": "call", "voice_call": "call",
}  # fmt: skip
_MENTION = re.compile(r"\[(@[^\]\[]*)\]\(mention://[^)\s]*\)")
_TIMES = ("updated_at", "timestamp", "last_activity_at", "created_at")
_TOLD = ("event", "status", "channel", "is_private")


class Messages:
    """Makes rows of what Chatwoot records."""

    def __init__(self, collected: Collected, people: People, settings: ReadSettings) -> None:
        self._collected = collected
        self._people = people
        self._settings = settings
        self._last: tuple[Any, str] = (None, "")

    def of_conversation(self, conversation: dict[str, Any]) -> list[Leaf]:
        """Return a conversation's records: the messages that came with it, or itself where there are none."""
        key = self._describe(conversation)
        found: list[Leaf] = [(message, self.message, key) for message in as_list(conversation.get("messages"))]
        return found or [(conversation, self._report, key)]

    def of_call(self, call: dict[str, Any]) -> list[Leaf]:
        """Return what a call reports: a message that is new or changed, or something else and messages beside it."""
        if kind_of({name: value for name, value in call.items() if name != "event"}) == MESSAGE:
            return [(call, self.message, None)]
        conversation = call if "inbox_id" in call else as_object(call.get("conversation"))
        key = self._describe(conversation) if conversation else None
        messages = [(each, self.message, key) for each in as_list(call.get("messages"))]
        return [(call, self._report, key), *messages]

    def message(self, message: dict[str, Any], conversation: str | None) -> Row | Event:
        """Return a message; what Chatwoot says itself of a conversation is a notice."""
        given = message.get("created_at")
        at = timed(instant(given, self._settings.zone), given)
        conversation = conversation or self._place(message)
        attributes, event = as_object(message.get("content_attributes")), message.get("event")
        direction = _direction(message.get("message_type"))
        sender, id_ = sender_of(self._people, message, direction), id_or_none(message.get("id"))
        is_gone = attributes.get("deleted") is True
        if is_gone and event == "message_updated":
            return happened(conversation, None, at, "message_deleted", target=id_)
        text = None if is_gone else _words(message, attributes)
        if direction == "activity":
            return happened(conversation, sender, at, "notice", text=text)
        files = _attachments(message)
        kind = _kind(message, text, files)
        return said(
            conversation, sender, at, id_, kind="deleted" if is_gone else kind, text=text, attachments=files,
            reply_to=id_or_none(attributes.get("in_reply_to")),
            is_forwarded=attributes.get("forwarded_message_id") is not None,
            as_of=self._holds_at(message, at[0]),
        )  # fmt: skip

    def survey(self, answer: dict[str, Any], _context: Any) -> Event:
        """Return a customer's answer to a survey; the message that asked for it has the same words."""
        given = answer.get("created_at")
        at = timed(instant(given, self._settings.zone), given)
        key = self._describe({"id": answer["conversation_id"]})
        meet(self._people, as_object(answer.get("assigned_agent")), "user")
        actor = meet(self._people, as_object(answer.get("contact")) or {"id": answer.get("contact_id")}, "contact")
        told = {"type": "csat_survey_response", "rating": answer.get("rating")}
        text = text_or_none(answer.get("feedback_message"))
        return happened(key, actor, at, "other", text=text, detail=detail(told))

    def _holds_at(self, message: dict[str, Any], created: int) -> int | None:
        """Return the instant for which a call's words hold, None for an answer; a change seldom tells it itself."""
        event = message.get("event")
        if event != "message_updated":
            return created if event == "message_created" else None
        holders = (message, as_object(message.get("conversation")))
        told = filter(None, (instant(holder.get("updated_at"), self._settings.zone) for holder in holders))
        return max(created + 1, *(at[0] for at in told), 0)

    def _place(self, message: dict[str, Any]) -> str:
        """Return the key of the conversation that a message names itself."""
        number, about = message.get("conversation_id"), message.get("conversation")
        if about.__class__ is not dict or id_or_none(about.get("id")) is None:
            if number.__class__ is int and (number, self._people.scope) == self._last[0]:
                return self._last[1]
            self._last = ((number, self._people.scope), self._describe({**as_object(about), "id": number}))
            return self._last[1]
        return self._describe(about)

    def _describe(self, conversation: dict[str, Any]) -> str:
        """Add a conversation and its people; return its key."""
        key = f"chatwoot:{self._people.scope}{id_or_none(conversation.get('id')) or 'unknown'}"
        subject = as_object(conversation.get("additional_attributes")).get("mail_subject")
        self._collected.add_conversation(key, text_or_none(subject), "direct")
        meta = as_object(conversation.get("meta"))
        for name, kind in (("sender", "contact"), ("assignee", "user")):
            if name in meta:
                meet(self._people, as_object(meta[name]), kind)
        return key

    def _report(self, record: dict[str, Any], conversation: str | None) -> Event:
        at = self._changed_at(record)
        contact, user = as_object(record.get("contact")), as_object(record.get("user"))
        actor = meet(self._people, user, "user") if user else meet(self._people, contact, "contact")
        told = {name: record[name] for name in _TOLD if name in record}
        return happened(conversation, actor, at, "other", detail=detail(told))

    def _changed_at(self, record: dict[str, Any]) -> Instant:
        """Return when a conversation was last changed, as far as it is told, or a visitor came."""
        holders = (record, as_object(record.get("conversation")))
        given = [holder[name] for holder in holders for name in _TIMES if holder.get(name)]
        at = next(filter(None, (instant(time, self._settings.zone) for time in given)), None)
        came = as_object(as_object(record.get("event_info")).get("initiated_at")).get("timestamp")
        return timed(at or _browser_time(came), next(iter(given), came))


def _direction(given: Any) -> str:
    if given.__class__ is int:
        return _DIRECTIONS.get(given, "unknown")
    return given if given.__class__ is str else "unknown"


def _kind(message: dict[str, Any], text: str | None, files: list[dict[str, Any]] | None) -> str:
    if message.get("private") is True:
        return "note"
    types = {
        file.get("file_type") for file in objects(message.get("attachments")) if isinstance(file.get("file_type"), str)
    }
    if known := _KINDS.get(str(message.get("content_type"))):
        return known
    if files and types <= {"location", "contact"}:
        return "location" if "location" in types else "contact" if types else "media"
    return "media" if files and not text else "text" if text else "unsupported"


def _words(message: dict[str, Any], attributes: dict[str, Any]) -> str | None:
    """Return what a message says, and what was chosen or filled in where it asked for something."""
    text = text_or_none(message.get("content")) or _mailed(as_object(attributes.get("email")))
    if text and "mention://" in text:
        text = _MENTION.sub(r"\1", text)
    if not attributes and not message.get("attachments"):
        return text
    parts = [text]
    submitted = attributes.get("submitted_values")
    for answer in objects(submitted) or objects([submitted]):
        survey = as_object(answer.get("csat_survey_response"))
        parts += [answer.get("title"), answer.get("value"), survey.get("feedback_message")]
    for file in objects(message.get("attachments")):
        parts.append(file.get("fallback_title"))
        if file.get("coordinates_lat") is not None and file.get("file_type") == "location":
            parts.append(f"{file['coordinates_lat']},{file.get('coordinates_long')}")
    return "\n".join(dict.fromkeys(filter(None, map(text_or_none, parts)))) or None


def _mailed(mail: dict[str, Any]) -> str | None:
    words, html = as_object(mail.get("text_content")), as_object(mail.get("html_content"))
    text = text_or_none(words.get("reply")) or text_or_none(words.get("full"))
    page = text_or_none(html.get("reply")) or text_or_none(html.get("full"))
    return text or (plain(page) or None if page else None)


def _attachments(message: dict[str, Any]) -> list[dict[str, Any]] | None:
    files = objects(message.get("attachments"))
    return [_attachment(file) for file in files] or None


def _attachment(file: dict[str, Any]) -> dict[str, Any]:
    kind = file.get("content_type") or file.get("file_type")
    return attachment(file.get("file_name") or last_part(file.get("data_url")), kind, file.get("file_size"))


def _browser_time(text: Any) -> Instant | None:
    """Return the instant of ``Tue Mar 03 2020 18:37:38 GMT-0700 (Mountain Standard Time)``."""
    if text.__class__ is not str:
        return None
    try:
        return instant(datetime.strptime(text.partition(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z").isoformat())
    except ValueError:
        return instant(text)
