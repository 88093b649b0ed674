"""A small Takeout of Google Chat."""

import json


def example() -> dict[str, bytes]:
    """Return a direct message and a space, with edits, deletions, files, reactions and a quote."""
    anna = {"name": "Anna Müller", "email": "anna@example.com", "user_type": "Human"}
    acme = {"name": "Acme Care", "email": "care@acme.example", "user_type": "Human"}
    bot = {"name": "Build Bot", "user_type": "Bot"}

    def record(second: int, who: dict, **fields: object) -> dict:
        date = f"Friday, May 29, 2026 at 3:00:{second:02d}\N{NARROW NO-BREAK SPACE}AM UTC"
        name = f"abc/t{second // 4}/m{second}"
        return {"creator": who, "created_date": date, "topic_id": f"t{second // 4}", "message_id": name} | fields

    direct = [
        record(1, anna, text="Wo ist 📦?"), record(2, acme, text="unterwegs", updated_date="Friday, May 29, 2026 at "
        "4:00:00 AM UTC"), record(3, anna, message_state="DELETED", deletion_metadata={"deletion_type": "CREATOR"}),
        record(4, anna, attached_files=[{"original_name": "a?b.png", "export_name": "File-a_b.png"}]),
        record(5, bot, text="built"), record(6, anna, text="ok", quoted_message_metadata={"message_id": "abc/t0/m1"}),
        record(7, acme, text="hi", reactions=[{"emoji": {"unicode": "👍"}, "reactor_emails": ["anna@example.com"]}]),
    ]  # fmt: skip
    space = [record(10 + number, (anna, acme)[number % 2], text=f"नमस्ते {number}") for number in range(6)]
    members = {"members": [anna, acme, bot]}
    files: dict[str, object] = {
        "Takeout/Google Chat/Groups/DM abc/messages.json": {"messages": direct},
        "Takeout/Google Chat/Groups/DM abc/group_info.json": members,
        "Takeout/Google Chat/Groups/Space xyz/messages.json": {"messages": space},
        "Takeout/Google Chat/Groups/Space xyz/group_info.json": members | {"name": "Versand"},
        "Takeout/Google Chat/Users/User 1/user_info.json": {
            "user": acme, "membership_info": [{"group_id": "DM abc", "membership_state": "MEMBER_JOINED"}],
        },
    }  # fmt: skip
    return {name: json.dumps(value, ensure_ascii=False, indent=1).encode() for name, value in files.items()}
