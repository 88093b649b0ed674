import json
import random
from pathlib import Path

import orjson
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.sources.records import EVENT_KINDS, MESSAGE_KINDS, Export, ReadSettings
from chatward.sources.slack import reader as slack

TS = "1714550500.123456"


def read(path: Path, *members: str) -> dict[str, list[dict]]:
    batches = list(slack.read(Export(path, "slack", members or ("",)), ReadSettings()))
    names = ("messages", "events", "participants", "conversations", "rejects")
    rows = {name: pa.concat_tables([getattr(batch, name) for batch in batches]).to_pylist() for name in names}
    assert sum(batch.records for batch in batches) == sum(len(rows[name]) for name in ("messages", "events", "rejects"))
    return rows


def read_day(folder: Path, *records: object, **lists: object) -> dict[str, list[dict]]:
    """Read a workspace of one day in channel ``help``; ``lists`` are files beside it, without their ``.json``."""
    (folder / "help").mkdir(exist_ok=True)
    files = {f"{name}.json": rows for name, rows in lists.items()} | {"help/2024-05-01.json": list(records)}
    for name, rows in files.items():
        (folder / name).write_text(json.dumps(rows))
    return read(folder, *files)


def test_the_key_of_the_export_is_nowhere(tmp_path):
    url = "https://files.slack.com/x?t=xoxe-12-SECRET"
    file = {"name": "id.pdf", "mimetype": "application/pdf", "size": 10, "url_private": url, "permalink": url}
    rows = read_day(
        tmp_path,
        {"user": "U1", "ts": TS, "text": f"<{url}|x>", "files": [file]},
        {"user": "U1", "ts": TS, "text": "", "attachments": [{"fallback": url, "files": [file]}]},
        {"user": "U1", "ts": TS, "blocks": [{"type": "link", "url": url}]},
        {"user": "U1", "text": "no time", "files": [file]},
        f"odd {url}",
    )
    assert len(rows["rejects"]) == 2
    assert "SECRET" not in str(rows)
    assert rows["messages"][0]["attachments"] == [{"name": "id.pdf", "media_type": "application/pdf", "size_bytes": 10}]


def test_a_flag_where_a_size_or_a_count_should_be_is_none(tmp_path):
    file = {"name": "id.pdf", "mimetype": "application/pdf", "size": True}
    reaction = {"name": "+1", "users": [], "count": True}
    rows = read_day(tmp_path, {"user": "U1", "ts": TS, "text": "x", "files": [file], "reactions": [reaction]})
    (row,) = rows["messages"]
    assert (row["attachments"][0]["size_bytes"], row["reactions"]) == (None, None)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"user": "U1", "text": "x"}, "no_time"),
        ({"user": "U1", "text": "x", "ts": "soon"}, "bad_time"),
        ({"user": "U1", "text": 5, "ts": TS}, "bad_field"),
        ({"user": ["U1"], "text": "x", "ts": TS}, "bad_field"),
        ({"user": "U1", "text": "x", "ts": TS, "subtype": {}}, "bad_field"),
        ({"user": "U1", "text": "x", "ts": TS, "thread_ts": 5}, "bad_field"),
        (None, "not_an_object"),
    ],
)
def test_a_record_that_cannot_be_read_is_rejected_and_its_siblings_are_not(tmp_path, record, reason):
    fine = {"user": "U1", "ts": TS, "text": "fine"}
    rows = read_day(tmp_path, fine, record, fine)
    assert [row["record"] for row in rows["messages"]] == [1, 3]
    assert [(row["record"], row["reason"]) for row in rows["rejects"]] == [(2, reason)]


def test_broken_files_are_rejects_and_the_others_are_read(tmp_path):
    (tmp_path / "help").mkdir()
    for name, text in {"users.json": "{}", "help/2024-05-01.json": "oops", "help/2024-05-02.json": "[]"}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "help" / "2024-05-03.json").write_text(json.dumps([{"user": "U1", "ts": TS, "text": "fine"}]))
    rows = read(tmp_path, "users.json", *(f"help/2024-05-0{day}.json" for day in (1, 2, 3)))
    assert [row["text"] for row in rows["messages"]] == ["fine"]
    assert [(row["member"], row["reason"]) for row in rows["rejects"]] == [
        ("users.json", "json"),
        ("help/2024-05-01.json", "json"),
    ]


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.text(max_size=5),
    st.lists(st.one_of(st.none(), st.text(max_size=3), st.dictionaries(st.text(max_size=3), st.none())), max_size=2),
    st.dictionaries(st.sampled_from(["ts", "user", "text", "name", "type"]), st.one_of(st.text(max_size=2), st.none())),
)
FIELDS = [
    *("type", "subtype", "ts", "thread_ts", "user", "bot_id", "username", "text", "blocks", "attachments", "files"),
    *(
        "file",
        "reactions",
        "edited",
        "message",
        "previous_message",
        "user_profile",
        "comment",
        "channel",
        "bot_profile",
    ),
]
SUBTYPES = st.sampled_from(["message_changed", "message_deleted", "tombstone", "channel_join", "bot_message", "odd"])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    records=st.lists(
        st.one_of(
            JUNK,
            st.dictionaries(st.sampled_from(FIELDS), JUNK),
            st.builds(
                lambda fields, subtype: {"ts": TS, "user": "U1"} | fields | {"subtype": subtype},
                st.dictionaries(st.sampled_from(FIELDS), JUNK),
                SUBTYPES,
            ),
        ),
        max_size=4,
    ),
    is_bare=st.booleans(),
)
def test_whatever_the_records_are_each_comes_out_once(tmp_path, records, is_bare):
    file = tmp_path / "2024-05-01.json"
    file.write_bytes(orjson.dumps([*records, {"user": "U1", "ts": TS, "text": "sound"}]))
    rows = read(file) if is_bare else read(tmp_path, file.name)
    placed = sorted(row["record"] for name in ("messages", "events", "rejects") for row in rows[name])
    assert placed == list(range(1, len(records) + 2))
    assert {row["kind"] for row in rows["messages"]} <= set(MESSAGE_KINDS)
    assert {row["event"] for row in rows["events"]} <= set(EVENT_KINDS)


def test_damaged_bytes_never_stop_the_reading(tmp_path):
    chance = random.Random(7)
    file = tmp_path / "2024-05-01.json"
    sound = json.dumps(
        [{"user": "U1", "ts": TS, "text": f"n{n} <@U1>", "files": [{"name": "a"}]} for n in range(5)]
    ).encode()
    for _ in range(200):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        file.write_bytes(damaged)
        rows = read(file)
        assert rows["messages"] or rows["rejects"]
