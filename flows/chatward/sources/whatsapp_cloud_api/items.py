"""The items of webhook calls: which a change holds, whom each is about, who sent it, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chatward.sources.whatsapp_cloud_api.people import as_list, as_object, business_of, person_key

TIMELESS = frozenset({"", "errors", "user_preferences"})
"""Sections whose items may have no time of their own."""

_SECTIONS = ("messages", "message_echoes", "statuses", "calls", "user_preferences", "groups", "errors")
_TIMES = (str, int)  # bool, which is a kind of int, is none
_BOTH_WAYS = frozenset({"message_echoes", "history"})
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z

Instant = tuple[int, str]
"""Microseconds since 1970, and the precision they are known to."""

Item = tuple[str, Any, Any]
"""One item of a change: the list it stands in, like ``"statuses"``, or ``""`` for a change without lists; the item
itself, an object if it is sound; and for backfilled ones the customer whose thread it is of."""

Sides = tuple[str | None, str | None, str | None, tuple[Any, ...]]
"""Who takes part in what an item reports: key of the customer it is about, key of who acted, id of the group, if any,
and further ids of the customer."""


@dataclass(frozen=True, slots=True)
class _Names:
    """Fields in which a section names its customer; ``alias`` is read where ``user_id`` says nothing."""

    number: str
    user_id: str
    alias: str
    parent_id: str


_NAMES = {
    "messages": _Names("from", "from_user_id", "user_id", "from_parent_user_id"),
    "message_echoes": _Names("to", "to_user_id", "to_user_id", "to_parent_user_id"),
    "statuses": _Names("recipient_id", "recipient_user_id", "recipient_user_id", "recipient_parent_user_id"),
    "user_preferences": _Names("wa_id", "user_id", "user_id", "parent_user_id"),
}
_MEMBER_ID = "recipient_participant_user_id"
_MEMBER_NAMES = _Names("recipient_participant_id", _MEMBER_ID, _MEMBER_ID, _MEMBER_ID)


class Change:
    """One change of a call, with what its items share.

    Attributes:
        field: what changed.
        business: the side that receives the calls.
        contacts: what the call says of its customers.
        items: its items; the change itself is one if it holds none.
    """

    def __init__(self, change: dict[str, Any], entry: dict[str, Any]) -> None:
        value = as_object(change.get("value"))
        self.field = change.get("field")
        self.business = business_of(value, entry.get("id"))
        self.contacts = as_list(value.get("contacts"))
        self.items = _items(value) or [("", value, None)]
        self._entry = entry

    @cached_property
    def shared_instant(self) -> Instant | None:
        """When the call was made, or else what it reports happened: the time of items that have none of their own."""
        times = (self._entry.get("time"), *(as_object(content).get("timestamp") for _, content, _ in self.items))
        return next(filter(None, map(instant, times)), None)

    def sides(self, item: Item) -> Sides:
        """Return who takes part in what an item reports; the business acts in what it sent itself."""
        section, content, thread = item
        group, names = _group(section, content), _NAMES.get(section)
        user_ids: tuple[Any, ...] = ()
        if names is None:
            number, user_id = self._caller(content) if section == "calls" else (thread, None)
        else:
            if group is not None and section == "statuses":
                names = _MEMBER_NAMES
            number, user_id = content.get(names.number), content.get(names.user_id) or content.get(names.alias)
            if group is None:
                user_ids = (content.get(names.user_id), content.get(names.parent_id))
        customer = self._by_contact(section, user_id) if number is None else person_key(number, user_id)
        sender = self._sender(item, customer) if section in _BOTH_WAYS else customer
        return customer, sender, group, user_ids

    def _sender(self, item: Item, customer: str | None) -> str | None:
        own, sender = self.business.key, person_key(item[1].get("from"))
        if item[0] == "message_echoes":
            return own or sender
        return own if sender == own else customer

    def _caller(self, call: dict[str, Any]) -> tuple[Any, Any]:
        """Return number and id of a call's side that is not the business."""
        first, second = call.get("from"), call.get("to")
        if call.get("direction") != "USER_INITIATED":
            first, second = second, first
        is_second = person_key(first) == self.business.key != person_key(second)
        return second if is_second else first, call.get("from_user_id") or call.get("to_user_id")

    def _by_contact(self, section: str, user_id: Any) -> str | None:
        """Return the key of a customer without number: the call's contacts may know it, by id or as the only one."""
        contacts = map(as_object, self.contacts)
        known = [each for each in contacts if user_id is None or each.get("user_id") == user_id]
        if section and len(known) == 1:
            return person_key(known[0].get("wa_id"), known[0].get("user_id"))
        return person_key(None, user_id)


def instant(time: Any) -> Instant | None:
    """Return the instant that a time names; seconds are documented, some senders write milliseconds."""
    if type(time) not in _TIMES:
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


def _group(section: str, content: dict[str, Any]) -> str | None:
    is_groups = section == "statuses" and content.get("recipient_type") == "group"
    group = content.get("recipient_id" if is_groups else "group_id")
    return group if isinstance(group, str) else None


def _items(value: dict[str, Any]) -> list[Item]:
    items: list[Item] = []
    for section in _SECTIONS:
        if section in value:
            for content in as_list(value[section]):
                items.append((section, content, None))  # noqa: PERF401  # mostly one: a comprehension costs more
    if "history" in value:
        items += _backfilled(value["history"])
    return items


def _backfilled(history: Any) -> Iterator[Item]:
    for chunk in map(as_object, as_list(history)):
        for thread in map(as_object, as_list(chunk.get("threads"))):
            for content in as_list(thread.get("messages")):
                yield "history", content, thread.get("id")
        for content in as_list(chunk.get("errors")):
            yield "errors", content, None
