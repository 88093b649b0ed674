"""A workspace's export of Slack: two channels, a direct message, a log of integrations, and days with many subtypes."""

import json
from typing import Any

ZOE, KENJI, BOT = "U0ZOE0001", "U0KENJI02", "B0HELPER3"


def at(second: int) -> str:
    return f"{1_709_647_200 + second}.{second:06d}"


def message(second: int, user: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "text": text, "ts": at(second), **more}


def person(key: str, name: str, real_name: str, email: str) -> dict[str, Any]:
    profile = {"real_name": real_name, "display_name": name, "email": email}
    return {"id": key, "team_id": "T0ACME", "name": name, "deleted": False, "profile": profile, "is_bot": False}


def channel(key: str, name: str, *members: str) -> dict[str, Any]:
    return {"id": key, "name": name, "created": 1_700_000_000, "creator": ZOE, "is_archived": False, "members": members}


USERS = [
    person(ZOE, "zoë", "Zoë Grünwald", "zoe@acme.example"),
    person(KENJI, "kenji", "山田 健二", "kenji@acme.example"),
]
FILE = {
    "id": "F01", "name": "Rechnung März.pdf", "mimetype": "application/pdf", "size": 20_480, "mode": "hosted",
    "url_private": "https://files.example/F01?t=xoxe-1-secret",
}  # fmt: skip
DAY_ONE = [
    message(
        1, ZOE, f"Hallo <@{KENJI}>, siehe <https://acme.example/a?b=1&amp;c=2|die Seite> &amp; mehr", thread_ts=at(1)
    ),
    message(2, KENJI, "了解しました", thread_ts=at(1), parent_user_id=ZOE),
    message(3, ZOE, "Mit Anhang", files=[FILE]),
    message(4, KENJI, "bearbeitet", edited={"user": KENJI, "ts": at(9)}),
    message(5, ZOE, "Prima 🎉", reactions=[{"name": "tada", "users": [KENJI], "count": 2}]),
    message(6, KENJI, f"<@{KENJI}> has joined the channel", subtype="channel_join"),
    {
        "type": "message",
        "subtype": "bot_message",
        "bot_id": BOT,
        "username": "Hilfsbot",
        "text": "Ticket 17",
        "ts": at(7),
    },
]
DAY_TWO = [
    message(90_001, ZOE, "neues Thema", subtype="channel_topic", topic="neues Thema"),
    message(90_002, ZOE, "denkt nach", subtype="me_message"),
    {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "This was deleted.", "ts": at(90_003)},
    {
        "type": "message", "subtype": "message_changed", "ts": at(90_004), "channel": "C01GENERAL",
        "message": message(4, KENJI, "wieder bearbeitet"), "previous_message": message(4, KENJI, "bearbeitet"),
    },
    {"type": "message", "subtype": "message_deleted", "ts": at(90_005), "deleted_ts": at(3), "channel": "C01GENERAL"},
    message(90_006, "U0STRANGER", "von außen", user_profile={"real_name": "Łucja", "display_name": "łucja"}),
]  # fmt: skip
LOG = [
    {"service_id": "1", "service_type": "Hilfsbot", "user_id": ZOE, "user_name": "zoë", "date": "1709640000",
     "change_type": "added", "scope": "chat:write"},
]  # fmt: skip


def example() -> dict[str, bytes]:
    files = {
        "users.json": USERS,
        "channels.json": [channel("C01GENERAL", "allgemein", ZOE, KENJI), channel("C02EMPTY", "leer")],
        "dms.json": [{"id": "D01DIRECT", "created": 1_700_000_000, "members": [ZOE, KENJI]}],
        "integration_logs.json": LOG,
        "allgemein/2024-03-05.json": DAY_ONE,
        "allgemein/2024-03-06.json": DAY_TWO,
        "D01DIRECT/2024-03-05.json": [message(30, ZOE, "unter uns"), message(31, KENJI, "はい")],
    }
    return {name: json.dumps(value, ensure_ascii=False, indent=4).encode() for name, value in files.items()}
