"""A small download of LinkedIn: conversations of two and of three, an advertisement, a draft, a chat with a bot."""

import csv
import io

HEADER = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE",
    "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION ARCHIVED",
)  # fmt: skip
PROFILES = "https://www.linkedin.com/in/"
ACME, RENEE, YUKI = (f"{PROFILES}{slug}" for slug in ("acme-care", "ren%C3%A9e-c", "yuki-s"))


def row(id_: str, sender: str, content: str, **cells: str) -> dict[str, str]:
    """Return a row of a conversation between two; ``cells`` are further columns, ``_`` for spaces in their names."""
    two = (("Renée Customer", RENEE), ("Acme Care", ACME))
    (name, address), (other, other_address) = two if sender == "Renée Customer" else two[::-1]
    told = {name.replace("_", " "): cell for name, cell in cells.items()}
    return dict.fromkeys(HEADER, "") | {
        "CONVERSATION ID": id_, "FROM": name, "SENDER PROFILE URL": address, "TO": other,
        "RECIPIENT PROFILE URLS": other_address, "DATE": "2024-06-11 15:33:58 UTC", "CONTENT": content,
        "FOLDER": "INBOX", "IS MESSAGE DRAFT": "No", "IS CONVERSATION ARCHIVED": "No",
    } | told  # fmt: skip


def table(*rows: dict[str, str], columns: tuple[str, ...] = HEADER) -> bytes:
    """Return the rows as LinkedIn's CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def example() -> dict[str, bytes]:
    """Return the files of the download by name."""
    three = {
        "TO": "Renée Customer,佐藤 雪",
        "RECIPIENT_PROFILE_URLS": f"{RENEE},{YUKI}",
        "CONVERSATION_TITLE": "Équipe 🦊",
    }
    messages = [
        row("2-NTg3YjNm", "Renée Customer", 'Hello,\nshe said "refund me" <b>now</b>\n\nRenée'),
        row("2-NTg3YjNm", "Acme Care", "We did.", SUBJECT="RE: refund", DATE="2024-06-11 15:40:00 UTC"),
        row("2-NTg3YjNm", "Renée Customer", "<p>thanks &amp; bye</p>", DATE="2024-06-11 15:41:00 UTC"),
        row("2-NTg3YjNm", "Acme Care", "", ATTACHMENTS="https://www.linkedin.com/dms/prv/r%C3%A9sum%C3%A9.pdf?x=1"),
        row("2-R3JvdXBh", "Acme Care", "welcome both", DATE="2024-06-12 08:00:00 UTC", **three),
        row("2-R3JvdXBh", "Acme Care", "1 < 2, x <jane@example.com>", DATE="2024-06-12 08:00:01 UTC", **three),
        row("2-R3JvdXBh", "Acme Care", "half-wr", DATE="2024-06-12 08:00:02 UTC", IS_MESSAGE_DRAFT="Yes", **three),
        row("2-U1BPTlNP", "Acme Care", "An offer", SUBJECT="Offer", FROM="", SENDER_PROFILE_URL=""),
        row("2-Q2xvc2Vk", "Renée Customer", "gone", FROM="LinkedIn Member", SENDER_PROFILE_URL=""),
        row("2-Q2xvc2Vk", "Acme Care", "déjà vu".encode().decode("cp1252"), DATE="2024-06-12 08:00:00"),
    ]
    bots = [
        row("2-Ym90cy0x", "Acme Care", "how do I write?", DATE="2024-07-01 08:00:00 UTC"),
        row("2-Ym90cy0x", "Acme Care", "Begin.", FROM="Coach", SENDER_PROFILE_URL="", DATE="2024-07-01 08:00:01 UTC"),
    ]
    older = tuple(name for name in HEADER if not name.startswith("IS "))
    return {"messages.csv": table(*messages), "learning_coach_messages.csv": table(*bots, columns=older)}
