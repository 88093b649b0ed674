import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.recognise import UNKNOWN, UNREADABLE, Unrecognised, find_exports, read
from chatward.sources.records import Export, ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports"

RECORD = {"id": 1, "type": "message", "date": "2024-01-15T11:00:00", "from": "Anna", "text": "hi"}
TELEGRAM = {"name": "Anna", "type": "personal_chat", "id": 1, "messages": [RECORD]}
THREAD = {
    "participants": [{"name": "Anna"}],
    "messages": [{"sender_name": "Anna", "timestamp_ms": 1_700_000_000_000, "content": "hi"}],
    "title": "Anna",
    "thread_path": "inbox/anna_1",
}
SECURE = {
    "participants": ["Anna"],
    "threadName": "Anna_1",
    "messages": [{"senderName": "Anna", "timestamp": 1_700_000_000_000, "text": "hi"}],
}
DAY = [{"type": "message", "user": "U1", "text": "hi", "ts": "1700000000.000100"}]
USERS = [{"id": "U1", "name": "anna", "profile": {"real_name": "Anna"}}]
CHANNELS = [{"id": "C1", "name": "support", "members": ["U1"], "is_archived": False}]
CALL = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": []}]}
WHATSAPP = "12/31/23, 9:05 PM - Anna: hi\n12/31/23, 9:06 PM - Bo: hello\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def put(root: Path, files: dict[str, object]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, (bytes, str)) else json.dumps(content)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return root


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return path


def exports(*paths: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    found = list(find_exports(paths))
    assert [each for each in found if isinstance(each, Unrecognised)] == []
    return [(each.platform, each.path.name, each.members) for each in found]


def reasons(*paths: Path) -> dict[str, str]:
    return {each.path.name: each.reason for each in find_exports(paths) if isinstance(each, Unrecognised)}


@pytest.mark.parametrize("name", ["x", "RESULT.JSON", "photo.jpg", "a.b.c", ".hidden"])
@pytest.mark.parametrize(
    ("content", "platform"),
    [
        (TELEGRAM, "telegram"),
        ({"messages": [{"type": "message", "date_unixtime": "1544006350", "from": "A", "text": "x"}]}, "telegram"),
        ({"chats": {"list": [{"name": "A", "messages": []}]}}, "telegram"),
        ({"left_chats": {"list": []}}, "telegram"),
        (TELEGRAM | {"messages": []}, "telegram"),
        (THREAD, "messenger"),
        ({"messages": THREAD["messages"]}, "messenger"),
        (THREAD | {"messages": []}, "messenger"),
        (SECURE, "messenger"),
        (DAY, "slack"),
        (CALL, "whatsapp_cloud_api"),
        ([CALL, CALL], "whatsapp_cloud_api"),
        ({"text": CALL}, "whatsapp_cloud_api"),
        ({"a": {"b": [CALL]}}, "whatsapp_cloud_api"),
        (f"{json.dumps(CALL)}\n{json.dumps(CALL)}\n", "whatsapp_cloud_api"),
        (WHATSAPP, "whatsapp"),
        (f"\ufeff{WHATSAPP}", "whatsapp"),
    ],
)
def test_content_decides_whatever_the_name(tmp_path, name, content, platform):
    put(tmp_path, {name: content})
    assert exports(tmp_path / name) == [(platform, name, ("",))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_neither_a_byte_order_mark_nor_utf_16_without_one_hides_a_format(tmp_path, encoding):
    put(tmp_path, {"a": json.dumps(TELEGRAM).encode(encoding)})
    assert exports(tmp_path / "a") == [("telegram", "a", ("",))]


@pytest.mark.parametrize(
    "content",
    [
        "", " \n", "null", "[]", "{}", "[1,2]", "{", "[", '"a"', "hello", "a,b\n1,2\n", b"\0\1\2", PNG, "<html></html>",
        {"messages": []}, {"messages": [{"id": 1, "text": "x"}]}, {"object": "user", "entry": [{"changes": []}]},
        {"chats": []}, {"type": "personal_chat"}, [{"ts": "soon", "text": "x"}], USERS, {"entry": []},
        {"a": {"b": {"c": {"d": CALL}}}}, "BMW is a car", "%PDF-1.4",
    ],
)  # fmt: skip
def test_anything_else_is_unknown(tmp_path, content):
    put(tmp_path, {"a": content})
    assert reasons(tmp_path / "a") == {"a": UNKNOWN}


def test_an_address_book_of_megabytes_does_not_hide_an_account(tmp_path):
    contacts = {"list": [{"first_name": f"Person {n}", "phone_number": "+49 151 1"} for n in range(20_000)]}
    account = {"about": "x" * 100_000, "contacts": contacts, "chats": {"list": [TELEGRAM]}}
    put(tmp_path, {"a": account, "b": json.dumps(account, indent=1)})
    assert [platform for platform, _, _ in exports(tmp_path)] == ["telegram", "telegram"]


def test_a_file_cut_off_is_still_recognised(tmp_path):
    put(
        tmp_path, {"a": json.dumps(TELEGRAM)[:-20], "b": json.dumps(THREAD)[:120], "c": json.dumps(DAY * 2000)[:90_000]}
    )
    assert [platform for platform, _, _ in exports(tmp_path)] == ["telegram", "messenger", "slack"]


def test_a_call_whose_object_comes_last_is_recognised_by_its_values(tmp_path):
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "messages": ["x" * 1000] * 100}}
    put(tmp_path, {"a": {"entry": [{"id": "1", "changes": [change]}], "object": "whatsapp_business_account"}})
    assert exports(tmp_path / "a") == [("whatsapp_cloud_api", "a", ("",))]


SLACK = {
    "users.json": USERS, "channels.json": CHANNELS, "dms.json": [], "integration_logs.json": [{"user_id": "U1"}],
    "canvases.json": [], "support/2024-01-02.json": DAY, "support/2024-01-10.json": [], "D1/2024-01-01.json": DAY,
    "support/attachments/x.txt": "x",
}  # fmt: skip
SLACK_MEMBERS = (
    "channels.json", "dms.json", "integration_logs.json", "users.json",
    "D1/2024-01-01.json", "support/2024-01-02.json", "support/2024-01-10.json",
)  # fmt: skip


def test_a_slack_workspace_is_one_export_with_lists_and_days(tmp_path):
    folder = put(tmp_path / "acme", SLACK)
    assert exports(folder) == exports(tmp_path) == [("slack", "acme", SLACK_MEMBERS)]


def test_a_slack_zip_may_have_a_top_folder(tmp_path):
    put(tmp_path / "w" / "Acme Slack export", SLACK)
    members = tuple(f"Acme Slack export/{member}" for member in SLACK_MEMBERS)
    assert exports(zipped(tmp_path / "w", tmp_path / "slack.zip")) == [("slack", "slack.zip", members)]


@pytest.mark.parametrize("missing", ["users.json", "channels.json", "both"])
def test_a_slack_workspace_without_some_lists_is_one_export(tmp_path, missing):
    kept = {"users.json": USERS, "channels.json": CHANNELS, "support/2024-01-02.json": DAY, "D1/2024-01-01.json": DAY}
    kept = {
        name: content
        for name, content in kept.items()
        if name != missing and not (missing == "both" and "/" not in name)
    }
    ((platform, name, members),) = exports(put(tmp_path / "acme", kept))
    assert (platform, name) == ("slack", "acme")
    assert set(members) == set(kept)


ACTIVITY = "your_facebook_activity/messages"


def test_a_download_of_messenger_is_one_export_with_parts_in_order(tmp_path):
    parts = {f"{ACTIVITY}/inbox/anna_1/message_{n}.json": THREAD for n in (1, 2, 10)}
    others = {
        f"{ACTIVITY}/archived_threads/bo_2/message_1.json": THREAD,
        f"{ACTIVITY}/inbox/anna_1/photos/1.jpg": PNG,
        f"{ACTIVITY}/inbox/anna_1/files/chat.txt": WHATSAPP,
        f"{ACTIVITY}/autofill_information.json": {"autofill": {}},
        "ads_information/ads.json": {"ads": []},
        "start_here.html": "<html></html>",
    }
    ((platform, name, members),) = exports(put(tmp_path / "fb", parts | others))
    assert (platform, name) == ("messenger", "fb")
    assert members == (
        f"{ACTIVITY}/archived_threads/bo_2/message_1.json",
        *(f"{ACTIVITY}/inbox/anna_1/message_{n}.json" for n in (1, 2, 10)),
    )


@pytest.mark.parametrize(
    ("prefix", "platform"),
    [
        ("your_instagram_activity/messages/inbox", "instagram"),
        ("YOUR_INSTAGRAM_ACTIVITY/Messages/Inbox", "instagram"),
        ("instagram-acme-2024/messages/inbox", "instagram"),
        ("instagram/facebook/messages/inbox", "messenger"),
        ("your_activity_across_facebook/messages/inbox", "messenger"),
        ("messages/inbox", "messenger"),
        ("messages/inbox/instagram_1", "messenger"),
    ],
)
def test_the_folders_above_the_messages_tell_instagram_from_messenger(tmp_path, prefix, platform):
    put(tmp_path, {f"{prefix}/anna_1/message_1.json": THREAD})
    assert [found for found, _, _ in exports(tmp_path)] == [platform]


def test_words_that_only_instagram_writes_decide_where_the_path_is_silent(tmp_path):
    shared = {"sender_name": "Anna", "timestamp_ms": 1, "share": {"link": "https://www.instagram.com/p/x"}}
    threads = {"messages/inbox/a_1/message_1.json": THREAD, "messages/inbox/b_2/message_1.json": {"messages": [shared]}}
    ((platform, _, members),) = exports(put(tmp_path / "download", threads))
    assert (platform, len(members)) == ("instagram", 2)


def test_end_to_end_encrypted_chats_of_one_folder_are_one_export(tmp_path):
    put(tmp_path / "e2ee", {"Anna_1.json": SECURE, "Bo B_12.json": SECURE, "Bo B_2.json": SECURE, "media/a.jpg": PNG})
    assert exports(tmp_path) == [("messenger", "e2ee", ("Anna_1.json", "Bo B_2.json", "Bo B_12.json"))]


def test_the_inbox_alone_is_one_export_too(tmp_path):
    put(tmp_path / "inbox", {"anna_1/message_1.json": THREAD, "bo_2/message_1.json": THREAD})
    assert [len(members) for _, _, members in exports(tmp_path / "inbox")] == [2]


PAGE = (
    '<html><body><div class="_a6-h">Anna</div><div class="_2ph_ _a6-p"><div><div>hi</div></div></div>'
    '<div class="_a72d">Oct 19, 2019, 2:37 PM</div></body></html>'
)


def test_a_download_as_html_is_one_export_and_pages_of_threads_that_are_json_too_are_passed_by(tmp_path):
    put(tmp_path / "fb", {f"{ACTIVITY}/inbox/{name}/message_1.html": PAGE for name in ("a_1", "b_2")})
    members = tuple(f"{ACTIVITY}/inbox/{name}/message_1.html" for name in ("a_1", "b_2"))
    assert exports(tmp_path) == [("messenger", "fb", members)]
    put(tmp_path / "fb", {f"{ACTIVITY}/inbox/a_1/message_1.json": THREAD, f"{ACTIVITY}/chats.html": "<html></html>"})
    assert exports(tmp_path) == [("messenger", "fb", (members[0].replace("html", "json"), members[1]))]


def test_what_people_sent_in_a_telegram_chat_belongs_to_it(tmp_path):
    put(
        tmp_path / "ChatExport",
        {"result.json": TELEGRAM, "files/chat.txt": WHATSAPP, "files/odd": "x", "photos/1.jpg": PNG},
    )
    assert exports(tmp_path) == [("telegram", "result.json", ("",))]


def test_an_archive_gives_all_exports_in_it(tmp_path):
    put(tmp_path / "w", {"ChatExport/result.json": TELEGRAM, "_chat.txt": WHATSAPP, "1.jpg": PNG, "odd": "x"})
    put(tmp_path / "w" / "__MACOSX", {"._chat.txt": "x"})
    found = exports(zipped(tmp_path / "w", tmp_path / "all.zip"))
    assert sorted(found) == [
        ("telegram", "all.zip", ("ChatExport/result.json",)),
        ("whatsapp", "all.zip", ("_chat.txt",)),
    ]


def test_archives_within_folders_are_opened_and_office_documents_are_not_reported(tmp_path):
    put(tmp_path / "w", {"_chat.txt": WHATSAPP})
    zipped(tmp_path / "w", tmp_path / "chat.zip")
    shutil.rmtree(tmp_path / "w")
    put(tmp_path / "w", {"[Content_Types].xml": "<x/>"})
    zipped(tmp_path / "w", tmp_path / "letter.docx")
    shutil.rmtree(tmp_path / "w")
    assert exports(tmp_path) == [("whatsapp", "chat.zip", ("_chat.txt",))]
    assert reasons(tmp_path / "letter.docx") == {"letter.docx": UNKNOWN}


def test_media_are_passed_by_in_silence_unless_given_themselves(tmp_path):
    put(tmp_path, {"1.jpg": PNG, "2": b"OggS\0\2", "3.pdf": "%PDF-1.4"})
    assert reasons(tmp_path) == {}
    assert reasons(tmp_path / "1.jpg") == {"1.jpg": UNKNOWN}


def test_damage_is_reported_where_it_is_and_stops_nothing(tmp_path):
    put(tmp_path, {"a.txt": WHATSAPP, "b.zip": b"PK\x03\x04 cut"})
    (tmp_path / "c.json").symlink_to("/etc/passwd")
    found = list(find_exports([tmp_path, tmp_path / "gone"]))
    assert [type(each) for each in found] == [Export, Unrecognised, Unrecognised, Unrecognised]
    assert reasons(tmp_path, tmp_path / "gone") == dict.fromkeys(("b.zip", "c.json", "gone"), UNREADABLE)


def test_no_text_holds_the_name_of_a_file(tmp_path):
    put(tmp_path, {"Anna Schmidt.txt": "x", "Anna Schmidt.zip": b"PK\x03\x04", "Anna Schmidt.html": "<html>"})
    assert not any("Anna" in each.text for each in find_exports([tmp_path]) if isinstance(each, Unrecognised))


def test_readers_are_imported_only_when_they_read(tmp_path):
    put(tmp_path, {"a": TELEGRAM})
    (export,) = find_exports([tmp_path / "a"])
    batches = list(read(export, ReadSettings()))
    assert sum(batch.messages.num_rows for batch in batches) == 1
    assert "chatward.sources.telegram.reader" in sys.modules


@given(
    data=st.binary(max_size=200), head=st.sampled_from([b"", b"{", b"[", b'[{"a":', b"<", b"PK\x03\x04", b"\xff\xfe"])
)
def test_no_bytes_make_recognition_fail(tmp_path_factory, data, head):
    path = tmp_path_factory.mktemp("any") / "a"
    path.write_bytes(head + data)
    assert len(list(find_exports([path]))) == 1


OURS = {"telegram", "whatsapp", "whatsapp_cloud_api", "slack", "messenger", "instagram", "messenger_webhook"}
NO_EXPORTS = {"target.json", "EXPECTED.json", "PROVENANCE.csv"}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder with samples of exports is not there")
def test_each_sample_is_recognised_as_its_own_platform_or_refused():
    taken: dict[Path, str] = {}
    for found in find_exports([SAMPLES]):
        if isinstance(found, Unrecognised):
            continue
        if found.path.is_dir():
            taken |= {found.path / member: found.platform for member in found.members}
        else:
            taken[found.path] = found.platform
    for file in (path for path in SAMPLES.rglob("*") if path.is_file()):
        platform = file.relative_to(SAMPLES).parts[0]
        if platform in OURS and file.name not in NO_EXPORTS and file.suffix != ".jpg":
            assert taken.get(file) == platform, file
        else:
            assert taken.get(file) in (None, platform), file


def platforms_of(path: Path) -> list[str]:
    return [each.platform for each in find_exports([path]) if isinstance(each, Export)]


def test_what_a_download_of_meta_holds_besides_is_passed_by_but_no_export_in_a_folder_of_such_a_name(tmp_path):
    beside = {"posts/1.json": {"a": 1}, "instagram_ads_and_businesses/x.json": {}, "comments/c.html": "<p>x</p>"}
    put(
        tmp_path, {"messages/inbox/a_1/message_1.json": THREAD, "groups/chat.txt": WHATSAPP, "else/x.json": {}} | beside
    )
    assert platforms_of(tmp_path) == ["messenger", "whatsapp"]
    assert reasons(tmp_path) == {"x.json": UNKNOWN}


def test_what_windows_puts_into_folders_is_passed_by_like_hidden_files(tmp_path):
    put(
        tmp_path,
        {"chat.txt": WHATSAPP, "Thumbs.db": b"\xd0\xcf\x11\xe0" + bytes(600), "desktop.ini": "[.ShellClassInfo]"},
    )
    assert reasons(tmp_path) == {}


def test_what_signal_export_writes_beside_a_chat_tells_it_again_and_is_passed_by(tmp_path):
    chat = "[2024-01-02, 10:15] Eve: hi\n"
    beside = {
        "Eve/data.json": '{"date": "2024-01-02", "body": "hi"}',
        "Eve/index.html": "<p>hi</p>",
        "Eve/media/n.txt": "x",
    }
    put(tmp_path, {"Eve/chat.md": chat, "data.json": {"a": 1}} | beside)
    assert platforms_of(tmp_path) == ["signal"]
    assert reasons(tmp_path) == {"data.json": UNKNOWN}
