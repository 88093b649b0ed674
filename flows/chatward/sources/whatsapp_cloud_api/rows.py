"""Turns the items of webhook calls into rows: each item becomes one message, one event or one reject."""

from typing import Any

from chatward.sources.collected import Cells
from chatward.sources.json_values import Broken
from chatward.sources.records import CONVERSATIONS, EVENTS, MESSAGES, Batch
from chatward.sources.tables import Rejects, as_sent, build
from chatward.sources.whatsapp_cloud_api.content import content_of
from chatward.sources.whatsapp_cloud_api.events import event_of
from chatward.sources.whatsapp_cloud_api.items import TIMELESS, Change, Instant, Item, instant
from chatward.sources.whatsapp_cloud_api.people import People, as_list, as_object, conversation_key

_MESSAGE_COLUMNS = (
    "record", "conversation_key", "sender_key", "sent_at_utc", "precision",
    "platform_message_id", "reply_to", "is_forwarded", "kind", "text", "attachments",
)  # fmt: skip
_EVENT_COLUMNS = (
    "record",
    "conversation_key",
    "actor_key",
    "at_utc",
    "precision",
    "event",
    "target_message_id",
    "text",
    "detail",
)


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
        """Add the items of one webhook call, which has a list as its ``entry``."""
        for entry in payload["entry"]:
            changes = as_list(as_object(entry).get("changes"))
            for change in changes:
                if isinstance(change, dict):
                    self._take_change(Change(change, entry))
                else:
                    self.refuse("not_object", change)
            if not changes:
                self.refuse("no_payload" if isinstance(entry, dict) else "not_object", entry)

    def batch(self) -> Batch:
        """Return what was gathered and begin anew."""
        kinds = self._kinds
        batch = Batch(
            records=len(self),
            messages=as_sent(self._messages.table()),
            events=self._events.table(),
            participants=self._people.table(),
            conversations=build(
                CONVERSATIONS, len(kinds), {"conversation_key": list(kinds), "kind": [*kinds.values()]}
            ),
            rejects=self._rejects.table(),
        )
        self._clear()
        return batch

    def _clear(self) -> None:
        self._before = self._last
        whole = {"member": self._member, "zone_source": "explicit"}
        self._messages = Cells(MESSAGES, _MESSAGE_COLUMNS, whole | {"is_edited": False, "is_deleted": False})
        self._events = Cells(EVENTS, _EVENT_COLUMNS, whole)
        self._conversations: dict[tuple[str, str], str] = {}
        self._kinds: dict[str, str] = {}
        self._people, self._rejects = People(), Rejects()

    def _take_change(self, change: Change) -> None:
        if change.business.key:
            self._people.meet(change.business.key, "staff")
        self._people.meet_contacts(change.contacts)
        for item in change.items:
            section, content, _ = item
            if not isinstance(content, dict):
                self.refuse("not_object", content)
            elif at := instant(content.get("timestamp")) or (section in TIMELESS and change.shared_instant):
                self._take_item(change, item, at)
            else:
                self.refuse("no_time", content)

    def _take_item(self, change: Change, item: Item, at: Instant) -> None:
        self._last += 1
        section, content, _ = item
        customer, sender, group, user_ids = change.sides(item)
        if customer:
            self._people.meet(customer, "customer", user_ids=user_ids)
        if sender and sender != customer:
            self._people.meet(sender, "staff")
        conversation = self._conversation(change, customer, group)
        if event := event_of(section, content, change.field):
            self._events.add((self._last, conversation, sender, *at, *event))
        else:
            self._messages.add((self._last, conversation, sender, *at, *_message(content)))

    def _conversation(self, change: Change, customer: str | None, group: str | None) -> str | None:
        other = customer if group is None else f"group:{group}"
        if other is None:
            return None
        number_id = change.business.number_id
        known = self._conversations.get((number_id, other))
        if known is None:
            known = self._conversations[number_id, other] = conversation_key(number_id, other)
            self._kinds.setdefault(known, "direct" if group is None else "group")
        return known


def _message(content: dict[str, Any]) -> tuple[Any, ...]:
    context = as_object(content.get("context"))
    is_forwarded = bool(context.get("forwarded") or context.get("frequently_forwarded"))
    answered, own = context.get("id"), content.get("id")
    return (
        own if isinstance(own, str) else None,
        answered if isinstance(answered, str) else None,
        is_forwarded,
        *content_of(content),
    )
