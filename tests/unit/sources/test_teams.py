"""Teams' data export and pages of the Graph API."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from support.exports import teams as written
from support.exports.teams import ANN, BOB, CHANNEL, DIRECT, GROUP, TEAM, attachment, event, message, person
from support.reading import gathered

from chatward.sources.recognise import find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.teams import reader as teams
from chatward.sources.testing import check_reader

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "teams"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")
ANNS = person(ANN, "Ann")


def read_text(folder: Path, text: str | bytes, settings: ReadSettings | None = None) -> dict[str, list[dict]]:
    path = folder / "chat.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return gathered(teams.read(Export(path, "teams"), settings or ReadSettings()))


def read(folder: Path, *records: object, settings: ReadSettings | None = None) -> dict[str, list[dict]]:
    return read_text(folder, json.dumps(records), settings)


def one(folder: Path, html: str | None = "<p>hi</p>", **fields: object) -> dict:
    rows = read(folder, message(1754399641159, html, ANNS, **fields))
    assert not rows["rejects"]
    return (rows["messages"] + rows["events"])[0]


def test_the_reader_keeps_what_every_reader_promises():
    check_reader("teams", written.example())


@needs_samples
def test_the_sample_is_read_to_the_last_field():
    [export] = find_exports([SAMPLES])
    assert export.platform == "teams"
    rows = gathered(read_export(export, ReadSettings()))
    assert (len(rows["messages"]), rows["events"], rows["rejects"]) == (4, [], [])
    assert [row["text"] for row in rows["messages"]] == [
        "hekllo", "Cordelia Lear's Daughter", "Everyone", "🪪Othello the Moor of Venice",
    ]  # fmt: skip
    assert [row["is_edited"] for row in rows["messages"]] == [False, True, False, False]
    assert [row["sent_at_utc"] for row in rows["messages"][2:]] == [
        datetime(2025, 8, 5, 13, 14, 50, 969_000, UTC),
        datetime(2025, 8, 5, 13, 15, 25, 380_000, UTC),
    ]
    assert {row["sender_key"] for row in rows["messages"][1:]} == {"teams_id:fa90a9e8-97f3-4da9-8025-6947b0108f08"}
    assert [row["display_name"] for row in rows["participants"]] == ["Will Begon", "pieter kwok"]
    assert [row["reactions"] for row in rows["messages"]] == [None] * 4  # the one of the last was taken back


def test_a_message_has_id_chat_sender_and_instant(tmp_path):
    row = one(tmp_path)
    assert (row["platform_message_id"], row["conversation_key"]) == ("1754399641159", f"teams:{GROUP}")
    assert (row["sender_key"], row["text"], row["kind"]) == (f"teams_id:{ANN}", "hi", "text")
    assert (row["reply_to"], row["thread_key"], row["attachments"], row["reactions"]) == (None,) * 4
    assert row["sent_at_utc"] == datetime(2025, 8, 5, 13, 14, 1, 159_000, UTC)
    assert (row["zone_source"], row["precision"], row["sent_at_local"]) == ("explicit", "millisecond", None)


@pytest.mark.parametrize(
    ("fraction", "microseconds"), [("", 0), (".1", 100_000), (".38", 380_000), (".913", 913_000), (".9131234", 913_123)]
)
def test_seconds_have_as_many_digits_as_they_need(tmp_path, fraction, microseconds):
    row = one(tmp_path, CreatedDateTime=f"2025-08-05T13:15:25{fraction}Z")
    assert row["sent_at_utc"] == datetime(2025, 8, 5, 13, 15, 25, microseconds, UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "source"), [(None, 13, "assumed"), (timezone(timedelta(hours=2)), 11, "declared")]
)
def test_a_time_without_an_offset_is_of_the_declared_zone(tmp_path, zone, hour, source):
    record = message(1754399641159, "x", ANNS, CreatedDateTime="2025-08-05T13:15:25")
    [row] = read(tmp_path, record, settings=ReadSettings(zone=zone))["messages"]
    assert (row["sent_at_utc"].hour, row["zone_source"]) == (hour, source)


def test_a_reaction_modifies_a_message_but_does_not_edit_it(tmp_path):
    assert not one(tmp_path, LastModifiedDateTime="2026-01-01T00:00:00Z")["is_edited"]
    assert one(tmp_path, LastEditedDateTime="2026-01-01T00:00:00Z")["is_edited"]


def test_of_a_deleted_message_nothing_is_left_but_that_it_was(tmp_path):
    row = one(
        tmp_path,
        "<p>secret</p>",
        DeletedDateTime="2026-01-01T00:00:00Z",
        Attachments=[attachment("reference", name="secret")],
    )
    assert (row["kind"], row["is_deleted"], row["text"], row["attachments"]) == ("deleted", True, None, None)


def test_posts_of_a_channel_make_a_thread_with_their_root(tmp_path):
    place = {"ChatId": None, "ChannelIdentity": {"TeamId": TEAM, "ChannelId": CHANNEL}}
    rows = read(
        tmp_path,
        message(1754399640000, "root", ANNS, Subject="Plan", **place),
        message(1754399641000, "answer", ANNS, ReplyToId="1754399640000", **place),
    )
    assert [row["thread_key"] for row in rows["messages"]] == ["1754399640000"] * 2
    assert [row["reply_to"] for row in rows["messages"]] == [None, "1754399640000"]
    assert rows["messages"][0]["text"] == "Plan\nroot"
    assert rows["conversations"] == [{"conversation_key": f"teams:{CHANNEL}", "title": None, "kind": "channel"}]


@pytest.mark.parametrize(
    ("chat", "kind"),
    [(GROUP, "group"), (DIRECT, "direct"), ("48:notes", "direct"), ("19:meeting_x@thread.v2", "group")],
)
def test_the_id_of_a_chat_tells_its_kind(tmp_path, chat, kind):
    [row] = read(tmp_path, message(1754399641159, "x", ANNS, ChatId=chat))["conversations"]
    assert row["kind"] == kind


def test_a_channel_is_one_whatever_its_id(tmp_path):
    place = {"ChatId": None, "ChannelIdentity": {"TeamId": TEAM, "ChannelId": "19:old@thread.skype"}}
    [row] = read(tmp_path, message(1754399641159, "x", ANNS, **place))["conversations"]
    assert row["kind"] == "channel"


def test_an_answer_in_a_chat_names_what_it_answers_and_does_not_repeat_it(tmp_path):
    quoted = attachment("messageReference", {"messageId": "1754399640000", "messagePreview": "old words"})
    row = one(tmp_path, '<attachment id="1"></attachment><p>yes</p>', Attachments=[quoted])
    assert (row["reply_to"], row["text"], row["attachments"], row["kind"]) == ("1754399640000", "yes", None, "text")


def test_a_forwarded_message_keeps_the_words_passed_on(tmp_path):
    passed_on = attachment("forwardedMessageReference", {"originalMessageContent": "<p>funny cat</p>"})
    row = one(tmp_path, "<p>look</p>", Attachments=[passed_on])
    assert (row["text"], row["is_forwarded"], row["kind"]) == ("look\nfunny cat", True, "text")


def test_files_and_pictures_are_attachments_and_emojis_are_words(tmp_path):
    picture = '<img alt="image" src="https://graph.microsoft.com/v1.0/chats/1/hostedContents/2/$value">'
    emoji = '<img alt="😀" itemtype="http://schema.skype.com/Emoji" src="x">'
    row = one(tmp_path, f"<p>see {emoji}</p>{picture}", Attachments=[attachment("reference", name="résumé.pdf")])
    assert row["text"] == "see 😀"
    assert [file["name"] for file in row["attachments"]] == [None, "résumé.pdf"]
    assert row["kind"] == "media"


def test_a_card_is_its_words(tmp_path):
    card = {"body": [{"type": "TextBlock", "text": "Build ok"}, {"facts": [{"title": "Branch", "value": "main"}]}]}
    row = one(tmp_path, "", Attachments=[attachment("application/vnd.microsoft.card.adaptive", card)])
    assert (row["kind"], row["text"]) == ("interactive", "Build ok\nBranch\nmain")


def test_plain_text_keeps_its_angle_brackets(tmp_path):
    assert one(tmp_path, Body={"ContentType": "text", "Content": "a <b> c &amp;"})["text"] == "a <b> c &amp;"


def test_reactions_name_who_gave_them(tmp_path):
    like = {"ReactionType": "like", "User": person(BOB, None)}
    assert one(tmp_path, Reactions=[like])["reactions"] == [
        {"emoji": "like", "sender_key": f"teams_id:{BOB}", "count": 1}
    ]


@pytest.mark.parametrize(
    ("detail", "kind", "text"),
    [
        ({"MembersAdded": {"Members": []}}, "member_joined", None),
        ({"MembersLeft": {}}, "member_left", None),
        ({"ChatRenamed": {"ChatDisplayName": "Launch"}}, "title_changed", "Launch"),
        ({"MessagePinned": {}}, "pinned", None),
        ({"MessageUnpinned": {}}, "notice", None),
        ({"CallEnded": {}}, "call", None),
        ({"TeamCreated": {}}, "group_created", None),
        ({"TeamsAppInstalled": {}}, "notice", None),
        ({"@odata.type": "#microsoft.graph.membersJoinedEventMessageDetail"}, "member_joined", None),
        ({"OdataType": "#microsoft.graph.chatRenamedEventMessageDetail", "ChatDisplayName": "X"}, "title_changed", "X"),
        ({}, "notice", None),
    ],
)
def test_what_the_system_reports_is_an_event(tmp_path, detail, kind, text):
    rows = read(tmp_path, event(1754399641159, ANNS, **detail))
    [row] = rows["events"]
    assert (row["event"], row["text"], row["actor_key"]) == (kind, text, f"teams_id:{ANN}")
    assert not rows["messages"]


def test_a_record_of_an_unknown_type_is_kept_with_its_words(tmp_path):
    row = one(tmp_path, "<p>new thing</p>", MessageType="unknownFutureValue")
    assert (row["kind"], row["text"]) == ("unsupported", "new thing")


def test_users_of_the_tenant_are_staff_and_its_guests_are_not(tmp_path):
    (tmp_path / "users.json").write_bytes(written.example()["TeamsDataExport/users/usersList.json"])
    (tmp_path / "chat.json").write_text(
        json.dumps([message(1754399641159, "x", ANNS), message(1754399641160, "y", person(BOB, "Zoe"))])
    )
    [export] = find_exports([tmp_path])
    assert export.members == ("users.json", "chat.json")
    people = {row["display_name"]: row for row in gathered(read_export(export, ReadSettings()))["participants"]}
    assert (people["Ann Öz"]["role"], people["Ann Öz"]["same_as"]) == ("staff", ["email:ann@acme.example"])
    assert (people["Zoe"]["role"], people["Ann"]["role"]) == (None, "staff")


def test_own_accounts_are_staff_and_applications_are_bots(tmp_path):
    records = [message(1754399641159, "x", ANNS), message(1754399641160, "y", person("b", "Builds", "Application"))]
    rows = read(tmp_path, *records, settings=ReadSettings(own_accounts=frozenset({ANN})))
    assert [row["role"] for row in rows["participants"]] == ["staff", "bot"]
