"""Stored webhook calls of the WhatsApp Cloud API, one a line, and a file with one call more."""

import json
from typing import Any

ANNA, BEN = "4915112345678", "5511987654321"
METADATA = {"display_phone_number": "+49 30 901820", "phone_number_id": "1060001"}


def call(field: str = "messages", **value: Any) -> dict[str, Any]:
    value = {"messaging_product": "whatsapp", "metadata": METADATA, **value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "2001", "changes": [{"value": value, "field": field}]}],
    }


def item(number: int, who: str, kind: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"from": who, "id": f"wamid.{number:04d}", "timestamp": str(1_709_647_200 + number), "type": kind,
            kind: content, **more}  # fmt: skip


def contact(who: str, name: str) -> dict[str, Any]:
    return {"profile": {"name": name}, "wa_id": who}


def status(number: int, state: str) -> dict[str, Any]:
    return {
        "id": f"wamid.{number:04d}",
        "status": state,
        "timestamp": str(1_709_647_300 + number),
        "recipient_id": ANNA,
    }


NAMES = [contact(ANNA, "Anna Größe"), contact(BEN, "João")]
PICTURE = {"id": "77", "mime_type": "image/jpeg", "sha256": "x", "caption": "so sieht es aus"}
PAPER = {"id": "78", "mime_type": "application/pdf", "filename": "Vertrag.pdf"}
ORDER = {
    "catalog_id": "5",
    "product_items": [{"product_retailer_id": "a", "quantity": 2, "item_price": 3, "currency": "EUR"}],
}
CHANGED = {"original_message_id": "wamid.0002"}
CALLS = [
    call(contacts=NAMES, messages=[
        item(1, ANNA, "text", {"body": "Guten Morgen ☀️ Größe 38?"}),
        item(2, BEN, "image", PICTURE),
        item(3, ANNA, "reaction", {"message_id": "wamid.0009", "emoji": "👍"}),
    ]),
    call(contacts=NAMES[:1], messages=[
        item(4, ANNA, "text", {"body": "Antwort"}, context={"from": "4930901820", "id": "wamid.0009"}),
        item(5, ANNA, "location", {"latitude": 52.52, "longitude": 13.4, "name": "Büro", "address": "Musterweg 1"}),
    ]),
    call(contacts=NAMES[:1], messages=[
        item(6, ANNA, "document", PAPER, context={"forwarded": True}),
        item(7, ANNA, "interactive", {"type": "button_reply", "button_reply": {"id": "ja", "title": "Ja, gerne"}}),
        item(8, ANNA, "order", ORDER),
        item(10, ANNA, "system", {"body": "Anna changed numbers", "wa_id": "4915198", "type": "user_changed_number"}),
        item(11, ANNA, "unsupported", {}, errors=[{"code": 131051}]),
    ]),
    call(statuses=[status(9, "sent"), status(9, "delivered"), status(9, "read")]),
    call("user_preferences", contacts=NAMES[:1], user_preferences=[
        {"wa_id": ANNA, "category": "marketing_messages", "value": "stop", "timestamp": 1_709_647_400}
    ]),
    call(contacts=NAMES[1:], messages=[
        item(12, BEN, "edit", {**CHANGED, "message": {"type": "text", "text": {"body": "novo"}}}),
        item(13, BEN, "revoke", CHANGED),
    ]),
]  # fmt: skip


def example() -> dict[str, bytes]:
    lines = "\n".join(json.dumps(each, ensure_ascii=False) for each in CALLS)
    late = call(contacts=NAMES[:1], messages=[item(20, ANNA, "text", {"body": "nachgereicht"})])
    return {"calls-2024-03.jsonl": lines.encode(), "late/one.json": json.dumps([late], indent=2).encode()}
