"""Derives what the export does not say: which conversation a chat is, and who of the people in it is staff."""

from dataclasses import dataclass

import numpy as np

from chatward.sources.whatsapp_chat import Chat, Flags
from chatward.sources.whatsapp_notices import event_kind
from chatward.sources.whatsapp_senders import compared, sender_key

_OF_GROUPS = frozenset({"group_created", "title_changed", "member_joined", "member_left"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chat comes from.

    Attributes:
        member: as in ``Export.members``.
        title: of the chat, as far as a file's name tells.
        own: the company's accounts in ``compared`` form.
    """

    member: str
    title: str | None
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One chat's people.

    Attributes:
        key: the other side's sender key if there is one other side, else what the title or the people make.
        kind: ``"direct"``, ``"group"``, or None where nobody wrote.
        senders: key and name of everybody who wrote or did something.
        staff: keys of those who are the company.
    """

    key: str
    title: str | None
    kind: str | None
    senders: dict[str, str]
    staff: frozenset[str]


def describe(chat: Chat, is_message: Flags, place: Place) -> Conversation:
    """Return the conversation that a chat is.

    iOS shows a group's notices as if the group had written them, so that a name which only ever informs is no person
    but the chat's title.
    """
    names = chat.names.names
    wrote = set(np.unique(chat.names.ids[is_message & (chat.names.ids >= 0)]).tolist())
    acted = {
        int(chat.names.ids[row]) for row, content in chat.contents.items() if content.event not in {None, "notice"}
    }
    told = {int(chat.names.ids[row]) for row, content in chat.contents.items() if content.event == "notice"}
    people = {sender_key(names[number]): names[number] for number in sorted(wrote | acted)}
    title = place.title or next((names[number] for number in sorted(told - wrote - acted)), None)
    staff = frozenset(key for key, name in people.items() if compared(name) in place.own)
    key = _key(people, staff, title)
    return Conversation(key, title, _kind(chat, people), people, staff)


def _key(people: dict[str, str], staff: frozenset[str], title: str | None) -> str:
    others = sorted(people.keys() - staff)
    if len(others) == 1:
        return others[0]
    if title is not None:
        return sender_key(title) if sender_key(title) in people else f"title:{title}"
    return "participants:" + "|".join(sorted(people))


def _kind(chat: Chat, people: dict[str, str]) -> str | None:
    if len(people) > 2 or any(content.event in _OF_GROUPS for content in chat.contents.values()):
        return "group"
    notices = np.flatnonzero(chat.names.ends < 0)
    if any(event_kind(chat.text(row)) in _OF_GROUPS for row in notices.tolist()):
        return "group"
    return "direct" if people else None
