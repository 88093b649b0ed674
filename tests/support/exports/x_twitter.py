"""An archive of X: two people in overlapping blocks, a group in two parts, the account and the manifest."""

import json
from typing import Any

ZOE, KENJI, ANN = "1001", "2002", "3003"


def said(number: int, sender: str, text: str, **more: Any) -> dict[str, Any]:
    return {
        "messageCreate": {
            "recipientId": KENJI if sender == ZOE else ZOE, "reactions": [], "urls": [], "text": text, "mediaUrls": [],
            "senderId": sender, "id": f"9000000000000000{number:03d}", "createdAt": at(number), "editHistory": [],
        } | more
    }  # fmt: skip


def at(number: int) -> str:
    return f"2025-05-27T15:{number:02d}:00.744Z"


def conversation(key: str, *records: Any) -> dict[str, Any]:
    return {"dmConversation": {"conversationId": key, "messages": list(records)}}


def script(variable: str, value: object) -> bytes:
    return f"window.{variable} = {json.dumps(value, ensure_ascii=False, indent=2)}".encode()


LINK = {"url": "https://t.co/abc", "expanded": "https://example.com/?a=1&copy=2", "display": "example.com"}
LIKE = {"senderId": KENJI, "reactionKey": "like", "eventId": "95", "createdAt": at(9)}
DIRECT = (
    said(5, ZOE, "Siehe https://t.co/abc &amp; antworte — 谢谢 &lt;3", urls=[LINK], reactions=[LIKE]),
    said(4, KENJI, "", mediaUrls=["https://ton.twitter.com/dm/9/1/bild.jpg"]),
    said(3, KENJI, "Grüße 👋"),
    {"reactionCreate": {"senderId": ZOE, "reactionKey": "agree", "eventId": "96", "createdAt": at(2)}},
    {"welcomeMessageCreate": said(1, ZOE, "Willkommen")["messageCreate"]},
)
GROUP = (
    {"participantsLeave": {"userIds": [ANN], "createdAt": at(40)}},
    said(31, ANN, "tschüss", recipientId=None),
    {"conversationNameUpdate": {"initiatingUserId": ZOE, "name": "Lieferung", "createdAt": at(30)}},
    {"conversationNameUpdate": {"initiatingUserId": ZOE, "name": "Versuch", "createdAt": at(22)}},
    {"participantsJoin": {"initiatingUserId": ZOE, "userIds": [ANN], "createdAt": at(21)}},
    {"joinConversation": {"initiatingUserId": ZOE, "participantsSnapshot": [ZOE, KENJI], "createdAt": at(20)}},
)
ACCOUNT = {"account": {"email": "zoe@acme.example", "username": "acme", "accountId": ZOE, "accountDisplayName": "Acme"}}


def listed(name: str, variable: str, count: int) -> dict[str, str]:
    return {"fileName": f"data/{name}.js", "globalName": f"YTD.{variable}", "count": str(count)}


MANIFEST = {
    "userInfo": {"accountId": ZOE, "userName": "acme", "displayName": "Acme"},
    "dataTypes": {
        "tweets": {"files": [listed("tweets", "tweets.part0", 7)]},
        "directMessages": {"files": [listed("direct-messages", "direct_messages.part0", 2)]},
        "directMessagesGroup": {
            "files": [
                listed("direct-messages-group", "direct_messages_group.part0", 1),
                listed("direct-messages-group-part1", "direct_messages_group.part1", 1),
            ]
        },
    },
}


def example() -> dict[str, bytes]:
    """Return one archive with 13 records, one of them in two blocks."""
    direct, group, group_part = f"{ZOE}-{KENJI}", "7777777", "YTD.direct_messages_group.part"
    return {
        "data/account.js": script("YTD.account.part0", [ACCOUNT]),
        "data/manifest.js": script("__THAR_CONFIG", MANIFEST),
        "data/direct-messages.js": script(
            "YTD.direct_messages.part0", [conversation(direct, *DIRECT[:3]), conversation(direct, *DIRECT[2:])]
        ),
        "data/direct-messages-group.js": script(group_part + "0", [conversation(group, *GROUP[:3])]),
        "data/direct-messages-group-part1.js": script(
            "YTD.direct_messages_group.part1", [conversation(group, *GROUP[3:])]
        ),
    }
