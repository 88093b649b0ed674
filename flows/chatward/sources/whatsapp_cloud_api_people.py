"""Who takes part in a webhook call: the business by its number, customers by number or by id where they hide it."""

import re
from dataclasses import dataclass
from typing import Any, Self

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
    digits = _NUMBER.fullmatch(number) if isinstance(number, str) else None
    if digits:
        return f"phone:+{digits[1]}"
    named = next((name for name in (user_id, number) if isinstance(name, str) and name), None)
    return f"whatsapp_user_id:{named}" if named else None


@dataclass(frozen=True, slots=True)
class Business:
    """The business side of a call.

    Attributes:
        key: its sender key, by the number that customers see; None where the call does not name it.
        number_id: the platform's id of that number, which names the conversations.
    """

    key: str | None
    number_id: str

    @classmethod
    def of(cls, value: dict[str, Any], account: Any) -> Self:
        """Return the business that a change's ``value`` is about; ``account`` stands in where it names no number."""
        metadata = as_object(value.get("metadata"))
        shown = re.sub(r"[\s().-]", "", str(metadata.get("display_phone_number") or ""))
        return cls(person_key(shown), str(metadata.get("phone_number_id") or account or "unknown"))

    def conversation(self, customer: str | None) -> str | None:
        """Return the key of the conversation with a customer, or a group, given by key."""
        return customer and f"whatsapp_cloud_api:{self.number_id}:{customer.partition(':')[2].removeprefix('+')}"


class People:
    """The people met in one member, with all that calls say of them."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Any]] = {}

    def meet(self, key: str | None, role: str, *, name: Any = None, same_as: tuple[Any, ...] = ()) -> None:
        """Remember somebody; what an earlier call said and this one does not is kept."""
        if key is None:
            return
        known = self._rows.setdefault(key, {"sender_key": key, "display_name": None, "same_as": [], "role": role})
        known["display_name"] = name if isinstance(name, str) and name else known["display_name"]
        ids = [f"whatsapp_user_id:{each}" for each in same_as if isinstance(each, str) and each]
        known["same_as"] += [each for each in ids if each != key and each not in known["same_as"]]

    def meet_contacts(self, value: dict[str, Any]) -> None:
        """Remember the customers that a call's ``contacts`` name."""
        for contact in map(as_object, as_list(value.get("contacts"))):
            user_id = contact.get("user_id")
            name = as_object(contact.get("profile")).get("name")
            same_as = (user_id, contact.get("parent_user_id"))
            self.meet(person_key(contact.get("wa_id"), user_id), "customer", name=name, same_as=same_as)

    def rows(self) -> Rows:
        """Return everybody as rows of participants."""
        rows = Rows(PARTICIPANTS)
        for known in self._rows.values():
            rows.add(**known)
        return rows
