"""Records of Teams that are broken, odd, or made to harm."""

import json
import time
from pathlib import Path

import orjson
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.exports.teams import ANN, attachment, message, person
from support.reading import TABLES

from chatward.sources import collected
from chatward.sources.records import EVENT_KINDS, MESSAGE_KINDS, Export, ReadSettings
from chatward.sources.teams import reader as teams
from chatward.sources.teams.fields import FIELDS
from chatward.sources.teams.spelling import CAMEL, PASCAL

FINE = message(1754399641159, "<p>fine</p>", person(ANN, "Ann"))


def read_bytes(folder: Path, text: bytes) -> dict[str, list[dict]]:
    path = folder / "chat.json"
    path.write_bytes(text)
    batches = list(teams.read(Export(path, "teams"), ReadSettings()))
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in TABLES}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (FINE | {"CreatedDateTime": None}, "no_time"),
        (FINE | {"CreatedDateTime": "yesterday"}, "bad_time"),
        (FINE | {"CreatedDateTime": "0001-01-01T00:00:00+00:00"}, "bad_time"),
        (FINE | {"CreatedDateTime": 5}, "bad_time"),
        ({"unknown": 1}, "no_time"),
        ("text", "not_an_object"),
        (None, "not_an_object"),
    ],
)
def test_a_record_that_cannot_be_read_costs_no_other(tmp_path, record, reason):
    rows = read_bytes(tmp_path, json.dumps([FINE, record, FINE]).encode())
    assert [row["record"] for row in rows["messages"]] == [1, 3]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, reason)]


def test_numbers_go_on_over_blocks_and_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(collected, "BATCH_ROWS", 600)
    monkeypatch.setattr(collected, "_PART", 100)
    rows = read_bytes(tmp_path, json.dumps([FINE] * 1500).encode())
    assert [row["record"] for row in rows["messages"]] == list(range(1, 1501))


JUNK = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(["", "<systemEventMessage/>", "<p>x</p>", "1", "reference", "messageReference", "message"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from([*PASCAL, *CAMEL, "value"]), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(fields=st.lists(st.dictionaries(st.sampled_from([*PASCAL, "Hosted"]), JUNK, max_size=4), max_size=4))
def test_whatever_the_fields_hold_each_record_comes_out_once(tmp_path, fields):
    odd = [FINE | each for each in fields]
    rows = read_bytes(tmp_path, orjson.dumps([*odd, FINE]))
    placed = sorted(row["record"] for name in ("messages", "events", "rejects") for row in rows[name])
    assert placed == list(range(1, len(placed) + 1))
    assert len(placed) >= len(odd)
    assert rows["messages"][-1]["text"] == "fine"
    assert {row["kind"] for row in rows["messages"]} <= set(MESSAGE_KINDS)
    assert {row["event"] for row in rows["events"]} <= set(EVENT_KINDS)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(end=st.integers(0, 6000), indent=st.sampled_from([None, 1]))
def test_what_comes_before_a_cut_is_read(tmp_path, end, indent):
    whole = json.dumps([FINE] * 5, indent=indent).encode()
    rows = read_bytes(tmp_path, whole[:end])
    assert {row["text"] for row in rows["messages"]} <= {"fine"}
    assert len(rows["messages"]) >= min(5, (end - 2) * 5 // len(whole))
    assert len(rows["rejects"]) <= 1


@pytest.mark.parametrize(
    "html", ["<img " * 200_000, '<img alt="' * 100_000, "<" * 500_000, "&lt;" * 200_000, "<p>" * 200_000]
)
def test_a_body_made_to_take_long_does_not(tmp_path, html):
    start = time.process_time()
    read_bytes(tmp_path, json.dumps([message(1754399641159, html, person(ANN, "Ann"))]).encode())
    assert time.process_time() - start < 5


def test_deep_nesting_is_refused_and_not_followed(tmp_path):
    deep = '{"Body": {"Content": ' + '{"a":' * 5000 + "1" + "}" * 5000 + "}}"
    rows = read_bytes(tmp_path, f"[{deep}, {json.dumps(FINE)}]".encode())
    assert [row["text"] for row in rows["messages"]] == ["fine"]
    card = attachment("application/vnd.microsoft.card.adaptive") | {"Content": '{"body":' * 900 + "1" + "}" * 900}
    assert len(read_bytes(tmp_path, json.dumps([FINE | {"Attachments": [card]}]).encode())["messages"]) == 1


def test_lone_surrogates_become_replacement_characters(tmp_path):
    text = json.dumps([FINE]).replace("fine", "a\\ud83db").encode()
    assert read_bytes(tmp_path, text)["messages"][0]["text"] == "a\ufffdb"


def test_all_fields_of_the_records_are_known():
    seen: list[object] = [FINE, attachment("reference")]
    while seen:
        value = seen.pop()
        if isinstance(value, dict):
            assert value.keys() <= FIELDS
            seen += value.values()
        elif isinstance(value, list):
            seen += value
