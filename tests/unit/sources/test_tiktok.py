"""TikTok's download, as JSON and as text."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.exports import tiktok as written
from support.exports.tiktok import document, said
from support.reading import gathered

from chatward.sources import collected
from chatward.sources.recognise import find_exports
from chatward.sources.recognise import read as read_export
from chatward.sources.records import Export, ReadSettings
from chatward.sources.testing import check_reader
from chatward.sources.tiktok import reader as tiktok
from chatward.sources.tiktok.fields import DATA_KEYS, FIELDS

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "tiktok"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside the repository")
TEXT = """>>> Chat History with jane.doe::

2026-07-03 23:00:11 UTC acme: hola
2026-07-01 03:01:15 UTC jane.doe: two

lines: of text
>>> Chat History with otro::

2026-06-01 10:00:00 UTC acme: buenas
"""


def read_bytes(folder: Path, data: bytes, settings: ReadSettings | None = None) -> dict[str, list[dict]]:
    path = folder / "user_data.json"
    path.write_bytes(data)
    return gathered(tiktok.read(Export(path, "tiktok"), settings or ReadSettings()))


def read(folder: Path, value: Any, settings: ReadSettings | None = None) -> dict[str, list[dict]]:
    return read_bytes(folder, json.dumps(value).encode(), settings)


def platforms(folder: Path) -> list[str | None]:
    return [getattr(found, "platform", None) for found in find_exports([folder])]


def test_a_download_without_any_chat_is_an_export_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "user_data.json").write_text('{"Direct Messages": {"Chat History": {"ChatHistory": {}}}}')
    [export] = find_exports([tmp_path])
    assert isinstance(export, Export)
    assert sum(batch.records for batch in read_export(export, ReadSettings())) == 0


@pytest.mark.parametrize("example", [written.example(), {"Direct Messages/Direct Messages.txt": TEXT.encode()}])
def test_the_reader_keeps_what_every_reader_promises(example):
    check_reader("tiktok", example)


@needs_samples
def test_the_sample_is_read_to_the_last_field():
    [export] = find_exports([SAMPLES])
    assert export.platform == "tiktok"
    rows = gathered(read_export(export, ReadSettings()))
    assert (rows["events"], rows["rejects"]) == ([], [])
    assert [(row["text"], row["sender_key"], row["conversation_key"]) for row in rows["messages"]] == [
        ("Is this in stock? my mail is jane@example.com", "tiktok_name:jane.doe", "tiktok:jane.doe"),
        ("Yes!", "tiktok_name:acme", "tiktok:jane.doe"),
    ]
    assert [row["sent_at_utc"] for row in rows["messages"]] == [
        datetime(2025, 3, 1, 8, 0, tzinfo=UTC), datetime(2025, 3, 1, 8, 1, 30, tzinfo=UTC),
    ]  # fmt: skip
    assert {row["zone_source"] for row in rows["messages"]} == {"explicit"}
    assert {row["conversation_key"]: row["kind"] for row in rows["conversations"] if row["kind"]} == {
        "tiktok:jane.doe": "direct"
    }
    assert [(row["display_name"], row["role"]) for row in rows["participants"]] == [
        ("jane.doe", None),
        ("acme", "staff"),
    ]


HISTORY = {"Chat History with jane:": [said("2025-03-01 08:00:00", "jane", "hi")]}


@pytest.mark.parametrize(
    "value",
    [
        {"Direct Message": {"Direct Messages": {"ChatHistory": HISTORY}}},
        {"Direct Messages": {"Chat History": {"ChatHistory": HISTORY}}},
        {"ChatHistory": HISTORY},
        HISTORY,
        {
            "Direct Message": {
                "Group Chat": {"GroupChat": {"Group Chat History with jane:": HISTORY[next(iter(HISTORY))]}}
            }
        },
    ],
    ids=["2022", "2024", "shallow", "flat", "group"],
)
def test_conversations_are_found_however_deep_they_lie(tmp_path, value):
    rows = read(tmp_path, value)
    assert [(row["conversation_key"], row["text"]) for row in rows["messages"]] == [("tiktok:jane", "hi")]
    assert platforms(tmp_path) == ["tiktok"]


def test_a_conversation_may_bear_no_more_than_a_name(tmp_path):
    rows = read(tmp_path, {"Direct Messages": {"ChatHistory": {"jane": HISTORY["Chat History with jane:"]}}})
    assert [row["conversation_key"] for row in rows["messages"]] == ["tiktok:jane"]


def test_lists_that_are_no_conversations_are_passed_by(tmp_path):
    rows = read(tmp_path, document(jane=[said("2025-03-01 08:00:00", "jane", "hi")]))
    assert (len(rows["messages"]), rows["rejects"]) == (1, [])


def test_messages_far_behind_the_beginning_are_found(tmp_path):
    value = document(jane=[said("2025-03-01 08:00:00", "jane", "hi")])
    value["Activity"]["Video Browsing History"]["VideoList"] *= 5000
    assert len(read(tmp_path, value)["messages"]) == 1
    assert platforms(tmp_path) == ["tiktok"]


def test_a_download_without_messages_is_an_export_without_records(tmp_path):
    value = document()
    rows = read(tmp_path, value)
    assert not any(rows.values())
    assert platforms(tmp_path) == ["tiktok"]


def test_an_empty_conversation_is_known_and_holds_nothing(tmp_path):
    rows = read(tmp_path, document(jane=[]))
    assert rows["conversations"] == [{"conversation_key": "tiktok:jane", "title": "jane", "kind": None}]


def test_what_has_no_words_is_kept(tmp_path):
    [row] = read(tmp_path, document(jane=[said("2025-03-01 08:00:00", "jane", None)]))["messages"]
    assert (row["kind"], row["text"]) == ("unsupported", None)


def test_the_account_s_owner_is_staff_wherever_the_profile_stands(tmp_path):
    value = document(jane=[said("2025-03-01 08:00:00", "acme", "a"), said("2025-03-01 08:00:01", "jane", "b")])
    expected = {"acme": "staff", "jane": None}
    for each in (value, dict(reversed(value.items()))):
        assert {row["display_name"]: row["role"] for row in read(tmp_path, each)["participants"]} == expected
    del value["Profile"]
    own = ReadSettings(own_accounts=frozenset({"acme"}))
    assert {row["display_name"]: row["role"] for row in read(tmp_path, value, own)["participants"]} == expected


def test_three_senders_make_a_group(tmp_path):
    records = [said("2025-03-01 08:00:00", name, "x") for name in ("a", "b", "c")]
    kinds = {row["kind"] for row in read(tmp_path, document(fans=records))["conversations"]}
    assert "group" in kinds


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_download_as_text_holds_the_same(tmp_path, encoding, end):
    rows = read_bytes(tmp_path, TEXT.replace("\n", end).encode(encoding))
    assert [(row["conversation_key"], row["sender_key"]) for row in rows["messages"]] == [
        ("tiktok:jane.doe", "tiktok_name:acme"),
        ("tiktok:jane.doe", "tiktok_name:jane.doe"),
        ("tiktok:otro", "tiktok_name:acme"),
    ]
    assert [row["text"] for row in rows["messages"]] == ["hola", f"two{end}{end}lines: of text", "buenas"]
    assert rows["messages"][0]["sent_at_utc"] == datetime(2026, 7, 3, 23, 0, 11, tzinfo=UTC)
    assert rows["messages"][0]["zone_source"] == "explicit"
    assert not rows["rejects"]
    assert platforms(tmp_path) == ["tiktok"]


def test_the_time_may_stand_on_a_line_of_its_own(tmp_path):
    rows = read_bytes(tmp_path, b">>> Chat History with jane::\n2026-07-03 23:00:11 UTC\njane: hi\n")
    assert [(row["sender_key"], row["text"]) for row in rows["messages"]] == [("tiktok_name:jane", "hi")]


def test_lines_that_belong_to_no_message_are_rejected(tmp_path):
    rows = read_bytes(tmp_path, b">>> Chat History with jane::\nlost\n2026-07-03 23:00:11 UTC nobody said this\n")
    assert [row["reason"] for row in rows["rejects"]] == ["no_header", "no_header"]


def test_a_download_as_text_is_a_tree_of_which_one_file_holds_messages(tmp_path):
    for name, text in {"Direct Messages/Direct Messages.txt": TEXT, "Activity/Like List.txt": "Date: 1\n"}.items():
        path = tmp_path / "TikTok" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    [export] = find_exports([tmp_path])
    assert (export.platform, export.members) == ("tiktok", ("Direct Messages/Direct Messages.txt",))


FINE = said("2025-03-01 08:00:00", "jane", "fine")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (FINE | {"Date": None}, "no_time"),
        (FINE | {"Date": "soon"}, "bad_time"),
        (FINE | {"Date": 5}, "bad_time"),
        (FINE | {"From": ["x"]}, "bad_field"),
        (FINE | {"Content": {}}, "bad_field"),
        ("text", "not_an_object"),
    ],
)
def test_a_record_that_cannot_be_read_costs_no_other(tmp_path, record, reason):
    rows = read(tmp_path, document(jane=[FINE, record], bob=[FINE]))
    assert [row["record"] for row in rows["messages"]] == [1, 3]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, reason)]


def test_numbers_go_on_over_blocks_and_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(collected, "BATCH_ROWS", 600)
    monkeypatch.setattr(collected, "_PART", 100)
    rows = read(tmp_path, document(jane=[FINE] * 1500, bob=[FINE] * 5))
    assert [row["record"] for row in rows["messages"]] == list(range(1, 1506))


def test_what_comes_before_a_cut_is_read(tmp_path):
    whole = written.example()["user_data_tiktok.json"]
    most = 0
    for end in range(0, len(whole), 5):
        rows = read_bytes(tmp_path, whole[:end]) if end else {"messages": [], "rejects": []}
        assert len(rows["messages"]) >= most
        assert len(rows["rejects"]) <= 1
        most = len(rows["messages"])
    assert most == 12


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=3) | st.just("2025-03-01 08:00:00"),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["Date", "From", "ChatHistory"]), inner)
    ),
    max_leaves=5,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(JUNK | st.dictionaries(st.sampled_from(["Date", "From", "Content", "X"]), JUNK, max_size=4), max_size=4)
)
def test_whatever_the_records_are_each_comes_out_once(tmp_path, records):
    rows = read_bytes(tmp_path, orjson.dumps(document(jane=[*records, FINE])))
    placed = sorted(row["record"] for name in ("messages", "events", "rejects") for row in rows[name])
    assert placed == list(range(1, len(records) + 2))
    assert rows["messages"][-1]["text"] == "fine"


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(JUNK | st.dictionaries(st.sampled_from(["ChatHistory", "Chat History with x:"]), JUNK))
def test_no_nesting_stops_the_reading(tmp_path, value):
    read_bytes(tmp_path, orjson.dumps({"Direct Messages": value}))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from([*TEXT.splitlines(), "", "x", ">>> ", "2026-07-03 23:00:11 UTC"])))
def test_no_text_stops_the_reading(tmp_path, lines):
    read_bytes(tmp_path, "\n".join(lines).encode())


def test_a_message_of_very_many_lines_does_not_take_long(tmp_path):
    start = time.process_time()
    [row] = read_bytes(
        tmp_path, (">>> Chat History with j::\n2026-07-03 23:00:11 UTC j: x" + "\nx" * 300_000).encode()
    )["messages"]
    assert time.process_time() - start < 5
    assert len(row["text"]) == 600_001


@pytest.mark.parametrize(
    "value", [{"chats": {"Direct Messages": []}}, {"VideoList": []}, {"Profile": {"userName": "x"}}]
)
def test_what_only_looks_alike_is_none_of_tiktok(tmp_path, value):
    (tmp_path / "user_data.json").write_text(json.dumps(value))
    assert platforms(tmp_path) == [None]


def test_all_fields_on_the_way_to_messages_are_known():
    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return value.keys() | {name for each in value.values() for name in names(each)}
        return {name for each in value for name in names(each)} if isinstance(value, list) else set()

    value = document(jane=[FINE])
    del value["Activity"]
    assert {name for name in names(value) if not DATA_KEYS.fullmatch(name)} <= FIELDS | {"emailAddress"}
