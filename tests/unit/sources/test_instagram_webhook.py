import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from chatward.sources.instagram_webhook import reader
from chatward.sources.recognise import find_exports
from chatward.sources.records import Export, ReadSettings

AT = 1_736_000_000_000
TALK = "instagram_webhook:15:17"


def event(**content: object) -> dict:
    return {"sender": {"id": "15"}, "recipient": {"id": "17"}, "timestamp": AT} | content


def call(**lists: object) -> dict:
    return {"object": "instagram", "entry": [{"id": "17", "time": AT + 1} | lists]}


def read(path: Path, value: object) -> dict[str, list[dict]]:
    file = path / "calls"
    file.write_text(json.dumps(value))
    (export,) = find_exports([file])
    assert isinstance(export, Export)
    assert export.platform == "instagram_webhook"
    batches = list(reader.read(export, ReadSettings()))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows


def test_an_unsent_message_is_told_by_its_id(tmp_path):
    said = event(message={"mid": "aWdf1", "text": "oops"})
    unsent = event(message={"mid": "aWdf1", "is_deleted": True})
    rows = read(tmp_path, call(messaging=[said, unsent]))
    assert [row["platform_message_id"] for row in rows["messages"]] == ["aWdf1"]
    assert [(row["event"], row["target_message_id"]) for row in rows["events"]] == [("message_deleted", "aWdf1")]


def test_a_message_delivered_as_a_change_is_one_like_any_other(tmp_path):
    value = event(timestamp="1736000000", message={"mid": "aWdf1", "text": "hi"})
    rows = read(tmp_path, call(changes=[{"field": "messages", "value": value}]))
    (row,) = rows["messages"]
    assert (row["platform_message_id"], row["text"], row["conversation_key"]) == ("aWdf1", "hi", TALK)
    assert (row["sent_at_utc"], row["precision"]) == (datetime(2025, 1, 4, 14, 13, 20, tzinfo=UTC), "second")
    assert not rows["rejects"]


def test_a_comment_is_an_event_with_its_words(tmp_path):
    value = {"id": "1", "text": "Wie viel?", "from": {"id": "15", "username": "zoë"}, "media": {"id": "2"}}
    rows = read(tmp_path, call(changes=[{"field": "comments", "value": value}]))
    (row,) = rows["events"]
    assert (row["event"], row["text"], row["actor_key"]) == ("other", "Wie viel?", "instagram_webhook_id:15")
    assert "zoë" in {person["display_name"] for person in rows["participants"]}


@pytest.mark.parametrize("kind", ["story_mention", "share", "ig_reel", "reel", "audio"])
def test_what_is_shared_is_a_file(tmp_path, kind):
    sent = {"type": kind, "payload": {"url": "https://cdn.example/a/clip.mp4?x=1", "title": "New in"}}
    (row,) = read(tmp_path, call(messaging=[event(message={"mid": "aWdf1", "attachments": [sent]})]))["messages"]
    assert (row["kind"], row["attachments"][0]["name"]) == ("media", "clip.mp4")
    assert row["text"] == "New in"


def test_a_message_that_was_seen_is_named(tmp_path):
    (row,) = read(tmp_path, call(messaging=[event(read={"mid": "aWdf1"})]))["events"]
    assert (row["event"], row["target_message_id"]) == ("delivery_status", "aWdf1")


def test_calls_without_their_object_are_instagrams_by_the_ids_of_messages(tmp_path):
    bare = call(messaging=[event(message={"mid": "aWdf1", "text": "hi"})])
    del bare["object"]
    (row,) = read(tmp_path, bare)["messages"]
    assert row["conversation_key"] == TALK


def test_calls_of_a_page_among_an_accounts_keep_their_own_names(tmp_path):
    page = call(messaging=[event(message={"mid": "m_1", "text": "hi"})]) | {"object": "page"}
    rows = read(tmp_path, [call(messaging=[event(message={"mid": "aWdf1", "text": "hi"})]), page])
    assert [row["conversation_key"] for row in rows["messages"]] == [TALK, "messenger_webhook:15:17"]
