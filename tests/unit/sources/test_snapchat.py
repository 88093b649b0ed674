"""Snapchat's histories of chats and snaps."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.exports import snapchat as written
from support.exports.snapchat import GROUP, chat, snap
from support.reading import gathered

from chatward.sources.recognise import find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.snapchat import reader as snapchat
from chatward.sources.testing import check_reader

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "snapchat" / "synthetic+from-spec"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")
EARLY = {"From": "jane", "Media Type": "TEXT", "Created": "2022-07-22 19:28:21 UTC", "Text": "Hello"}
LATE = {"To": "jane", "Media Type": "TEXT", "Created": "2022-07-22 19:29:00 UTC", "Text": "Hi &amp; bye"}
OF_2022 = {"Received Saved Chat History": [EARLY], "Sent Saved Chat History": [LATE]}


def read_bytes(folder: Path, data: bytes, settings: ReadSettings | None = None) -> dict[str, list[dict]]:
    path = folder / "chat_history.json"
    path.write_bytes(data)
    return gathered(snapchat.read(Export(path, "snapchat"), settings or ReadSettings()))


def read(folder: Path, settings: ReadSettings | None = None, **chats: Any) -> dict[str, list[dict]]:
    return read_bytes(folder, json.dumps(chats).encode(), settings)


def read_all(folder: Path) -> dict[str, list[dict]]:
    [export] = find_exports([folder])
    assert export.platform == "snapchat"
    return gathered(read_export(export, ReadSettings()))


def put(folder: Path, files: dict[str, Any]) -> Path:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return folder


def one(folder: Path, **fields: Any) -> dict:
    rows = read(folder, jane=[chat("jane", "hi") | {name.replace("_", " "): value for name, value in fields.items()}])
    assert not rows["rejects"]
    return (rows["messages"] + rows["events"])[0]


def test_the_reader_keeps_what_every_reader_promises():
    check_reader("snapchat", written.example())


def test_the_reader_of_the_form_of_2022_keeps_it_too():
    check_reader("snapchat", {"chat_history.json": json.dumps(OF_2022).encode()})


@needs_samples
def test_the_sample_is_read_to_the_last_field():
    rows = read_all(SAMPLES / "json")
    assert [row["text"] for row in rows["messages"]] == [None, "it's here"]
    assert [row["kind"] for row in rows["messages"]] == ["media", "text"]
    assert [file["name"] for file in rows["messages"][0]["attachments"]] == ["b~AAA", "b~BBB"]
    assert [row["sent_at_utc"] for row in rows["messages"]] == [
        datetime(2024, 4, 20, 1, 30, tzinfo=UTC),
        datetime(2024, 4, 20, 1, 29, 22, 686_000, UTC),
    ]
    [event] = rows["events"]
    assert (event["event"], event["actor_key"]) == ("message_deleted", "snapchat_name:friend_username")
    assert event["at_utc"] == datetime(2019, 3, 29, 14, 56, 3, 433_000, UTC)
    assert rows["conversations"] == [{"conversation_key": "snapchat:friend_username", "title": None, "kind": "direct"}]
    assert {row["display_name"]: row["role"] for row in rows["participants"]} == {
        "friend_username": None,
        "me_user": "staff",
    }


@needs_samples
def test_the_sample_of_2022_is_read_to_the_last_field():
    rows = read_all(SAMPLES / "json_2022")
    assert [(row["text"], row["sender_key"]) for row in rows["messages"]] == [
        ("Hello World", "snapchat_name:friend_username"), ("Hi & bye", None),
    ]  # fmt: skip
    assert {row["conversation_key"] for row in rows["messages"]} == {"snapchat:friend_username"}
    assert [row["sent_at_utc"] for row in rows["messages"]] == [
        datetime(2022, 7, 22, 19, 28, 21, tzinfo=UTC), datetime(2022, 7, 22, 19, 29, tzinfo=UTC),
    ]  # fmt: skip
    assert {row["precision"] for row in rows["messages"]} == {"second"}
    assert not rows["rejects"]


def test_a_chat_has_conversation_sender_and_instant(tmp_path):
    rows = read(tmp_path, jane=[chat("jane", "hi")])
    [row] = rows["messages"]
    assert (row["conversation_key"], row["sender_key"], row["kind"]) == ("snapchat:jane", "snapchat_name:jane", "text")
    assert (row["text"], row["attachments"], row["platform_message_id"]) == ("hi", None, None)
    assert row["sent_at_utc"] == datetime(2024, 4, 20, 1, 29, 22, 686_000, UTC)
    assert (row["zone_source"], row["precision"], row["sent_at_local"]) == ("explicit", "millisecond", None)


@pytest.mark.parametrize(
    ("number", "microsecond", "precision"),
    [
        (1713576562686, 686_000, "millisecond"),
        (1713576562686123, 686_123, "microsecond"),
        (1713576562, 0, "second"),
        (0, 0, "second"),
        (None, 0, "second"),
        ("x", 0, "second"),
        (10**18, 0, "second"),
    ],
)
def test_the_size_of_the_number_tells_its_unit_and_the_text_stands_in_for_none(
    tmp_path, number, microsecond, precision
):
    row = one(tmp_path, **{"Created(microseconds)": number})
    assert row["sent_at_utc"] == datetime(2024, 4, 20, 1, 29, 22, microsecond, UTC)
    assert row["precision"] == precision


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("it&#39;s &amp; &lt;b&gt; &quot;x&quot;", 'it\'s & <b> "x"'),
        ("&amp;amp;", "&amp;"),
        ("https://x.example/?a=1&copy=2", "https://x.example/?a=1&copy=2"),
        ("AT&T <3", "AT&T <3"),
    ],
)
def test_entities_are_decoded_once(tmp_path, content, text):
    assert one(tmp_path, Content=content)["text"] == text


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("MEDIA", "media"), ("IMAGE", "media"), ("VIDEO", "media"), ("NOTE", "media"), ("STICKER", "sticker"),
        ("LOCATION", "location"), ("SHARE", "media"), ("TEXT", "unsupported"), ("NEW", "unsupported"),
        (None, "unsupported"),
    ],
)  # fmt: skip
def test_the_type_tells_the_kind(tmp_path, type_, kind):
    assert one(tmp_path, Media_Type=type_, Content=None)["kind"] == kind


@pytest.mark.parametrize(
    ("type_", "event"),
    [
        ("STATUSERASEDMESSAGE", "message_deleted"),
        ("STATUSERASEDSNAPMESSAGE", "message_deleted"),
        ("STATUSPARTICIPANTADDED", "member_joined"),
        ("STATUSPARTICIPANTREMOVED", "member_left"),
        ("STATUSCALLMISSEDVIDEO", "call"),
        ("STATUSCONVERSATIONCAPTURESCREENSHOT", "notice"),
        ("STATUSSAVETOCAMERAROLL", "notice"),
        ("STATUS", "notice"),
    ],
)
def test_a_status_is_an_event(tmp_path, type_, event):
    row = one(tmp_path, Media_Type=type_)
    assert row["event"] == event
    assert (row["text"] is None) == (event == "message_deleted")


def test_a_group_has_its_title_and_is_found_by_its_id(tmp_path):
    rows = read(tmp_path, **{GROUP: [chat("jane", "hi", Conversation_Title="Fans")], GROUP[::-1]: [chat("a", "b")]})
    assert [(row["title"], row["kind"]) for row in rows["conversations"]] == [("Fans", "group"), (None, "direct")]


def test_the_owner_is_staff_and_a_bot_a_bot(tmp_path):
    rows = read(
        tmp_path, jane=[chat("acme.care", "x"), chat("myai", "y", "NONPARTICIPANTBOTRESPONSE"), chat("jane", "z")]
    )
    assert {row["display_name"]: row["role"] for row in rows["participants"]} == {
        "acme.care": "staff", "myai": "bot", "jane": None,
    }  # fmt: skip
    own = ReadSettings(own_accounts=frozenset({"jane"}))
    assert read(tmp_path, own, jane=[chat("jane", "z")])["participants"][0]["role"] == "staff"


def test_the_lists_beside_the_chats_name_people_and_the_owner(tmp_path):
    files = written.example()
    put(
        tmp_path,
        {name: data for name, data in files.items() if "history" not in name} | {"json/chat_history.json": OF_2022},
    )
    rows = read_all(tmp_path)
    assert [row["sender_key"] for row in rows["messages"]] == ["snapchat_name:jane", "snapchat_name:acme.care"]
    assert {row["display_name"]: row["role"] for row in rows["participants"]} == {"jane": None, "Acme": "staff"}


@pytest.mark.parametrize("folder", ["json", "mydata~1/JSON", "mydata", "."])
def test_a_download_is_one_export_and_its_other_files_are_passed_by(tmp_path, folder):
    files = {name.replace("json/", f"{folder}/"): data for name, data in written.example().items()}
    put(tmp_path, files | {f"{folder}/location_history.json": {"Frequent Locations": []}})
    rows = read_all(tmp_path)
    assert (len(rows["messages"]), len(rows["events"]), len(rows["rejects"])) == (9, 3, 0)
    assert {row["display_name"] for row in rows["participants"]} == {"Jané Doe", "Acme", "zoë", "myai"}
    assert len({row["conversation_key"] for row in rows["messages"]}) == 2


def test_snaps_alone_are_an_export_too(tmp_path):
    put(tmp_path, {"Копия.JSON": {"jane": [snap("jane", "IMAGE", 1713576562686)]}})
    [row] = read_all(tmp_path)["messages"]
    assert (row["kind"], row["conversation_key"]) == ("media", "snapchat:jane")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path, encoding):
    data = json.dumps({"jane": [chat("jane", "日本語")]}, ensure_ascii=False).encode(encoding)
    assert read_bytes(tmp_path, data)["messages"][0]["text"] == "日本語"


def test_an_erased_message_says_nothing(tmp_path):
    assert "secret" not in str(read(tmp_path, jane=[chat("jane", "secret", "STATUSERASEDMESSAGE")]))
