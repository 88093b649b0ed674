"""What a reader of a text export makes of one record, and of one chat."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

Attachment = tuple[str | None, str | None]
Reaction = tuple[str, str | None]


NOBODY = "nobody"
"""Stands in a conversation's key for its people where neither a title nor any person is known."""


class Content(NamedTuple):
    """What one message holds.

    Attributes:
        kind: one of ``MESSAGE_KINDS``; ``""`` if it is an event and no message.
        text: the writer's own words, or a notice's; None where there are none.
        attachments: name and media type of each file, as far as the export tells.
        event: one of ``EVENT_KINDS``, or None for a message.
        reactions: sign and sender's name of each, as far as the export tells.
    """

    kind: str
    text: str | None
    attachments: tuple[Attachment, ...] = ()
    is_edited: bool = False
    is_deleted: bool = False
    event: str | None = None
    reactions: tuple[Reaction, ...] = ()


class Entry(NamedTuple):
    """One record of a transcript.

    Attributes:
        start, end: where it stands in the text.
        wall: seconds since 1970 on the wall clock, or since 1970 UTC in a transcript that names instants; None if it
            cannot be read.
        reason: why not, a code; ``""`` if it can.
        sender: who wrote it, a key of ``Transcript.people``; None for a notice.
        precision: as in ``PRECISIONS``.
        message_id: the platform's, if it has one.
    """

    start: int
    end: int
    wall: int | None
    reason: str
    sender: str | None
    content: Content
    precision: str = "minute"
    message_id: str | None = None


class Person(NamedTuple):
    """Somebody in a chat."""

    key: str
    name: str | None
    same_as: tuple[str, ...] = ()
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One chat of one member.

    Attributes:
        member: as in ``Export.members``.
        text: what the entries' places are in.
        first_record: place of the first entry among the member's records.
        places: of each entry, where other chats' records lie between them.
        people: by their sender keys.
        conversation: its key.
        kind: ``"direct"``, ``"group"``, or None where nothing tells.
        has_instants: whether the times of the entries are UTC, so that no zone has to be known.
        date_order: how the chat writes its dates and what says so, None where there is but one way.
    """

    member: str
    text: str
    entries: Sequence[Entry]
    people: Mapping[str, Person]
    conversation: str
    title: str | None
    kind: str | None
    first_record: int = 1
    places: Sequence[int] | None = None
    has_instants: bool = False
    date_order: str | None = None


def compared(name: str) -> str:
    """Return the form in which names of accounts are compared."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def named_people(platform: str, names: Iterable[str], own_accounts: AbstractSet[str]) -> dict[str, Person]:
    """Return the people of a platform that tells them by their names only, by sender key.

    Args:
        platform: whose names these are.
        names: as displayed; those among ``own_accounts`` are staff.
        own_accounts: as in ``ReadSettings``.
    """
    own = {compared(account) for account in own_accounts}
    people = (Person(name_key(platform, name), name, (), "staff" if compared(name) in own else None) for name in names)
    return {person.key: person for person in people}


def name_key(platform: str, name: str) -> str:
    """Return the sender key of somebody of whom only a name is known."""
    return f"{platform}_name:{name}"


def conversation_key(platform: str, title: str | None, people: Mapping[str, Person]) -> str:
    """Return what a chat is called in every delivery: its title, else its other side, else all of its people."""
    if title:
        return f"{platform}:{title}"
    others = sorted(person.key for person in people.values() if person.role != "staff")
    return others[0] if len(others) == 1 else f"{platform}:{'|'.join(sorted(people)) or NOBODY}"


def chat_kind(people: Mapping[str, Person], entries: Iterable[Entry], *, is_group: bool = False) -> str | None:
    """Return whether this is a group: by what the export says of it, its notices, or the number of its people."""
    if is_group or len(people) > 2 or any(entry.content.event in _OF_GROUPS for entry in entries):
        return "group"
    return "direct" if people else None


_OF_GROUPS = frozenset({"member_joined", "member_left", "group_created", "title_changed"})
