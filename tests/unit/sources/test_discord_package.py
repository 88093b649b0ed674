"""Discord's own data package: what one account wrote, as tables or as JSON."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import reading
from support.exports.discord import KENJI, PACKAGE, TABLE, ZOE

from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "discord"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")
HEADER = "ID,Timestamp,Contents,Attachments\n"


def gathered(path: Path, **declared: object) -> dict[str, list[dict]]:
    [export] = find_exports([path])
    assert isinstance(export, Export)
    assert export.platform == "discord"
    return reading.gathered(read_export(export, ReadSettings(**declared)))


def put(folder: Path, **files: object) -> Path:
    """Write files; a name's ``__`` stands for a folder, and its last ``_`` for the dot."""
    for name, value in files.items():
        path = folder / ".".join(name.replace("__", "/").rsplit("_", 1))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return folder


def whole(folder: Path) -> Path:
    for name, value in PACKAGE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    (folder / "Nachrichten/c8001/messages.csv").write_text(TABLE)
    return folder


@needs_samples
def test_the_sample_is_read_to_the_last_field():
    rows = gathered(SAMPLES / "synthetic+from-spec")
    told = ("platform_message_id", "conversation_key", "text", "kind", "precision")
    assert [tuple(row[name] for name in told) for row in rows["messages"]] == [
        ("1136", "discord:111", 'hello, "quoted"\nsecond line', "media", "microsecond"),
        ("1137", "discord:111", None, "unsupported", "second"),
        ("1300000000000000001", "discord:222", "only MY messages are in this package", "text", "second"),
    ]
    assert [row["sent_at_utc"] for row in rows["messages"]] == [
        datetime(2023, 8, 2, 10, 11, 12, 345_000, tzinfo=UTC),
        datetime(2023, 8, 2, 10, 12, tzinfo=UTC),
        datetime(2025, 1, 5, 12, tzinfo=UTC),
    ]
    assert [file["name"] for file in rows["messages"][0]["attachments"]] == ["a.png", "b.png"]
    assert rows["conversations"] == [
        {"conversation_key": "discord:111", "title": "Direct Message with customer#0", "kind": "direct"},
        {"conversation_key": "discord:222", "title": "support", "kind": "channel"},
    ]


def test_the_account_tells_who_wrote_all_of_it(tmp_path):
    rows = gathered(whole(tmp_path))
    assert {row["sender_key"] for row in rows["messages"]} == {f"discord_id:{ZOE}"}
    people = {row["sender_key"]: row for row in rows["participants"]}
    assert people[f"discord_id:{ZOE}"] == {
        "sender_key": f"discord_id:{ZOE}", "display_name": "Zoë Grünwald", "role": "staff",
        "same_as": ["discord_name:zoe.g", "email:zoe@acme.example", "phone:+49151000001"],
    }  # fmt: skip
    assert people[f"discord_id:{KENJI}"]["role"] is None


def test_without_the_account_the_writer_is_who_takes_part_in_all_direct_conversations(tmp_path):
    channels = {
        f"m__c{number}__channel_json": {"id": str(number), "type": 1, "recipients": people}
        for number, people in enumerate((["1", "2"], ["3", "1"], ["Deleted User", "1"]))
    }
    put(tmp_path, **channels, m__c1__messages_csv=HEADER + "5,2024-01-01 10:00:00,hi,\n")
    assert gathered(tmp_path)["messages"][0]["sender_key"] == "discord_id:1"


def test_of_two_people_the_writer_is_the_company_s_own_account_or_not_known(tmp_path):
    put(tmp_path, m__c1__channel_json={"id": "1", "type": 1, "recipients": ["1", "2"]})
    put(tmp_path, m__c1__messages_csv=HEADER + "5,2024-01-01 10:00:00,hi,\n")
    assert gathered(tmp_path)["messages"][0]["sender_key"] is None
    assert gathered(tmp_path, own_accounts=frozenset({"2"}))["messages"][0]["sender_key"] == "discord_id:2"


@pytest.mark.parametrize("folder", ["messages", "メッセージ", "Messages", "x"])
def test_the_folders_may_bear_any_name(tmp_path, folder):
    whole(tmp_path)
    (tmp_path / "Nachrichten").rename(tmp_path / folder)
    (tmp_path / "Konto").rename(tmp_path / "アカウント")
    rows = gathered(tmp_path)
    assert [row["conversation_key"] for row in rows["messages"]] == ["discord:7001", "discord:8001", "discord:8001"]
    assert {row["sender_key"] for row in rows["messages"]} == {f"discord_id:{ZOE}"}


def test_a_package_is_one_export_beside_others_in_a_folder_and_in_a_zip(tmp_path):
    whole(tmp_path / "in" / "package")
    put(tmp_path / "in", chat_txt="12/31/23, 9:05 PM - Anna: hi\n12/31/23, 9:06 PM - Bo: hello\n")
    whole(tmp_path / "in" / "another")
    with zipfile.ZipFile(tmp_path / "in" / "p.zip", "w") as archive:
        for path in sorted((tmp_path / "in" / "package").rglob("*.*")):
            archive.write(path, path.relative_to(tmp_path / "in").as_posix())
    found = [(each.platform, each.path.name) for each in find_exports([tmp_path / "in"])]
    assert sorted(found) == [
        ("discord", "another"),
        ("discord", "p.zip"),
        ("discord", "package"),
        ("whatsapp", "chat.txt"),
    ]


def test_what_else_lies_in_a_package_is_passed_by_and_other_files_are_not(tmp_path):
    whole(tmp_path)
    put(tmp_path, servers__index_json={"77": "Acme"}, servers__77__guild_json={"id": "77", "name": "Acme"})
    put(tmp_path, activity__analytics__events_2024_00000_of_00001_json='{"event_type": "x"}\n{"event_type": "y"}\n')
    (tmp_path / "Nachrichten/c7003/messages.json").write_text("[]")
    (tmp_path / "README.txt").write_text("Welcome to your package")
    (tmp_path / "diary.txt").write_text("not of the package")
    found = list(find_exports([tmp_path]))
    assert [each.path.name for each in found if isinstance(each, Unrecognised)] == ["diary.txt"]


def test_one_file_of_a_package_is_read_on_its_own(tmp_path):
    put(tmp_path, c42__messages_csv="\ufeff" + HEADER + "5,2024-01-01 10:00:00,hi,\n")
    [row] = gathered(tmp_path / "c42" / "messages.csv")["messages"]
    assert (row["conversation_key"], row["text"], row["member"]) == ("discord:42", "hi", "")


def test_columns_are_read_by_name_and_numbers_beyond_two_to_the_53_keep_their_digits(tmp_path):
    put(
        tmp_path,
        a__c1__messages_csv='"Timestamp","Contents","ID"\r\n"2024-01-01T10:00:00Z","a, b","9007199254740993"\r\n',
    )
    put(tmp_path, a__c2__messages_json=[{"ID": 9007199254740993, "Timestamp": "2024-01-01 10:00:00", "Contents": "c"}])
    put(tmp_path, a__c3__messages_json=[{"ID": 1.5, "Timestamp": "2024-01-01 10:00:00", "Contents": "d"}])
    rows = gathered(tmp_path)["messages"]
    assert [row["platform_message_id"] for row in rows] == ["9007199254740993", "9007199254740993", None]
    assert [row["text"] for row in rows] == ["a, b", "c", "d"]


def test_a_quote_that_is_never_closed_costs_its_own_line(tmp_path):
    rows = (
        '1,2024-01-01 10:00:00,"open,',
        "2,2024-01-01 10:01:00,fine,",
        "3,soon,x,",
        "4,,x,",
        "",
        "5,2024,too,many,",
        "6",
    )
    table = "\n".join(rows)
    put(tmp_path, m__c1__messages_csv=HEADER + table)
    rows = gathered(tmp_path)
    assert [(row["record"], row["text"]) for row in rows["messages"]] == [(2, "fine")]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [
        (1, "fields"), (3, "bad_time"), (4, "no_time"), (5, "fields"), (6, "truncated"),
    ]  # fmt: skip


def test_an_array_that_is_cut_or_goes_on_after_its_end_is_told_of(tmp_path):
    record = {"ID": 1, "Timestamp": "2024-01-01 10:00:00", "Contents": "x"}
    put(tmp_path, m__c1__messages_json=json.dumps([record, record])[:-20])
    put(tmp_path, m__c2__messages_json=json.dumps([record]) + "]")
    rows = gathered(tmp_path)
    assert len(rows["messages"]) == 2
    assert [row["reason"] for row in rows["rejects"]] == ["truncated", "json"]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(CELLS, min_size=1, max_size=6))
def test_every_text_survives_a_table(tmp_path, texts):
    table = "".join(
        f'{number},2024-01-01 10:00:00,"{text.replace(chr(34), chr(34) * 2)}",\r\n'
        for number, text in enumerate(texts, 1)
    )
    (tmp_path / "c1").mkdir(exist_ok=True)
    (tmp_path / "c1" / "messages.csv").write_bytes((HEADER + table).encode())
    rows = gathered(tmp_path)["messages"]
    assert [row["text"] for row in rows] == [text or None for text in texts]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from('a1,"\n\r \t;'), max_size=80))
def test_whatever_a_table_holds_is_counted(tmp_path, text):
    (tmp_path / "c1").mkdir(exist_ok=True)
    (tmp_path / "c1" / "messages.csv").write_bytes((HEADER + text).encode())
    rows = gathered(tmp_path)
    assert bool(text.strip()) == bool(rows["messages"] or rows["rejects"])


def test_what_else_a_package_of_today_holds_is_passed_by(tmp_path):
    whole(tmp_path / "package")
    put(
        tmp_path / "package",
        Ads__traits_json={"a": 1}, Ads__quests_user_status_json=[{"quest_id": "1"}], Activities__preferences_json={},
        Support_Tickets__tickets_json={"77": {"subject": "x", "comments": []}}, Anfragen__tickets_json={"78": {}},
    )  # fmt: skip
    [export] = find_exports([tmp_path])
    assert (export.platform, export.path) == ("discord", tmp_path / "package")


def test_the_account_is_known_where_its_user_has_no_number(tmp_path):
    put(
        tmp_path,
        Account__user_json={"id": "5001", "username": "acme", "global_name": "Acme"},
        Messages__index_json={"8001": None},
        Messages__c8001__channel_json={"id": "8001", "type": "DM", "recipients": ["5001", "5002"]},
        Messages__c8001__messages_json=[
            {"ID": 9, "Timestamp": "2026-01-05 12:00:00", "Contents": "hi", "Attachments": ""}
        ],
    )
    [message] = gathered(tmp_path)["messages"]
    assert message["sender_key"] == "discord_id:5001"
