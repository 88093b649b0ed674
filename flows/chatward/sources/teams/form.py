"""How exports of Teams are told: Graph's messages in either spelling, lists of people and channels, own downloads."""

import re
from collections.abc import Iterator
from typing import Any

from chatward.sources.forms import Form, Look
from chatward.sources.teams.spelling import CAMEL, PAGES, PASCAL, as_list

_MOST_RECORDS = 50
_TREE = re.compile(
    r"(?:(.*?)/)??(?:(?:teams|users)/(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/[^/]+|([^/]+)/[a-z]+_\2\.json)"
    r"|(?:(?:teams|users)/)?(?:teamsList|teamsSettings|usersList)\.json)",
    re.IGNORECASE,
)
_KINDS_OF_PLACES = ("chats", "channels", "messages")
_BELONGINGS = re.compile(
    r"(?:teams|users)/[^/]+/(?:messages|meetings|teamInstalledApps|teamMembers|channels)_[^/]+\.json"
    r"|(?:(?:teams|users)/)?(?:teamsList|teamsSettings|usersList)\.json|endpoints\.json|media/",
    re.IGNORECASE,
)
_OF_CHATS = re.compile(r"#.*(?:chats|channels|teams)\b.*/(?:messages|replies)")
_TEAM_MEMBER = frozenset({"Name", "UserId", "UserName", "Role"})
_TEAM_SETTINGS = frozenset({"InternalId", "MemberSettings", "DisplayName"})
_TEAM = frozenset({"GroupsId", "Name"})


def root(name: str) -> str | None:
    """Return the folder that holds ``teams`` and ``users`` in a tenant's data export, else that of all messages."""
    if tree := _TREE.fullmatch(name):
        return tree[1] or ""
    folder = name.rpartition("/")[0]
    above, _, last = folder.rpartition("/")
    return above if last.casefold() in _KINDS_OF_PLACES else folder


def is_message(record: dict[str, Any]) -> bool:
    """Return whether this is Graph's chatMessage; its mails have a body, too, but no chat and no type."""
    for names in (PASCAL, CAMEL):
        body = record.get(names.body)
        if isinstance(body, dict) and (names.content in body or names.content_type in body):
            return not record.keys().isdisjoint((names.message_type, names.chat, names.channel, names.event))
    return False


def describes_people_or_places(record: dict[str, Any]) -> bool:
    """Return whether this is a row of the lists that a data export holds beside its messages."""
    keys = record.keys()
    if keys >= _TEAM_MEMBER or keys >= _TEAM_SETTINGS or keys >= _TEAM:
        return True
    for names in (PASCAL, CAMEL):
        if keys >= {names.id, names.display_name}:
            id_ = record[names.id]
            return names.principal in keys or (
                names.membership_type in keys and isinstance(id_, str) and id_.startswith("19:")
            )
    return False


def _matches_messages(look: Look) -> bool:
    if b"ody" in look.head and any(map(is_message, _records(look))):
        return True
    return b"@odata.context" in look.head and _is_empty_page(look.sketch)


def _is_empty_page(seen: Any) -> bool:
    """Tell a page of Graph that holds no message by the address that it is an answer for."""
    context = seen.get("@odata.context") if isinstance(seen, dict) else None
    return isinstance(context, str) and seen.get("value") == [] and _OF_CHATS.search(context) is not None


def _matches_download(look: Look) -> bool:
    if b'"MessageList"' not in look.head and b'"exportDate"' not in look.head:
        return False
    seen = look.sketch if isinstance(look.sketch, dict) else {}
    conversations = seen.get("conversations")
    return isinstance(conversations, list) and (
        {"userId", "exportDate"} <= seen.keys()
        or any(isinstance(each, dict) and "MessageList" in each for each in conversations)
    )


def _matches_lists(look: Look) -> bool:
    return look.may_be_json and any(map(describes_people_or_places, _records(look)))


def _records(look: Look) -> Iterator[dict[str, Any]]:
    """Yield the objects at the beginning, those of a page in its place."""
    values = look.sketch if isinstance(look.sketch, list) else [look.sketch]
    for value in values[:_MOST_RECORDS]:
        if isinstance(value, dict):
            page = [each for name in PAGES for each in as_list(value.get(name))[:_MOST_RECORDS]]
            yield from (each for each in page or [value] if isinstance(each, dict))


FORMS = (
    Form("teams", _matches_messages, root, belongings=_BELONGINGS),
    Form("teams", _matches_download, root, belongings=_BELONGINGS),
    Form("teams", _matches_lists, root, is_companion=True),
)
