"""Channels of Discord as DiscordChatExporter writes them as CSV."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import find_exports, read
from chatward.sources.records import ReadSettings
from chatward.sources.testing import check_reader

NAME = "Acme - Text - general [123].csv"
HEADER = "AuthorID,Author,Date,Content,Attachments,Reactions\r\n"
FIRST = """"1","bo#0000","2024-05-01T10:00:00.1230000+02:00","hi, ""x""
two","https://cdn.example/1/2/a.png?ex=1,https://cdn.example/b.pdf","👍 (2), 😂 (1)"
"""
SECOND = '"2","ann#1234","2024-05-01T10:00:01.0000000+00:00","yo","",""\r\n'


def rows_of(folder: Path, text: str, name: str = NAME) -> dict[str, list[dict[str, Any]]]:
    (folder / name).write_text(text, encoding="utf-8")
    [export] = find_exports([folder])
    assert export.platform == "discord"
    return gathered(read(export, ReadSettings()))


def test_the_reader_keeps_what_every_reader_promises() -> None:
    check_reader("discord", {NAME: (HEADER + FIRST + SECOND).encode("utf-8-sig")})


def test_a_row_has_sender_instant_text_files_and_counted_reactions(tmp_path: Path) -> None:
    message, other = rows_of(tmp_path, HEADER + FIRST + SECOND)["messages"]
    assert (message["sender_key"], message["text"]) == ("discord_id:1", 'hi, "x"\ntwo')
    assert message["sent_at_utc"] == datetime(2024, 5, 1, 8, 0, 0, 123_000, tzinfo=UTC)
    assert [each["name"] for each in message["attachments"]] == ["a.png", "b.pdf"]
    assert [(each["emoji"], each["count"]) for each in message["reactions"]] == [("👍", 2), ("😂", 1)]
    assert (other["kind"], other["attachments"], other["reactions"]) == ("text", None, None)


def test_people_have_their_ids_and_the_channel_that_of_the_file(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, HEADER + FIRST + SECOND)
    assert rows["conversations"] == [
        {"conversation_key": "discord:123", "title": "Acme - Text - general", "kind": None},
    ]  # fmt: skip
    assert [(row["display_name"], row["same_as"]) for row in rows["participants"]] == [
        ("bo", ["discord_name:bo"]), ("ann#1234", ["discord_name:ann#1234"]),
    ]  # fmt: skip


def test_a_renamed_file_is_its_own_channel(tmp_path: Path) -> None:
    [conversation] = rows_of(tmp_path, HEADER + SECOND, "x.csv")["conversations"]
    assert conversation["conversation_key"] == "discord:x"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('"2","ann","01-May-24 10:00 AM","x","",""', "bad_time"),
        ('"2","ann","","x","",""', "no_time"),
        ('"2","ann"', "fields"),
    ],
)
def test_a_row_that_cannot_be_read_costs_no_other(tmp_path: Path, row: str, reason: str) -> None:
    rows = rows_of(tmp_path, f"{HEADER}{row}\r\n{SECOND}")
    assert [each["text"] for each in rows["messages"]] == ["yo"]
    assert [each["reason"] for each in rows["rejects"]] == [reason]
