"""A small download of Snapchat: chats and snaps with a friend and in a group, and the lists that name people."""

import json
from typing import Any

GROUP = "5a1f0c8e-1111-4222-8333-444444444444"


def chat(sender: str, content: str | None, media_type: str = "TEXT", at: int = 1713576562686, **fields: Any) -> dict:
    """Return a chat at a time in milliseconds; ``fields`` are further ones, ``_`` for spaces in their names."""
    second = at // 1000 % 60
    return {
        "From": sender,
        "Media Type": media_type,
        "Created": f"2024-04-20 01:29:{second:02} UTC",
        "Content": content,
        "Conversation Title": None,
        "IsSender": sender == "acme.care",
        "Created(microseconds)": at,
        "IsSaved": True,
        "Media IDs": "",
    } | {name.replace("_", " "): value for name, value in fields.items()}


def snap(sender: str, media_type: str, at: int) -> dict[str, Any]:
    """Return a snap, of which the download does not hold the picture."""
    record = chat(sender, None, media_type, at)
    return {name: value for name, value in record.items() if name not in ("Content", "IsSaved", "Media IDs")}


def example() -> dict[str, bytes]:
    """Return the files of the download by name."""
    start = 1713576560000
    title = {"Conversation_Title": "Équipe 🦊"}
    chats = {
        "jane_d": [
            chat("jane_d", "", "STATUSERASEDMESSAGE", start),
            chat("jane_d", None, "MEDIA", start + 1000, Media_IDs="b~AAA | b~BBB"),
            chat("acme.care", "it&#39;s here &amp; <there>", at=start + 2001),
            chat("jane_d", None, at=start + 3000),
            chat("jane_d", "", "STATUSCALLMISSEDAUDIO", start + 4000),
            chat("acme.care", None, "NOTE", start + 5000, Media_IDs="b~CCC"),
        ],
        GROUP: [
            chat("zoë", "日本語", at=start + 6000, **title),
            chat("zoë", None, "STICKER", start + 7000, **title),
            chat("zoë", "", "STATUSPARTICIPANTREMOVED", start + 8000, **title),
            chat("myai", "Hello!", "NONPARTICIPANTBOTRESPONSE", start + 9000, **title),
        ],
    }
    snaps = {"jane_d": [snap("jane_d", "IMAGE", start + 10_000), snap("acme.care", "VIDEO", start + 11_000)]}
    friends = {"Friends": [{"Username": "jane_d", "Display Name": "Jané Doe", "Creation Timestamp": "2020-01-01 UTC"}]}
    account = {"Basic Information": {"Username": "acme.care", "Name": "Acme", "Creation Date": "2019-01-01 UTC"}}
    files = {"chat_history": chats, "snap_history": snaps, "friends": friends, "account": account}
    return {
        f"json/{name}.json": json.dumps(value, ensure_ascii=False, indent=1).encode() for name, value in files.items()
    }
