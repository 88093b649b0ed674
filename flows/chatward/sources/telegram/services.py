"""Turns Telegram's service records, like "invited", "pinned" or "called", into columns of events."""

from collections.abc import Sequence
from typing import Any

from chatward.sources.json_values import written
from chatward.sources.telegram.messages import plain_text
from chatward.sources.telegram.people import People

_EVENTS = {
    "create_group": "group_created",
    "create_channel": "group_created",
    "migrate_to_supergroup": "group_created",
    "migrate_from_group": "group_created",
    "invite_members": "member_joined",
    "join_group_by_link": "member_joined",
    "join_group_by_request": "member_joined",
    "remove_members": "member_left",
    "edit_group_title": "title_changed",
    "pin_message": "pinned",
    "phone_call": "call",
    "group_call": "call",
    "group_call_scheduled": "call",
    "invite_to_group_call": "call",
    "conference_call": "call",
    "clear_history": "message_deleted",
    "delete_group_photo": "notice",
    "delete_chat_photo": "notice",
    "edit_group_photo": "notice",
    "edit_chat_theme": "notice",
    "set_chat_wallpaper": "notice",
    "set_same_chat_wallpaper": "notice",
    "set_messages_ttl": "notice",
    "joined_telegram": "notice",
    "take_screenshot": "notice",
    "topic_created": "notice",
    "topic_edit": "notice",
}
_TOLD_ELSEWHERE = frozenset(
    {"id", "type", "date", "date_unixtime", "actor", "actor_id", "message_id", "text", "text_entities"}
)


def event_columns(services: Sequence[dict[str, Any]], people: People) -> dict[str, list[Any]]:
    """Return the columns of ``EVENTS`` that a service record itself holds: all but place, conversation and times.

    An action without an event of its own is ``"other"``; in ``detail`` its name stands in any case.
    """
    return {
        "event": [_event(service.get("action")) for service in services],
        "actor_key": people.keys(services, "actor_id", "actor"),
        "target_message_id": [service.get("message_id") for service in services],
        "text": [plain_text(service.get("text")) or plain_text(service.get("title")) for service in services],
        "detail": [_detail(service) for service in services],
    }


def _event(action: Any) -> str:
    return _EVENTS.get(action, "other") if isinstance(action, str) else "other"


def _detail(service: dict[str, Any]) -> str:
    return written({key: value for key, value in service.items() if key not in _TOLD_ELSEWHERE}).decode()
