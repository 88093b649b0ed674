"""A company's conversations of Intercom: one as retrieved, a list, a ticket, contacts, and stored webhook calls."""

import json
from typing import Any

ZOE = {"type": "user", "id": "667d61aa", "name": "Zoë Grünwald", "email": "zoe@post.example"}
KENJI = {"type": "lead", "id": "667d61bb", "name": "山田 健二", "email": "kenji@post.example"}
ANA = {"type": "admin", "id": "991267", "name": "Ana Admin", "email": "ana@acme.example"}
FIN = {"type": "bot", "id": "5000001", "name": "Fin", "email": "operator@intercom.io"}
START = 1_709_647_200
FILE = {
    "type": "upload", "name": "Beleg März.pdf", "url": "https://files.example/1", "content_type": "application/pdf",
    "filesize": 20_480,
}  # fmt: skip


def conversation(number: int, author: dict[str, Any], body: str, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    source = {
        "type": "conversation", "id": str(4000 + number), "delivered_as": "customer_initiated", "subject": "",
        "body": body, "author": author, "attachments": [], "url": None, "redacted": False,
    }  # fmt: skip
    contact = {"type": "contact", "id": author["id"], "external_id": f"customer-{number}"}
    held = {"type": "conversation_part.list", "conversation_parts": list(parts), "total_count": len(parts)}
    return {
        "type": "conversation", "id": str(number), "created_at": START + number, "updated_at": START + 900,
        "source": source, "contacts": {"type": "contact.list", "contacts": [contact]}, "state": "open", "title": None,
        "admin_assignee_id": 991267, "tags": {"type": "tag.list", "tags": []},
        **({"conversation_parts": held} if parts else {}), **more,
    }  # fmt: skip


def part(number: int, kind: str, author: dict[str, Any], body: str | None, **more: Any) -> dict[str, Any]:
    return {
        "type": "conversation_part", "id": str(100 + number), "part_type": kind, "body": body,
        "created_at": START + 60 * number, "updated_at": START + 60 * number, "notified_at": START + 60 * number,
        "assigned_to": None, "author": author, "attachments": [], "external_id": None, "redacted": False, **more,
    }  # fmt: skip


RETRIEVED = conversation(
    1, ZOE, "<p>Mein Paket ist weg 😢</p>",
    part(1, "comment", FIN, '<p>Siehe <a href="https://acme.example/hilfe">Hilfe</a></p>'),
    part(2, "note", ANA, "<p>Kundin hat schon angerufen</p>"),
    part(3, "assignment", ANA, None, assigned_to={"type": "admin", "id": "991267"}),
    part(4, "comment", ZOE, "<p></p>", attachments=[FILE]),
    part(5, "open", ZOE, "<p><i>This message was deleted</i></p>", redacted=True),
    part(6, "participant_added", ANA, None),
    part(7, "close", ANA, "<p>Unterwegs &amp; bald da</p>"),
)  # fmt: skip
LISTED = [conversation(2, KENJI, "<p>請求書を再送してください</p>"), conversation(3, ANA, "<p>Neu: <b>Zahlung</b></p>")]
TICKET = {
    "type": "ticket", "id": "8", "ticket_id": "53", "created_at": START, "open": True,
    "ticket_attributes": {"_default_title_": "Retoure", "_default_description_": "Wie sende ich zurück?"},
    "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": ZOE["id"]}]},
    "ticket_parts": {"type": "ticket_part.list", "ticket_parts": [part(9, "comment", ANA, "<p>Mit dem Etikett</p>")]},
}  # fmt: skip
CONTACTS = [
    {
        **ZOE,
        "type": "contact",
        "role": "user",
        "workspace_id": "w1",
        "external_id": "customer-1",
        "phone": "+49301234567",
    },
    {**KENJI, "type": "contact", "role": "lead", "workspace_id": "w1", "external_id": None, "phone": None},
]


def call(topic: str, item: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "notification_event", "app_id": "w1", "id": f"n_{topic}", "topic": topic, "created_at": START + 1000,
        "data": {"type": "notification_event_data", "item": item}, "links": {}, "delivery_attempts": 1,
    }  # fmt: skip


CALLS = [
    call(
        "conversation.user.replied",
        conversation(4, KENJI, "<p>Hallo?</p>", part(20, "comment", KENJI, "<p>もしもし</p>")),
    ),
    call("contact.unsubscribed", {**ZOE, "type": "contact", "workspace_id": "w1"}),
]


def example() -> dict[str, bytes]:
    listed = {"type": "conversation.list", "pages": {"type": "pages"}, "total_count": 2, "conversations": LISTED}
    contacts = {"type": "list", "data": CONTACTS, "total_count": 2}
    return {
        "conversation 1.json": json.dumps(RETRIEVED, ensure_ascii=False, indent=2).encode(),
        "conversations.json": json.dumps(listed, ensure_ascii=False).encode(),
        "tickets.json": json.dumps({"type": "ticket.list", "tickets": [TICKET]}).encode(),
        "contacts.json": json.dumps(contacts, ensure_ascii=False).encode(),
        "webhooks.jsonl": b"".join(json.dumps(each).encode() + b"\n" for each in CALLS),
    }
