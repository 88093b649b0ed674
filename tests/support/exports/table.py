"""Tables of a helpdesk's own making, which only a policy explains: CSV with quotes, and the same as JSON lines."""

import csv
import io
import json
from typing import Any

from chatward.sources.records import ReadSettings
from chatward.sources.table.finding import find_tables
from chatward.sources.table.mapping import TableMapping

MAPPING = TableMapping(
    sent_at="when", message_id="id", conversation="ticket", sender="from", identifier="email", sender_name="name",
    role="side", roles={"agent": "staff", "user": "customer"}, text="words", reply_to="answers", attachment="file",
    kind="type", kinds={"chat": "text", "memo": "note"}, event="action",
    events={"edit": "message_edited", "delete": "message_deleted", "leave": "member_left"}, target="about",
)  # fmt: skip
OPTIONS: dict[str, Any] = {"settings": ReadSettings(table=MAPPING), "find": find_tables}

HEADER = ("id", "ticket", "when", "from", "name", "side", "words", "answers", "file", "type", "action", "about")
ZOE, KENJI = ("zoe@customer.example", "Zoë Grünwald", "user"), ("kenji@acme.example", "山田 健二", "agent")
RECORDS = [
    ("m1", "T-7", "2024-03-05T14:00:00Z", *ZOE, "Guten Tag 👋, Nummer „4711“ fehlt", "", "", "chat", "", ""),
    ("m2", "T-7", "2024-03-05T15:01:30+01:00", *KENJI, 'Sie meinen "4711"; richtig?', "m1", "", "chat", "", ""),
    ("m3", "T-7", "2024-03-05T14:02:00.250Z", *ZOE, "Ja.\nSiehe Bild,\r\ndanke", "m2", "Bild 1.jpg", "", "", ""),
    ("m4", "T-7", "2024-03-05T14:03:00Z", *KENJI, "Kunde wirkt ungeduldig", "", "", "memo", "", ""),
    ("m5", "T-8", "2024-03-05 16:00", *ZOE, "ohne Zone", "", "", "chat", "", ""),
    ("m6", "T-8", "2024-03-05T16:01:00Z", *KENJI, "お問い合わせありがとうございます", "", "", "chat", "", ""),
    ("m7", "T-8", "2024-03-05T16:02:00Z", *ZOE, "", "", "Vertrag.pdf", "", "", ""),
    ("m8", "T-8", "2024-03-05T16:03:00Z", *KENJI, "richtig ist 4712", "", "", "", "edit", "m2"),
    ("m9", "T-8", "2024-03-05T16:04:00Z", *ZOE, "", "", "", "", "delete", "m3"),
    ("m10", "T-8", "2024-03-05T16:05:00Z", *ZOE, "", "", "", "", "leave", ""),
    ("m11", "T-9", "2024-03-06", *ZOE, "nur ein Tag", "", "", "fax", "", ""),
    ("m12", "T-9", "2024-03-06T10:00:00,123456Z", "", "", "", "vom System", "", "", "chat", "", ""),
]


def example() -> dict[str, bytes]:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *RECORDS])
    lines = [json.dumps(dict(zip(HEADER, record, strict=True)), ensure_ascii=False) for record in RECORDS]
    return {"helpdesk/2024-03.csv": text.getvalue().encode(), "helpdesk/2024-03.jsonl": "\n".join(lines).encode()}
