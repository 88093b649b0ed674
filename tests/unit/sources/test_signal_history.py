"""The history that Signal's own apps export, a line a thing."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.reading import gathered

from chatward.sources.recognise import find_exports, read
from chatward.sources.records import ReadSettings
from chatward.sources.testing import check_reader

INFO = {"version": 1, "backupTimeMs": "1714557600000", "currentAppVersion": "x", "mediaRootBackupKey": "AA=="}
SELF = {"recipient": {"id": "1", "self": {}}}
ADA = {"recipient": {"id": "2", "contact": {"aci": "q1w2", "e164": "+15550001111", "systemGivenName": "Ada"}}}
TEAM = {"recipient": {"id": "3", "group": {"masterKey": "bWs=", "snapshot": {"title": {"title": "Team"}}}}}
BO = {
    "recipient": {"id": "4", "contact": {"e164": "4915111222333", "profileGivenName": "Bo", "profileFamilyName": "Ek"}}
}
CHATS = [{"chat": {"id": "10", "recipientId": "2"}}, {"chat": {"id": "11", "recipientId": "3"}}]
KNOWN = [INFO, {"account": {"givenName": "Acme"}}, SELF, ADA, TEAM, BO, *CHATS, {"stickerPack": {"packId": "x"}}]


def item(sent: Any = "1714557600000", author: str = "2", chat: str = "10", **said: Any) -> dict[str, Any]:
    said = said or {"standardMessage": {"text": {"body": "hi"}}}
    return {"chatItem": {"chatId": chat, "authorId": author, "dateSent": sent, "incoming": {}, **said}}


def lines(*frames: Any) -> str:
    return "".join(json.dumps(frame) + "\n" for frame in (*KNOWN, *frames))


def rows_of(folder: Path, text: str) -> dict[str, list[dict[str, Any]]]:
    (folder / "main.jsonl").write_text(text)
    (folder / "metadata.json").write_text('{"version": 1}')
    [export] = find_exports([folder])
    assert export.platform == "signal"
    return gathered(read(export, ReadSettings()))


def test_the_reader_keeps_what_every_reader_promises() -> None:
    check_reader("signal", {"main.jsonl": lines(item(), item("1714557601000", "1")).encode()})


def test_a_message_names_people_and_chats_by_what_the_lines_before_say_of_them(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, lines(item(), item("1714557601000", "1"), item("1714557602000", "4", "11")))
    assert [(row["conversation_key"], row["sender_key"]) for row in rows["messages"]] == [
        ("signal_id:q1w2", "signal_id:q1w2"), ("signal_id:q1w2", "signal_name:Me"),
        ("signal:bWs=", "phone:+4915111222333"),
    ]  # fmt: skip
    assert rows["messages"][0]["sent_at_utc"] == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert [(row["title"], row["kind"]) for row in rows["conversations"]] == [("Ada", "direct"), ("Team", "group")]
    assert [(row["display_name"], row["same_as"], row["role"]) for row in rows["participants"]] == [
        ("Me", [], "staff"), ("Ada", ["phone:+15550001111"], None), ("Bo Ek", [], None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ({"standardMessage": {"text": {"body": "hi"}, "attachments": [{"pointer": {"fileName": "a.pdf"}}]}},
         "media", "hi"),
        ({"stickerMessage": {"sticker": {"emoji": "😀"}}}, "sticker", "😀"),
        ({"remoteDeletedMessage": {}}, "deleted", None),
        ({"viewOnceMessage": {"attachment": {"pointer": {"contentType": "image/jpeg"}}}}, "media", None),
        ({"contactMessage": {"contact": {"name": {"givenName": "Zoe"}, "number": [{"value": "+49 30 1"}]}}}, "contact",
         "contact: Zoe +49 30 1"),
        ({"poll": {"question": "When?", "options": [{"option": "now"}]}}, "poll", "When?\n- now"),
        ({"brandNew": {}}, "unsupported", None),
    ],
)  # fmt: skip
def test_what_a_message_holds_is_told_by_its_one_field(
    tmp_path: Path, said: dict[str, Any], kind: str, text: str | None
) -> None:
    [message] = rows_of(tmp_path, lines(item(**said)))["messages"]
    assert (message["kind"], message["text"], message["is_deleted"]) == (kind, text, kind == "deleted")


def test_answers_edits_and_reactions_are_told(tmp_path: Path) -> None:
    said = {
        "text": {"body": "re"}, "quote": {"targetSentTimestamp": "1714557599000", "authorId": "1"},
        "reactions": [{"emoji": "👍", "authorId": "1", "sentTimestamp": "1"}],
    }  # fmt: skip
    [message] = rows_of(tmp_path, lines(item(standardMessage=said, revisions=[{"chatId": "10"}])))["messages"]
    assert (message["platform_message_id"], message["reply_to"]) == ("1714557600000", "1714557599000")
    assert (message["is_edited"], message["reactions"]) == (
        True, [{"emoji": "👍", "sender_key": "signal_name:Me", "count": 1}],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("update", "event"), [("individualCall", "call"), ("groupCall", "call"), ("groupChange", "notice")]
)
def test_an_update_is_an_event(tmp_path: Path, update: str, event: str) -> None:
    rows = rows_of(tmp_path, lines(item(), item(updateMessage={update: {"x": 1}})))
    assert [(row["event"], json.loads(row["detail"])) for row in rows["events"]] == [(event, {update: {"x": 1}})]


def test_what_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, lines(item(None), item("soon")) + "{broken\n" + json.dumps(item()) + "\n")
    assert len(rows["messages"]) == 1
    assert [row["reason"] for row in rows["rejects"]] == ["no_time", "bad_time", "json"]
