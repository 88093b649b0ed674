"""signal-export's JSON, once more or alone, and what both of its forms say of calls and deletions."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import find_exports, read
from chatward.sources.records import ReadSettings
from chatward.sources.testing import check_reader

LINE = {
    "date": "2024-05-01T09:00:05", "sender": "Ann", "body": "Hi  ", "quote": "\n\n> before\n\n", "sticker": None,
    "reactions": [["Me", "👍"], {"name": "Ann", "emoji": "🎉"}], "attachments": [],
}  # fmt: skip
OWN = {**LINE, "date": "2024-05-01T09:00:06", "sender": "Me", "body": "yes", "reactions": []}
TEXT = "[2024-05-01 09:00:05] Ann: Hi  \n\n[2024-05-01 09:00:06] Me: yes  \n"


def lines(*records: Any) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def rows_of(folder: Path, files: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    chat = folder / "Ann Lee"
    chat.mkdir()
    for name, text in files.items():
        (chat / name).write_text(text, encoding="utf-8")
    [export] = find_exports([folder])
    assert export.platform == "signal"
    return gathered(read(export, ReadSettings()))


def test_the_reader_keeps_what_every_reader_promises() -> None:
    check_reader("signal", {"Ann/data.json": lines(LINE, OWN).encode()})


def test_json_alone_tells_the_chat(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"data.json": lines(LINE, OWN)})
    assert [(row["sender_key"], row["text"]) for row in rows["messages"]] == [
        ("signal_name:Ann", "Hi"), ("signal_name:Me", "yes"),
    ]  # fmt: skip
    assert rows["messages"][0]["reactions"] == [
        {"emoji": "👍", "sender_key": "signal_name:Me", "count": 1},
        {"emoji": "🎉", "sender_key": "signal_name:Ann", "count": 1},
    ]  # fmt: skip
    assert str(rows["messages"][0]["sent_at_local"]) == "2024-05-01 09:00:05"
    assert [row["title"] for row in rows["conversations"]] == ["Ann Lee"]
    assert {row["sender_key"]: row["role"] for row in rows["participants"]}["signal_name:Me"] == "staff"


def test_a_chat_that_is_there_in_both_forms_counts_once(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"chat.md": TEXT, "data.json": lines(LINE, OWN), "index.html": "<html></html>"})
    assert [row["text"] for row in rows["messages"]] == ["Hi", "yes"]


def test_a_time_with_an_offset_is_an_instant(tmp_path: Path) -> None:
    [message] = rows_of(tmp_path, {"data.json": lines({**LINE, "date": "2024-05-01T09:00:05+02:00"})})["messages"]
    assert (message["sent_at_utc"].isoformat(), message["zone_source"]) == ("2024-05-01T07:00:05+00:00", "explicit")


@pytest.mark.parametrize(
    ("fields", "written", "kind", "text"),
    [
        ({"deleted": True, "body": ""}, "(This message was deleted)", "deleted", None),
        ({"body": "Outgoing voice call (accepted, 3m 2s)  "}, "Outgoing voice call (accepted, 3m 2s)  ", "call",
         "Outgoing voice call (accepted, 3m 2s)"),
        ({"call": True, "body": "Missed call"}, "Missed call", "call", "Missed call"),
        ({"sticker": {"emoji": "😀"}, "body": "  "}, "  \n(( 😀 ))", "sticker", None),
        ({"attachments": [{"name": "a.pdf", "path": "media/a.pdf"}], "body": ""}, "[a.pdf](./media/a.pdf)  ", "media",
         None),
        ({"body": "Missed call me maybe"}, "Missed call me maybe", "text", "Missed call me maybe"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_json", [True, False])
def test_both_forms_say_what_is_no_text(
    tmp_path: Path, fields: dict[str, Any], written: str, kind: str, text: str | None, *, is_json: bool
) -> None:
    record = {**LINE, "quote": "", "reactions": [], **fields}
    files = {"data.json": lines(record)} if is_json else {"chat.md": f"[2024-05-01 09:00] Ann: {written}\n"}
    [message] = rows_of(tmp_path, files)["messages"]
    assert (message["kind"], message["text"]) == (kind, text)


def test_a_broken_line_costs_no_other(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"data.json": lines(LINE) + "{broken\n" + lines({**LINE, "date": "soon"}, OWN)})
    assert len(rows["messages"]) == 2
    assert [row["reason"] for row in rows["rejects"]] == ["json", "no_time"]
