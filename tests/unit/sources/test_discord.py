"""Channels as DiscordChatExporter writes them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.exports import discord as written
from support.exports.discord import BOT, DIRECT, EMOJI, KENJI, PART_ONE, PART_TWO, ZOE, channel, message, user
from support.reading import gathered

from chatward.sources.discord import reader as discord
from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.testing import check_reader

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "discord"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")


def read(folder: Path, value: object, **declared: object) -> dict[str, list[dict]]:
    path = folder / "channel.json"
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return gathered(discord.read(Export(path, "discord"), ReadSettings(**declared)))


def one(folder: Path, content: str = "hi", type_: str = "Default", **fields: object) -> dict:
    rows = read(folder, channel(message(1, ZOE, content, type_, **fields)))
    assert not rows["rejects"]
    return (rows["messages"] + rows["events"])[0]


def test_the_reader_keeps_what_every_reader_promises():
    check_reader("discord", written.example())


@needs_samples
def test_the_sample_of_a_server_is_read_to_the_last_field():
    [path] = SAMPLES.glob("zulip+zulip/dce/Test Server*")
    rows = gathered(read_export(*find_exports([path]), ReadSettings()))
    assert [row["platform_message_id"] for row in rows["messages"]] == [
        "msg001",
        "msg002",
        "msg003",
        "msg005",
        "msg006",
    ]
    assert [row["sender_key"] for row in rows["messages"]] == [
        "discord_id:user001", "discord_id:user002", "discord_id:user001", "discord_id:bot001", "discord_id:user001",
    ]  # fmt: skip
    assert [row["sent_at_utc"].minute for row in rows["messages"]] == [0, 5, 10, 15, 20]
    assert rows["messages"][0]["sent_at_utc"] == datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
    assert [row["reply_to"] for row in rows["messages"]] == [None, None, "msg001", None, None]
    thumb = {"emoji": "thumbsup", "sender_key": "discord_id:user002", "count": 1}
    assert rows["messages"][0]["reactions"] == [thumb]
    assert rows["messages"][1]["attachments"] == [{"name": "test-upload.png", "media_type": None, "size_bytes": 1024}]
    assert rows["messages"][4]["text"] == "Hello <@user002>, check <#101> and @everyone"
    assert [(row["event"], row["actor_key"], row["text"]) for row in rows["events"]] == [
        ("member_joined", "discord_id:user003", "Welcome to the server!"),
        ("pinned", "discord_id:user001", "Pinned a message."),
    ]
    assert rows["conversations"] == [{"conversation_key": "discord:100", "title": "general", "kind": "channel"}]
    people = {row["sender_key"]: row for row in rows["participants"]}
    assert people["discord_id:user002"]["display_name"] == "Bob Jones"
    assert people["discord_id:user002"]["same_as"] == ["discord_name:bob"]
    assert people["discord_id:bot001"]["role"] == "bot"


@needs_samples
def test_the_sample_of_a_direct_conversation_has_no_server():
    [path] = SAMPLES.glob("zulip+zulip/dce/Direct*")
    rows = gathered(read_export(*find_exports([path]), ReadSettings()))
    assert [row["text"] for row in rows["messages"]] == ["Hey Alice, how are you?", "I'm good, thanks!"]
    assert rows["messages"][-1]["sent_at_utc"] == datetime(2026, 1, 1, 13, 5, tzinfo=UTC)
    assert rows["conversations"] == [{"conversation_key": "discord:DM001", "title": "Alice Smith", "kind": "direct"}]


def test_a_message_keeps_its_place_ids_sender_text_and_time(tmp_path):
    assert one(tmp_path, "Grüße 👋") == {
        "member": "", "record": 1, "platform_message_id": "1200000000000000001", "conversation_key": "discord:7001",
        "reply_to": None, "thread_key": None, "sender_key": f"discord_id:{ZOE}", "kind": "text", "text": "Grüße 👋",
        "attachments": None, "reactions": None, "is_edited": False, "is_deleted": False, "is_forwarded": False,
        "sent_at_utc": datetime(2024, 3, 5, 14, 1, 1, 250_000, tzinfo=UTC), "sent_at_local": None,
        "zone_source": "explicit", "precision": "millisecond", "as_of_utc": datetime(2024, 4, 1, tzinfo=UTC),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "second", "microsecond", "precision"),
    [
        ("2016-11-03T11:59:50+00:00", 50, 0, "second"),
        ("2016-11-03T12:59:50.5+01:00", 50, 500_000, "millisecond"),
        ("2016-11-03T11:59:50.123456Z", 50, 123_456, "microsecond"),
        ("2016-11-03T06:59:50.1234567-05:00", 50, 123_456, "microsecond"),
    ],
)
def test_times_are_read_with_and_without_fractions_in_any_offset(tmp_path, written, second, microsecond, precision):
    row = one(tmp_path, timestamp=written)
    assert row["sent_at_utc"] == datetime(2016, 11, 3, 11, 59, second, microsecond, tzinfo=UTC)
    assert row["precision"] == precision


@pytest.mark.parametrize(
    ("type_", "event"),
    [
        ("RecipientAdd", "member_joined"), ("RecipientRemove", "member_left"), ("Call", "call"), ("3", "call"),
        ("ChannelNameChange", "title_changed"), ("ChannelIconChange", "notice"), ("ChannelPinnedMessage", "pinned"),
        ("GuildMemberJoin", "member_joined"), (7, "member_joined"), ("8", "notice"), ("ThreadCreated", "notice"),
        ("21", "notice"), ("24", "notice"),
    ],
)  # fmt: skip
def test_what_the_platform_reports_is_an_event(tmp_path, type_, event):
    assert one(tmp_path, "its own words", type_)["event"] == event


@pytest.mark.parametrize("type_", ["Default", "Reply", "0", "19", "20", 20, "ChatInputCommand", "23", None])
def test_what_somebody_said_is_a_message(tmp_path, type_):
    assert one(tmp_path, "said", type_)["kind"] == "text"


def test_a_type_that_is_not_known_is_kept(tmp_path):
    assert one(tmp_path, "words", "63")["kind"] == "unsupported"
    row = one(tmp_path, "", "63")
    assert (row["event"], json.loads(row["detail"])) == ("other", {"type": "63"})


def test_a_call_tells_when_it_ended_and_who_was_called(tmp_path):
    row = one(tmp_path, "", "Call", callEndedTimestamp="2024-03-05T14:30:00+00:00", mentions=[user(KENJI)])
    assert json.loads(row["detail"]) == {
        "type": "Call", "call_ended_at": "2024-03-05T14:30:00+00:00", "members": [f"discord_id:{KENJI}"],
    }  # fmt: skip


def test_a_reply_keeps_the_id_of_what_it_answers_and_a_pin_of_what_is_pinned(tmp_path):
    reference = {"type": "Default", "messageId": "5", "channelId": "7001", "guildId": "700"}
    assert one(tmp_path, "yes", "Reply", reference=reference)["reply_to"] == "5"
    assert one(tmp_path, "Pinned.", "ChannelPinnedMessage", reference=reference)["target_message_id"] == "5"
    assert one(tmp_path, "to a deleted one", "Reply", reference=reference | {"messageId": None})["reply_to"] is None


def test_what_is_passed_on_is_forwarded_with_its_words_and_files_and_answers_nothing(tmp_path):
    shared = {"content": "of there", "attachments": [written.FILE], "timestamp": "2024-01-01T00:00:00+00:00"}
    row = one(tmp_path, "", forwardedMessage=shared, reference={"type": "Forward", "messageId": "9", "channelId": "1"})
    assert (row["text"], row["is_forwarded"], row["reply_to"], row["kind"]) == ("of there", True, None, "media")
    assert row["attachments"][0]["name"] == "Rechnung März.pdf"
    row = one(tmp_path, "news", reference={"messageId": "9", "channelId": "another", "guildId": "another"})
    assert (row["is_forwarded"], row["reply_to"]) == (True, None)


def test_mentions_by_id_are_shown_by_the_names_that_the_message_itself_carries(tmp_path):
    row = one(tmp_path, f"<@{KENJI}> <@!{KENJI}> <@1> <#7> <:ok:12> <a:go:13> a<b", mentions=[user(KENJI)])
    assert row["text"] == "@山田 健二 @山田 健二 <@1> <#7> :ok: :go: a<b"


def test_reactions_are_told_by_person_and_the_rest_by_count(tmp_path):
    given = [{"emoji": EMOJI, "count": 3, "users": [user(KENJI)]}, {"emoji": {"name": "ok"}, "count": 2}]
    assert one(tmp_path, reactions=given)["reactions"] == [
        {"emoji": "👍", "sender_key": f"discord_id:{KENJI}", "count": 1},
        {"emoji": "👍", "sender_key": None, "count": 2},
        {"emoji": "ok", "sender_key": None, "count": 2},
    ]


def test_files_stickers_and_embeds_have_their_kinds(tmp_path):
    row = one(tmp_path, "", attachments=[written.FILE, {"url": "https://x.example/a/b%20c.ogg?ex=1"}])
    assert (row["kind"], row["text"]) == ("media", None)
    assert [(file["name"], file["size_bytes"]) for file in row["attachments"]] == [
        ("Rechnung März.pdf", 9),
        ("b c.ogg", None),
    ]
    row = one(tmp_path, "", stickers=[{"id": "1", "name": "Wave"}])
    assert (row["kind"], row["attachments"][0]["name"]) == ("sticker", "Wave")
    embed = {
        "title": "Build",
        "description": "failed",
        "fields": [{"name": "by", "value": "Ann"}],
        "footer": {"text": "CI"},
    }
    row = one(tmp_path, "", embeds=[embed])
    assert (row["kind"], row["text"]) == ("text", "Build\nfailed\nby: Ann\nCI")
    assert one(tmp_path, "")["kind"] == "unsupported"


def test_an_edited_message_is_marked_and_has_its_last_text_only(tmp_path):
    row = one(tmp_path, "new", timestampEdited="2024-03-05T15:00:00+00:00")
    assert (row["is_edited"], row["text"]) == (True, "new")


def test_people_have_roles_and_names_with_their_number_where_they_have_one(tmp_path):
    messages = [message(1, ZOE, "a"), message(2, KENJI, "b"), message(3, BOT, "c")]
    rows = read(tmp_path, channel(*messages), own_accounts=frozenset({"zoe.g"}))["participants"]
    assert [(row["role"], row["display_name"], row["same_as"]) for row in rows] == [
        ("staff", "Zoë Grünwald", ["discord_name:zoe.g"]),
        (None, "山田 健二", ["discord_name:kenji#4711"]),
        ("bot", "helper", ["discord_name:helper#0001"]),
    ]


def test_parts_of_one_channel_are_one_conversation(tmp_path):
    rows = [read(tmp_path, part)["messages"] for part in (PART_ONE, PART_TWO)]
    assert {row["conversation_key"] for part in rows for row in part} == {"discord:7001"}


@pytest.mark.parametrize(
    ("guild", "about", "kind"),
    [
        (None, {"type": "DirectMessage"}, "direct"),
        ({"id": "0"}, {"type": "DirectGroupTextChat"}, "group"),
        ({"id": "0"}, {"type": "1"}, "direct"),
        ({"id": "7"}, {"type": 11}, "channel"),
        ({"id": "7"}, {}, "channel"),
        (None, {}, None),
    ],
)
def test_the_kind_of_a_conversation_is_told_by_the_channel(tmp_path, guild, about, kind):
    [row] = read(tmp_path, channel(guild=guild, channel={"id": "1"} | about))["conversations"]
    assert row["kind"] == kind


def test_a_channel_that_is_described_behind_its_messages_is_the_same(tmp_path):
    turned = dict(reversed(DIRECT.items()))
    assert read(tmp_path, turned)["messages"] == read(tmp_path, DIRECT)["messages"]


def test_a_channel_is_found_whatever_its_file_is_called_and_its_saved_files_are_passed_by(tmp_path):
    place = tmp_path / "Übergabe" / "DISCORD"
    place.mkdir(parents=True)
    (place / "A.TXT").write_text(json.dumps(PART_ONE), encoding="utf-16")
    (place / "b.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(PART_TWO).encode())
    (place / "b.json_Files").mkdir()
    (place / "b.json_Files" / "note-1A2B.txt").write_text("sent in the chat")
    found = list(find_exports([tmp_path]))
    assert [(each.platform, each.path.name) for each in found] == [("discord", "A.TXT"), ("discord", "b.json")]
    assert [len(gathered(read_export(each, ReadSettings()))["messages"]) for each in found] == [7, 2]


@pytest.mark.parametrize(
    "other",
    [
        {"guild": None, "channel": {"id": "1"}}, {"channel": {"id": "1"}, "messages": []},
        {"messages": [{"id": "1", "timestamp": "x", "author": {"id": "1", "name": "a"}}]},
    ],
)  # fmt: skip
def test_what_only_looks_a_bit_like_a_channel_is_none(tmp_path, other):
    (tmp_path / "a.json").write_text(json.dumps(other))
    [found] = find_exports([tmp_path / "a.json"])
    assert isinstance(found, Unrecognised)
