"""LinkedIn's ``messages.csv``."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import linkedin as written
from support.exports.linkedin import HEADER, PROFILES, RENEE, YUKI, row, table
from support.reading import gathered

from chatward.sources.linkedin import reader as linkedin
from chatward.sources.linkedin.values import repaired
from chatward.sources.recognise import find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.testing import check_reader

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "linkedin"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")
ID = "2-NTg3YjNm"
OTHERS = {"TO": "Renée Customer,Yuki", "RECIPIENT_PROFILE_URLS": f"{RENEE},{YUKI}"}


def read_bytes(folder: Path, data: bytes, settings: ReadSettings | None = None, name: str = "messages.csv"):
    (folder / name).write_bytes(data)
    return gathered(linkedin.read(Export(folder, "linkedin", (name,)), settings or ReadSettings()))


def read(folder: Path, *rows: dict[str, str], settings: ReadSettings | None = None, name: str = "messages.csv"):
    return read_bytes(folder, table(*rows), settings, name)


def one(folder: Path, content: str = "hi", **cells: str) -> dict:
    rows = read(folder, row(ID, "Renée Customer", content, **cells))
    assert not rows["rejects"]
    return (rows["messages"] + rows["events"])[0]


def test_the_reader_keeps_what_every_reader_promises():
    check_reader("linkedin", written.example())


@needs_samples
def test_the_sample_is_read_to_the_last_field():
    [export] = find_exports([SAMPLES])
    assert export.platform == "linkedin"
    rows = gathered(read_export(export, ReadSettings()))
    assert (len(rows["messages"]), rows["events"], rows["rejects"]) == (3, [], [])
    assert [each["text"] for each in rows["messages"]] == [
        'Hello,\nshe said "refund me" now\n\nRenée', "RE: refund\nWe did.", "Offer\nSponsored text",
    ]  # fmt: skip
    assert [each["sender_key"] for each in rows["messages"]] == ["linkedin_id:renee-c", "linkedin_id:acme-care", None]
    assert [each["sent_at_utc"] for each in rows["messages"]] == [
        datetime(2024, 6, 11, 15, 33, 58, tzinfo=UTC),
        datetime(2024, 6, 11, 15, 40, tzinfo=UTC),
        datetime(2024, 6, 12, 8, tzinfo=UTC),
    ]
    assert [each["attachments"] and each["attachments"][0]["name"] for each in rows["messages"]] == [None, "att1", None]
    assert {each["display_name"] for each in rows["participants"]} == {"Renée Customer", "Acme Care", "Second Person"}
    assert {each["conversation_key"] for each in rows["conversations"]} == {
        "linkedin:2-NTg3YjNm",
        "linkedin:2-SPONSORED",
    }


def test_a_row_has_conversation_sender_and_instant(tmp_path):
    rows = read(tmp_path, row(ID, "Renée Customer", "hi"))
    [message] = rows["messages"]
    assert (message["conversation_key"], message["sender_key"]) == (f"linkedin:{ID}", "linkedin_id:renée-c")
    assert (message["text"], message["kind"], message["platform_message_id"]) == ("hi", "text", None)
    assert message["sent_at_utc"] == datetime(2024, 6, 11, 15, 33, 58, tzinfo=UTC)
    assert (message["zone_source"], message["precision"], message["sent_at_local"]) == ("explicit", "second", None)
    assert rows["conversations"] == [{"conversation_key": f"linkedin:{ID}", "title": None, "kind": "direct"}]


@pytest.mark.parametrize(
    ("zone", "hour", "source"), [(None, 15, "assumed"), (timezone(timedelta(hours=2)), 13, "declared")]
)
def test_a_date_without_utc_is_of_the_declared_zone(tmp_path, zone, hour, source):
    record = row(ID, "Renée Customer", "hi", DATE="2024-06-11 15:33:58")
    [message] = read(tmp_path, record, settings=ReadSettings(zone=zone))["messages"]
    assert (message["sent_at_utc"].hour, message["zone_source"]) == (hour, source)
    assert message["sent_at_local"] == datetime(2024, 6, 11, 15, 33, 58)  # noqa: DTZ001  # a wall clock


@pytest.mark.parametrize("name", ["messages.csv", "Inbox.csv", "renamed.txt"])
def test_a_table_of_2017_without_conversations_has_them_by_its_people(tmp_path, name):
    columns = ("FROM", "TO", "DATE", "SUBJECT", "CONTENT", "DIRECTION", "FOLDER")
    rows = [
        {"FROM": "Ann Lee", "TO": "Bo Ek", "DATE": "6/13/17, 5:45 PM", "CONTENT": "hi\nall", "DIRECTION": "INCOMING"},
        {"FROM": "Bo Ek", "TO": "Ann Lee", "DATE": "6/13/17, 5:46 PM", "CONTENT": "Hej", "DIRECTION": "OUTGOING"},
    ]
    header, _, body = table(*rows, columns=columns).partition(b"\r\n")
    (tmp_path / name).write_bytes(header.title().replace(b"\xef\xbb\xbf", b"") + b"\r\n" + body)
    [export] = find_exports([tmp_path / name])
    found = gathered(read_export(export, ReadSettings()))
    assert [each["text"] for each in found["messages"]] == ["hi\nall", "Hej"]
    assert [each["sender_key"] for each in found["messages"]] == ["linkedin_name:Ann Lee", "linkedin_name:Bo Ek"]
    [key] = {each["conversation_key"] for each in found["messages"]}
    assert key == "linkedin:linkedin_name:Ann Lee|linkedin_name:Bo Ek"
    assert found["messages"][0]["sent_at_utc"] == datetime(2017, 6, 13, 17, 45, tzinfo=UTC)


def test_an_instant_of_until_2020_is_read_as_americans_write_it(tmp_path):
    message = one(tmp_path, DATE="2/3/20, 10:15\u202fPM")
    assert message["sent_at_utc"] == datetime(2020, 2, 3, 22, 15, tzinfo=UTC)
    assert (message["zone_source"], message["precision"]) == ("assumed", "minute")


@pytest.mark.parametrize(
    ("date", "second", "precision"),
    [
        ("2024-06-11 15:33 UTC", 0, "minute"),
        ("2024-06-11T15:33:58Z", 58, "second"),
        ("2024-06-11 17:33:58+02:00", 58, "second"),
    ],
)
def test_other_ways_to_write_an_instant_are_read(tmp_path, date, second, precision):
    message = one(tmp_path, DATE=date)
    assert message["sent_at_utc"] == datetime(2024, 6, 11, 15, 33, second, tzinfo=UTC)
    assert (message["zone_source"], message["precision"]) == ("explicit", precision)


@pytest.mark.parametrize(
    "columns",
    [
        ("CONVERSATION ID", "CONVERSATION TITLE", "FROM", "TO", "DATE", "SUBJECT", "CONTENT", "FOLDER"),
        HEADER[:10],
        HEADER[:11],
        HEADER,
        (*HEADER, "A COLUMN OF TOMORROW"),
    ],
    ids=["8", "10", "11", "13", "more"],
)
def test_columns_are_found_by_their_names(tmp_path, columns):
    data = table(row(ID, "Renée Customer", "hi", SUBJECT="Hey"), columns=columns)
    [message] = read_bytes(tmp_path, data)["messages"]
    assert message["text"] == "Hey\nhi"
    assert message["sender_key"] == ("linkedin_id:renée-c" if len(columns) > 8 else "linkedin_name:Renée Customer")
    assert [found.platform for found in find_exports([tmp_path])] == ["linkedin"]


@pytest.mark.parametrize(
    ("encoding", "delimiter", "end"), [("utf-8", ",", "\r\n"), ("utf-16", "\t", "\n"), ("utf-8-sig", ";", "\r\n")]
)
def test_a_table_that_was_saved_again_is_read_all_the_same(tmp_path, encoding, delimiter, end):
    cells = [HEADER, *(each.values() for each in [row(ID, "Renée Customer", "hi\nyou")] * 2)]
    text = end.join(delimiter.join(f'"{cell}"' for cell in line) for line in cells) + end
    rows = read_bytes(tmp_path, text.encode(encoding))
    assert [message["text"] for message in rows["messages"]] == ["hi\nyou"] * 2
    assert [found.platform for found in find_exports([tmp_path])] == ["linkedin"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("two\nlines <b>here</b>", "two\nlines here"),
        ("<p>one</p>\n<p>two</p>", "one\ntwo"),
        ("a &amp; b &#39;c&#39;", "a & b 'c'"),
        ("1 < 2 and\n<jane@example.com>", "1 < 2 and\n<jane@example.com>"),
        ('<a href="https://x.example">here</a>', "here (https://x.example)"),
        ("AT&T; Q&A", "AT&T; Q&A"),
        ("line\u2028separator", "line\u2028separator"),
    ],
)
def test_markup_becomes_text_and_text_stays(tmp_path, content, text):
    assert one(tmp_path, content)["text"] == text


@pytest.mark.parametrize("text", ["é", "Ünïcödé", "“quoted” – €5", "日本語", "🦊", "naïve"])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_text_that_was_encoded_twice_is_restored_and_other_text_left_alone(text, encoding):
    mangled = "".join(
        bytes([byte]).decode(encoding, errors="replace").replace("\ufffd", chr(byte)) for byte in text.encode()
    )
    assert repaired(mangled) == text
    assert repaired(text) == text


@given(st.text())
def test_repairing_twice_is_repairing_once_for_text_that_is_sound(text):
    if all(ord(letter) > 0x2122 or letter.isascii() for letter in text):
        assert repaired(text) == text


def test_names_are_restored_too(tmp_path):
    rows = read(tmp_path, row(ID, "x", "hi", FROM="RenÃ©e", SENDER_PROFILE_URL=""))
    assert rows["messages"][0]["sender_key"] == "linkedin_name:Renée"


def test_a_draft_was_sent_to_nobody_and_its_words_are_left_out(tmp_path):
    rows = read(tmp_path, row(ID, "Acme Care", "half-written", IS_MESSAGE_DRAFT="Yes"))
    assert not rows["messages"]
    [event] = rows["events"]
    assert (event["event"], event["actor_key"], event["conversation_key"]) == (
        "other", "linkedin_id:acme-care", f"linkedin:{ID}",
    )  # fmt: skip
    assert "half-written" not in str(rows)


def test_closed_accounts_are_nobody_for_they_share_their_name(tmp_path):
    rows = read(tmp_path, row(ID, "x", "hi", FROM="LinkedIn Member", SENDER_PROFILE_URL="", TO="Acme Care"))
    assert rows["messages"][0]["sender_key"] is None
    assert [each["display_name"] for each in rows["participants"]] == ["Acme Care"]


@pytest.mark.parametrize(
    ("names", "addresses", "expected"),
    [
        ("Ann,Bob", f"{PROFILES}ann,{PROFILES}bob", {("linkedin_id:ann", "Ann"), ("linkedin_id:bob", "Bob")}),
        ("Ann Lee, PhD", f"{PROFILES}ann", {("linkedin_id:ann", "Ann Lee, PhD")}),
        ("Ann, PhD,Bob", f"{PROFILES}ann,{PROFILES}bob", {("linkedin_id:ann", None), ("linkedin_id:bob", None)}),
        ("Ann,Bob", "", {("linkedin_name:Ann", "Ann"), ("linkedin_name:Bob", "Bob")}),
        ("Shop", "https://www.linkedin.com/company/shop/", {("linkedin_id:company/shop", "Shop")}),
    ],
)
def test_recipients_have_the_names_that_are_sure(tmp_path, names, addresses, expected):
    rows = read(tmp_path, row(ID, "Acme Care", "hi", TO=names, RECIPIENT_PROFILE_URLS=addresses))
    found = {(each["sender_key"], each["display_name"]) for each in rows["participants"]}
    assert found - {("linkedin_id:acme-care", "Acme Care")} == expected


def test_a_conversation_of_three_is_a_group_with_its_title(tmp_path):
    rows = read(tmp_path, row(ID, "Acme Care", "hi", CONVERSATION_TITLE="Ã‰quipe", **OTHERS))
    assert rows["conversations"] == [{"conversation_key": f"linkedin:{ID}", "title": "Équipe", "kind": "group"}]


def test_own_accounts_are_staff_by_profile_or_name(tmp_path):
    for own in ("acme-care", "Acme Care"):
        rows = read(tmp_path, row(ID, "Acme Care", "hi"), settings=ReadSettings(own_accounts=frozenset({own})))
        roles = {each["display_name"]: each["role"] for each in rows["participants"]}
        assert roles == {"Acme Care": "staff", "Renée Customer": None}


def test_who_has_no_profile_in_a_chat_with_bots_is_one(tmp_path):
    rows = read(
        tmp_path,
        row(ID, "Acme Care", "?"),
        row(ID, "x", "!", FROM="Coach", SENDER_PROFILE_URL=""),
        name="guide_messages.csv",
    )
    roles = {each["display_name"]: each["role"] for each in rows["participants"]}
    assert roles["Coach"] == "bot"
    assert roles["Acme Care"] is None


def test_a_download_is_one_export_and_its_other_tables_are_passed_by(tmp_path):
    files = written.example() | {"Connections.csv": b"Notes:\n", "Jobs/Saved Jobs.csv": b"x\n", "Profile.csv": b"y\n"}
    for name, data in files.items():
        path = tmp_path / "Complete_LinkedInDataExport" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    [export] = find_exports([tmp_path])
    assert set(export.members) == set(written.example())


def test_a_cell_in_windows_1252_is_read(tmp_path):
    [message] = read_bytes(tmp_path, table(row(ID, "Acme Care", "gr\u00fc\u00dfe – x"))[3:].decode().encode("cp1252"))[
        "messages"
    ]
    assert message["text"] == "gr\u00fc\u00dfe – x"
