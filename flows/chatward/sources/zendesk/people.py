"""Who takes part in tickets and chats."""

from typing import Any

from chatward.sources.helpdesk.people import People, reachable
from chatward.sources.helpdesk.values import as_object, id_or_none, text_or_none

_ROLES = {
    "end-user": "customer", "end_user": "customer", "agent": "staff", "admin": "staff", "system": "bot",
    "business": "staff", "user": "customer", "bot": "bot",
}  # fmt: skip
_SYSTEM = "-1"  # the author of what Zendesk itself did


def user_key(people: People, id_: Any) -> str | None:
    """Return the key of a user of the account at hand, given by id."""
    user = id_or_none(id_)
    return f"zendesk_id:{people.scope}{user}" if user else None


def meet_user(people: People, user: dict[str, Any], role: str | None = None) -> str | None:
    """Add a user as the API has them, or the few fields of one that other records hold; return the key.

    Args:
        people: those of the export.
        user: with ``id`` or, for want of one, ``email``.
        role: for users of whom nothing else tells it.
    """
    email = text_or_none(user.get("email")) or text_or_none(user.get("address"))
    key = user_key(people, user.get("id")) or (f"email:{email}" if email else None)
    if key is None:
        return None
    told = _ROLES.get(str(user.get("role") or user.get("type")), "staff" if user.get("is_staff") is True else None)
    name, ways = text_or_none(user.get("name")), reachable(email, user.get("phone"))
    return people.meet(key, name, told or role, ways, is_told=told is not None)


def meet(people: People, id_: Any, role: str | None = None) -> str | None:
    """Add a user of whom a record has no more than the id; return the key."""
    key = user_key(people, id_)
    return None if key is None else people.meet(key, role="bot" if key.endswith(f":{_SYSTEM}") else role)


def meet_sender(people: People, key: str | None, via: Any) -> None:
    """Add what a record's ``via`` tells of whoever sent it: a mail's address, a caller's number."""
    sender = as_object(as_object(as_object(via).get("source")).get("from"))
    if key and sender and (sender.get("address") or sender.get("phone")) and sender.get("ticket_id") is None:
        people.meet(key, text_or_none(sender.get("name")), None, reachable(sender.get("address"), sender.get("phone")))
