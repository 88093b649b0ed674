"""Derives what the export does not say: which conversation a chat is, and who of the people in it is staff."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from chatward.sources.transcript.entries import NOBODY
from chatward.sources.whatsapp.chat import Chats
from chatward.sources.whatsapp.senders import compared, sender_key
from chatward.sources.whatsapp.texts import Flags

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


def describe(chats: Chats, is_message: Flags, places: Sequence[Place]) -> list[Conversation]:
    """Return the conversation that each chat is.

    iOS shows a group's notices as if the group had written them, so that a name which only ever informs is no person
    but the chat's title, and so is one that opens a group and never writes.

    Args:
        is_message: which records are messages.
        places: where each chat comes from.
    """
    names = chats.names
    wrote = set(np.unique(names.ids[is_message & (names.ids >= 0)]).tolist())
    events = {row: content.event for row, content in chats.contents.items() if content.event}
    groups = {int(chats.headers.chats[row]) for row, event in events.items() if event in _OF_GROUPS}
    openers = {int(names.ids[row]) for row in map(int, chats.firsts[:-1]) if _opens_group(chats, row, groups)}
    acted = {int(names.ids[row]) for row, event in events.items() if event != "notice"} - (openers - wrote)
    told = {int(names.ids[row]) for row, event in events.items() if event == "notice"} | openers
    told -= wrote | acted
    borders = np.searchsorted(names.chats, np.arange(len(places) + 1)).tolist()
    return [
        _conversation(
            place,
            [names.names[number] for number in range(low, high) if number in wrote or number in acted],
            next((names.names[number] for number in range(low, high) if number in told), None),
            is_group=chat in groups,
        )
        for chat, (place, (low, high)) in enumerate(zip(places, pairwise(borders), strict=True))
    ]


def _opens_group(chats: Chats, row: int, groups: AbstractSet[int]) -> bool:
    """Tell whether a group's first record is a notice that does not speak of its sender, who is the group then."""
    content, name = chats.contents.get(row), int(chats.names.ids[row])
    if content is None or not content.event or name < 0 or int(chats.headers.chats[row]) not in groups:
        return False
    return chats.names.names[name] not in (content.text or "")


def _conversation(place: Place, writers: Iterable[str], informer: str | None, *, is_group: bool) -> Conversation:
    people = {sender_key(name): name for name in writers}
    title = place.title or informer
    staff = frozenset(key for key, name in people.items() if compared(name) in place.own)
    kind = "group" if is_group or len(people) > 2 else "direct" if people else None
    return Conversation(_key(people, staff, title), title, kind, people, staff)


def _key(people: dict[str, str], staff: frozenset[str], title: str | None) -> str:
    others = sorted(people.keys() - staff)
    if len(others) == 1:
        return others[0]
    if title is not None:
        return sender_key(title) if sender_key(title) in people else f"title:{title}"
    return "participants:" + ("|".join(sorted(people)) or NOBODY)
