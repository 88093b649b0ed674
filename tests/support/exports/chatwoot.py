"""A small queue of Chatwoot's webhook calls."""

import json


def example() -> dict[str, bytes]:
    """Return calls about two conversations: words, notes, files, deletions, repeats, statuses."""
    anna = {"id": 1, "type": "contact", "name": "Anna Müller", "email": "anna@example.com", "phone_number": "+491511"}
    zoe = {"id": 2, "type": "user", "name": "Zoë", "email": "zoe@acme.example"}
    bot = {"id": 3, "type": "agent_bot", "name": "Bot"}

    def call(second: int, sender: dict, type_: str, words: str | None, talk: int = 7, **fields: object) -> dict:
        return {
            "event": "message_created", "id": 100 + second, "content": words, "content_type": "text",
            "created_at": f"2026-03-03 13:05:{second:02d} UTC", "message_type": type_, "private": False,
            "content_attributes": {}, "sender": sender, "account": {"id": 1, "name": "Acme"},
            "conversation": {"id": talk, "inbox_id": 1, "status": "open"},
        } | fields  # fmt: skip

    file = {"id": 9, "file_type": "image", "data_url": "https://x.example/a/b%20c.png", "file_size": 12}
    calls = [
        call(1, anna, "incoming", "Wo ist mein Paket 📦?"), call(2, bot, "template", "Hallo"),
        call(3, zoe, "outgoing", "unterwegs"), call(4, zoe, "outgoing", "VIP!", private=True),
        call(1, anna, "incoming", "Wo ist mein Paket 📦?"), call(5, anna, "incoming", None, attachments=[file]),
        call(6, zoe, "activity", "Zoë assigned this"), call(7, anna, "incoming", "नमस्ते", talk=8),
        call(3, zoe, "outgoing", "", event="message_updated", content_attributes={"deleted": True}),
        call(8, zoe, "outgoing", "pick", content_type="input_select"), call(9, anna, "incoming", "eins", talk=8),
        {"event": "conversation_status_changed", "id": 7, "status": "resolved", "timestamp": 1772543200,
         "messages": [], "meta": {"sender": anna}, "inbox_id": 1},
    ]  # fmt: skip
    return {"calls.jsonl": "".join(json.dumps(each) + "\n" for each in calls).encode()}
