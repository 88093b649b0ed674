"""What Graph reports beside messages: who came and went, what was renamed or pinned, calls."""

from typing import Any

from chatward.sources.json_values import written
from chatward.sources.teams.people import People
from chatward.sources.teams.spelling import Spelling, as_object, camel, words_of

# the kind of an event by how its name begins, as Graph's eventMessageDetail types are called
_KINDS = (
    (("membersAdded", "membersJoined"), "member_joined"),
    (("membersDeleted", "membersLeft"), "member_left"),
    (("chatRenamed", "channelRenamed", "teamRenamed"), "title_changed"),
    (("teamCreated", "channelAdded"), "group_created"),
    (("messagePinned",), "pinned"),
    (("call",), "call"),
)
_TYPE_NAMES = ("@odata.type", "OdataType", "ODataType", "odataType")
_TYPE_START, _TYPE_END = "#microsoft.graph.", "EventMessageDetail"
_TITLES = ("chatDisplayName", "channelDisplayName", "teamDisplayName")

Event = tuple[str, str | None, str | None, str | None]
"""Kind, key of who did it, the new title if it has one, all the rest as JSON."""


def event_of(record: dict[str, Any], names: Spelling, people: People) -> Event:
    """Return what a record that is no message reports; nothing that Graph may add later is dropped."""
    detail = {name: value for name, value in as_object(record.get(names.event)).items() if value is not None}
    actor = people.key_of(detail.pop(names.initiator, None), names) or people.key_of(record.get(names.sender), names)
    name, told = _named(detail)
    if not detail and record.get(names.message_type) not in ("systemEventMessage", "unknownFutureValue"):
        return "other", actor, None, _json({names.message_type: record.get(names.message_type)})
    title = next((words for key, value in told.items() if camel(key) in _TITLES and (words := words_of(value))), None)
    return _kind(name), actor, title, _json(detail)


def _named(detail: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the name of the event, and what holds its fields.

    Graph names the type beside the fields; a data export has a field for every type, one of them filled.
    """
    further = as_object(detail.get("AdditionalData"))
    for type_name in _TYPE_NAMES:
        if written := words_of(detail.get(type_name)) or words_of(further.get(type_name)):
            return written.removeprefix(_TYPE_START).removesuffix(_TYPE_END), detail | further
    return next(((camel(name), value) for name, value in detail.items() if isinstance(value, dict)), ("", {}))


def _kind(name: str) -> str:
    return next((kind for starts, kind in _KINDS if name.startswith(starts)), "notice")


def _json(detail: dict[str, Any]) -> str | None:
    return written(detail).decode() if detail else None
