"""Tickets and their comments.

A ticket's description is its first comment. Comments have ids, descriptions have not, so where an export holds both
the comment counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chatward.sources.collected import Row
from chatward.sources.helpdesk.instants import Instant, instant
from chatward.sources.helpdesk.people import People
from chatward.sources.helpdesk.rows import Event, Leaf, Reading, happened, said, timed
from chatward.sources.helpdesk.values import as_list, as_object, attachment, detail, id_or_none, objects, text_or_none
from chatward.sources.html_text import plain
from chatward.sources.records import ReadSettings
from chatward.sources.zendesk.people import meet, meet_sender, meet_user

_SLACK = 5_000_000  # microseconds by which a first comment may be younger than its ticket
_NEVER = 2**62
_PEOPLE = ("requester", "submitter", "assignee")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What comments are part of.

    Attributes:
        key: of the conversation.
        id: of the ticket; None where only its comments are known.
        is_deleted: whether it was deleted, so that nothing of it may be kept.
        author: of a comment that names none, by id.
        at: time of a comment that has none, as written.
    """

    key: str
    id: str | None = None
    is_deleted: bool = False
    author: Any = None
    at: Any = None


class Tickets:
    """Makes rows of tickets and comments.

    Attributes:
        people: those of the export.
        settings: what the policy declares.
        has_comments: whether the export has any, so that descriptions have to wait for them.
    """

    def __init__(self, reading: Reading, people: People, settings: ReadSettings) -> None:
        self.people = people
        self.settings = settings
        self._reading = reading
        self.has_comments = False
        self._first_comments: dict[str, int] = {}
        self._met: dict[tuple[int, str | None, str], str | None] = {}
        self._waiting: list[tuple[str, Row]] = []

    def leaves(self, ticket: dict[str, Any]) -> list[Leaf]:
        """Return a ticket's records: its comments, as far as it has them in it, and its description if they miss it."""
        about = self.describe(ticket)
        comments: list[Leaf] = [(comment, self.comment, about) for comment in as_list(ticket.get("comments"))]
        if not about.is_deleted and text_or_none(as_object(ticket.get("satisfaction_rating")).get("comment")):
            comments.append((ticket, self.rating, about))
        if about.is_deleted:
            return [(ticket, self.deleted, None), *comments]
        if not self.has_comments or about.id is None:
            return [(ticket, self.description, about), *comments]
        created = instant(ticket.get("created_at"), self.settings.zone)
        if created is None or not text_or_none(ticket.get("description")):
            return [(ticket, self.description, about), *comments]
        for comment in objects(ticket.get("comments")):
            self._note_comment(about.key, instant(comment.get("created_at"), self.settings.zone))
            if self._is_told(about.key, created[0]):
                return comments
        row = self.description(ticket, about)
        self._waiting.append((about.key, (*self._reading.place(), *row)))
        return comments

    def untold(self) -> Iterator[Row]:
        """Yield the descriptions that no comment of the export turned out to tell."""
        at = 4  # place of the instant behind member, record, conversation and sender
        yield from (row for key, row in self._waiting if not self._is_told(key, row[at]))

    def describe(self, ticket: dict[str, Any]) -> Ticket:
        """Add a ticket's conversation and people."""
        id_ = id_or_none(ticket.get("id"))
        key = ticket_key(self.people, id_)
        title = text_or_none(ticket.get("subject")) or text_or_none(ticket.get("raw_subject"))
        is_deleted = ticket.get("status") == "deleted"
        self._reading.collected.add_conversation(key, None if is_deleted else title, "direct")
        self._meet(ticket.get("assignee_id"), "staff")
        self._meet(ticket.get("requester_id"), "customer")
        for role in _PEOPLE:
            if role in ticket and isinstance(ticket[role], dict):
                meet_user(self.people, ticket[role], "staff" if role == "assignee" else None)
        return Ticket(key, id_, is_deleted)

    def description(self, ticket: dict[str, Any], about: Ticket, as_of: int | None = None) -> Row | Event:
        """Return a ticket's description as a message."""
        created = ticket.get("created_at")
        at = timed(instant(created, self.settings.zone), created)
        author = self._meet(ticket.get("submitter_id") or ticket.get("requester_id"))
        if author == self._meet(ticket.get("requester_id"), "customer"):
            meet_sender(self.people, author, ticket.get("via"))
        text = text_or_none(ticket.get("description"))
        if text is None:
            return happened(about.key, author, at, "other", detail=detail({"status": ticket.get("status")}))
        kind = "note" if ticket.get("is_public") is False else "text"
        return said(about.key, author, at, description_id(about.id), kind=kind, text=text, as_of=as_of)

    def rating(self, ticket: dict[str, Any], about: Ticket) -> Event:
        """Return what the requester remarked on rating a ticket, which may tell no more of its time than its own."""
        rating = as_object(ticket.get("satisfaction_rating"))
        told = {name: ticket[name] for name in ("created_at", "requester_id") if name in ticket}
        return self.rated(told | rating, about)

    def rated(self, rating: dict[str, Any], about: Ticket) -> Event:
        """Return a rating as the event that it is, with the requester's remark."""
        given = rating.get("created_at")
        at = timed(instant(given, self.settings.zone), given)
        told = {"type": "SatisfactionRating"} | {name: rating[name] for name in ("score", "reason") if name in rating}
        actor = self._meet(rating.get("requester_id"), "customer")
        return happened(about.key, actor, at, "other", text=text_or_none(rating.get("comment")), detail=detail(told))

    def comment(self, comment: dict[str, Any], about: Ticket) -> Row:
        """Return a comment; what only staff may see is a note."""
        given = comment.get("created_at") or about.at
        at = timed(instant(given, self.settings.zone), given)
        if about.id and self.has_comments:
            self._note_comment(about.key, at)
        return self.spoken(comment, about, at, text=body_of(comment))

    def spoken(
        self, comment: dict[str, Any], about: Ticket, at: Instant, *, text: str | None, as_of: int | None = None
    ) -> Row:
        """Return a comment of which the time and the words are known; ``as_of`` as in ``records``."""
        author = self._author(comment, about)
        files = _attachments(comment)
        kind = "deleted" if about.is_deleted else _kind(comment, text, files)
        id_ = id_or_none(comment.get("id"))
        return said(about.key, author, at, id_, kind=kind, text=text, attachments=files, as_of=as_of)

    def suspended(self, ticket: dict[str, Any], _context: Any) -> Row:
        """Return what somebody wrote and Zendesk held back."""
        created = ticket.get("created_at")
        at = timed(instant(created, self.settings.zone), created)
        id_ = id_or_none(ticket.get("id"))
        key = f"zendesk:{self.people.scope}suspended:{id_ or 'unknown'}"
        self._reading.collected.add_conversation(key, text_or_none(ticket.get("subject")), "direct")
        sender = meet_user(self.people, as_object(ticket.get("author")), "customer")
        text = text_or_none(ticket.get("content"))
        return said(key, sender, at, f"suspended:{id_}" if id_ else None, text=text, attachments=_attachments(ticket))

    def deleted(self, ticket: dict[str, Any], _context: Any) -> Event:
        """Return that a ticket was deleted, with all that was said in it: one of a list of these, or marked as such."""
        given = ticket.get("deleted_at") or ticket.get("updated_at") or ticket.get("created_at")
        at = timed(instant(given, self.settings.zone), given)
        id_ = id_or_none(ticket.get("id"))
        key = ticket_key(self.people, id_)
        self._reading.collected.add_conversation(key, None, "direct")
        actor = meet_user(self.people, as_object(ticket.get("actor")), "staff")
        return happened(key, actor, at, "conversation_deleted")

    def _author(self, comment: dict[str, Any], about: Ticket) -> str | None:
        role = "staff" if comment.get("public") is False else None
        if comment.get("author").__class__ is dict:
            return meet_user(self.people, comment["author"], role)
        key = self._meet(comment.get("author_id") or about.author, role)
        via = comment.get("via")
        if via.__class__ is dict and via.get("source"):
            meet_sender(self.people, key, via)
        return key

    def _meet(self, user: Any, role: str | None = None) -> str | None:
        """Add a user given by id; most are met over and over."""
        if user.__class__ is not int:
            return meet(self.people, user, role)
        known = (user, role, self.people.scope)
        key = self._met.get(known)
        if key is None:
            key = self._met[known] = meet(self.people, user, role)
        return key

    def _note_comment(self, key: str, at: Instant | None) -> None:
        if at is not None and at[0] < self._first_comments.get(key, _NEVER):
            self._first_comments[key] = at[0]

    def _is_told(self, key: str, created: int) -> bool:
        return self._first_comments.get(key, _NEVER) <= created + _SLACK


def ticket_key(people: People, id_: str | None) -> str:
    """Return the key of the conversation that a ticket of the account at hand is."""
    return f"zendesk:{people.scope}{id_ or 'unknown'}"


def description_id(ticket: str | None) -> str | None:
    """Return the message id of a ticket's description, which has none of its own."""
    return f"ticket:{ticket}" if ticket else None


def body_of(comment: dict[str, Any]) -> str | None:
    """Return a comment's words; they are there up to three times, and in old exports only once.

    What a caller said stands apart from the words that tell of the call.
    """
    text = comment.get("body") or comment.get("plain_body")
    if not text or text.__class__ is not str:
        html = comment.get("html_body")
        text = plain(html) if html.__class__ is str else ""
    spoken = text_or_none(as_object(comment.get("data")).get("transcription_text")) if "data" in comment else None
    if spoken and spoken not in text:
        text = f"{text}\n{spoken}" if text else spoken
    return text or None


def _kind(comment: dict[str, Any], text: str | None, files: list[dict[str, Any]] | None) -> str:
    if comment.get("public") is False or comment.get("is_public") is False:
        return "note"
    if comment.get("type") == "VoiceComment":
        return "call"
    return "media" if files and not text else "text"


def _attachments(record: dict[str, Any]) -> list[dict[str, Any]] | None:
    files = record.get("attachments")
    if not files:
        return None
    return [
        attachment(file.get("file_name") or file.get("name"), file.get("content_type"), file.get("size"))
        for file in objects(files)
    ] or None
