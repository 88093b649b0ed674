"""Webhook calls of an Instagram account in one array, and a page of messages from the Graph API."""

import json

ACCOUNT, ZOE = "17841400000000001", "1590000000000001"
_START = 1_736_000_000_000


def example() -> dict[str, bytes]:
    """Return a small export of many kinds of records, without any that cannot be read."""
    calls = [call(event(second, **content)) for second, content in enumerate(_CONTENTS)]
    said = {"sender": {"id": ZOE}, "recipient": {"id": ACCOUNT}, "timestamp": "1736000100"}
    said |= {"message": {"mid": "aWdfZA_11", "text": "Und in Größe 38?"}}
    entry = {"id": ACCOUNT, "time": 1_736_000_101, "changes": [{"field": "messages", "value": said}]}
    calls.append({"object": "instagram", "entry": [entry]})
    return {
        "calls.json": json.dumps(calls, ensure_ascii=False, indent=1).encode(),
        "messages.json": json.dumps(_PAGE, ensure_ascii=False).encode(),
    }


def call(*events: dict[str, object]) -> dict[str, object]:
    """Return a call that delivers events."""
    return {"object": "instagram", "entry": [{"id": ACCOUNT, "time": _START + 900_000, "messaging": list(events)}]}


def event(second: int, *, echo: bool = False, **content: object) -> dict[str, object]:
    """Return an event between the account and its customer."""
    sides = {"sender": {"id": ZOE}, "recipient": {"id": ACCOUNT}}
    if echo:
        sides = {"sender": {"id": ACCOUNT}, "recipient": {"id": ZOE}}
    return {**sides, "timestamp": _START + second * 1000, **content}


_REEL = {"type": "ig_reel", "payload": {"reel_video_id": "1", "title": "New in", "url": "https://cdn.example/r.mp4"}}
_MENTION = {"type": "story_mention", "payload": {"url": "https://lookaside.example/story?asset_id=1"}}
_CONTENTS: tuple[dict[str, object], ...] = (
    {"message": {"mid": "aWdfZA_1", "text": "Hallo Zoë hier 👋"}},
    {"echo": True, "message": {"mid": "aWdfZA_2", "text": "Hi Zoë!", "is_echo": True}},
    {"message": {"mid": "aWdfZA_3", "text": "oops", "reply_to": {"mid": "aWdfZA_2"}}},
    {"message": {"mid": "aWdfZA_3", "is_deleted": True}},
    {"message": {"mid": "aWdfZA_4", "attachments": [_REEL]}},
    {"message": {"mid": "aWdfZA_5", "attachments": [_MENTION]}},
    {"message": {"mid": "aWdfZA_6", "is_unsupported": True}},
    {"message_edit": {"mid": "aWdfZA_1", "text": "Hallo, Zoë hier 👋", "num_edit": 1}},
    {"reaction": {"mid": "aWdfZA_2", "action": "react", "reaction": "other", "emoji": "🔥"}},
    {"reaction": {"mid": "aWdfZA_2", "action": "unreact"}},
    {"postback": {"mid": "aWdfZA_7", "title": "Öffnungszeiten", "payload": "HOURS"}},
    {"read": {"mid": "aWdfZA_2"}},
    {
        "message": {
            "mid": "aWdfZA_8",
            "text": "Cute!",
            "reply_to": {"story": {"id": "9", "url": "https://cdn.example/s"}},
        }
    },
)
_ZOE = {"username": "zoe.künstler", "id": ZOE}
_SHOP = {"username": "acme_shoes", "id": ACCOUNT}
_PAGE = {
    "data": [
        {
            "id": "aWdfZA_8",
            "created_time": "2025-01-04T14:13:32+0000",
            "from": _ZOE,
            "to": {"data": [_SHOP]},
            "message": "Cute!",
        },
        {
            "id": "aWdfZA_2",
            "created_time": "2025-01-04T14:13:21+0000",
            "from": _SHOP,
            "to": {"data": [_ZOE]},
            "message": "Hi Zoë!",
            "reactions": {"data": [{"reaction": "love", "users": [_ZOE]}]},
        },
    ],
    "paging": {"cursors": {"after": "a"}, "next": "https://graph.example/next"},
}
