"""What slackdump writes in forms of its own, and saved answers of Slack's API."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import find_exports, read
from chatward.sources.records import ReadSettings
from chatward.sources.testing import check_reader

CHANNEL = "C09036MGFJ4"
ROOT = {
    "type": "message",
    "user": "U0000001",
    "text": "hi <@U0000002>",
    "ts": "1714557600.000100",
    "thread_ts": "1714557600.000100",
}
REPLY = {
    "type": "message",
    "user": "U0000002",
    "text": "re",
    "ts": "1714557601.000200",
    "thread_ts": "1714557600.000100",
}
NEXT = {"type": "message", "user": "U0000002", "text": "next", "ts": "1714557602.000300"}
DUMP = {"channel_id": CHANNEL, "name": "general", "messages": [{**ROOT, "slackdump_thread_replies": [REPLY]}, NEXT]}
USERS = [{"id": "U0000002", "name": "bo", "profile": {"email": "bo@mail.example"}, "is_bot": False}]
CHUNKS = [
    {"t": 5, "ts": 1_683_022_288_506_765_000, "id": CHANNEL, "ci": {"id": CHANNEL, "name": "general"}},
    {"t": 0, "ts": 1_683_022_288_506_765_001, "id": CHANNEL, "n": 2, "l": True, "m": [ROOT, NEXT]},
    {"t": 1, "ts": 1_683_022_288_506_765_002, "id": CHANNEL, "r": ROOT["ts"], "p": ROOT, "m": [REPLY]},
    {"t": 2, "ts": 1_683_022_288_506_765_003, "id": CHANNEL, "p": NEXT, "f": [{"id": "F1", "name": "a.pdf"}]},
]  # fmt: skip
USER_CHUNKS = [{"t": 4, "ts": 1_683_022_288_506_765_000, "n": 1, "u": USERS}]


def lines(values: list[Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def rows_of(folder: Path, files: dict[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    [export] = find_exports([folder])
    assert export.platform == "slack"
    return gathered(read(export, ReadSettings()))


def said(rows: dict[str, list[dict[str, Any]]]) -> list[tuple[Any, ...]]:
    told = [(row["platform_message_id"], row["reply_to"], row["text"]) for row in rows["messages"]]
    assert {row["conversation_key"] for row in rows["messages"]} == {f"slack:{CHANNEL}"}
    return sorted(told)


def test_the_reader_keeps_what_every_reader_promises() -> None:
    check_reader("slack", {f"{CHANNEL}.json": json.dumps(DUMP).encode()})


def test_a_dump_has_the_replies_that_stand_within_what_they_answer(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {f"{CHANNEL}.json": json.dumps(DUMP).encode()})
    assert said(rows) == [
        (ROOT["ts"], None, "hi @U0000002"), (REPLY["ts"], ROOT["ts"], "re"), (NEXT["ts"], None, "next"),
    ]  # fmt: skip
    assert [(row["title"], row["kind"]) for row in rows["conversations"]] == [("general", "channel")]


@pytest.mark.parametrize(
    "files",
    [
        {f"{CHANNEL}.json": json.dumps(DUMP).encode(), "users.json": json.dumps(USERS).encode()},
        {f"{CHANNEL}.json": lines(CHUNKS), "users.json": lines(USER_CHUNKS)},
    ],
)
def test_users_beside_conversations_name_people_and_their_mentions(tmp_path: Path, files: dict[str, bytes]) -> None:
    rows = rows_of(tmp_path, files)
    assert [text for _, _, text in said(rows)] == ["hi @bo", "re", "next"]
    [bo] = [row for row in rows["participants"] if row["sender_key"] == "slack_id:U0000002"]
    assert (bo["display_name"], bo["same_as"], bo["role"]) == ("bo", ["email:bo@mail.example"], "staff")


def test_what_chunks_repeat_beside_replies_and_files_is_one_message(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {f"{CHANNEL}.json": lines(CHUNKS)})
    assert len(said(rows)) == 3


def test_a_thread_alone_has_the_message_that_it_began_with(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {f"{CHANNEL}-{ROOT['ts']}.json": lines(CHUNKS[2:3])})
    assert [id_ for id_, _, _ in said(rows)] == [ROOT["ts"], REPLY["ts"]]


def test_a_broken_line_of_an_archive_costs_no_other(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {f"{CHANNEL}.json": lines(CHUNKS[:2]) + b'{"t": 1, "m": [\n' + lines(CHUNKS[2:])})
    assert (len(said(rows)), [row["reason"] for row in rows["rejects"]]) == (3, ["json"])


def test_a_saved_answer_of_the_api_is_named_after_its_file(tmp_path: Path) -> None:
    answer = {"ok": True, "messages": [ROOT, NEXT], "has_more": False, "response_metadata": {"next_cursor": ""}}
    rows = rows_of(tmp_path, {f"{CHANNEL}.json": json.dumps(answer).encode()})
    assert [text for _, _, text in said(rows)] == ["hi @U0000002", "next"]


def test_dumps_in_a_zip_are_one_export(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "slackdump.zip", "w") as archive:
        archive.writestr(f"{CHANNEL}.json", json.dumps(DUMP))
        archive.writestr("D1234567890.json", json.dumps({**DUMP, "channel_id": "D1234567890", "name": ""}))
    [export] = find_exports([tmp_path])
    rows = gathered(read(export, ReadSettings()))
    assert [(row["title"], row["kind"]) for row in rows["conversations"]] == [("general", "channel"), (None, "direct")]
    assert len(rows["messages"]) == 6


@pytest.mark.parametrize("kept", [json.dumps(ROOT, indent=4).encode(), lines([ROOT]), lines([ROOT, NEXT])])
def test_single_messages_are_read_and_named_after_their_file(tmp_path: Path, kept: bytes) -> None:
    rows = rows_of(tmp_path, {f"{CHANNEL}.json": kept})
    assert said(rows)[0] == (ROOT["ts"], None, "hi @U0000002")
    assert rows["rejects"] == []


def test_calls_of_the_events_api_are_the_messages_that_they_report(tmp_path: Path) -> None:
    calls = [{"token": "x", "type": "event_callback", "event": {**each, "channel": CHANNEL}} for each in (ROOT, NEXT)]
    assert len(said(rows_of(tmp_path, {"queue.jsonl": lines(calls)}))) == 2
