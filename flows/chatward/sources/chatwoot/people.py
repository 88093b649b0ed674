"""Who takes part: contacts, agents and bots, each numbered from 1."""

from typing import Any

from chatward.sources.helpdesk.people import People, reachable
from chatward.sources.helpdesk.values import as_object, id_or_none, text_or_none

_TYPES = {
    "contact": ("contact", "customer"), "user": ("user", "staff"), "agentbot": ("bot", "bot"),
    "captainassistant": ("assistant", "bot"),
}  # fmt: skip
_FACTS = ("id", "type", "role", "name", "available_name", "email", "phone_number", "identifier")
_AGENTS = ("agent", "administrator")
_BY_DIRECTION = {"incoming": "contact", "outgoing": "user", "template": "agentbot"}


def meet(people: People, person: dict[str, Any], kind: str) -> str | None:
    """Add somebody as any record has them; return the key.

    Args:
        people: those of the export.
        person: with ``id``, else told by e-mail address or number.
        kind: ``contact``, ``user`` or ``agentbot`` where the record does not tell it itself.
    """
    facts = (kind, *map(person.get, _FACTS))
    if known := people.met_as(facts):
        return known
    told = person.get("type") or ("user" if person.get("role") in _AGENTS else kind)
    name, role = _TYPES.get(_plain(told), (None, None))
    if name is None:
        name, role = _TYPES[kind]
    email, phone = text_or_none(person.get("email")), text_or_none(person.get("phone_number"))
    id_ = id_or_none(person.get("id"))
    key = f"chatwoot_{name}_id:{id_}" if id_ else f"email:{email}" if email else f"phone:{phone}" if phone else None
    if key is None:
        return None
    outer = id_or_none(person.get("identifier"))
    ways = (*reachable(email, phone), f"chatwoot_external_id:{outer}" if outer else None)
    shown = text_or_none(person.get("name")) or text_or_none(person.get("available_name"))
    return people.remember(facts, people.meet(key, shown, role, ways))


def sender_of(people: People, message: dict[str, Any], direction: str) -> str | None:
    """Return the key of whoever sent a message: its sender, or else the contact whose conversation it is in."""
    kind = _plain(message.get("sender_type"))
    kind = kind if kind in _TYPES else _BY_DIRECTION.get(direction, "user")
    sender = message.get("sender")
    if sender.__class__ is dict and sender:
        return meet(people, sender, kind)
    if id_ := id_or_none(message.get("sender_id")):
        return meet(people, {"id": id_}, kind)
    if direction != "incoming":
        return None
    contact = message.get("contact") or as_object(as_object(message.get("conversation")).get("meta")).get("sender")
    return meet(people, as_object(contact), "contact")


def _plain(kind: Any) -> str:
    return str(kind).lower().replace("_", "").replace(":", "")
