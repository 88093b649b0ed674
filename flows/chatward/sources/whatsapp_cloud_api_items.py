"""The items of webhook calls: which a change holds, whom each is about, who sent it, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from chatward.sources.whatsapp_cloud_api_people import as_list, as_object, business_of, person_key

_SECTIONS = ("messages", "message_echoes", "statuses", "calls", "user_preferences", "errors")
_TIMELESS = frozenset({"", "errors", "user_preferences"})
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z

Instant = tuple[int, str]
"""Microseconds since 1970, and the precision that they are known to."""


class Item(NamedTuple):
    """One item of a change.

    Attributes:
        section: the list it stands in, like ``"statuses"``; ``""`` for a change without lists.
        content: the item itself; an object, if it is sound.
        thread: the customer whose backfilled messages it is among.
    """

    section: str
    content: Any
    thread: Any = None


class Sides(NamedTuple):
    """Who takes part in what an item reports.

    Attributes:
        customer: key of the customer that it is about.
        sender: key of who acted: the business in what it sent itself, the customer in all else.
        group: id of the group that it belongs to, if any.
        user_ids: further ids of the customer.
    """

    customer: str | None
    sender: str | None
    group: str | None
    user_ids: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """Fields in which a section names its customer; ``instead`` is read where ``user_id`` says nothing."""

    number: str
    user_id: str
    parent_id: str
    instead: str = ""


_NAMES = {
    "messages": _Names("from", "from_user_id", "from_parent_user_id", instead="user_id"),
    "message_echoes": _Names("to", "to_user_id", "to_parent_user_id"),
    "statuses": _Names("recipient_id", "recipient_user_id", "recipient_parent_user_id"),
    "user_preferences": _Names("wa_id", "user_id", "parent_user_id"),
}
_MEMBER_NAMES = _Names("recipient_participant_id", "recipient_participant_user_id", "")


class Change:
    """One change of a call, with what its items share.

    Attributes:
        value: what the call says of the change.
        field: what changed.
        business: the side that receives the calls.
    """

    def __init__(self, change: dict[str, Any], entry: dict[str, Any]) -> None:
        self.value = as_object(change.get("value"))
        self.field = change.get("field")
        self.business = business_of(self.value, entry.get("id"))
        self._called_at = entry.get("time")

    @property
    def contacts(self) -> list[Any]:
        """What the call says of its customers."""
        return as_list(self.value.get("contacts"))

    @cached_property
    def items(self) -> list[Item]:
        """Its items; the change itself is one if it holds none."""
        return list(_items(self.value)) or [Item("", self.value)]

    def instant(self, item: Item) -> Instant | None:
        """Return when an item happened, None if nobody says.

        Errors and notices have no time of their own: the call's stands in, or that of what they were sent with.
        """
        own = instant(item.content.get("timestamp"))
        return self._shared_instant if own is None and item.section in _TIMELESS else own

    def sides(self, item: Item) -> Sides:
        """Return who takes part in what an item reports."""
        section, content, _ = item
        is_member = section == "statuses" and content.get("recipient_type") == "group"
        group = content.get("recipient_id" if is_member else "group_id")
        group = group if isinstance(group, str) else None
        names = _MEMBER_NAMES if section == "statuses" and group is not None else _NAMES.get(section)
        customer = self._customer(item, names)
        if names is None or group is not None:
            user_ids: tuple[Any, ...] = ()
        else:
            user_ids = (content.get(names.user_id), content.get(names.parent_id))
        return Sides(customer, self._sender(item, customer), group, user_ids)

    def _customer(self, item: Item, names: _Names | None) -> str | None:
        section, content, thread = item
        if names is not None:
            number = content.get(names.number)
            user_id = content.get(names.user_id) or content.get(names.instead)
        elif section == "calls":
            number = self._caller(content)
            user_id = content.get("from_user_id") or content.get("to_user_id")
        else:
            number, user_id = thread, None
        return person_key(number, user_id) if number is not None else self._by_contact(section, user_id)

    def _sender(self, item: Item, customer: str | None) -> str | None:
        own = self.business.key
        if item.section == "message_echoes":
            return own or person_key(item.content.get("from"))
        if item.section == "history" and person_key(item.content.get("from")) == own:
            return own
        return customer

    def _caller(self, call: dict[str, Any]) -> Any:
        """Return the number of a call's side that is not the business."""
        first, second = call.get("from"), call.get("to")
        if call.get("direction") != "USER_INITIATED":
            first, second = second, first
        return second if person_key(first) == self.business.key != person_key(second) else first

    def _by_contact(self, section: str, user_id: Any) -> str | None:
        """Return the key of a customer without number: the call's contacts may know it, by id or as the only one."""
        contacts = map(as_object, self.contacts)
        known = [each for each in contacts if user_id is None or each.get("user_id") == user_id]
        if section and len(known) == 1:
            return person_key(known[0].get("wa_id"), known[0].get("user_id"))
        return person_key(None, user_id)

    @cached_property
    def _shared_instant(self) -> Instant | None:
        times = (self._called_at, *(as_object(item.content).get("timestamp") for item in self.items))
        return next(filter(None, map(instant, times)), None)


def instant(time: Any) -> Instant | None:
    """Return the instant that a time names; seconds are documented, some senders write milliseconds."""
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


def _items(value: dict[str, Any]) -> Iterator[Item]:
    for section in _SECTIONS:
        for content in as_list(value.get(section)):
            yield Item(section, content)
    for chunk in map(as_object, as_list(value.get("history"))):
        for thread in map(as_object, as_list(chunk.get("threads"))):
            for content in as_list(thread.get("messages")):
                yield Item("history", content, thread.get("id"))
        for content in as_list(chunk.get("errors")):
            yield Item("errors", content)
