"""A company's Chatwoot: stored webhook calls, and pages of messages, conversations and contacts of its API."""

import json
from typing import Any

START = 1_709_647_200
ZOE = {"id": 1, "name": "Zoë Grünwald", "email": "zoe@post.example", "phone_number": "+49301234567", "type": "contact"}
KENJI = {"id": 2, "name": "山田 健二", "email": "kenji@post.example", "phone_number": None, "type": "contact"}
ANA = {"id": 1, "name": "Ana Admin", "email": "ana@acme.example", "type": "user"}
BOT = {"id": 3, "name": "Hilfsbot", "type": "agent_bot"}
FILE = {
    "id": 8, "message_id": 103, "file_type": "file", "data_url": "https://files.example/r/Beleg.pdf",
    "file_size": 20_480, "extension": "pdf",
}  # fmt: skip


def message(
    number: int, direction: int, content: str | None, sender: dict[str, Any] | None, **more: Any
) -> dict[str, Any]:
    return {
        "id": 100 + number, "content": content, "inbox_id": 4, "conversation_id": 7, "message_type": direction,
        "content_type": "text", "status": "sent", "content_attributes": {}, "created_at": START + 60 * number,
        "private": False, "source_id": None, "sender": sender, **more,
    }  # fmt: skip


MESSAGES = [
    message(1, 0, "Mein Paket ist weg 😢", ZOE),
    message(2, 1, "Hallo, ich bin der Bot", BOT),
    message(3, 0, None, ZOE, attachments=[FILE]),
    message(4, 1, "[@Ana Admin](mention://user/1/Ana%20Admin) bitte übernehmen", ANA, private=True),
    message(5, 2, "Conversation was marked resolved by Ana Admin", None),
    message(6, 0, "This message was deleted", ZOE, content_attributes={"deleted": True}),
    message(7, 1, "Gern geschehen", ANA, content_attributes={"in_reply_to": 103}),
    message(
        8, 3, "Wie war es?", None, content_type="input_csat",
        content_attributes={"submitted_values": {"csat_survey_response": {"rating": 5, "feedback_message": "Prima"}}},
    ),
]  # fmt: skip
CONVERSATION = {
    "id": 9, "inbox_id": 4, "status": "open", "channel": "Channel::WebWidget", "unread_count": 1, "created_at": START,
    "timestamp": START + 700, "agent_last_seen_at": 0, "contact_last_seen_at": 0, "additional_attributes": {},
    "meta": {"sender": KENJI, "channel": "Channel::WebWidget", "assignee": ANA},
    "messages": [message(11, 0, "請求書を再送してください", KENJI, conversation_id=9)],
}  # fmt: skip


def call(event: str, **more: Any) -> dict[str, Any]:
    account = {"account": {"id": 1, "name": "Acme"}, "inbox": {"id": 4, "name": "Website"}}
    return {"event": event, **account, **more}


def sent(number: int, direction: str, content: str, sender: dict[str, Any], **more: Any) -> dict[str, Any]:
    about = {"id": 12, "inbox_id": 4, "status": "open", "channel": "Channel::Api", "messages": []}
    return {
        "id": str(200 + number), "content": content, "created_at": f"2024-03-05 15:0{number}:00 UTC",
        "message_type": direction, "content_type": "text", "content_attributes": {}, "private": False, "source_id": "",
        "sender": sender, "conversation": about, **more,
    }  # fmt: skip


CALLS = [
    call("message_created", **sent(1, "incoming", "Hallo?", KENJI)),
    call("message_created", **sent(2, "outgoing", "Guten Tag", ANA)),
    call("message_updated", **sent(2, "outgoing", "Guten Tag", ANA)),
    call(
        "message_updated",
        **sent(1, "incoming", "This message was deleted", KENJI, content_attributes={"deleted": True}),
    ),
    call("conversation_status_changed", **{**CONVERSATION, "status": "resolved", "messages": []}),
]
CONTACTS = [{**ZOE, "identifier": "customer-1", "thumbnail": ""}, {**KENJI, "identifier": None, "thumbnail": ""}]


def example() -> dict[str, bytes]:
    pages = {
        "conversation 7.json": {"meta": {"labels": [], "assignee": ANA}, "payload": MESSAGES},
        "conversations.json": {"data": {"meta": {"all_count": 1}, "payload": [CONVERSATION]}},
        "contacts.json": {"meta": {"count": 2, "current_page": 1}, "payload": CONTACTS},
    }
    return {
        **{name: json.dumps(page, ensure_ascii=False, indent=1).encode() for name, page in pages.items()},
        "webhooks.jsonl": b"".join(json.dumps(each).encode() + b"\n" for each in CALLS),
    }
