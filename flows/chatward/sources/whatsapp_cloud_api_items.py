"""The items of webhook calls: which a change holds, whom each is about, who sent it, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from chatward.sources.whatsapp_cloud_api_people import as_list, as_object, business_of, person_key

_SECTIONS = ("messages", "message_echoes", "statuses", "calls", "user_preferences", "errors")
_TIMELESS = frozenset({"", "errors", "user_preferences"})
_BOTH_WAYS = frozenset({"message_echoes", "history"})
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z

Instant = tuple[int, str]
"""Microseconds since 1970, and the precision that they are known to."""


Item = tuple[str, Any, Any]
"""One item of a change: the list it stands in, like ``"statuses"``, or ``""`` for a change without lists; the item
itself, an object if it is sound; and for backfilled ones the customer whose thread it is of."""

Sides = tuple[str | None, str | None, str | None]
"""Who takes part in what an item reports: key of the customer it is about, key of who acted, id of the group, if any."""


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
_MEMBER_NAMES = _Names(*["recipient_participant_id", *["recipient_participant_user_id"] * 3])


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
        self._called_at = entry.get("time")

    def instant(self, item: Item) -> Instant | None:
        """Return when an item happened, None if nobody says.

        Errors and notices have no time of their own: the call's stands in, or that of what they were sent with.
        """
        section, content, _ = item
        own = instant(content.get("timestamp"))
        return self._shared_instant if own is None and section in _TIMELESS else own

    def sides(self, item: Item) -> Sides:
        """Return who takes part in what an item reports; the business acts in what it sent itself."""
        section, content, _ = item
        is_member = section == "statuses" and content.get("recipient_type") == "group"
        group = content.get("recipient_id" if is_member else "group_id")
        if not isinstance(group, str):
            group = None
        customer = self._customer(item, _MEMBER_NAMES if group is not None and section == "statuses" else _NAMES.get(section))
        if section not in _BOTH_WAYS:
            return customer, customer, group
        own, sender = self.business.key, person_key(content.get("from"))
        if section == "message_echoes":
            return customer, own or sender, group
        return customer, own if sender == own else customer, group

    def _customer(self, item: Item, names: _Names | None) -> str | None:
        section, content, thread = item
        if names is not None:
            number = content.get(names.number)
            user_id = content.get(names.user_id) or content.get(names.alias)
        elif section == "calls":
            number = self._caller(content)
            user_id = content.get("from_user_id") or content.get("to_user_id")
        else:
            number, user_id = thread, None
        return person_key(number, user_id) if number is not None else self._by_contact(section, user_id)

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
        times = (self._called_at, *(as_object(content).get("timestamp") for _, content, _ in self.items))
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


def user_ids(section: str, content: dict[str, Any]) -> tuple[Any, ...]:
    """Return further ids of the customer that an item is about; those of a group's members are not told apart."""
    names = _NAMES.get(section)
    return (content.get(names.user_id), content.get(names.parent_id)) if names else ()


def _items(value: dict[str, Any]) -> list[Item]:
    items = [
        (section, content, None)
        for section in _SECTIONS
        if section in value
        for content in as_list(value[section])
    ]
    return items + list(_backfilled(value["history"])) if "history" in value else items


def _backfilled(history: Any) -> Iterator[Item]:
    for chunk in map(as_object, as_list(history)):
        for thread in map(as_object, as_list(chunk.get("threads"))):
            for content in as_list(thread.get("messages")):
                yield "history", content, thread.get("id")
        for content in as_list(chunk.get("errors")):
            yield "errors", content, None
