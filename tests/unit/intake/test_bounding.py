"""A text beyond the limit costs its own record, and so does what nests deeper than can be written."""

import json
from pathlib import Path

import pytest
from support.company import telegram_message

from chatward.intake import reading
from chatward.intake.discovery import entries
from chatward.intake.identifying import Keys
from chatward.intake.results import Reading
from chatward.sources.files import Limits
from chatward.sources.records import ReadSettings

KEYS = Keys(b"i" * 32, b"d" * 32)
AT = "2024-01-01T00:00:00"
SOUND = [telegram_message(number, "user1", AT, "hi") for number in (1, 3)]


def read(folder: Path, record: str, limits: Limits | None = None) -> Reading:
    """Return what is read of a chat in which a record stands between two sound ones."""
    first, last = map(json.dumps, SOUND)
    text = f'{{"name": "A", "type": "personal_chat", "id": 1, "messages": [{first}, {record}, {last}]}}'
    (folder / "result.json").write_text(text, encoding="utf-8")
    task = reading.SourceTask("chat", "telegram", ReadSettings(), limits or Limits(), folder / "spill")
    return reading.read_entries(list(entries(folder, ["*.json"])), task, KEYS, frozenset())


def outcome(found: Reading) -> tuple[int, int, list[str]]:
    assert not found.failures
    return found.messages.num_rows, found.events.num_rows, found.rejects["reason"].to_pylist()


@pytest.mark.parametrize(("size", "is_kept"), [(100, True), (101, False)])
def test_a_text_may_have_as_many_bytes_as_the_limit_says(tmp_path: Path, size: int, is_kept: bool) -> None:
    message = json.dumps(telegram_message(2, "user1", AT, "x" * size))
    found = read(tmp_path, message, Limits(field_bytes=100))
    assert outcome(found) == ((3, 0, []) if is_kept else (2, 0, ["too_long"]))
    assert [file.records for file in found.files] == [3]


def test_an_event_with_too_much_in_it_is_rejected_and_conserved(tmp_path: Path) -> None:
    event = telegram_message(2, "user1", AT, "") | {"type": "service", "action": "edit_group_title", "title": "x" * 200}
    found = read(tmp_path, json.dumps(event), Limits(field_bytes=100))
    assert outcome(found) == (2, 0, ["too_long"])
    (file,) = found.files
    assert file.records == file.read_messages + file.read_events + file.rejected


def test_one_object_of_20_megabytes_is_read(tmp_path: Path) -> None:
    assert outcome(read(tmp_path, json.dumps(telegram_message(2, "user1", AT, "x" * 20_000_000)))) == (3, 0, [])


@pytest.mark.parametrize("depth", [255, 300, 1_000])
def test_an_event_that_nests_deeper_than_can_be_written_costs_no_other(tmp_path: Path, depth: int) -> None:
    record = json.dumps(telegram_message(2, "user1", AT, "") | {"type": "service", "action": "pin_message"})
    nested = record[:-1] + ', "values": ' + "[" * depth + "]" * depth + "}"
    assert outcome(read(tmp_path, nested)) == (2, 1, [])


@pytest.mark.parametrize(
    "value", ["NaN", "-Infinity", "9" * 5_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 5_000 + "1" + "}" * 5_000]
)
def test_a_value_that_is_no_json_or_bottomless_costs_its_record(tmp_path: Path, value: str) -> None:
    record = json.dumps(telegram_message(2, "user1", AT, "hi"))
    assert outcome(read(tmp_path, f'{record[:-1]}, "width": {value}}}')) == (2, 0, ["json"])


@pytest.mark.parametrize("text", [r'"\ud800"', r'"a\u0000b"', '"b", "text": "c"'])
def test_lone_surrogates_nul_and_doubled_keys_are_read(tmp_path: Path, text: str) -> None:
    record = json.dumps(telegram_message(2, "user1", AT, "hi")).replace('"text": "hi"', f'"text": {text}')
    assert outcome(read(tmp_path, record)) == (3, 0, [])
