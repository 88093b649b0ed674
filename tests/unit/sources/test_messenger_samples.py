from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from chatward.sources.messenger import reader as messenger
from chatward.sources.records import Export, ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "messenger"
VAULT = SAMPLES / "kenn-io+msgvault" / "internal" / "fbmessenger" / "testdata"
THREADS = "your_activity_across_facebook/messages"

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")


def read(path: Path, *members: str) -> dict[str, list[dict]]:
    batches = list(messenger.read(Export(path, "messenger", members or ("",)), ReadSettings()))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    records = sum(batch.records for batch in batches)
    assert records == len(rows["messages"]) + len(rows["events"]) + len(rows["rejects"])
    return rows


@needs_samples
def test_the_encrypted_sample_is_read_right_though_it_was_never_mangled():
    rows = read(SAMPLES / "synthetic+from-spec" / "e2ee_root_zip", "Jane Doe_3.json")
    assert [row["text"] for row in rows["messages"]] == ["Grüße 👋 ça va?", None, None]
    assert [row["kind"] for row in rows["messages"]] == ["text", "media", "deleted"]
    assert rows["messages"][1]["attachments"] == [{"name": "abc.jpeg", "media_type": "image/jpeg", "size_bytes": None}]
    assert rows["messages"][1]["reactions"] == [{"emoji": "❤", "sender_key": "messenger_name:Jane Doe", "count": 1}]
    assert rows["conversations"] == [
        {"conversation_key": "messenger:e2ee:Jane Doe|Acme Care,Jane Doe", "title": "Jane Doe", "kind": "direct"}
    ]
    assert rows["messages"][0]["sent_at_utc"] == datetime(2025, 1, 1, 11, 1, tzinfo=UTC)


@needs_samples
def test_the_encrypted_samples_with_mangled_text_are_read_right():
    rows = read(VAULT / "e2ee_simple" / THREADS, "alice_1.json", "group_2.json")
    assert [row["text"] for row in rows["messages"]] == ["Hello", "café time?", "See you soon", None, "Plans?", None]
    assert "oops" not in str(rows)
    assert [row["kind"] for row in rows["conversations"]] == ["direct", "group"]


@needs_samples
def test_the_open_samples_are_read_right():
    rows = read(
        VAULT / "json_simple" / THREADS, "archived_threads/zoe_ARCH/message_1.json", "inbox/alice_ABC123/message_1.json"
    )
    assert [row["text"] for row in rows["messages"]] == [
        "Old message in archive",
        "See you soon",
        "café time?",
        "Hello",
    ]
    assert [each["emoji"] for each in rows["messages"][2]["reactions"]] == ["❤", "👍"]
    assert {row["conversation_key"] for row in rows["messages"]} == {"messenger:zoe_ARCH", "messenger:alice_ABC123"}
    assert rows["messages"][0]["sent_at_utc"] == datetime(2017, 7, 14, 2, 40, tzinfo=UTC)


@needs_samples
@pytest.mark.parametrize(
    ("sample", "members", "count"),
    [
        ("json_group", ["inbox/crew_GRP123/message_1.json"], 3),
        ("json_multifile", [f"inbox/dave_MULTI/message_{part}.json" for part in (1, 2, 10)], 4),
        ("json_with_media", ["inbox/bob_XYZ789/message_1.json"], 1),
    ],
)
def test_the_other_samples_have_all_their_messages_in_one_conversation(sample, members, count):
    rows = read(VAULT / sample / THREADS, *members)
    assert len(rows["messages"]) == count
    assert len({row["conversation_key"] for row in rows["messages"]}) == 1
    assert not rows["rejects"]
