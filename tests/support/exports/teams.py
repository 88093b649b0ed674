"""A small tenant's data export: a channel of a team, and the chats of one of its users."""

import json
from typing import Any

TEAM, ANN, BOB = (f"{n}0000000-1111-4222-8333-444444444444" for n in (1, 2, 3))
CHANNEL = "19:Channel_1@thread.tacv2"
GROUP = "19:0502f9f8b6f24cdab9cb71e61e8c37b9@thread.v2"
DIRECT = f"19:{ANN}_{BOB}@unq.gbl.spaces"
BOT = "62b732f7-fc71-40bc-b27d-35efcb0509de"


def person(id_: str, name: str | None, field: str = "User") -> dict[str, Any]:
    identity = {"Id": id_, "DisplayName": name, "UserIdentityType": "aadUser", "TenantId": TEAM}
    return {"Application": None, "Device": None, "User": None} | {field: identity}


def message(id_: int, html: str | None, sender: dict[str, Any] | None, **fields: Any) -> dict[str, Any]:
    """Return a record as the export writes it; its time is its id, with as few digits as needed."""
    seconds, milliseconds = divmod(id_ - 1754399640000, 1000)
    fraction = f".{milliseconds:03}".rstrip("0") if milliseconds else ""
    return {
        "Id": str(id_),
        "Body": {"ContentType": "html", "Content": html},
        "CreatedDateTime": f"2025-08-05T13:14:{seconds:02}{fraction}+00:00",
        "LastModifiedDateTime": "2025-08-05T13:25:51.253+00:00",
        "LastEditedDateTime": None,
        "DeletedDateTime": None,
        "Subject": "",
        "Summary": None,
        "Importance": "normal",
        "Locale": "en-us",
        "PolicyViolation": None,
        "ReplyToId": None,
        "WebUrl": None,
        "From": sender,
        "Attachments": [],
        "Mentions": [],
        "Reactions": [],
        "MessageHistory": None,
        "MessageType": "message",
        "ChannelIdentity": None,
        "ChatId": GROUP,
        "EventDetail": None,
    } | fields


def event(id_: int, initiator: dict[str, Any], **detail: Any) -> dict[str, Any]:
    told = {"EventType": None, "Initiator": initiator, "MembersAdded": None, "ChatRenamed": None} | detail
    return message(id_, "<systemEventMessage/>", None, MessageType="unknownFutureValue", EventDetail=told)


def attachment(kind: str, content: object = None, name: str | None = None) -> dict[str, Any]:
    told = None if content is None else json.dumps(content)
    return {"Id": "1", "ContentType": kind, "ContentUrl": None, "Content": told, "Name": name, "ThumbnailUrl": None}


def example() -> dict[str, bytes]:
    """Return the files of the export by name."""
    ann, zoe = person(ANN, "Ann Öz"), person(BOB, "Žoë 🦊")
    channel = {"ChatId": None, "ChannelIdentity": {"ChannelId": CHANNEL, "TeamId": TEAM}}
    like = {"CreatedDateTime": "2025-08-05T13:15:29+00:00", "ReactionType": "like", "User": person(BOB, None)}
    quoted = attachment("messageReference", {"messageId": "1754399641159", "messagePreview": "hi all"})
    passed_on = attachment("forwardedMessageReference", {"originalMessageContent": "<p>news</p>"})
    card = attachment("application/vnd.microsoft.card.adaptive", {"body": [{"type": "TextBlock", "text": "Build ok"}]})
    posts = [
        message(1754399640000, "<p>Release &amp; party</p>", ann, Subject="News", **channel),
        message(1754399640100, "<p>日本語</p>", zoe, ReplyToId="1754399640000", **channel),
        message(1754399640200, "", person(BOT, "Builds", "Application"), Attachments=[card], **channel),
    ]
    chats = [
        message(1754399641159, '<p>hi <at id="0">Žoë</at></p>', ann, Reactions=[like]),
        message(1754399642380, "<p>yes</p>", zoe, Attachments=[quoted]),
        message(1754399643000, "<p>better</p>", ann, LastEditedDateTime="2025-08-05T13:25:50.913+00:00"),
        message(1754399644000, "", zoe, DeletedDateTime="2025-08-05T13:25:51.253+00:00"),
        message(1754399645000, "", ann, Attachments=[attachment("reference", name="résumé.pdf")], ChatId=DIRECT),
        message(1754399646000, "<p>see</p>", ann, Attachments=[passed_on], ChatId=DIRECT),
        message(1754399647000, '<p><emoji id="idcard" alt="🪪"></emoji></p>', zoe, ChatId=DIRECT),
        event(1754399648000, ann, MembersAdded={"Members": [{"Id": BOB, "DisplayName": None}]}),
        event(1754399649000, ann, ChatRenamed={"ChatDisplayName": "Launch"}),
    ]
    users = [
        {"Id": ANN, "DisplayName": "Ann Öz", "Mail": "ann@acme.example", "UserPrincipalName": "ann@acme.example"},
        {"Id": BOB, "DisplayName": "Žoë 🦊", "Mail": None, "UserPrincipalName": "zoe_x.example#EXT#@acme.example"},
    ]
    channels = [{"Id": CHANNEL, "DisplayName": "General", "Description": None, "MembershipType": "standard"}]
    files = {
        "TeamsDataExport/users/usersList.json": users,
        f"TeamsDataExport/teams/{TEAM}/channels_{TEAM}.json": channels,
        f"TeamsDataExport/teams/{TEAM}/messages_{TEAM}.json": posts,
        f"TeamsDataExport/users/{ANN}/messages_{ANN}.json": chats,
    }
    return {name: json.dumps(rows).encode() for name, rows in files.items()}
