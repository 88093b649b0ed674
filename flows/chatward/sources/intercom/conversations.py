"""Conversations and tickets: what opened them, and their parts, which are messages, notes, and what was done."""

from dataclasses import dataclass
from typing import Any

from chatward.sources.collected import Collected, Row
from chatward.sources.helpdesk.instants import Instant, instant
from chatward.sources.helpdesk.people import People, reachable
from chatward.sources.helpdesk.rows import Event, Leaf, happened, said, timed
from chatward.sources.helpdesk.values import as_object, attachment, detail, id_or_none, last_part, objects, text_or_none
from chatward.sources.html_text import plain
from chatward.sources.intercom.kinds import parts_of
from chatward.sources.records import ReadSettings

_ROLES = {
    "admin": "staff", "team": "staff", "teammate": "staff", "bot": "bot", "operator": "bot", "fin": "bot",
    "user": "customer", "lead": "customer", "contact": "customer", "visitor": "customer",
}  # fmt: skip
_EVENTS = {"participant_added": "member_joined", "participant_removed": "member_left"}
# what is said on handing a conversation over is for the one who gets it
_INTERNAL = ("note", "assignment", "default_assignment", "away_mode_assignment", "assign_and")
_TOLD = ("state", "assigned_to", "event_details", "tags", "metadata", "ticket_state", "previous_ticket_state")
_FACTS = ("id", "type", "name", "email", "phone", "external_id", "user_id", "is_bot")
_TITLE, _WORDS = "_default_title_", "_default_description_"


@dataclass(frozen=True, slots=True)
class _Talk:
    """What parts belong to.

    Attributes:
        key: of the conversation.
        id: of the conversation.
        created: when it began, as written.
        first: the people who began it.
        as_of: instant of the webhook call that reports it, in microseconds since 1970.
    """

    key: str
    id: str
    created: Any
    first: str | None
    as_of: int | None


class Conversations:
    """Makes rows of conversations and tickets."""

    def __init__(self, collected: Collected, people: People, settings: ReadSettings) -> None:
        self._collected = collected
        self._people = people
        self._settings = settings

    def leaves(self, conversation: dict[str, Any], as_of: int | None = None) -> list[Leaf]:
        """Return a conversation's records: its beginning, unless it is missing, and its parts.

        Args:
            conversation: as the API has it; lists of the API leave out the parts.
            as_of: as in ``records``, for what a call reports.
        """
        id_ = _id_of(conversation)
        key = f"intercom:{id_}"
        source = conversation.get("source") or conversation.get("conversation_message")
        attributes = as_object(conversation.get("ticket_attributes"))
        self._collected.add_conversation(key, _title(conversation, as_object(source), attributes), "direct")
        talk = _Talk(key, id_, conversation.get("created_at"), self._contacts(conversation), as_of)
        parts: list[Leaf] = [(part, self._part, talk) for part in parts_of(conversation)]
        rating = as_object(conversation.get("conversation_rating"))
        if text_or_none(rating.get("remark")):
            parts.append((rating, self._rating, talk))
        if isinstance(source, dict):
            return [(source, self._source, talk), *parts]
        if attributes.get(_WORDS) or not parts:
            return [(conversation, self._ticket, talk), *parts]
        return parts

    def key(self, conversation: dict[str, Any]) -> str:
        """Add a conversation of which no more than the id counts; return its key."""
        key = f"intercom:{_id_of(conversation)}"
        self._collected.add_conversation(key, None, "direct")
        return key

    def meet(self, person: dict[str, Any]) -> str | None:
        """Add somebody as the API has them, or as an author; return the key."""
        facts = tuple(map(person.get, _FACTS))
        if known := self._people.met_as(facts):
            return known
        id_ = id_or_none(person.get("id"))
        email = text_or_none(person.get("email"))
        if id_ is None and email is None:
            return None
        external = id_or_none(person.get("external_id")) or id_or_none(person.get("user_id"))
        ways = (*reachable(email, person.get("phone")), f"intercom_external_id:{external}" if external else None)
        key = f"intercom_id:{id_}" if id_ else f"email:{email}"
        role = "bot" if person.get("is_bot") is True else _ROLES.get(str(person.get("type")))
        return self._people.remember(facts, self._people.meet(key, text_or_none(person.get("name")), role, ways))

    def _contacts(self, conversation: dict[str, Any]) -> str | None:
        """Add a conversation's contacts, and return the key of the first."""
        held = conversation.get("contacts")
        contacts = objects(held) or objects(as_object(held).get("contacts")) or objects(conversation.get("customers"))
        contacts = contacts or [as_object(conversation.get("user"))]
        keys = [self.meet(contact) for contact in contacts]
        return keys[0] if keys else None

    def _source(self, source: dict[str, Any], talk: _Talk) -> Row | Event:
        at = self._at(talk.created)
        author = self._author(source)
        text, files = _body(source.get("body")), _attachments(source)
        is_gone = source.get("redacted") is True
        if not (text or files or is_gone):
            told = {"type": source.get("type"), "delivered_as": source.get("delivered_as")}
            return happened(
                talk.key, author, at, "other", text=text_or_none(source.get("subject")), detail=detail(told)
            )
        kind = "deleted" if is_gone else "text" if text else "media"
        id_ = f"source:{id_or_none(source.get('id')) or talk.id}"
        return said(talk.key, author, at, id_, kind=kind, text=text, attachments=files, as_of=talk.as_of)

    def _ticket(self, ticket: dict[str, Any], talk: _Talk) -> Row | Event:
        """Return a ticket's description, or that a conversation began of which nothing else is told."""
        at = self._at(talk.created)
        text = _body(as_object(ticket.get("ticket_attributes")).get(_WORDS))
        if text is None:
            return happened(talk.key, talk.first, at, "other")
        return said(talk.key, talk.first, at, f"source:{talk.id}", text=text, as_of=talk.as_of)

    def _part(self, part: dict[str, Any], talk: _Talk) -> Row | Event:
        given = part.get("created_at")
        at = self._at(given)
        author = self._author(part)
        kind = str(part.get("part_type"))
        text, files = _body(part.get("body")), _attachments(part)
        is_gone = part.get("redacted") is True
        if text or files or is_gone or kind in ("comment", "note"):
            shown = "note" if kind.startswith(_INTERNAL) else "text" if text else "media" if files else "unsupported"
            id_ = id_or_none(part.get("id"))
            kind = "deleted" if is_gone else shown
            return said(talk.key, author, at, id_, kind=kind, text=text, attachments=files, as_of=talk.as_of)
        told = {"type": kind} | {name: part[name] for name in _TOLD if name in part}
        return happened(talk.key, author, at, _EVENTS.get(kind, "other"), detail=detail(told))

    def _rating(self, rating: dict[str, Any], talk: _Talk) -> Event:
        """Return what a customer remarked on rating a conversation."""
        given = rating.get("created_at") or talk.created
        actor = self.meet(as_object(rating.get("contact"))) or talk.first
        told = {"type": "conversation_rating", "rating": rating.get("rating")}
        remark = _body(rating.get("remark"))
        return happened(talk.key, actor, self._at(given), "other", text=remark, detail=detail(told))

    def _author(self, record: dict[str, Any]) -> str | None:
        author = record.get("author")
        return self.meet(author) if author.__class__ is dict else None

    def _at(self, given: Any) -> Instant:
        return timed(instant(given, self._settings.zone), given)


def _id_of(conversation: dict[str, Any]) -> str:
    return id_or_none(conversation.get("id")) or id_or_none(conversation.get("conversation_id")) or "unknown"


def _title(conversation: dict[str, Any], source: dict[str, Any], attributes: dict[str, Any]) -> str | None:
    if source.get("redacted") is True:
        return None
    titles = (conversation.get("title"), source.get("subject"), attributes.get(_TITLE))
    return next(filter(None, map(_body, titles)), None)


def _body(html: Any) -> str | None:
    return plain(html) or None if html.__class__ is str and html else None


def _attachments(record: dict[str, Any]) -> list[dict[str, Any]] | None:
    files = record.get("attachments")
    if not files:
        return None
    return [
        attachment(file.get("name") or last_part(file.get("url")), file.get("content_type"), file.get("filesize"))
        for file in objects(files)
    ] or None
