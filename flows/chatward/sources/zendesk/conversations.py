"""Messages of Sunshine Conversations, on which Zendesk's messaging runs: as its API lists and as it reports them."""

from dataclasses import dataclass
from typing import Any

from chatward.sources.collected import Collected, Row
from chatward.sources.helpdesk.instants import Instant, instant
from chatward.sources.helpdesk.people import People, reachable
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

_KINDS = {
    "text": "text", "image": "media", "file": "media", "location": "location", "carousel": "interactive",
    "list": "interactive", "form": "interactive", "formResponse": "interactive", "template": "interactive",
}  # fmt: skip
_EVENTS = {
    "conversation:join": "member_joined", "conversation:leave": "member_left", "conversation:create": "group_created",
    "user:merge": "identity_changed", "user:update": "account", "user:delete": "account", "user:remove": "account",
    "client:add": "account", "client:update": "account", "client:remove": "account",
    "conversation:message:delete": "message_deleted", "conversation:read": "delivery_status",
}  # fmt: skip
_DELIVERY = "conversation:message:delivery"
_ROLES = {"user": "customer", "business": "staff"}
_UNKNOWN = "zendesk:conversation:unknown"


@dataclass(frozen=True, slots=True)
class _Report:
    """What a message that was reported belongs to: the conversation, and when it was reported."""

    key: str
    at: Instant | None = None


class Conversations:
    """Makes rows of messages and of what is reported beside them."""

    def __init__(self, collected: Collected, people: People, settings: ReadSettings) -> None:
        self._collected = collected
        self._people = people
        self._settings = settings

    def leaves(self, call: dict[str, Any]) -> list[Leaf]:
        """Return the events of a call, each a record."""
        return [(event, self._event, None) for event in as_list(call.get("events"))]

    def message(self, message: dict[str, Any], report: _Report | None) -> Row:
        """Return a message; without a report nothing tells which conversation it is from, but itself."""
        given = message.get("received")
        at = timed(instant(given, self._settings.zone) or (report and report.at) or None, given)
        key = report.key if report else self._key(as_object(message.get("conversation")) or message)
        content = as_object(message.get("content"))
        kind = "deleted" if message.get("deleted") is True else _KINDS.get(str(content.get("type")), "unsupported")
        return said(
            key,
            self._author(as_object(message.get("author"))),
            at,
            id_or_none(message.get("id")),
            kind=kind,
            text=_words(content),
            attachments=_file(content) if kind == "media" else None,
            reply_to=id_or_none(as_object(as_object(message.get("quotedMessage")).get("message")).get("id")),
            as_of=report.at[0] if report and report.at else None,
        )

    def _event(self, event: dict[str, Any], _context: Any) -> Row | Event:
        given = event.get("createdAt") or event.get("timestamp")
        at = instant(given, self._settings.zone)
        payload, kind = as_object(event.get("payload")), str(event.get("type"))
        message = as_object(payload.get("message"))
        key = self._key(as_object(payload.get("conversation")))
        if kind == "conversation:message" and message:
            return self.message(message, _Report(key, at))
        name = "delivery_status" if kind.startswith(_DELIVERY) else _EVENTS.get(kind, "other")
        user = as_object(payload.get("user"))
        actor = self._user(id_or_none(user.get("id")), user)
        return happened(
            None if key == _UNKNOWN else key, actor, timed(at, given), name,
            target=id_or_none(message.get("id")), detail=detail({"type": kind}),
        )  # fmt: skip

    def _key(self, conversation: dict[str, Any]) -> str:
        id_ = id_or_none(conversation.get("conversationId")) or (
            id_or_none(conversation.get("id")) if "content" not in conversation else None
        )
        key = f"zendesk:conversation:{id_}" if id_ else _UNKNOWN
        title, kind = text_or_none(conversation.get("displayName")), conversation.get("type")
        self._collected.add_conversation(key, title, "group" if kind == "sdkGroup" else "direct")
        return key

    def _author(self, author: dict[str, Any]) -> str | None:
        name, role = text_or_none(author.get("displayName")), _ROLES.get(str(author.get("type")))
        user = as_object(author.get("user"))
        key = self._user(id_or_none(author.get("userId")) or id_or_none(user.get("id")), user)
        if key is None and name:
            key = f"zendesk_name:{name}"
        return None if key is None else self._people.meet(key, name, role)

    def _user(self, id_: str | None, user: dict[str, Any]) -> str | None:
        profile = as_object(user.get("profile"))
        names = (text_or_none(profile.get("givenName")), text_or_none(profile.get("surname")))
        ways = reachable(profile.get("email"), profile.get("phone"))
        return id_ and self._people.meet(f"zendesk_id:{id_}", " ".join(filter(None, names)) or None, None, ways)


def _words(content: dict[str, Any]) -> str | None:
    """Return what a message says, including what can be chosen in it or was filled in."""
    html = text_or_none(content.get("htmlText"))
    parts = [
        content.get("text") or (plain(html) if html else None),
        content.get("altText"),
        content.get("textFallback"),
    ]
    place = as_object(content.get("coordinates"))
    if "lat" in place and "long" in place:
        parts.append(f"{place['lat']},{place['long']}")
    for item in objects(content.get("items")):
        parts += [item.get("title"), item.get("description")]
    return "\n".join(dict.fromkeys(filter(None, map(text_or_none, parts)))) or None


def _file(content: dict[str, Any]) -> list[dict[str, Any]]:
    address = content.get("mediaUrl")
    return [attachment(last_part(address), content.get("mediaType"), content.get("mediaSize"))]
