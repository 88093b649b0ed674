"""Single values of Slack records: instants, files, reactions, and what kind of thing happened."""

from collections.abc import Mapping
from typing import Any

import orjson

from chatward.sources.json_values import written

_GONE = frozenset({"tombstone", "hidden_by_limit"})
_MOST_BYTES, _MOST_REACTIONS = 2**63 - 1, 2**31 - 1

_MESSAGES = frozenset(
    {"bot_message", "me_message", "thread_broadcast", "reply_broadcast", "file_share", "file_comment", "file_mention"}
)
_EVENTS = {
    "channel_join": "member_joined", "group_join": "member_joined", "app_conversation_join": "member_joined",
    "channel_leave": "member_left", "group_leave": "member_left", "app_conversation_leave": "member_left",
    "channel_name": "title_changed", "group_name": "title_changed", "pinned_item": "pinned", "unpinned_item": "other",
    "huddle_thread": "call", "sh_room_created": "call", "sh_room_shared": "call", "message_replied": "other",
    "message_changed": "message_edited", "message_deleted": "message_deleted",
}  # fmt: skip
CHANGES = frozenset({"message_edited", "message_deleted"})
"""Events that concern an earlier message."""

_NOTICES = ("channel_", "group_", "mpim_", "bot_", "reminder_", "joiner_", "tabbed_")
_DETAILS = ("subtype", "inviter", "topic", "purpose", "name", "old_name", "bot_id")
_LOG_PLACE = frozenset({"user_id", "user_name", "date", "channel"})


def event_kind(subtype: str) -> str | None:
    """Return which event a message of this subtype reports; None for what somebody said, and for unknown subtypes."""
    if subtype in _MESSAGES:
        return None
    return _EVENTS.get(subtype) or ("notice" if subtype.startswith(_NOTICES) else None)


def is_said(subtype: str) -> bool:
    """Return whether this subtype is known to be something that somebody said."""
    return subtype in _MESSAGES


def changed(record: Mapping[str, Any]) -> tuple[str, str, Mapping[str, Any], Mapping[str, Any]] | None:
    """Return what a change of an earlier message comes to; None for a record that does not say which message.

    Returns:
        The event, the message's ``ts``, the message as it is now (empty for a deleted one), and a record that names
        in its ``user`` who changed it.
    """
    now, before = record.get("message"), record.get("previous_message")
    is_edit = record["subtype"] == "message_changed"
    stamps = (record.get("deleted_ts"), *(each.get("ts") for each in (now, before) if isinstance(each, dict)))
    target = next((ts for ts in stamps if isinstance(ts, str)), None)
    if target is None or (is_edit and not isinstance(now, dict)):
        return None
    if not is_edit or not isinstance(now, dict) or now.get("subtype") == "tombstone":
        return "message_deleted", target, {}, record
    return "message_edited", target, now, now["edited"] if isinstance(now.get("edited"), dict) else now


def event_detail(record: Mapping[str, Any]) -> str:
    """Return what an event's record says besides its text, as a JSON object."""
    return orjson.dumps({name: value for name in _DETAILS if isinstance(value := record.get(name), str)}).decode()


def log_detail(row: Mapping[str, Any]) -> str:
    """Return what a row of the integration log says besides who, when and where, as a JSON object."""
    return written({name: value for name, value in row.items() if name not in _LOG_PLACE}).decode()


def microseconds(ts: object) -> int | None:
    """Return microseconds since 1970, exactly, of a time as Slack writes it, ``"1714550500.123456"`` or less."""
    if not isinstance(ts, str):
        return None
    if len(ts) == 17 and ts[10] == ".":
        digits = ts[:10] + ts[11:]
    else:
        seconds, _, fraction = ts.partition(".")
        digits = seconds + fraction.ljust(6, "0") if len(seconds) in (9, 10) and len(fraction) <= 6 else ""
    return int(digits) if digits.isascii() and digits.isdigit() else None


def attachments(record: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Return the files of a message; one that is gone has no name. Links are left out: they carry a key."""
    if "files" not in record and "file" not in record:
        return None
    files = record.get("files") or ("file" in record and [record["file"]])
    if not files or not isinstance(files, list):
        return None
    return [_attachment(file) for file in files if isinstance(file, dict)] or None


def _attachment(file: Mapping[str, Any]) -> dict[str, Any]:
    name, kind = (file.get("name"), file.get("mimetype")) if file.get("mode") not in _GONE else (None, None)
    return {
        "name": name if isinstance(name, str) else None,
        "media_type": kind if isinstance(kind, str) else None,
        "size_bytes": _number(file.get("size"), _MOST_BYTES),
    }


def reactions(record: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Return one reaction for each known person, and one for those that are only counted."""
    if "reactions" not in record:
        return None
    given = record.get("reactions")
    if not isinstance(given, list):
        return None
    return [row for reaction in given if isinstance(reaction, dict) for row in _reactions(reaction)] or None


def _reactions(reaction: Mapping[str, Any]) -> list[dict[str, Any]]:
    name, users = reaction.get("name"), reaction.get("users")
    emoji = name if isinstance(name, str) else None
    people = [user for user in users if isinstance(user, str)] if isinstance(users, list) else []
    rows: list[dict[str, Any]] = [{"emoji": emoji, "sender_key": f"slack_id:{user}", "count": 1} for user in people]
    others = (_number(reaction.get("count"), _MOST_REACTIONS) or 0) - len(rows)
    return [*rows, {"emoji": emoji, "sender_key": None, "count": others}] if others > 0 else rows


def _number(value: Any, most: int) -> int | None:
    return value if value.__class__ is int and 0 <= value <= most else None
