"""Histories of Snapchat that are broken, odd, or made to harm."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.exports import snapchat as written
from support.exports.snapchat import GROUP, chat
from support.reading import gathered

from chatward.sources import collected
from chatward.sources.recognise import find_exports
from chatward.sources.records import EVENT_KINDS, MESSAGE_KINDS, Export, ReadSettings
from chatward.sources.snapchat import reader as snapchat
from chatward.sources.snapchat.fields import DATA_KEYS, FIELDS


def read_bytes(folder: Path, data: bytes, settings: ReadSettings | None = None) -> dict[str, list[dict]]:
    path = folder / "chat_history.json"
    path.write_bytes(data)
    return gathered(snapchat.read(Export(path, "snapchat"), settings or ReadSettings()))


def read(folder: Path, settings: ReadSettings | None = None, **chats: Any) -> dict[str, list[dict]]:
    return read_bytes(folder, json.dumps(chats).encode(), settings)


def put(folder: Path, files: dict[str, Any]) -> Path:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return folder


FINE = chat("jane", "fine")
NO_NUMBER = {"Created(microseconds)": None}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (FINE | NO_NUMBER | {"Created": None}, "no_time"),
        (FINE | NO_NUMBER | {"Created": "soon"}, "bad_time"),
        (FINE | NO_NUMBER | {"Created": 5}, "bad_time"),
        (FINE | {"Created(microseconds)": -1, "Created": ""}, "bad_time"),
        (FINE | {"From": 5}, "bad_field"),
        (FINE | {"Media Type": []}, "bad_field"),
        (FINE | {"Content": {"a": 1}}, "bad_field"),
        (None, "not_an_object"),
    ],
)
def test_a_record_that_cannot_be_read_costs_no_other(tmp_path, record, reason):
    rows = read(tmp_path, jane=[FINE, record], bob=[FINE])
    assert [row["record"] for row in rows["messages"]] == [1, 3]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, reason)]


def test_numbers_go_on_over_blocks_and_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(collected, "BATCH_ROWS", 600)
    monkeypatch.setattr(collected, "_PART", 100)
    rows = read(tmp_path, jane=[FINE] * 1500, bob=[FINE] * 5)
    assert [row["record"] for row in rows["messages"]] == list(range(1, 1506))


def test_what_comes_before_a_cut_is_read(tmp_path):
    whole = written.example()["json/chat_history.json"]
    most = 0
    for end in range(0, len(whole), 5):
        rows = read_bytes(tmp_path, whole[:end])
        count = len(rows["messages"]) + len(rows["events"])
        assert count >= most
        assert len(rows["rejects"]) <= 1
        most = count
    assert most == 10


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["From", "Created", "x"]), inner),
    max_leaves=5,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        JUNK | st.dictionaries(st.sampled_from(list(FINE)), JUNK, max_size=4).map(lambda each: FINE | each), max_size=4
    ),
    st.sampled_from(["jane", GROUP, "", "Received Saved Chat History", "Sent Unsaved Chat History"]),
)
def test_whatever_the_records_are_each_comes_out_once(tmp_path, records, name):
    rows = read_bytes(tmp_path, orjson.dumps({name: [*records, FINE]}))
    placed = sorted(row["record"] for table in ("messages", "events", "rejects") for row in rows[table])
    assert placed == list(range(1, len(records) + 2))
    assert rows["messages"][-1]["text"] == "fine"
    assert {row["kind"] for row in rows["messages"]} <= set(MESSAGE_KINDS)
    assert {row["event"] for row in rows["events"]} <= set(EVENT_KINDS)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(JUNK)
def test_no_document_stops_the_reading(tmp_path, value):
    for document in (value, {"Friends": value, "Basic Information": value}, {"Friends": [value]}):
        read_bytes(tmp_path, orjson.dumps(document))


@pytest.mark.parametrize(
    "value",
    [
        {"Saved Media": [{"Date": "2024-01-01", "Media Type": "Image", "Location": "x", "Download Link": "y"}]},
        {"Shared Story": [{"Story Id": "1", "Created": "2024", "Content": "x"}]},
        {"Friends": [{"Username": "x"}]},
        {},
    ],
)
def test_what_only_looks_alike_is_none_of_snapchat(tmp_path, value):
    put(tmp_path, {"history.json": value})
    assert not any(isinstance(found, Export) for found in find_exports([tmp_path]))


def test_all_fields_are_known():
    for data in written.example().values():
        for key, value in json.loads(data).items():
            rows = value if isinstance(value, list) else [value]
            assert key in FIELDS or DATA_KEYS.fullmatch(key)
            assert all(row.keys() <= FIELDS for row in rows)
