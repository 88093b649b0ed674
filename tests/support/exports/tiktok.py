"""A small download of TikTok: conversations between profile and lists that have nothing to do with messages."""

import json
from typing import Any


def said(date: str | None, sender: str | None, content: str | None) -> dict[str, Any]:
    return {"Date": date, "From": sender, "Content": content}


def document(**chats: list[Any]) -> dict[str, Any]:
    """Return a download with conversations by the names of their other sides."""
    history = {f"Chat History with {name}:": records for name, records in chats.items()}
    return {
        "Activity": {
            "Favorite Videos": {
                "FavoriteVideoList": [{"Date": "2025-01-01 00:00:00", "Link": "https://tiktokv.com/1"}]
            },
            "Video Browsing History": {"VideoList": [{"Date": "2025-01-01 00:00:00", "Link": "x"}]},
        },
        "Direct Message": {"Direct Messages": {"ChatHistory": history}},
        "Profile": {"Profile Info": {"ProfileMap": {"emailAddress": "a@acme.example", "userName": "acme"}}},
    }


def example() -> dict[str, bytes]:
    """Return the files of the download by name."""
    jane = [said(f"2025-03-01 08:00:{second:02}", "jane.doe", f"question {second} 🦊") for second in range(6)]
    chats = {
        "jane.doe": [*jane, said("2025-03-01 08:01:30", "acme", "Yes & <no>!")],
        "zoë_ö": [said("2024-02-29 23:59:59", "zoë_ö", "日本語"), said("2024-03-01 00:00:00", "acme", None)],
        "empty_one": [],
        "fans of acme": [said(f"2025-04-01 08:00:0{n}", name, "hi") for n, name in enumerate(("acme", "bob", "eve"))],
    }
    return {"user_data_tiktok.json": json.dumps(document(**chats), ensure_ascii=False, indent=1).encode()}
