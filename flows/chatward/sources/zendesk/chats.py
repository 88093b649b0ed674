"""Chats of Zendesk Chat: a history of what was said and done, or one message that was left while nobody was there."""

from dataclasses import dataclass
from typing import Any

from chatward.sources.collected import Collected, Row
from chatward.sources.helpdesk.instants import Instant, instant
from chatward.sources.helpdesk.people import People, reachable
from chatward.sources.helpdesk.rows import Event, Leaf, happened, said, timed
from chatward.sources.helpdesk.values import as_list, as_object, attachment, detail, id_or_none, last_part, text_or_none
from chatward.sources.records import ReadSettings

_EVENTS = {"chat.memberjoin": "member_joined", "chat.memberleave": "member_left"}
_TOLD = ("rating", "new_rating", "new_tags", "tags", "reason", "new_department_name")
_BOTS = ("trigger", "system", "answer bot")


@dataclass(frozen=True, slots=True)
class Chat:
    """What a history is of.

    Attributes:
        key: of the conversation.
        id: of the chat.
        visitor: the visitor's key.
        visitor_name: their name, by which old histories tell them from agents.
        places: places of the items in the history, for those without id.
    """

    key: str
    id: str
    visitor: str | None
    visitor_name: str | None
    places: dict[int, int]


class Chats:
    """Makes rows of chats."""

    def __init__(self, collected: Collected, people: People, settings: ReadSettings) -> None:
        self._collected = collected
        self._people = people
        self._settings = settings

    def leaves(self, chat: dict[str, Any]) -> list[Leaf]:
        """Return a chat's records: the items of its history, or itself where it has none."""
        history = as_list(chat.get("history"))
        id_ = id_or_none(chat.get("id")) or "unknown"
        key = f"zendesk:chat:{id_}"
        self._collected.add_conversation(key, text_or_none(chat.get("department_name")), "direct")
        visitor = as_object(chat.get("visitor"))
        name = text_or_none(visitor.get("name"))
        places = {id(item): place for place, item in enumerate(history, 1)}
        about = Chat(key, id_, self._visitor(visitor, name), name, places)
        if not history:
            return [(chat, self._whole, about)]
        found: list[Leaf] = [(item, self._item, about) for item in history]
        if text_or_none(chat.get("message")):
            found.insert(0, (chat, self._whole, about))
        return found

    def _visitor(self, visitor: dict[str, Any], name: str | None) -> str | None:
        email, phone = text_or_none(visitor.get("email")), text_or_none(visitor.get("phone"))
        id_ = id_or_none(visitor.get("id"))
        key = f"zendesk_visitor_id:{id_}" if id_ else f"email:{email}" if email else f"phone:{phone}" if phone else None
        if key is None and name:
            key = f"zendesk_name:{name}"
        return None if key is None else self._people.meet(key, name, "customer", reachable(email, phone))

    def _whole(self, chat: dict[str, Any], about: Chat) -> Row | Event:
        """Return the message that a visitor left, or that somebody came and nothing was said."""
        given = chat.get("timestamp") or as_object(chat.get("session")).get("start_date")
        at = timed(instant(given, self._settings.zone), given)
        text = text_or_none(chat.get("message"))
        if text is None and chat.get("type") != "offline_msg":
            told = {name: chat[name] for name in ("missed", "rating") if name in chat}
            remark = text_or_none(chat.get("comment"))
            return happened(about.key, about.visitor, at, "other", text=remark, detail=detail(told))
        return said(about.key, about.visitor, at, f"chat:{about.id}", text=text)

    def _item(self, item: dict[str, Any], about: Chat) -> Row | Event:
        given = item.get("timestamp")
        at = timed(instant(given, self._settings.zone), given)
        sender = self._sender(item, about)
        kind = str(item.get("type"))
        text = text_or_none(item.get("msg")) or text_or_none(item.get("message"))
        id_ = f"chat:{about.id}:{id_or_none(item.get('msg_id')) or about.places.get(id(item), 0)}"
        if kind == "chat.file" or isinstance(item.get("attachment"), dict):
            return said(about.key, sender, at, id_, kind="media", text=text, attachments=[_file(item)])
        if kind == "chat.msg":
            return said(about.key, sender, at, id_, text=text)
        return self._event(item, about, at, (kind, sender))

    def _event(self, item: dict[str, Any], about: Chat, at: Instant, named: tuple[str, str | None]) -> Event:
        kind, actor = named
        told = {"type": kind} | {name: item[name] for name in _TOLD if name in item}
        remark = text_or_none(item.get("new_comment")) or text_or_none(item.get("comment"))
        return happened(about.key, actor, at, _EVENTS.get(kind, "other"), text=remark, detail=detail(told))

    def _sender(self, item: dict[str, Any], about: Chat) -> str | None:
        """Return who acted: a visitor, an agent by number, or a trigger that bears any name."""
        name, nick = text_or_none(item.get("name")), text_or_none(item.get("nick")) or ""
        kind = str(item.get("sender_type")).lower()
        if kind == "visitor" or nick.startswith("visitor") or (not nick and name and name == about.visitor_name):
            return about.visitor
        agent = id_or_none(item.get("agent_id")) or nick.removeprefix("agent:")
        role = "bot" if kind in _BOTS or nick.startswith("trigger") else "staff"
        if agent and agent.isalnum() and role == "staff":
            return self._people.meet(f"zendesk_agent_id:{agent}", name, role)
        return self._people.meet(f"zendesk_name:{name}", name, role) if name else None


def _file(item: dict[str, Any]) -> dict[str, Any]:
    file = as_object(item.get("attachment")) or item
    name = text_or_none(file.get("name")) if file is not item else last_part(item.get("url"))
    return attachment(name, file.get("mime_type") or item.get("mime_type"), file.get("size") or item.get("size"))
