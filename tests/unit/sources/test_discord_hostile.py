"""Damaged and odd channels of DiscordChatExporter: what is sound of them is read, the rest is told of."""

import json
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.exports.discord import KENJI, PART_ONE, ZOE, channel, message
from support.reading import gathered

from chatward.errors import SourceFormatError
from chatward.sources.conformity import faults
from chatward.sources.discord import reader as discord
from chatward.sources.records import Export, ReadSettings


def read(folder: Path, value: object, **declared: object) -> dict[str, list[dict]]:
    path = folder / "channel.json"
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return gathered(discord.read(Export(path, "discord"), ReadSettings(**declared)))


def test_records_that_cannot_be_read_are_rejected_and_their_siblings_are_not(tmp_path):
    odd = [message(1, ZOE, "a", timestamp=None), message(2, ZOE, "b", timestamp="2024-03-05"), 5, None,
           message(3, ZOE, "c", timestamp="0001-01-01T00:00:00+23:59"), message(4, ZOE, "fine")]  # fmt: skip
    rows = read(tmp_path, channel(*odd))
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [
        (1, "no_time"), (2, "bad_time"), (3, "not_an_object"), (4, "not_an_object"), (5, "bad_time"),
    ]  # fmt: skip
    assert [(row["record"], row["text"]) for row in rows["messages"]] == [(6, "fine")]


def test_a_channel_without_messages_is_known_and_one_that_is_none_is_refused(tmp_path):
    assert len(read(tmp_path, channel())["conversations"]) == 1
    for text in (b"", b'{"guild": null, "channel": {}}', b"hello"):
        with pytest.raises(SourceFormatError) as refused:
            read(tmp_path, text)
        assert "channel.json" not in refused.value.message


def test_a_long_channel_comes_in_batches_with_its_records_counted_through(tmp_path):
    path = tmp_path / "long.json"
    path.write_bytes(orjson.dumps(channel(*[message(1, ZOE, "x")] * 100_001)))
    batches = list(discord.read(Export(path, "discord"), ReadSettings()))
    assert [batch.messages["record"][-1].as_py() for batch in batches] == [batches[0].records, 100_001]
    assert list(faults(batches)) == []


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["id", "name", "emoji", "users", "count", "messageId", "channelId", "url"]), inner
        ),
    ),
    max_leaves=4,
)
FIELDS = st.sampled_from([*message(1, ZOE, "").keys(), "reference", "forwardedMessage"])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(oddities=st.lists(st.one_of(JUNK, st.dictionaries(FIELDS, JUNK, max_size=4)), max_size=4))
def test_whatever_stands_in_the_fields_each_record_comes_out_once(tmp_path, oddities):
    records = [message(1, ZOE, "x") | odd if isinstance(odd, dict) else odd for odd in oddities]
    rows = read(tmp_path, channel(*records, message(9, KENJI, "sound")))
    placed = sorted(row["record"] for name in ("messages", "events", "rejects") for row in rows[name])
    assert placed == list(range(1, len(records) + 2))
    assert rows["messages"][-1]["text"] == "sound"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(400, len(json.dumps(PART_ONE))))
def test_what_stands_before_a_cut_is_read(tmp_path, cut):
    whole = json.dumps(PART_ONE)
    complete = sum(json.dumps(each) in whole[:cut] for each in PART_ONE["messages"])
    rows = read(tmp_path, whole[:cut].encode())
    assert complete <= len(rows["messages"]) <= complete + 1
    assert len(rows["rejects"]) <= 1
