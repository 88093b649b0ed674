"""A small history of Snapchat."""

import json


def example() -> dict[str, bytes]:
    """Return a chat history with friends, a group, media, calls and erased messages."""

    def record(second: int, kind: str, words: str | None, sender: str = "anna.b", title: str | None = None) -> dict:
        return {
            "From": sender, "Media Type": kind, "Created": f"2024-04-20 01:29:{second:02d} UTC", "Content": words,
            "Conversation Title": title, "IsSender": sender == "acme", "Created(microseconds)":
            1_713_576_540_000 + second * 1000 + 7, "IsSaved": True, "Media IDs": "b~A | b~B" if kind == "MEDIA" else "",
        }  # fmt: skip

    friend = [
        record(22, "TEXT", "it&#39;s here"), record(21, "TEXT", "wo bleibt es? 📦", "acme"), record(20, "MEDIA", None),
        record(19, "STICKER", None), record(18, "NOTE", None, "acme"), record(17, "STATUSERASEDMESSAGE", ""),
        record(16, "STATUSCALLMISSEDAUDIO", ""), record(15, "HOLOGRAM", "later &amp; more"),
    ]  # fmt: skip
    group = [
        record(14, "TEXT", "Grüße", "zoë", "Team"), record(13, "STATUSPARTICIPANTADDED", "", "zoë", "Team"),
        record(12, "SHARE", "https://x.example", "acme", "Team"), record(11, "LOCATION", None, "zoë", "Team"),
        record(10, "TEXT", "हाय", "zoë", "Team"),
    ]  # fmt: skip
    history = {"anna.b": friend, "0b2f3c1e-1111-2222-3333-444455556666": group}
    return {"chat_history.json": json.dumps(history, indent=1).encode()}
