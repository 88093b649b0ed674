"""A Takeout of Google Chat: a direct conversation and a space, in several languages, with an edit and a deletion."""

import json
from typing import Any

ZOE = {"name": "Zoë Grünwald", "email": "zoe@acme.example", "user_type": "Human"}
KENJI = {"name": "山田 健二", "email": "kenji@customer.example", "user_type": "Human"}
BOT = {"name": "Build Bot", "user_type": "Bot"}


def said(number: int, creator: dict[str, str], text: str | None, **more: Any) -> dict[str, Any]:
    record = {
        "creator": creator,
        "created_date": f"Friday, May 29, 2026 at 3:{number:02d}:29\u202fAM UTC",
        "text": text,
        "topic_id": f"topic{number}",
        "message_id": f"k6oxHQAAAAE/topic{number}/topic{number}",
    } | more
    return {name: value for name, value in record.items() if value is not None}


FILE = {"original_name": "Rechnung März?.pdf", "export_name": "File-Rechnung März_.pdf"}
QUOTED = {"creator": ZOE, "text": "Hallo", "message_id": "k6oxHQAAAAE/topic1/topic1"}
EDITED = said(
    6, KENJI, "nouveau texte", created_date=None, updated_date="vendredi 29 mai 2026 à 04:00:00 UTC",
    previous_message_versions=[{"created_date": "vendredi 29 mai 2026 à 03:06:29 UTC", "text": "ancien texte"}],
)  # fmt: skip
DIRECT = [
    said(1, ZOE, "Hallo & <willkommen>"),
    said(2, KENJI, "はい 👋", created_date="2026年5月29日金曜日 3:02:29 UTC"),
    said(3, BOT, None, attached_files=[FILE]),
    said(4, KENJI, "dazu", quoted_message_metadata=QUOTED),
    said(5, ZOE, "gut", reactions=[{"emoji": {"unicode": "👍"}, "reactor_emails": [KENJI["email"], ZOE["email"]]}]),
    EDITED,
    said(7, ZOE, None, message_state="DELETED", deletion_metadata={"deletion_type": "CREATOR"}),
]
SPACE = [
    said(11, ZOE, "im Raum", message_id="AAAAspace/t1/t1", topic_id="t1"),
    said(12, KENJI, "dans le fil", message_id="AAAAspace/t1/t2", topic_id="t1"),
    said(13, ZOE, None, message_id="AAAAspace/t3/t3", annotations=[{"drive_metadata": {"title": "Angebot"}}]),
    said(14, ZOE, None, message_id="AAAAspace/t4/t4",
         annotations=[{"video_call_metadata": {"meeting_space": {"meeting_url": "https://meet.example/abc"}}}]),
    said(15, KENJI, "vor der Zeit", message_id="AAAAspace/t5/t5", created_date="2026年5月29日星期五 UTC 03:15:29"),
]  # fmt: skip
FILES = {
    "Groups/DM k6oxHQAAAAE/messages.json": {"messages": DIRECT},
    "Groups/DM k6oxHQAAAAE/group_info.json": {"members": [ZOE, KENJI]},
    "Groups/Space AAAAspace/messages.json": {"messages": SPACE},
    "Groups/Space AAAAspace/group_info.json": {"name": "Lieferung", "members": [ZOE, KENJI, BOT]},
    "Users/User 1/user_info.json": {
        "user": ZOE,
        "membership_info": [{"group_id": "DM k6oxHQAAAAE", "membership_state": "MEMBER_JOINED"}],
    },
}


def example() -> dict[str, bytes]:
    """Return one export with 12 records in two conversations."""
    return {
        f"Takeout/Google Chat/{name}": json.dumps(value, ensure_ascii=False, indent=2).encode()
        for name, value in FILES.items()
    }
