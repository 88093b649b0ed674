"""Snapchat's histories: by conversation, and by who sent them as in 2022."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports.snapchat import example

from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import ReadSettings

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports" / "snapchat"


def rows(path: Path, *own: str) -> dict[str, list[dict]]:
    (export,) = find_exports([path])
    assert export.platform == "snapchat"
    batches = list(read(export, ReadSettings(own_accounts=frozenset(own))))
    found = {
        name: [row for batch in batches for row in getattr(batch, name).to_pylist()]
        for name in ("messages", "events", "rejects", "participants", "conversations")
    }
    assert sum(batch.records for batch in batches) == sum(
        map(len, (found[n] for n in ("messages", "events", "rejects")))
    )
    return found


def put(folder: Path, value: object, name: str = "any.txt") -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def record(**fields: object) -> dict[str, object]:
    return {"From": "anna", "Media Type": "TEXT", "Created": "2024-04-20 01:29:22 UTC", "Content": "hi"} | fields


def one(folder: Path, **fields: object) -> dict:
    (row,) = rows(put(folder, {"anna": [record(), record(**fields)]}))["messages"][1:]
    return row


def test_what_is_called_microseconds_is_read_as_milliseconds(tmp_path):
    row = one(tmp_path, **{"Created(microseconds)": 1713576562686})
    assert row["sent_at_utc"] == datetime(2024, 4, 20, 1, 29, 22, 686000, UTC)
    assert row["precision"] == "millisecond"


def test_real_microseconds_are_told_by_their_size(tmp_path):
    row = one(tmp_path, **{"Created(microseconds)": 1713576562686123})
    assert row["sent_at_utc"] == datetime(2024, 4, 20, 1, 29, 22, 686123, UTC)


def test_a_time_in_words_is_taken_where_the_number_is_missing(tmp_path):
    assert one(tmp_path)["sent_at_utc"] == datetime(2024, 4, 20, 1, 29, 22, tzinfo=UTC)


@pytest.mark.parametrize(("created", "reason"), [(None, "no_time"), ("soon", "bad_time"), ("2024-04-20", "bad_time")])
def test_a_record_without_a_time_is_rejected_alone(tmp_path, created, reason):
    found = rows(put(tmp_path, {"anna": [record(), record(Created=created)]}))
    assert [row["reason"] for row in found["rejects"]] == [reason]
    assert len(found["messages"]) == 1


def test_entities_are_read_and_media_are_attachments(tmp_path):
    assert one(tmp_path, Content="it&#39;s &lt;here&gt;")["text"] == "it's <here>"
    media = one(tmp_path, **{"Media Type": "MEDIA", "Media IDs": "b~A | b~B", "Content": None})
    assert [each["name"] for each in media["attachments"]] == ["b~A", "b~B"]
    assert (media["kind"], media["text"]) == ("media", None)


@pytest.mark.parametrize(
    ("media", "event"),
    [("STATUSERASEDMESSAGE", "message_deleted"), ("STATUSCALLMISSEDAUDIO", "call"),
     ("STATUSPARTICIPANTREMOVED", "member_left"), ("STATUSSAVETOCAMERAROLL", "notice")],
)  # fmt: skip
def test_a_status_is_an_event(tmp_path, media, event):
    found = rows(put(tmp_path, {"anna": [record(), record(**{"Media Type": media})]}))
    assert [row["event"] for row in found["events"]] == [event]


def test_the_form_of_2022_names_the_other_side_only(tmp_path):
    value = {
        "Received Saved Chat History": [{"From": "anna", "Media Type": "TEXT", "Created": "2022-07-22 19:28:21 UTC",
                                         "Text": "Hello"}],
        "Sent Saved Chat History": [{"To": "anna", "Media Type": "TEXT", "Created": "2022-07-22 19:29:00 UTC",
                                     "Text": "Hi &amp; bye"}],
    }  # fmt: skip
    found = rows(put(tmp_path, value), "acme")
    assert [row["conversation_key"] for row in found["messages"]] == ["snapchat:anna"] * 2
    assert [row["sender_key"] for row in found["messages"]] == ["snapchat_name:anna", "snapchat_name:acme"]
    assert [row["text"] for row in found["messages"]] == ["Hello", "Hi & bye"]
    assert [row["role"] for row in found["participants"]] == [None, "staff"]


def test_an_owner_nobody_names_is_no_sender(tmp_path):
    value = {"Sent Saved Chat History": [{"To": "anna", "Media Type": "TEXT", "Created": "2022-07-22 19:29:00 UTC"}]}
    assert [row["sender_key"] for row in rows(put(tmp_path, value))["messages"]] == [None]


def test_the_example_is_read_whole(tmp_path):
    (tmp_path / "h.json").write_bytes(example()["chat_history.json"])
    found = rows(tmp_path / "h.json")
    assert (len(found["messages"]), len(found["events"]), found["rejects"]) == (10, 3, [])
    assert {row["kind"] for row in found["conversations"]} == {"direct", "group"}
    assert {row["display_name"]: row["role"] for row in found["participants"]} == {
        "anna.b": None, "acme": "staff", "zoë": None,
    }  # fmt: skip


@pytest.mark.parametrize("value", [{"a": []}, {"a": [{"Created": 1}]}, {"Media Type": "x", "Created": "y"}, []])
def test_other_objects_are_not_snapchats(tmp_path, value):
    (found,) = find_exports([put(tmp_path, value)])
    assert isinstance(found, Unrecognised)


@given(cut=st.integers(0, 2000))
def test_a_cut_file_loses_no_whole_record(tmp_path_factory, cut):
    data = example()["chat_history.json"]
    path = tmp_path_factory.mktemp("cut") / "h"
    path.write_bytes(data[: len(data) - cut])
    (found,) = find_exports([path])
    if not isinstance(found, Unrecognised):
        rows(path)


@given(
    fields=st.dictionaries(
        st.sampled_from(["From", "Media Type", "Created", "Content", "Conversation Title", "IsSender",
                         "Created(microseconds)", "Media IDs"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.none(), max_size=2),
    )
)  # fmt: skip
def test_any_value_in_any_field_costs_its_own_record_at_most(tmp_path_factory, fields):
    path = put(tmp_path_factory.mktemp("any"), {"anna": [record(), record(**fields), record()]})
    assert len(rows(path)["messages"]) >= 2


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_samples_are_read_right():
    new = rows(SAMPLES / "synthetic+from-spec/json/chat_history.json")
    assert (len(new["messages"]), len(new["events"]), len(new["rejects"])) == (2, 1, 0)
    assert new["messages"][1]["text"] == "it's here"
    old = rows(SAMPLES / "synthetic+from-spec/json_2022/chat_history.json")
    assert [row["text"] for row in old["messages"]] == ["Hello World", "Hi & bye"]
