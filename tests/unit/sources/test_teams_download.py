"""A person's own download from Teams' free edition or Skype."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from support.reading import TABLES

from chatward.sources.recognise import find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.teams import reader as teams
from chatward.sources.testing import check_reader

JANE, GROUP = "8:live:jane", "19:abc@thread.skype"
FILE = '<URIObject uri="x"><Title>Title: a.pdf</Title><OriginalName v="a &amp; b.pdf"/><FileSize v="120"/></URIObject>'


def said(content: str, kind: str = "RichText", **fields: object) -> dict:
    return {
        "id": "1618560782427",
        "displayName": "Jane",
        "originalarrivaltime": "2021-04-16T08:13:02.427Z",
        "messagetype": kind,
        "version": 1618560782427,
        "content": content,
        "conversationid": GROUP,
        "from": JANE,
        "properties": None,
        "amsreferences": None,
    } | fields


def write(folder: Path, *records: object, **about: object) -> Path:
    conversation = {"id": GROUP, "displayName": "Team", "properties": {}, "threadProperties": None} | about
    document = {
        "userId": JANE,
        "exportDate": "2021-05-01T00:00",
        "conversations": [conversation | {"MessageList": records}],
    }
    path = folder / "messages.json"
    path.write_text(json.dumps(document))
    return path


def read(path: Path) -> dict[str, list[dict]]:
    batches = list(teams.read(Export(path, "teams"), ReadSettings()))
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in TABLES}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows


def one(folder: Path, content: str, kind: str = "RichText", **fields: object) -> dict:
    rows = read(write(folder, said(content, kind, **fields)))
    assert not rows["rejects"]
    return (rows["messages"] + rows["events"])[0]


def test_a_download_is_recognised_whatever_it_is_called(tmp_path):
    path = write(tmp_path, said("hi")).rename(tmp_path / "Копия.JSON")
    [export] = find_exports([path])
    assert export.platform == "teams"
    assert [batch.records for batch in read_export(export, ReadSettings())] == [1]


def test_the_reader_keeps_what_every_reader_promises(tmp_path):
    records = [said("a"), said("", "Event/Call"), said(FILE, "RichText/Media_Video"), said("ö 🦊")]
    check_reader("teams", {"messages.json": write(tmp_path, *records).read_bytes()})


def test_whose_download_it_is_is_staff(tmp_path):
    rows = read(write(tmp_path, said("x"), said("y", **{"from": "8:bob", "displayName": "Bob"})))
    assert {row["display_name"]: row["role"] for row in rows["participants"]} == {"Jane": "staff", "Bob": None}


def test_a_message_has_id_conversation_sender_and_instant(tmp_path):
    rows = read(write(tmp_path, said("a &amp; <b>b</b>")))
    [row] = rows["messages"]
    assert (row["platform_message_id"], row["conversation_key"]) == ("1618560782427", f"teams:{GROUP}")
    assert (row["sender_key"], row["text"], row["kind"]) == (f"teams_id:{JANE}", "a & b", "text")
    assert row["sent_at_utc"] == datetime(2021, 4, 16, 8, 13, 2, 427_000, UTC)
    assert rows["conversations"] == [{"conversation_key": f"teams:{GROUP}", "title": "Team", "kind": "group"}]
    assert [row["display_name"] for row in rows["participants"]] == ["Jane"]


def test_a_phone_s_account_is_found_by_its_number(tmp_path):
    [person] = read(write(tmp_path, said("x", **{"from": "4:+493012345678"})))["participants"]
    assert person["same_as"] == ["phone:+493012345678"]


def test_an_answer_leaves_out_what_it_quotes(tmp_path):
    quote = '<quote author="bob" messageid="1618560000000"><legacyquote>[1] bob: </legacyquote>old words</quote>'
    row = one(tmp_path, f"{quote}new words")
    assert (row["text"], row["reply_to"]) == ("new words", "1618560000000")


def test_plain_text_is_taken_as_it_is(tmp_path):
    assert one(tmp_path, "a < b &amp; c", "Text")["text"] == "a < b &amp; c"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("RichText/UriObject", "media"),
        ("RichText/Media_GenericFile", "media"),
        ("RichText/Media_AudioMsg", "media"),
        ("RichText/Media_Card", "interactive"),
        ("RichText/Location", "location"),
        ("RichText/Contacts", "contact"),
        ("Poll", "poll"),
        ("Translation", "unsupported"),
    ],
)
def test_the_type_tells_the_kind(tmp_path, kind, expected):
    assert one(tmp_path, FILE, kind)["kind"] == expected


def test_a_file_has_name_and_size(tmp_path):
    row = one(tmp_path, FILE, "RichText/Media_GenericFile")
    assert row["attachments"] == [{"name": "a & b.pdf", "media_type": None, "size_bytes": 120}]
    assert row["text"] is None


def test_a_contact_is_its_name_and_address(tmp_path):
    row = one(tmp_path, '<contacts><c t="s" s="live:bob" f="Bob O&apos;Neil"/></contacts>', "RichText/Contacts")
    assert row["text"] == "contact: live:bob Bob O'Neil"


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("Event/Call", "call"),
        ("ThreadActivity/AddMember", "member_joined"),
        ("ThreadActivity/DeleteMember", "member_left"),
        ("ThreadActivity/TopicUpdate", "title_changed"),
        ("ThreadActivity/HistoryDisclosedUpdate", "notice"),
        ("Control/Typing", "other"),
    ],
)
def test_what_happened_is_an_event(tmp_path, kind, event):
    row = one(tmp_path, "<x><initiator>8:bob</initiator><value>New &amp; old</value></x>", kind)
    assert (row["event"], row["actor_key"]) == (event, "teams_id:8:bob")
    assert row["text"] == ("New & old" if event == "title_changed" else None)


def test_deleted_and_edited_messages_say_so(tmp_path):
    assert one(tmp_path, "", properties={"deletetime": "1618560782427"})["kind"] == "deleted"
    assert one(tmp_path, "")["is_deleted"]
    assert one(tmp_path, "x", properties={"edittime": "1618560782427"})["is_edited"]
    assert one(tmp_path, 'x<e_m ts="1" a="jane" t="61"></e_m>')["is_edited"]


def test_reactions_name_who_gave_them(tmp_path):
    emotions = [{"key": "heart", "users": [{"mri": "8:bob", "time": 1}, {"mri": JANE, "time": 2}]}]
    row = one(tmp_path, "x", properties={"emotions": emotions})
    assert [(each["emoji"], each["sender_key"]) for each in row["reactions"]] == [
        ("heart", "teams_id:8:bob"), ("heart", f"teams_id:{JANE}"),
    ]  # fmt: skip


def test_what_comes_before_a_cut_is_read(tmp_path):
    path = write(tmp_path, *(said(f"n{number}") for number in range(5)))
    whole = path.read_bytes()
    for end in range(0, len(whole), 7):
        path.write_bytes(whole[:end])
        rows = read(path)
        assert [row["text"] for row in rows["messages"]] == [f"n{number}" for number in range(len(rows["messages"]))]
        assert len(rows["rejects"]) <= 1
