import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from chatward.sources.instagram import reader as instagram
from chatward.sources.recognise import find_exports
from chatward.sources.records import Export, ReadSettings
from chatward.sources.testing import check_reader

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "instagram"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")


def read(path: Path, *members: str) -> dict[str, list[dict]]:
    batches = list(instagram.read(Export(path, "instagram", members or ("",)), ReadSettings()))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows


def one(folder: Path, **fields: object) -> dict:
    record = {"sender_name": "zoe", "timestamp_ms": 1735729500000} | fields
    document = {"participants": [{"name": "zoe"}, {"name": "acme"}], "messages": [record], "thread_path": "inbox/zoe_1"}
    (folder / "message_1.json").write_text(json.dumps(document))
    rows = read(folder / "message_1.json")
    return (rows["messages"] + rows["events"])[0]


@pytest.mark.parametrize(
    ("words", "emoji"),
    [
        ("Liked a message", "❤"),
        ("Reacted 😂 to your message ", "😂"),
        ("Reacted 😂 to your message".encode().decode("latin-1"), "😂"),
        ("Gefällt eine Nachricht", "❤"),
        ("Hat mit 👍🏽 auf deine Nachricht reagiert", "👍🏽"),
        ("A aimé un message", "❤"),
        ("A réagi 😮 à votre message", "😮"),
        ("Le gustó un mensaje", "❤"),
        ("Reaccionó con 🙏 a tu mensaje", "🙏"),
        ("Curtiu uma mensagem", "❤"),
        ("Reagiu com 🔥 à sua mensagem", "🔥"),
        ('Ha messo "Mi piace" a un messaggio', "❤"),
        ("Ha aggiunto la reazione 😢 al tuo messaggio", "😢"),
        ("Vindt een bericht leuk", "❤"),
    ],
)
def test_words_that_only_report_a_reaction_are_an_event(tmp_path, words, emoji):
    row = one(tmp_path, content=words)
    assert (row["event"], row["actor_key"]) == ("reaction", "instagram_name:zoe")
    assert json.loads(row["detail"]) == {"emoji": emoji}


@pytest.mark.parametrize(
    "words",
    [
        "I liked a message",
        "Liked a message from you",
        "Reacted badly to your message yesterday",
        "Reacted to it",
        "hat",
    ],
)
def test_words_that_a_person_wrote_stay_words(tmp_path, words):
    row = one(tmp_path, content=words)
    assert (row["kind"], row["text"]) == ("text", words)


@pytest.mark.parametrize(
    "words", ["zoe sent an attachment.", "You sent an attachment.", "Zoë Old hat einen Anhang gesendet."]
)
def test_words_that_stand_in_for_a_share_are_dropped(tmp_path, words):
    row = one(tmp_path, content=words, share={"link": "https://a.example/p"})
    assert (row["kind"], row["text"]) == ("text", "https://a.example/p")


def test_words_that_stand_in_for_a_file_are_dropped(tmp_path):
    row = one(tmp_path, content="zoe sent an attachment.", photos=[{"uri": "a/1.jpg"}])
    assert (row["kind"], row["text"], row["attachments"][0]["name"]) == ("media", None, "1.jpg")


def test_an_attachment_that_is_missing_from_the_export_is_one_without_a_name(tmp_path):
    row = one(tmp_path, content="zoe sent an attachment.")
    assert (row["kind"], row["text"], row["is_deleted"]) == ("media", None, False)
    assert row["attachments"] == [{"name": None, "media_type": None, "size_bytes": None}]


def test_what_somebody_tells_of_an_attachment_stays_text(tmp_path):
    assert one(tmp_path, content="Bob sent an attachment.")["text"] == "Bob sent an attachment."


def test_a_reaction_that_came_with_a_photo_stays_a_message(tmp_path):
    assert one(tmp_path, content="Liked a message", photos=[{"uri": "1.jpg"}])["kind"] == "media"


def test_what_a_share_cannot_be_does_not_cost_the_words(tmp_path):
    assert one(tmp_path, content="zoe sent a link", share=["odd"])["text"] == "zoe sent a link"


@needs_samples
def test_the_sample_thread_is_read_right():
    member = "your_instagram_activity/messages/inbox/shopperanna_17842001234567890/message_1.json"
    rows = read(SAMPLES / "synthetic+from-spec", member)
    [event] = rows["events"]
    assert (event["event"], event["record"], event["actor_key"]) == ("reaction", 1, "instagram_name:acme_support")
    assert [(row["record"], row["kind"], row["text"]) for row in rows["messages"]] == [
        (2, "text", "Danke, das hat geklappt 🎉"),
        (3, "text", "https://www.instagram.com/p/EXAMPLE/\nNeue Kollektion – ab heute"),
        (4, "media", None),
        (5, "deleted", None),
    ]
    reaction = {"emoji": "❤️", "sender_key": "instagram_name:acme_support", "count": 1}
    assert rows["messages"][0]["reactions"] == [reaction]
    assert rows["messages"][0]["sent_at_utc"] == datetime(2025, 1, 1, 11, 4, tzinfo=UTC)
    assert [row["is_deleted"] for row in rows["messages"]] == [False, False, False, True]
    key = "instagram:shopperanna_17842001234567890"
    assert rows["conversations"] == [{"conversation_key": key, "title": "Zoë Tester", "kind": "direct"}]


@needs_samples
def test_the_smallest_sample_agrees_with_what_is_expected_of_it():
    folder = SAMPLES / "joweich+chat-miner" / "test" / "instagram"
    rows = read(folder / "test_export.json")
    expected = json.loads((folder / "target.json").read_text())
    found = [
        {
            "timestamp": row["sent_at_utc"].replace(tzinfo=None).isoformat(),
            "author": row["sender_key"].removeprefix("instagram_name:"),
            "message": row["text"],
        }
        for row in rows["messages"]
    ]
    assert found == expected


FORMER: list[Any] = [
    {
        "participants": ["zoe", "acme"],
        "conversation": [
            {"sender": "zoe", "created_at": "2019-05-08T14:24:47.311263+00:00", "text": "Größe 38? 👟"},
            {"sender": "acme", "created_at": "2019-05-08T16:24:48+02:00", "heart": "❤️",
             "likes": [{"username": "zoe", "date": "2019-05-08T14:25:00+00:00"}]},
            {"sender": "zoe", "created_at": "2019-05-08T14:26:00+00:00", "media": "direct/201905/a1.jpg"},
            {"sender": "zoe", "created_at": "2019-05-08T14:27:00+00:00", "voice_media": "Media unavailable."},
            {"sender": "zoe", "created_at": "2019-05-08T14:28:00+00:00", "media_owner": "shop", "text": "this one",
             "media_share_caption": "New", "media_share_url": "https://www.instagram.com/p/X/"},
            {"sender": "zoe", "created_at": "2019-05-08T14:29:00+00:00", "video_call_action": "Video chat ended"},
            {"sender": "zoe", "text": "when?"},
        ],
    },
    {"participants": ["zoe", "acme", "bo"], "conversation": [
        {"sender": "bo", "created_at": "2019-05-09T14:24:47+00:00", "action": "bo named the group Shoes"},
    ]},
    "no conversation",
]  # fmt: skip


def test_a_download_of_before_2021_has_all_conversations_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "messages.json").write_text(json.dumps(FORMER))
    (tmp_path / "likes.json").write_text('{"media_likes": []}')
    [export] = find_exports([tmp_path])
    assert isinstance(export, Export)
    assert (export.platform, export.members) == ("instagram", ("messages.json",))
    rows = read(tmp_path, "messages.json")
    assert [(row["kind"], row["text"]) for row in rows["messages"]] == [
        ("text", "Größe 38? 👟"), ("text", "❤️"), ("media", None), ("media", None),
        ("text", "this one\nhttps://www.instagram.com/p/X/\nNew"),
    ]  # fmt: skip
    assert rows["messages"][0]["sent_at_utc"] == datetime(2019, 5, 8, 14, 24, 47, 311263, UTC)
    assert rows["messages"][1]["reactions"] == [{"emoji": "❤", "sender_key": "instagram_name:zoe", "count": 1}]
    assert [row["attachments"][0]["name"] for row in rows["messages"][2:4]] == ["a1.jpg", None]
    assert [(row["event"], row["actor_key"]) for row in rows["events"]] == [
        ("call", "instagram_name:zoe"), ("notice", "instagram_name:bo"),
    ]  # fmt: skip
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(7, "no_time"), (9, "not_an_object")]
    assert [(row["conversation_key"], row["kind"]) for row in rows["conversations"]] == [
        ("instagram:acme|zoe", "direct"), ("instagram:acme|bo|zoe", "group"),
    ]  # fmt: skip


def test_a_download_of_before_2021_keeps_what_every_reader_promises() -> None:
    sound = [{"participants": ["zoe", "acme"], "conversation": FORMER[0]["conversation"][:6]}, FORMER[1]]
    check_reader("instagram", {"messages.json": json.dumps(sound).encode()}, mutations=40)
