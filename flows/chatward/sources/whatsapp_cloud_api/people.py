"""Who takes part in a webhook call: the business by its number, customers by number or by id where they hide it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pyarrow as pa

from chatward.sources.records import PARTICIPANTS
from chatward.sources.tables import Rows

_NUMBER = re.compile(r"\+?(\d{5,20})")


def as_object(value: Any) -> dict[str, Any]:
    """Return the value if it is a JSON object, an empty one otherwise: any part of a call may be missing or odd."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """Return the value if it is a list, an empty one otherwise."""
    return value if isinstance(value, list) else []


def person_key(number: Any, user_id: Any = None) -> str | None:
    """Return the key of somebody named by number, by business-scoped user id, or both; the number comes first."""
    key = _phone_key(number) if isinstance(number, str) else None
    return key or _user_key(user_id) or _user_key(number)


@lru_cache(maxsize=2**14)
def _phone_key(number: str) -> str | None:
    digits = _NUMBER.fullmatch(number)
    return f"phone:+{digits[1]}" if digits else None


def _user_key(user_id: Any) -> str | None:
    return f"whatsapp_user_id:{user_id}" if isinstance(user_id, str) and user_id else None


@dataclass(frozen=True, slots=True)
class Business:
    """The business side of a call.

    Attributes:
        key: its sender key, by the number that customers see; None where the call does not name it.
        number_id: the platform's id of that number, which names the conversations.
    """

    key: str | None
    number_id: str


def business_of(value: dict[str, Any], account: Any) -> Business:
    """Return the business that a change's ``value`` is about; ``account`` stands in where it names no number."""
    metadata = as_object(value.get("metadata"))
    shown, number_id = metadata.get("display_phone_number"), metadata.get("phone_number_id")
    return _business(str(shown or ""), str(number_id or account or "unknown"))


@lru_cache(maxsize=2**10)
def _business(shown: str, number_id: str) -> Business:
    return Business(person_key(re.sub(r"[\s().-]", "", shown)), number_id)


def conversation_key(number_id: str, other: str) -> str:
    """Return the key of a business' conversation with a customer, or a group, given by key."""
    return f"whatsapp_cloud_api:{number_id}:{other.partition(':')[2].removeprefix('+')}"


@dataclass(slots=True)
class _Person:
    role: str
    names: dict[str, None] = field(default_factory=dict)
    user_ids: dict[str, None] = field(default_factory=dict)


class People:
    """The people met in one member, with all that calls say of them."""

    def __init__(self) -> None:
        self._people: dict[str, _Person] = {}

    def meet(self, key: str, role: str, *, name: Any = None, user_ids: tuple[Any, ...] = ()) -> None:
        """Remember somebody; what an earlier call said and this one does not is kept."""
        person = self._people.get(key)
        if person is None:
            person = self._people[key] = _Person(role)
        if name and isinstance(name, str):
            person.names[name] = None
        for user_id in user_ids:
            if user_id and isinstance(user_id, str):
                person.user_ids[user_id] = None

    def meet_contacts(self, contacts: list[Any]) -> None:
        """Remember the customers that a call's ``contacts`` name."""
        for contact in map(as_object, contacts):
            user_id = contact.get("user_id")
            if key := person_key(contact.get("wa_id"), user_id):
                name = as_object(contact.get("profile")).get("name")
                self.meet(key, "customer", name=name, user_ids=(user_id, contact.get("parent_user_id")))

    def table(self) -> pa.Table:
        """Return everybody as participants, once for each name."""
        rows = Rows(PARTICIPANTS)
        for key, person in self._people.items():
            same_as = [same for same in map(_user_key, person.user_ids) if same != key]
            for name in person.names or (None,):
                rows.add(sender_key=key, display_name=name, same_as=same_as, role=person.role)
        return rows.table()
