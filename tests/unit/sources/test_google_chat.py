"""Google Chat's Takeout: localised instants, groups and their members, edits and deletions."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports.google_chat import example

from chatward.errors import SourceFormatError
from chatward.sources.google_chat.dates import instant
from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "google_chat"
AT = datetime(2026, 5, 29, 3, 0, 29, tzinfo=UTC)
DATE = "Friday, May 29, 2026 at 3:00:29\N{NARROW NO-BREAK SPACE}AM UTC"


def rows(path: Path, *own: str) -> dict[str, list[dict]]:
    (export,) = find_exports([path])
    assert export.platform == "google_chat"
    batches = list(read(export, ReadSettings(own_accounts=frozenset(own))))
    names = ("messages", "events", "rejects", "participants", "conversations")
    found = {name: [row for batch in batches for row in getattr(batch, name).to_pylist()] for name in names}
    assert sum(batch.records for batch in batches) == sum(len(found[name]) for name in names[:3])
    return found


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def record(**fields: object) -> dict[str, object]:
    return {"creator": {"name": "Anna", "email": "a@b.example"}, "created_date": DATE, "message_id": "g/t/m"} | fields


def one(folder: Path, **fields: object) -> dict[str, list[dict]]:
    return rows(put(folder, {"Groups/DM g/messages.json": json.dumps({"messages": [record(**fields)]}).encode()}))


@pytest.mark.parametrize(
    "text",
    [
        DATE,
        "2026年5月29日星期五 UTC 03:00:29",
        "2026年5月29日金曜日 3時00分29秒 UTC",
        "2026년 5월 29일 금요일 오전 3시 0분 29초 UTC",
        "Freitag, 29. Mai 2026 um 03:00:29 UTC",
        "vendredi 29 mai 2026 à 03:00:29 UTC",
        "viernes, 29 de mayo de 2026, 3:00:29 UTC",
        "sexta-feira, 29 de maio de 2026 às 03:00:29 UTC",
        "venerdì 29 maggio 2026 alle ore 03:00:29 UTC",
        "vrijdag 29 mei 2026 om 03:00:29 UTC",
        "piątek, 29 maja 2026 03:00:29 UTC",
        "пятница, 29 мая 2026 г. в 03:00:29 UTC",
        "29 Mayıs 2026 Cuma 03:00:29 UTC",
        "วันศุกร์ที่ 29 พฤษภาคม พ.ศ. 2569 เวลา 03:00:29 UTC",
        "الجمعة، ٢٩ مايو ٢٠٢٦ ٣:٠٠:٢٩ ص UTC",
        "Thứ Sáu, 29 tháng 5, 2026 lúc 03:00:29 UTC",
        "perjantaina 29. toukokuuta 2026 klo 3.00.29 UTC",
        "יום שישי, 29 במאי 2026 בשעה 3:00:29 UTC",
    ],
)
def test_an_instant_is_read_in_the_accounts_language(text):
    assert instant(text) == int(AT.timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("text", "hour"), [("12:00:29 AM", 0), ("12:00:29 PM", 12), ("3:00:29 PM", 15), ("11:00:29 p. m.", 23)]
)
def test_noon_and_midnight_are_told_apart(text, hour):
    assert instant(f"Friday, May 29, 2026 at {text} UTC") == int(AT.replace(hour=hour).timestamp()) * 1_000_000


@pytest.mark.parametrize("text", ["", "soon", "Monday, February 30, 2026 at 1:00:00 AM UTC", "May 2026 at 1:00"])
def test_an_impossible_date_is_none(text):
    assert instant(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_a_date_fail(text):
    found = instant(text)
    assert found is None or isinstance(found, int)


def test_a_message_that_was_edited_may_have_only_the_time_of_that(tmp_path):
    (row,) = one(tmp_path, created_date=None, updated_date=DATE, text="new")["messages"]
    assert (row["sent_at_utc"], row["is_edited"], row["text"]) == (AT, True, "new")


@pytest.mark.parametrize(("date", "reason"), [(None, "no_time"), ("Monday, February 30, 2026", "bad_time")])
def test_a_message_without_a_possible_date_is_rejected(tmp_path, date, reason):
    assert [row["reason"] for row in one(tmp_path, created_date=date)["rejects"]] == [reason]


def test_a_deleted_message_keeps_no_words(tmp_path):
    (row,) = one(tmp_path, text="secret", message_state="DELETED")["messages"]
    assert (row["kind"], row["text"], row["is_deleted"]) == ("deleted", None, True)


def test_the_example_is_read_whole(tmp_path):
    found = rows(put(tmp_path, example()))
    assert (len(found["messages"]), len(found["events"]), found["rejects"]) == (13, 0, [])
    talks = {row["conversation_key"]: (row["title"], row["kind"]) for row in found["conversations"]}
    assert talks == {"google_chat:abc": (None, "direct"), "google_chat:xyz": ("Versand", "group")}
    by_id = {row["platform_message_id"]: row for row in found["messages"]}
    assert by_id["abc/t1/m6"]["reply_to"] == "abc/t0/m1"
    assert by_id["abc/t1/m6"]["thread_key"] == "t1"
    assert [each["name"] for each in by_id["abc/t1/m4"]["attachments"]] == ["a?b.png"]
    assert by_id["abc/t1/m7"]["reactions"] == [{"emoji": "👍", "sender_key": "email:anna@example.com", "count": 1}]
    roles = {row["sender_key"]: row["role"] for row in found["participants"]}
    assert roles == {
        "email:anna@example.com": None,
        "email:care@acme.example": "staff",
        "google_chat_name:Build Bot": "bot",
    }


def test_a_group_alone_is_an_export_and_its_members_alone_are_none(tmp_path):
    files = example()
    folder = "Takeout/Google Chat/Groups/DM abc"
    assert len(rows(put(tmp_path / "a", {"messages.json": files[f"{folder}/messages.json"]}))["messages"]) == 7
    (found,) = find_exports([put(tmp_path / "b", {"x.json": files[f"{folder}/group_info.json"]})])
    assert isinstance(found, Unrecognised)


@given(cut=st.integers(0, 1500))
def test_a_cut_file_never_loses_records_in_silence(tmp_path_factory, cut):
    data = example()["Takeout/Google Chat/Groups/DM abc/messages.json"]
    folder = put(tmp_path_factory.mktemp("cut"), {"m.json": data[: len(data) - cut]})
    (found,) = find_exports([folder])
    if not isinstance(found, Unrecognised):
        try:
            rows(folder)
        except SourceFormatError:
            assert cut > len(data) // 2


_VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.lists(st.none(), max_size=2)


_FIELDS = (
    "creator", "created_date", "updated_date", "text", "topic_id", "message_id", "attached_files",
    "quoted_message_metadata", "reactions", "deletion_metadata", "message_state",
)  # fmt: skip


@given(fields=st.dictionaries(st.sampled_from(_FIELDS), _VALUES))
def test_any_value_in_any_field_costs_its_own_record_at_most(tmp_path_factory, fields):
    records = {"messages": [record(), record(**fields), record()]}
    found = rows(put(tmp_path_factory.mktemp("any"), {"messages.json": json.dumps(records).encode()}))
    assert len(found["messages"]) >= 2


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_sample_is_read_right():
    found = rows(SAMPLES, "john.smith@example.com")
    assert [row["sent_at_utc"].isoformat() for row in found["messages"]] == [
        "2016-11-03T11:59:50+00:00", "2016-11-22T21:46:26+00:00", "2016-11-22T21:50:00+00:00",
    ]  # fmt: skip
    assert [row["kind"] for row in found["messages"]] == ["text", "media", "deleted"]
    assert {row["display_name"]: row["role"] for row in found["participants"]} == {
        "John Smith": "staff",
        "Build Bot": "bot",
    }
