"""Turns the items of webhook calls into rows: each item becomes one message, one event or one reject."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chatward.sources.json_cursor import Broken
from chatward.sources.records import CONVERSATIONS, EVENTS, MESSAGES, Batch
from chatward.sources.tables import Rejects, Rows
from chatward.sources.whatsapp_cloud_api_content import attachments_of, kind_of, text_of
from chatward.sources.whatsapp_cloud_api_events import Event, call, delivery, event_of, notice, preference
from chatward.sources.whatsapp_cloud_api_people import Business, People, as_list, as_object, person_key

_SECTIONS = ("messages", "message_echoes", "statuses", "calls", "user_preferences", "errors")
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a call with what it shares with the others of its change.

    Attributes:
        section: the list it stands in, like ``"statuses"``; ``""`` for a change without lists.
        content: the item itself.
        thread: the customer whose backfilled messages it is among.
        field: the change's field.
        value: the change's value.
        business: the side that receives the calls.
    """

    section: str
    content: dict[str, Any]
    thread: Any
    field: str
    value: dict[str, Any]
    business: Business

    @property
    def group(self) -> str | None:
        """Id of the group that the item belongs to, if any."""
        is_groups = self.section == "statuses" and self.content.get("recipient_type") == "group"
        group = self.content.get("recipient_id" if is_groups else "group_id")
        return group if isinstance(group, str) else None

    @property
    def user_ids(self) -> tuple[Any, ...]:
        """Further ids of the customer."""
        sides = {"messages": "from_", "message_echoes": "to_", "statuses": "recipient_", "user_preferences": ""}
        side = sides.get(self.section)
        if side is None or self.group is not None:
            return ()
        return tuple(self.content.get(f"{side}{kind}") for kind in ("user_id", "parent_user_id"))

    @property
    def customer(self) -> str | None:
        """Key of the customer that the item is about."""
        item = self.content
        match self.section:
            case "messages":
                number, user_id = item.get("from"), item.get("from_user_id") or item.get("user_id")
            case "message_echoes":
                number, user_id = item.get("to"), item.get("to_user_id")
            case "statuses" if self.group is not None:
                number, user_id = item.get("recipient_participant_id"), item.get("recipient_participant_user_id")
            case "statuses":
                number, user_id = item.get("recipient_id"), item.get("recipient_user_id")
            case "calls":
                sides = [item.get("from"), item.get("to")][:: 1 if item.get("direction") == "USER_INITIATED" else -1]
                number = next((side for side in sides if person_key(side) != self.business.key), sides[0])
                user_id = item.get("from_user_id") or item.get("to_user_id")
            case "user_preferences":
                number, user_id = item.get("wa_id"), item.get("user_id")
            case _:
                number, user_id = self.thread, None
        return self._by_contact(user_id) if number is None else person_key(number, user_id)

    @property
    def sender(self) -> str | None:
        """Key of who acted: the business in what it sent itself, the customer in all else."""
        if self.section == "message_echoes":
            return self.business.key or person_key(self.content.get("from"))
        is_own = self.section == "history" and person_key(self.content.get("from")) == self.business.key
        return self.business.key if is_own else self.customer

    def _by_contact(self, user_id: Any) -> str | None:
        """Return the key of a customer without number: the call's contacts may know it, by id or as the only one."""
        contacts = [as_object(contact) for contact in as_list(self.value.get("contacts"))]
        known = [each for each in contacts if user_id is None or each.get("user_id") == user_id]
        if self.section and len(known) == 1:
            return person_key(known[0].get("wa_id"), known[0].get("user_id"))
        return person_key(None, user_id)


class Gathering:
    """Items of one member that are not in a batch yet."""

    def __init__(self, member: str) -> None:
        self._member = member
        self._last = 0
        self._clear()

    def __len__(self) -> int:
        return self._last - self._before

    def refuse(self, reason: str, raw: Any) -> None:
        """Count something as a record and reject it; what is broken brings its own reason."""
        self._last += 1
        broken = isinstance(raw, Broken)
        self._rejects.refuse(self._member, self._last, raw.reason if broken else reason, raw.raw if broken else raw)

    def take(self, payload: dict[str, Any]) -> None:
        """Add the items of one webhook call."""
        for entry in as_list(payload.get("entry")):
            changes = as_list(as_object(entry).get("changes"))
            for change in changes:
                if isinstance(change, dict):
                    self._take_change(change, entry)
                else:
                    self.refuse("not_object", change)
            if not changes:
                self.refuse("no_payload" if isinstance(entry, dict) else "not_object", entry)

    def batch(self) -> Batch:
        """Return what was gathered and begin anew."""
        batch = Batch(
            records=len(self),
            messages=self._messages.table(),
            events=self._events.table(),
            participants=self._people.rows().table(),
            conversations=self._conversations.table(),
            rejects=self._rejects.table(),
        )
        self._clear()
        return batch

    def _clear(self) -> None:
        self._before = self._last
        self._messages, self._events, self._conversations = Rows(MESSAGES), Rows(EVENTS), Rows(CONVERSATIONS)
        self._known: set[str] = set()
        self._people = People()
        self._rejects = Rejects()

    def _take_change(self, change: dict[str, Any], entry: dict[str, Any]) -> None:
        value = as_object(change.get("value"))
        business = Business.of(value, entry.get("id"))
        self._people.meet(business.key, "staff")
        self._people.meet_contacts(value)
        items = list(_items(value)) or [("", value, None)]
        # errors and notices have no time of their own: the call's, or that of what they were sent with
        times = [entry.get("time"), *(as_object(content).get("timestamp") for _, content, _ in items)]
        for section, content, thread in items:
            if not isinstance(content, dict):
                self.refuse("not_object", content)
                continue
            borrowed = times if section in ("", "errors", "user_preferences") else []
            instant = next(filter(None, map(_instant, (content.get("timestamp"), *borrowed))), None)
            if instant is None:
                self.refuse("no_time", content)
            else:
                self._take_item(_Item(section, content, thread, str(change.get("field")), value, business), instant)

    def _take_item(self, item: _Item, instant: tuple[int, str]) -> None:
        self._last += 1
        content, customer = item.content, item.customer
        self._people.meet(customer, "customer", same_as=item.user_ids)
        conversation = item.business.conversation(customer if item.group is None else f"group:{item.group}")
        if conversation and conversation not in self._known:
            self._known.add(conversation)
            self._conversations.add(conversation_key=conversation, kind="direct" if item.group is None else "group")
        place = {"member": self._member, "record": self._last, "conversation_key": conversation}
        at, precision = instant
        place |= {"zone_source": "explicit", "precision": precision}
        sender = item.sender
        self._people.meet(sender, "customer" if sender == customer else "staff")
        if event := _event(item):
            self._events.add(**place, **event.row(), actor_key=sender, at_utc=at)
        else:
            self._messages.add(**place, **_message(content), sender_key=sender, sent_at_utc=at)


def _items(value: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the items of a change with the list each stands in, and for backfilled ones whose thread it is."""
    for section in _SECTIONS:
        for content in as_list(value.get(section)):
            yield section, content, None
    for chunk in map(as_object, as_list(value.get("history"))):
        for thread in map(as_object, as_list(chunk.get("threads"))):
            for content in as_list(thread.get("messages")):
                yield "history", content, thread.get("id")
        for content in as_list(chunk.get("errors")):
            yield "errors", content, None


def _event(item: _Item) -> Event | None:
    match item.section:
        case "statuses":
            return delivery(item.content)
        case "calls":
            return call(item.content)
        case "user_preferences":
            return preference(item.content)
        case "errors" | "":
            return notice(item.field, item.content)
        case _:
            return event_of(item.content)


def _message(content: dict[str, Any]) -> dict[str, Any]:
    context = as_object(content.get("context"))
    forwarded = bool(context.get("forwarded") or context.get("frequently_forwarded"))
    answered, own = context.get("id"), content.get("id")
    return {
        "platform_message_id": own if isinstance(own, str) else None,
        "reply_to": answered if isinstance(answered, str) else None,
        "kind": kind_of(content),
        "text": text_of(content),
        "attachments": attachments_of(content),
        "is_edited": False,
        "is_deleted": False,
        "is_forwarded": forwarded,
    }


def _instant(time: Any) -> tuple[int, str] | None:
    """Return an instant in microseconds since 1970 and its precision; seconds are documented, some write finer ones."""
    if isinstance(time, bool) or not isinstance(time, (int, str)):
        return None
    try:
        number = int(time)
    except ValueError:
        return None
    if 0 < number <= 10**11:
        return number * 1_000_000, "second"
    if 0 < number <= _LAST_SECOND * 1_000:
        return number * 1_000, "millisecond"
    return None
