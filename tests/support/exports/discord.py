"""A channel in two parts and a direct conversation of DiscordChatExporter, and a German data package of Discord's."""

import json
from typing import Any

ZOE, KENJI, BOT = "90000000000000001", "90000000000000002", "90000000000000003"
_NAMES = {ZOE: ("zoe.g", "Zoë Grünwald", "0"), KENJI: ("kenji", "山田 健二", "4711"), BOT: ("helper", None, "0001")}


def user(key: str) -> dict[str, Any]:
    name, nickname, discriminator = _NAMES[key]
    return {
        "id": key, "name": name, "discriminator": discriminator, "nickname": nickname, "color": None,
        "isBot": key == BOT, "roles": [], "avatarUrl": f"https://cdn.example/{key}.png",
    }  # fmt: skip


def message(number: int, author: str, content: str, type_: str = "Default", **more: Any) -> dict[str, Any]:
    return {
        "id": f"12000000000000{number:05d}", "type": type_, "timestamp": f"2024-03-05T14:{number:02d}:01.25+00:00",
        "timestampEdited": None, "callEndedTimestamp": None, "isPinned": False, "content": content,
        "author": user(author), "attachments": [], "embeds": [], "stickers": [], "reactions": [], "mentions": [],
        "inlineEmojis": [],
    } | more  # fmt: skip


def channel(*messages: Any, **about: Any) -> dict[str, Any]:
    return {
        "guild": {"id": "700", "name": "Acme", "iconUrl": "https://cdn.example/acme.png"},
        "channel": {"id": "7001", "type": "GuildTextChat", "categoryId": "7", "category": "Text", "name": "hilfe",
                    "topic": None},
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2024-04-01T00:00:00+00:00",
        **about,
        "messages": list(messages),
        "messageCount": len(messages),
    }  # fmt: skip


FILE = {
    "id": "1",
    "url": "https://cdn.example/1/Rechnung.pdf?ex=1",
    "fileName": "Rechnung März.pdf",
    "fileSizeBytes": 9,
}
EMOJI = {"id": "", "name": "👍", "code": "thumbsup", "isAnimated": False, "imageUrl": ""}
PART_ONE = channel(
    message(1, ZOE, "Hallo zusammen — 你好 & <3"),
    message(2, KENJI, "了解しました <@90000000000000001>", mentions=[user(ZOE)]),
    message(3, KENJI, "Antwort", "Reply", reference={"messageId": message(1, ZOE, "")["id"], "channelId": "7001"}),
    message(4, ZOE, "bearbeitet", timestampEdited="2024-03-05T15:00:00+00:00"),
    message(5, ZOE, "Mit Anhang", attachments=[FILE]),
    message(
        6, KENJI, "", stickers=[{"id": "5", "name": "Welle", "format": "Png", "sourceUrl": "https://cdn.example/5"}]
    ),
    message(
        7, BOT, "", embeds=[{"title": "Status", "description": "grün", "fields": [{"name": "Last", "value": "3"}]}]
    ),
)
PART_TWO = channel(
    message(8, KENJI, "gut", reactions=[{"emoji": EMOJI, "count": 3, "users": [user(ZOE), user(BOT)]}]),
    message(9, KENJI, "Joined the server.", "GuildMemberJoin"),
    message(10, ZOE, "Pinned a message.", "ChannelPinnedMessage", reference={"messageId": "1200000000000000001"}),
    message(11, BOT, "/status", "20", interaction={"id": "3", "name": "status", "user": user(ZOE)}),
    message(12, ZOE, "Started a thread.", "ThreadCreated", reference={"messageId": "8", "channelId": "7002"}),
)
DIRECT = channel(
    message(20, ZOE, "unter uns"),
    message(21, KENJI, "", "Call", callEndedTimestamp="2024-03-05T14:30:00+00:00"),
    message(22, KENJI, "", forwardedMessage={"timestamp": "2024-03-04T10:00:00+00:00", "content": "weitergesagt",
                                             "attachments": [], "embeds": [], "stickers": []},
            reference={"type": "Forward", "messageId": "5", "channelId": "7001"}),
    guild={"id": "0", "name": "Direct Messages", "iconUrl": ""},
    channel={"id": "8001", "type": "DirectTextChat", "categoryId": None, "category": None, "name": "kenji"},
)  # fmt: skip
TABLE = """ID,Timestamp,Contents,Attachments
1300000000000000001,2023-08-02 10:11:12.345000+00:00,"Guten ""Tag"",
zweite Zeile",https://cdn.example/attachments/1/2/a%20b.png https://cdn.example/attachments/1/2/b.png
1300000000000000002,2023-08-02 10:12:00+00:00,nächste Woche?,
"""
OWN = [{"ID": 1300000000000000003, "Timestamp": "2025-01-05 12:00:00", "Contents": "nur meine", "Attachments": ""}]
PACKAGE = {
    "Konto/user.json": {"id": ZOE, "username": "zoe.g", "discriminator": 0, "global_name": "Zoë Grünwald",
                        "email": "zoe@acme.example", "phone": "+49151000001", "verified": True},
    "Nachrichten/index.json": {"8001": "Direktnachricht mit kenji#4711", "7001": "hilfe in Acme", "7003": None},
    "Nachrichten/c8001/channel.json": {"id": "8001", "type": "DM", "recipients": [ZOE, KENJI]},
    "Nachrichten/c7001/channel.json": {"id": "7001", "type": 0, "name": "hilfe", "guild": {"id": "700"}},
    "Nachrichten/c7001/messages.json": OWN,
    "Nachrichten/c7003/channel.json": {"id": "7003", "type": 0},
}  # fmt: skip


def example() -> dict[str, bytes]:
    """Return 4 exports, with 18 records in all."""
    chats = {
        "Acme - Text - hilfe [7001].json": PART_ONE,
        "Acme - Text - hilfe [7001] [part 2].json": PART_TWO,
        "Direct Messages - kenji [8001].json": DIRECT,
    }
    files = {name: json.dumps(value, ensure_ascii=False, indent=2).encode() for name, value in chats.items()}
    files |= {f"package/{name}": json.dumps(value, ensure_ascii=False).encode() for name, value in PACKAGE.items()}
    return files | {"package/Nachrichten/c8001/messages.csv": TABLE.encode()}
