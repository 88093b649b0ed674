"""In what files webhook calls come: wrapped, cut, damaged, or not theirs at all."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.errors import SourceFormatError
from chatward.sources.messenger_webhook import reader
from chatward.sources.recognise import Unrecognised, find_exports
from chatward.sources.records import EVENT_KINDS, MESSAGE_KINDS, Export, ReadSettings

AT = 1_726_000_000_123


def call(*events: object, name: str = "messaging") -> dict:
    return {"object": "page", "entry": [{"id": "9001", "time": AT + 5, name: list(events)}]}


def event(**content: object) -> dict:
    return {"sender": {"id": "75"}, "recipient": {"id": "9001"}, "timestamp": AT} | content


def said(text: str) -> dict:
    return event(message={"mid": "m_1", "text": text})


def read(path: Path, value: object) -> dict[str, list[dict]]:
    file = path / "calls"
    file.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    batches = list(reader.read(Export(file, "messenger_webhook"), ReadSettings()))
    names = ("messages", "events", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    assert sum(batch.records for batch in batches) == sum(map(len, rows.values()))
    return rows


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda calls: calls,
        lambda calls: {"Records": [{"body": json.dumps(each)} for each in calls]},
        lambda calls: {"logs": [{"payload": each} for each in calls]},
        lambda calls: "\n".join(json.dumps({"message": each}) for each in calls).encode(),
        lambda calls: json.dumps(calls[0], indent=2).encode() + json.dumps(calls[1], indent=2).encode(),
        lambda calls: [each["entry"][0] for each in calls],
        lambda calls: [event for each in calls for event in each["entry"][0]["messaging"]],
        lambda calls: json.dumps(calls).encode("utf-16"),
    ],
)
def test_calls_are_found_in_whatever_they_are_wrapped(tmp_path, wrapped):
    rows = read(tmp_path, wrapped([call(said("a")), call(said("b"), event(read={"watermark": 1}))]))
    assert [(row["record"], row["text"]) for row in rows["messages"]] == [(1, "a"), (2, "b")]
    assert (len(rows["events"]), rows["rejects"]) == (1, [])
    (found,) = find_exports([tmp_path / "calls"])
    assert isinstance(found, Export)
    assert found.platform == "messenger_webhook"


@pytest.mark.parametrize(
    "value",
    [
        {"object": "user", "entry": [{"id": "1", "changes": []}]},
        {"entry": [{"resource": {"resourceType": "Patient"}}]},
        {"data": [{"id": "1_2", "created_time": "2024-01-01T00:00:00+0000", "from": {"id": "1"}, "message": "post"}]},
        {"sender": {"id": "1"}, "recipient": {"id": "2"}},
        {"event": "message", "sender": {"id": "1"}, "message": {"text": "x"}},
        {"data": [], "paging": {}, "total": 0},
        {"created_time": 1, "entry": "x"},
    ],
)
def test_what_only_looks_alike_is_not_taken(tmp_path, value):
    (tmp_path / "a").write_text(json.dumps(value))
    (found,) = find_exports([tmp_path / "a"])
    assert isinstance(found, Unrecognised)


def test_an_object_that_comes_last_is_not_missed(tmp_path):
    entry = {"id": "9001", "time": AT, "messaging": [said("x" * 1000)] * 100}
    (tmp_path / "a").write_text(json.dumps({"entry": [entry], "object": "page"}))
    (found,) = find_exports([tmp_path / "a"])
    assert isinstance(found, Export)
    assert found.platform == "messenger_webhook"


def test_a_file_without_any_call_is_refused(tmp_path):
    with pytest.raises(SourceFormatError):
        read(tmp_path, {"hello": "world"})


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=4)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "mid", "type", "x"]), inner),
    max_leaves=4,
)
NAMES = ("sender", "recipient", "timestamp", "message", "postback", "reaction", "read", "delivery", "optin", "referral")
PARTS = ("mid", "text", "attachments", "reply_to", "is_echo", "is_deleted", "quick_reply", "emoji", "title")
RECORDS = st.dictionaries(st.sampled_from(NAMES), JUNK | st.dictionaries(st.sampled_from(PARTS), JUNK, max_size=3))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(JUNK | RECORDS, max_size=4), st.sampled_from(["messaging", "standby", "changes"]))
def test_whatever_the_records_are_each_comes_out_once(tmp_path, records, name):
    rows = read(tmp_path, [call(*records, event(), name=name), call(said("sound"))])
    placed = sorted(row["record"] for kind in ("messages", "events", "rejects") for row in rows[kind])
    assert placed == list(range(1, len(records) + 3))
    assert {row["kind"] for row in rows["messages"]} <= set(MESSAGE_KINDS)
    assert {row["event"] for row in rows["events"]} <= set(EVENT_KINDS)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_file_cut_anywhere_gives_what_stands_before_the_cut(tmp_path, data):
    whole = json.dumps([call(said(str(number))) for number in range(4)], indent=data.draw(st.sampled_from([None, 1])))
    end = data.draw(st.integers(whole.index('"messaging"') + 20, len(whole)))
    rows = read(tmp_path, whole[:end].encode())
    expected = [str(number) for number in range(4) if f'"text": "{number}"' in whole[:end]]
    assert [row["text"] for row in rows["messages"]] in (expected, expected[:-1])
