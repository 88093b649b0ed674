"""A company's tickets of Zendesk, as its API answers: pages, comments, audits, people, chats, and webhook calls."""

import json
from typing import Any

ZOE, KENJI, AGENT = 7001, 7002, 7009
NOT_DELETED = {"type": "question", "priority": None, "tags": ["versand"], "custom_fields": []}
MAIL = {
    "channel": "email",
    "source": {"from": {"address": "zoe@post.example", "name": "Zoë Grünwald"}, "to": {}, "rel": None},
}
WEB = {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}


def ticket(number: int, requester: int, subject: str, words: str, **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://acme.zendesk.com/api/v2/tickets/{number}.json", "id": number, "via": WEB,
        "created_at": f"2024-03-05T14:0{number % 10}:00Z", "updated_at": "2024-03-09T08:00:00Z", "subject": subject,
        "raw_subject": subject, "description": words, "status": "open", "requester_id": requester,
        "submitter_id": requester, "assignee_id": AGENT, "is_public": True, **NOT_DELETED, **more,
    }  # fmt: skip


def comment(number: int, author: int, minute: int, words: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "type": "Comment", "author_id": author, "body": words, "html_body": f"<p>{words}</p>",
        "plain_body": words, "public": True, "attachments": [], "audit_id": number + 1,
        "created_at": f"2024-03-05T14:{minute:02}:00Z", "via": WEB, **more,
    }  # fmt: skip


def user(number: int, name: str, role: str, email: str) -> dict[str, Any]:
    return {
        "id": number, "url": f"https://acme.zendesk.com/api/v2/users/{number}.json", "name": name, "email": email,
        "phone": "+49 30 901820" if role == "agent" else None, "role": role, "created_at": "2023-01-01T00:00:00Z",
    }  # fmt: skip


TICKETS = [
    ticket(1, ZOE, "Paket fehlt", "Mein Paket ist weg 😢", via=MAIL),
    ticket(2, KENJI, "請求書", "請求書を再送してください"),
    ticket(3, ZOE, "SCRUBBED", "SCRUBBED", status="deleted"),
    {
        **ticket(4, KENJI, "Retoure", "Wie sende ich zurück?"),
        "comments": [comment(90, KENJI, 4, "Wie sende ich zurück?"), comment(91, AGENT, 30, "Mit dem Etikett.")],
    },
]
FILE = {"file_name": "Beleg März.pdf", "content_type": "application/pdf", "size": 20_480, "content_url": "https://a/b"}
COMMENTS = [
    comment(81, ZOE, 1, "Mein Paket ist weg 😢"),
    comment(82, AGENT, 12, "Kundin hat schon angerufen", public=False),
    comment(83, ZOE, 20, "", attachments=[FILE]),
    comment(84, ZOE, 25, "Meine Nummer ist ▇▇▇▇ ▇▇▇▇"),
]
AUDITS = [
    {
        "id": 500, "ticket_id": 2, "created_at": "2024-03-06T09:00:00Z", "author_id": AGENT, "via": WEB,
        "metadata": {"system": {"ip_address": "192.0.2.7", "client": "Mozilla/5.0"}, "custom": {}},
        "events": [
            {"id": 501, "type": "Comment", "body": "再送しました", "public": True, "attachments": []},
            {"id": 502, "type": "Change", "field_name": "status", "value": "solved", "previous_value": "open"},
            {"id": 503, "type": "CommentRedactionEvent", "comment_id": 499},
        ],
    }
]  # fmt: skip
CHAT = {
    "id": "2403.1", "type": "chat", "timestamp": "2024-03-07T10:00:00Z", "missed": False, "tags": [],
    "visitor": {"id": "1.77", "name": "Łucja", "email": "lucja@post.example", "phone": "", "notes": ""},
    "session": {"ip": "192.0.2.9", "city": "Kraków", "start_date": "2024-03-07T09:59:00Z"}, "webpath": [],
    "history": [
        {"type": "chat.memberjoin", "timestamp": "2024-03-07T10:00:00Z", "name": "Łucja", "nick": "visitor:77"},
        {"type": "chat.msg", "timestamp": "2024-03-07T10:00:05Z", "name": "Łucja", "nick": "visitor:77",
         "msg": "Cześć", "msg_id": "1", "sender_type": "Visitor"},
        {"type": "chat.msg", "timestamp": "2024-03-07T10:00:09Z", "name": "Ana", "nick": "agent:31",
         "msg": "Dzień dobry", "msg_id": "2", "sender_type": "Agent"},
        {"type": "chat.rating", "timestamp": "2024-03-07T10:05:00Z", "nick": "visitor:77", "new_rating": "good"},
    ],
}  # fmt: skip
CALLS = [
    {
        "account_id": 1, "id": "c-1", "subject": "zen:ticket:5", "time": "2024-03-08T11:00:00.123456789Z",
        "type": "zen:event-type:messaging_ticket.message_added", "zendesk_event_version": "2022-11-06",
        "detail": {"id": "5", "requester_id": str(ZOE)},
        "event": {
            "actor": {"id": str(ZOE), "name": "Zoë Grünwald", "type": "end_user"}, "conversation_id": "66ab",
            "message": {"id": "66ac", "body": "Hallo?"},
        },
    },
    {
        "account_id": 1, "id": "c-2", "subject": "zen:ticket:5", "time": "2024-03-08T11:05:00.000000001Z",
        "type": "zen:event-type:ticket.status_changed", "zendesk_event_version": "2022-11-06",
        "detail": {"id": "5", "actor_id": str(AGENT)}, "event": {"current": "SOLVED", "previous": "OPEN"},
    },
]  # fmt: skip
USERS = [
    user(ZOE, "Zoë Grünwald", "end-user", "zoe@post.example"),
    user(KENJI, "山田 健二", "end-user", "kenji@post.example"),
    user(AGENT, "Ana Admin", "agent", "ana@acme.example"),
]


def page(**records: Any) -> bytes:
    rest = {"next_page": None, "previous_page": None, "count": 1}
    return json.dumps({**records, **rest}, ensure_ascii=False, indent=1).encode()


def example() -> dict[str, bytes]:
    return {
        "tickets.json": page(tickets=TICKETS),
        "tickets/1/comments.json": page(comments=COMMENTS),
        "ticket_audits.json": page(audits=AUDITS),
        "users.json": page(users=USERS),
        "chats.json": page(chats=[CHAT]),
        "calls.jsonl": b"".join(json.dumps(call, ensure_ascii=False).encode() + b"\n" for call in CALLS),
    }
