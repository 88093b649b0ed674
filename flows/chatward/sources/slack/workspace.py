"""Who and what a Slack workspace consists of: its users and conversations, from the lists of its export."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chatward.sources.slack.text import Names

CONVERSATION_LISTS = {"channels.json": "channel", "groups.json": "channel", "mpims.json": "group", "dms.json": "direct"}
"""Files that list conversations, and of which kind."""

_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")
_BOT = ("is_bot", "is_workflow_bot")
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Person:
    """A user; ``shown`` is how mentions of them read."""

    id: str
    name: str | None
    shown: str
    role: str | None
    same_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is known of a workspace so far: users by id, ids of conversations by the folder of their days."""

    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)


def users(rows: list[Any], own_accounts: Container[str]) -> Iterator[Person]:
    """Yield the users of ``users.json``; the full members of a workspace are the company's own people."""
    for row in rows:
        if isinstance(id_ := row.get("id"), str):
            is_bot = id_ == _SLACKBOT or any(row.get(flag) for flag in _BOT)
            is_guest = any(row.get(flag) for flag in _GUEST) and id_ not in own_accounts
            yield _person(id_, row, "bot" if is_bot else None if is_guest else "staff")


def strangers(records: list[Any], known: Container[str], own_accounts: Container[str]) -> Iterator[Person]:
    """Yield users of other workspaces who wrote some of ``records``: those records carry a profile of them."""
    for record in records:
        if isinstance(record, dict) and isinstance(profile := record.get("user_profile"), dict):
            id_ = record.get("user")
            if isinstance(id_, str) and id_ not in known:
                yield _person(id_, profile, unlisted_role(id_, own_accounts))


def unlisted_role(user: str, own_accounts: Container[str]) -> str | None:
    """Return the role of a user who is not in ``users.json``, where Slack's own bot is always missing."""
    return "bot" if user == _SLACKBOT else "staff" if user in own_accounts else None


def conversations(rows: list[Any]) -> Iterator[tuple[str, str | None]]:
    """Yield id and name of the conversations of a list; direct ones have no name."""
    for row in rows:
        if isinstance(id_ := row.get("id"), str):
            yield id_, _first(row.get("name"))


def _person(id_: str, about: Mapping[str, Any], role: str | None) -> Person:
    profile = about["profile"] if isinstance(about.get("profile"), dict) else about
    real = _first(profile.get("real_name"), about.get("real_name"))
    shown = _first(profile.get("display_name"), real, about.get("name"))
    contacts = (("email", profile.get("email")), ("phone", profile.get("phone")))
    same_as = tuple(f"{kind}:{value}" for kind, value in contacts if isinstance(value, str) and value)
    return Person(id_, real or shown, shown or id_, role, same_as)


def _first(*values: object) -> str | None:
    return next((value for value in values if isinstance(value, str) and value), None)
