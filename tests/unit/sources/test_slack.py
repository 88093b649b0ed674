import json
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from chatward.sources import collected
from chatward.sources.records import Export, ReadSettings
from chatward.sources.slack import reader as slack

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "slack"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")

TS = "1714550500.123456"


def read(path: Path, *members: str, own: frozenset[str] = frozenset()) -> dict[str, list[dict]]:
    batches = list(slack.read(Export(path, "slack", members or ("",)), ReadSettings(own_accounts=own)))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows


def read_day(folder: Path, *records: object, **lists: object) -> dict[str, list[dict]]:
    """Read a workspace of one day in channel ``help``; ``lists`` are files beside it, without their ``.json``."""
    (folder / "help").mkdir(exist_ok=True)
    files = {f"{name}.json": rows for name, rows in lists.items()} | {"help/2024-05-01.json": list(records)}
    for name, rows in files.items():
        (folder / name).write_text(json.dumps(rows))
    return read(folder, *files)


def one(folder: Path, **fields: object) -> dict:
    rows = read_day(folder, {"type": "message", "user": "U1", "ts": TS} | fields)
    assert not rows["rejects"]
    return (rows["messages"] + rows["events"])[0]


def test_a_message_is_found_by_channel_and_time(tmp_path):
    channels = [{"id": "C1", "name": "help"}]
    rows = read_day(tmp_path, {"user": "U1", "ts": TS, "text": "hi"}, channels=channels)
    [row] = rows["messages"]
    assert (row["conversation_key"], row["platform_message_id"]) == ("slack:C1", TS)
    assert (row["thread_key"], row["reply_to"], row["kind"], row["is_edited"]) == (None, None, "text", False)
    assert row["sent_at_utc"] == datetime(2024, 5, 1, 8, 1, 40, 123456, UTC)
    assert (row["precision"], row["zone_source"]) == ("microsecond", "explicit")
    assert rows["conversations"] == [{"conversation_key": "slack:C1", "title": "help", "kind": "channel"}]


def test_a_folder_that_no_list_names_is_a_conversation_of_its_own(tmp_path):
    rows = read_day(tmp_path, {"user": "U1", "ts": TS, "text": "hi"})
    assert rows["conversations"] == [{"conversation_key": "slack:help", "title": "help", "kind": None}]


def test_a_workspace_may_lie_in_a_folder(tmp_path):
    (tmp_path / "export" / "help").mkdir(parents=True)
    (tmp_path / "export" / "channels.json").write_text('[{"id": "C1", "name": "help"}]')
    (tmp_path / "export" / "help" / "2024-05-01.json").write_text(json.dumps([{"user": "U1", "ts": TS, "text": "hi"}]))
    rows = read(tmp_path, "export/help/2024-05-01.json", "export/channels.json")
    assert rows["messages"][0]["conversation_key"] == "slack:C1"


def test_a_root_is_no_reply_but_an_answer_is_even_when_it_sorts_before(tmp_path):
    rows = read_day(
        tmp_path,
        {"user": "U1", "ts": "1449868294.000007", "thread_ts": "1539868294.000007", "text": "answer"},
        {"user": "U1", "ts": "1539868294.000007", "thread_ts": "1539868294.000007", "text": "root"},
    )
    assert [row["reply_to"] for row in rows["messages"]] == ["1539868294.000007", None]
    assert {row["thread_key"] for row in rows["messages"]} == {"1539868294.000007"}


@pytest.mark.parametrize(
    ("user", "role"),
    [
        ({}, "staff"),
        ({"deleted": True}, "staff"),
        ({"is_bot": True}, "bot"),
        ({"is_restricted": True}, None),
        ({"is_ultra_restricted": True}, None),
        ({"is_stranger": True}, None),
        ({"id": "USLACKBOT"}, "bot"),
        ({"id": "UOWN", "is_restricted": True}, "staff"),
    ],
)
def test_full_members_are_staff_and_guests_are_not(tmp_path, user, role):
    (tmp_path / "users.json").write_text(json.dumps([{"id": "U1", "name": "ann"} | user]))
    [row] = read(tmp_path, "users.json", own=frozenset({"UOWN"}))["participants"]
    assert (row["role"], row["display_name"]) == (role, "ann")


def test_a_member_comes_with_name_mail_and_phone(tmp_path):
    profile = {"real_name": "Ann Agent", "display_name": "ann", "email": "ann@acme.example", "phone": "+49 30 123"}
    (tmp_path / "users.json").write_text(json.dumps([{"id": "U1", "profile": profile}]))
    [row] = read(tmp_path, "users.json")["participants"]
    assert row["display_name"] == "Ann Agent"
    assert row["same_as"] == ["email:ann@acme.example", "phone:+49 30 123"]


def test_who_is_listed_is_not_announced_without_a_name_before(tmp_path):
    (tmp_path / "integration_logs.json").write_text('[{"user_id": "U1", "date": "1458969700"}]')
    (tmp_path / "users.json").write_text('[{"id": "U1", "real_name": "Ann"}]')
    rows = read(tmp_path, "integration_logs.json", "users.json")
    assert [(row["sender_key"], row["display_name"]) for row in rows["participants"]] == [("slack_id:U1", "Ann")]


def test_a_foreign_user_is_known_by_the_profile_in_the_messages(tmp_path):
    profile = {"real_name": "Fran Foreign", "display_name": "fran"}
    rows = read_day(
        tmp_path,
        {"user": "U1", "ts": TS, "text": "ask <@UF>"},
        {"user": "UF", "ts": "1714550501.000000", "text": "yes?", "user_profile": profile},
    )
    assert rows["messages"][0]["text"] == "ask @fran"
    assert {"sender_key": "slack_id:UF", "display_name": "Fran Foreign", "same_as": [], "role": None} in rows[
        "participants"
    ]


@pytest.mark.parametrize(
    ("fields", "sender", "name"),
    [
        ({"user": None, "bot_id": "B1", "username": "zap"}, "slack_id:B1", "zap"),
        ({"user": None, "bot_id": "B1", "bot_profile": {"name": "Zap"}}, "slack_id:B1", "Zap"),
        ({"user": None, "username": "old hook"}, "slack_name:old hook", "old hook"),
    ],
)
def test_bots_are_known_by_id_else_by_name(tmp_path, fields, sender, name):
    rows = read_day(tmp_path, {"subtype": "bot_message", "ts": TS, "text": "x"} | fields)
    assert rows["messages"][0]["sender_key"] == sender
    assert rows["participants"] == [{"sender_key": sender, "display_name": name, "same_as": [], "role": "bot"}]


def test_a_comment_on_a_file_is_of_who_commented(tmp_path):
    row = one(tmp_path, user=None, subtype="file_comment", text="nice", comment={"user": "U7"}, file={"name": "a.js"})
    assert (row["sender_key"], row["kind"], row["attachments"][0]["name"]) == ("slack_id:U7", "media", "a.js")


@pytest.mark.parametrize(
    ("subtype", "event"),
    [
        ("channel_join", "member_joined"),
        ("group_leave", "member_left"),
        ("channel_name", "title_changed"),
        ("channel_topic", "notice"),
        ("group_purpose", "notice"),
        ("channel_convert_to_private", "notice"),
        ("pinned_item", "pinned"),
        ("bot_add", "notice"),
        ("tabbed_canvas_updated", "notice"),
        ("huddle_thread", "call"),
        ("sh_room_shared", "call"),
        ("brand_new_subtype", "other"),
    ],
)
def test_what_happened_in_a_channel_is_an_event(tmp_path, subtype, event):
    text = None if event == "other" else "<@U1> did it"
    row = one(tmp_path, subtype=subtype, text=text, inviter="U2")
    assert (row["event"], row["actor_key"], row["text"]) == (event, "slack_id:U1", text and "@U1 did it")
    assert json.loads(row["detail"]) == {"subtype": subtype, "inviter": "U2"}


@pytest.mark.parametrize(
    "subtype", ["me_message", "thread_broadcast", "file_share", "bot_message", "brand_new_subtype"]
)
def test_what_somebody_said_is_a_message_whatever_its_subtype(tmp_path, subtype):
    row = one(tmp_path, subtype=subtype, text="words")
    assert (row["kind"], row["text"]) == ("text", "words")


def test_a_tombstone_is_a_deleted_message(tmp_path):
    row = one(tmp_path, subtype="tombstone", text="This message was deleted.", hidden=True)
    assert (row["kind"], row["is_deleted"], row["text"]) == ("deleted", True, None)


def test_an_edit_brings_the_new_text_and_nothing_of_the_old(tmp_path):
    now = {"user": "U1", "text": "new &amp; true", "ts": TS, "edited": {"user": "U2", "ts": TS}}
    before = {"user": "U1", "text": "old secret", "ts": TS}
    row = one(
        tmp_path, user=None, ts="1714551000.000600", subtype="message_changed", message=now, previous_message=before
    )
    assert (row["event"], row["target_message_id"], row["text"]) == ("message_edited", TS, "new & true")
    assert row["actor_key"] == "slack_id:U2"
    assert "secret" not in str(row)


@pytest.mark.parametrize(
    "fields",
    [
        {"subtype": "message_deleted", "deleted_ts": TS},
        {"subtype": "message_deleted", "previous_message": {"text": "secret", "ts": TS}},
        {"subtype": "message_changed", "message": {"subtype": "tombstone", "text": "gone", "ts": TS},
         "previous_message": {"text": "secret", "ts": TS}},
    ],
)  # fmt: skip
def test_a_deletion_names_what_it_deletes_and_keeps_no_text(tmp_path, fields):
    row = one(tmp_path, user="U3", ts="1714551000.000600", **fields)
    assert (row["event"], row["target_message_id"], row["text"]) == ("message_deleted", TS, None)
    assert "secret" not in str(row)


def test_an_edit_that_does_not_say_of_what_is_rejected_without_the_old_text(tmp_path):
    rows = read_day(
        tmp_path, {"subtype": "message_changed", "ts": TS, "previous_message": {"text": "old secret", "ts": TS}}
    )
    assert [row["reason"] for row in rows["rejects"]] == ["bad_field"]
    assert b"secret" not in rows["rejects"][0]["raw"]


def test_the_integration_log_is_read_as_account_events(tmp_path):
    log = [
        {
            "user_id": "U1",
            "user_name": "ann",
            "date": "1458969700",
            "change_type": "added",
            "scope": "hook",
            "channel": "C9",
        },
        {"user_id": "U1", "user_name": "ann", "change_type": "added"},
    ]
    (tmp_path / "integration_logs.json").write_text(json.dumps(log))
    rows = read(tmp_path, "integration_logs.json")
    [row] = rows["events"]
    assert (row["event"], row["actor_key"], row["conversation_key"]) == ("account", "slack_id:U1", "slack:C9")
    assert (row["at_utc"], row["precision"]) == (datetime(2016, 3, 26, 5, 21, 40, tzinfo=UTC), "second")
    assert json.loads(row["detail"]) == {"change_type": "added", "scope": "hook"}
    assert [row["reason"] for row in rows["rejects"]] == ["no_time"]


def test_a_day_file_alone_is_named_after_its_folder(tmp_path):
    (tmp_path / "help").mkdir()
    file = tmp_path / "help" / "2024-05-01.json"
    file.write_text(json.dumps([{"user": "U1", "ts": TS, "text": "x"}]))
    assert read(file)["messages"][0]["conversation_key"] == "slack:help"


def test_batches_hold_no_more_than_they_may(tmp_path, monkeypatch):
    monkeypatch.setattr(collected, "BATCH_ROWS", 1000)
    file = tmp_path / "all.json"
    file.write_text(json.dumps([{"user": "U1", "ts": f"1714550500.{n:06d}", "text": "x"} for n in range(2500)]))
    batches = list(slack.read(Export(file, "slack"), ReadSettings()))
    assert max(batch.records for batch in batches) <= 1000
    assert sum(batch.messages.num_rows for batch in batches) == 2500


@needs_samples
def test_the_workspace_made_for_all_subtypes_is_read_right():
    days = ("D01/2024-05-01.json", "mpdm-ann--gone-1/2024-05-01.json", "support/2024-05-01.json")
    lists = ("channels.json", "dms.json", "groups.json", "mpims.json", "users.json")
    rows = read(SAMPLES / "synthetic+from-spec" / "export", *lists, *days)
    assert [(row["conversation_key"], row["sender_key"], row["kind"], row["text"]) for row in rows["messages"]] == [
        ("slack:D01", "slack_id:USLACKBOT", "text", "reminder"),
        ("slack:G01", "slack_id:U02", "text", "hi"),
        (
            "slack:C01",
            "slack_id:U01",
            "text",
            "Order for @fran & co: link (https://acme.example/o/1) mail c@x.example",
        ),
        ("slack:C01", "slack_id:U0FOREIGN", "text", "reply"),
        ("slack:C01", "slack_id:B01", "text", "New ticket"),
        ("slack:C01", "slack_id:U02", "media", None),
        ("slack:C01", "slack_id:USLACKBOT", "deleted", None),
        ("slack:C01", "slack_id:U01", "text", "also to channel"),
    ]
    assert [row["is_edited"] for row in rows["messages"]].count(True) == 1
    assert rows["messages"][2]["reactions"] == [{"emoji": "+1", "sender_key": "slack_id:U02", "count": 1}]
    assert [file["name"] for file in rows["messages"][5]["attachments"]] == ["id.pdf", None, None]
    assert [(row["event"], row["target_message_id"], row["text"]) for row in rows["events"]] == [
        ("member_joined", None, "@ann has joined the channel"),
        ("message_edited", "1714550990.000700", "new"),
    ]
    assert "SECRET" not in str(rows)
    assert "'old'" not in str(rows)


@needs_samples
def test_the_archive_of_a_real_workspace_is_read_whole():
    archive = SAMPLES / "hfaran+slack-export-viewer" / "tests" / "testarchive.zip"
    members = [name for name in sorted(zipfile.ZipFile(archive).namelist()) if name.endswith(".json")]
    rows = read(archive, *members)
    assert (len(rows["messages"]), len(rows["events"]), len(rows["rejects"])) == (147, 41, 0)
    assert Counter(row["event"] for row in rows["events"]) == {"account": 30, "member_joined": 8, "notice": 3}
    assert Counter(row["kind"] for row in rows["messages"]) == {"text": 143, "media": 4}
    assert {row["conversation_key"] for row in rows["messages"]} == {"slack:C0JGLMMNX", "slack:C0JL6CGQ2"}
    assert "xoxe" not in str(rows)
    assert all(row["sender_key"] for row in rows["messages"])


@needs_samples
def test_a_bare_list_of_messages_is_read_by_the_channels_it_names():
    rows = read(SAMPLES / "zulip+zulip" / "normal_thread.json")
    assert {row["conversation_key"] for row in rows["messages"]} == {"slack:random"}
    assert [row["reply_to"] for row in rows["messages"]] == [None, "1434139102.000002", None, "1539868294.000007"]
