"""A whole account's export of Telegram Desktop: a chat with a customer, a group, a channel that was left."""

import json
from typing import Any


def message(number: int, who: tuple[str, str], minute: int, text: Any = "", **more: Any) -> dict[str, Any]:
    name, account = who
    return {
        "id": number, "type": "message", "date": f"2024-03-05T14:{minute:02d}:00",
        "date_unixtime": str(1_709_647_200 + 60 * minute), "from": name, "from_id": account, "text": text, **more,
    }  # fmt: skip


def service(number: int, who: tuple[str, str], minute: int, action: str, **more: Any) -> dict[str, Any]:
    name, account = who
    record = message(number, who, minute) | {"type": "service", "actor": name, "actor_id": account, "action": action}
    return {key: value for key, value in record.items() if key not in ("from", "from_id")} | more


ZOE, KENJI, STAFF = ("Zoë Grünwald", "user101"), ("山田 健二", "user102"), ("Acme Care", "user777000100")
LINK = [{"type": "bold", "text": "Rückgabe"}, ": ", {"type": "link", "text": "https://acme.example/r?x=1&y=2"}]
PHOTO = {"photo": "photos/photo_1@05-03-2024.jpg", "photo_file_size": 48_213, "width": 900, "height": 1200}
VOICE = {"file": "voice_messages/audio_1.ogg", "media_type": "voice_message", "mime_type": "audio/ogg"}
PLACE = {"location_information": {"latitude": 52.52, "longitude": 13.405}}
CARD = {"contact_information": {"first_name": "Ana", "last_name": "Ńowak", "phone_number": "+48 600 700 800"}}
POLL = {"poll": {"question": "Wann?", "closed": False, "total_voters": 2, "answers": [{"text": "Mo"}, {"text": "Di"}]}}
HEARTS = [{"type": "emoji", "count": 2, "emoji": "❤", "recent": [{"from": "Acme Care", "from_id": "user777000100"}]}]

DIRECT = [
    message(1, ZOE, 0, "Guten Tag 👋 – Nummer 4711 fehlt."),
    message(2, STAFF, 1, LINK, reply_to_message_id=1, text_entities=LINK),
    message(3, ZOE, 2, "Bitte sehr", **PHOTO),
    message(4, ZOE, 3, **VOICE),
    message(5, STAFF, 4, "Danke!\nWir sehen nach.", edited="2024-03-05T14:05:00", edited_unixtime="1709647500"),
    message(6, ZOE, 6, reactions=HEARTS, text="Prima"),
    service(7, STAFF, 7, "phone_call", duration_seconds=63, discard_reason="hangup"),
    message(8, (None, "user404"), 8, "aus einem gelöschten Konto"),  # type: ignore[arg-type]
]
GROUP = [
    service(1, KENJI, 10, "create_group", title="サポート", members=["Zoë Grünwald", "山田 健二"]),
    message(2, KENJI, 11, "お問い合わせありがとうございます。"),
    message(3, ZOE, 12, **PLACE),
    message(4, ZOE, 13, **CARD),
    message(5, KENJI, 14, **POLL),
    message(6, ZOE, 15, "weitergeleitet", forwarded_from="Pošta CZ"),
    service(7, KENJI, 16, "pin_message", message_id=2),
    service(8, KENJI, 17, "invite_members", members=["Łukasz"]),
    message(9, ZOE, 18, media_type="sticker", sticker_emoji="🎉", file="stickers/sticker.webp"),
]


def example() -> dict[str, bytes]:
    account = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 777000100, "first_name": "Acme", "last_name": "Care", "bio": "Hilfe"},
        "contacts": {
            "list": [{"user_id": 101, "first_name": "Zoë", "last_name": "Grünwald", "phone_number": "00491511"}]
        },
        "chats": {
            "about": "This page lists all chats.",
            "list": [
                {"name": "Zoë Grünwald", "type": "personal_chat", "id": 101, "messages": DIRECT},
                {"name": "サポート", "type": "private_group", "id": 5001, "messages": GROUP},
            ],
        },
        "left_chats": {
            "list": [{"name": "News", "type": "public_channel", "id": 9, "messages": [message(1, KENJI, 30, "新着")]}]
        },
    }
    return {"result.json": json.dumps(account, ensure_ascii=False, indent=1).encode()}
