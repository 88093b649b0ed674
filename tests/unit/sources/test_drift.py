"""What readers do not know is found wherever it stands, told without a value, and costs nothing that is known."""

import json
import re
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import exports
from support.company import telegram_message

from chatward.sources import files, json_cursor
from chatward.sources.drift import Known, Watch, watching
from chatward.sources.drift_paths import is_accepted
from chatward.sources.forms import known
from chatward.sources.recognise import find_exports, read
from chatward.sources.records import Export, ReadSettings
from chatward.sources.trial import put

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "exports"
KNOWN = Known(
    fields=frozenset({"id", "text", "inner", "blob", "people", "type"}),
    data_keys=re.compile(r"U\d+"),
    opaque=frozenset({"blob"}),
    types={"id": "number", "text": "string array"},
    kinds={"type": frozenset({"message", "service"})},
)


def paths(values: Any, accepted: tuple[str, ...] = ()) -> list[str]:
    watch = Watch(KNOWN, accepted)
    watch.values((), [values])
    return [unknown.path for unknown in watch.unknown]


def test_what_is_known_is_no_drift() -> None:
    assert paths([{"id": 1, "text": ["a", {"text": "b"}], "people": {"U1": {"id": 2}}, "type": "message"}]) == []


def test_a_field_is_found_in_the_one_record_of_many_that_has_it() -> None:
    records = [{"id": number, "text": "x"} for number in range(5_000)]
    records[4_321]["new"] = 1
    assert paths(records) == ["[].new"]


def test_a_field_is_found_deep_inside() -> None:
    assert paths([{"inner": {"inner": [{"text": "x", "new": True}]}}]) == ["[].inner.inner[].new"]


def test_a_field_below_a_name_that_is_data_is_found_and_the_name_not_told() -> None:
    assert paths({"people": {"U123": {"new": 1}}}) == ["people.*.new"]


def test_an_object_of_a_hundred_thousand_unknown_names_costs_no_more_than_its_size() -> None:
    names = {f"k{number}": 1 for number in range(100_000)}
    started = time.process_time()
    assert paths([{"id": 1, "inner": names}]) == ["[].inner.*"]
    assert time.process_time() - started < 5, "each name is looked at together with all others"


def test_what_stands_in_an_opaque_field_is_no_drift() -> None:
    assert paths([{"blob": {"anything": [{"goes": 1}]}}]) == []


@pytest.mark.parametrize("value", ["1", True, [1], {"text": "x"}])
def test_another_type_is_found_and_null_is_none(value: object) -> None:
    assert paths([{"id": None}, {"id": 1}, {"id": 1.5}, {"id": value}]) == ["[].id"]


def test_another_kind_of_record_is_found() -> None:
    assert paths([{"type": "message"}, {"type": "story"}]) == ["[].type=story"]


@pytest.mark.parametrize(
    "name", ["Anna Schmidt", "anna@acme.example", "+49 151 12345678", "user 12", "4915112345678", "a" * 50, "Żółć"]
)
def test_a_name_that_may_be_a_value_is_masked(name: str) -> None:
    assert paths([{name: 1}]) == ["[].*"]


def test_an_object_of_very_many_unknown_names_is_taken_for_data() -> None:
    assert paths([{f"x{letter}": 1 for letter in "abcdefghijklmnop"}]) == ["[].*"]


def test_each_finding_tells_types_siblings_and_records() -> None:
    watch = Watch(KNOWN)
    watch.values((), [[{"id": 1, "new": 1}, {"id": 2, "new": "x"}, {"id": 3}]])
    (found,) = watch.unknown
    assert (found.found, found.siblings, found.records) == ("number string", ("id",), 2)


@pytest.mark.parametrize(
    ("accepted", "is_covered"),
    [
        ("[].inner.new", True),
        ("inner.new", True),
        ("new", True),
        ("[].inner", True),
        ("inner.*", True),
        ("[].new", False),
        ("inner.ne", False),
        ("inner.new.more", False),
    ],
)
def test_a_path_is_accepted_with_what_stands_around_and_below_it(accepted: str, is_covered: bool) -> None:
    assert is_accepted("[].inner.new", [accepted]) is is_covered
    assert (paths([{"inner": {"new": 1}}], (accepted,)) == []) is is_covered


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_whatever_is_found_can_be_accepted(value: Any) -> None:
    found = tuple(paths(value))
    assert paths(value, found) == []


@given(
    st.recursive(
        st.none() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["id", "text", "new"]), inner),
    )
)
def test_looking_record_by_record_finds_what_looking_at_all_finds(value: Any) -> None:
    at_once, one_by_one = Watch(KNOWN), Watch(KNOWN, sets_aside=True)
    at_once.values((), [value])
    aside = one_by_one.values((), [value])
    assert at_once.unknown == one_by_one.unknown
    assert bool(aside) is bool(at_once.unknown)


def _looked_at(folder: Path, *, sets_aside: bool = False) -> tuple[list[str], dict[str, int]]:
    """Return what is unknown in the exports of a folder, and how many records came out how."""
    found, counts = [], {"messages": 0, "events": 0, "records": 0, "drift": 0}
    for export in find_exports([folder]):
        assert isinstance(export, Export)
        said = known(export.platform)
        with watching(Watch(said, sets_aside=sets_aside) if said else None) as watch:
            for batch in read(export, ReadSettings()):
                counts["records"] += batch.records
                counts["messages"] += batch.messages.num_rows
                counts["events"] += batch.events.num_rows
                counts["drift"] += batch.rejects["reason"].to_pylist().count("drift")
        found += [unknown.path for unknown in watch.unknown] if watch else []
    return found, counts


TIMES = {
    "telegram": "date_unixtime", "slack": "ts", "discord": "timestamp", "messenger": "timestamp_ms",
    "instagram": "timestamp_ms", "google_chat": "created_date",
}  # fmt: skip
"""A field that messages have, and nothing else that an export holds before them."""


def _first_record(value: Any, field: str) -> dict[str, Any] | None:
    if isinstance(value, dict) and field in value:
        return value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for each in inner if (found := _first_record(each, field))), None)


def _with_news(contents: Mapping[str, bytes], field: str) -> dict[str, bytes]:
    """Return an export with a new field in one of its messages."""
    changed = dict(contents)
    for name, data in contents.items():
        if not name.endswith(".json") or data.count(b"\n{"):
            continue
        document = json.loads(data)
        if record := _first_record(document, field):
            record["mood_rating"] = 5
            changed[name] = json.dumps(document, ensure_ascii=False).encode()
            return changed
    raise AssertionError("no message found")


@pytest.mark.parametrize("platform", sorted(TIMES))
def test_an_unknown_field_of_one_record_costs_that_record_at_most(tmp_path: Path, platform: str) -> None:
    example = import_module(f"support.exports.{platform}").example()
    nothing, before = _looked_at(put(tmp_path / "before", example))
    changed = put(tmp_path / "after", _with_news(example, TIMES[platform]))
    found, counts = _looked_at(changed)
    assert nothing == []
    assert [path.rpartition(".")[2] for path in found] == ["mood_rating"]
    assert counts == before
    found, counts = _looked_at(changed, sets_aside=True)
    assert [path.rpartition(".")[2] for path in found] == ["mood_rating"]
    assert (counts["records"], counts["drift"]) == (before["records"], 1)
    assert counts["messages"] + counts["events"] + 1 == counts["records"]


@pytest.mark.parametrize("sets_aside", [False, True])
@pytest.mark.parametrize("place", [0, 250, 499])
def test_an_unknown_field_is_found_where_only_a_window_of_the_text_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int, *, sets_aside: bool
) -> None:
    messages = [telegram_message(number, "user1", "2024-01-01T00:00:00", "x" * 100) for number in range(500)]
    messages[place]["mood_rating"] = 5
    export = {"name": "A", "type": "personal_chat", "id": 1, "messages": messages}
    put(tmp_path, {"result.json": json.dumps(export).encode()})
    monkeypatch.setattr(files, "LARGE_BYTES", 0)
    monkeypatch.setattr(json_cursor, "_NEAR_BYTES", 4_096)
    monkeypatch.setattr(json_cursor, "_WINDOW_BYTES", 4_096)
    found, counts = _looked_at(tmp_path, sets_aside=sets_aside)
    assert found == ["messages[].mood_rating"]
    assert counts == {"messages": 500 - sets_aside, "events": 0, "records": 500, "drift": sets_aside}


def test_a_type_that_only_a_late_record_has_is_found_where_its_name_is_new() -> None:
    records = [{"id": number} for number in range(5_000)]
    watch = Watch(KNOWN)
    watch.values((), [records])
    watch.values((), [[*records, {"id": 1, "text": 5}]])
    assert [unknown.path for unknown in watch.unknown] == ["[].text"]


@pytest.mark.parametrize("module", sorted(path.stem for path in Path(exports.__path__[0]).glob("[a-z]*.py")))
def test_the_examples_of_all_platforms_hold_nothing_unknown(tmp_path: Path, module: str) -> None:
    if module == "table":
        pytest.skip("the policy says which columns of a table are read")
    example = import_module(f"support.exports.{module}").example()
    assert _looked_at(put(tmp_path, example))[0] == []


def test_the_samples_of_all_platforms_hold_nothing_unknown() -> None:
    if not SAMPLES.is_dir():
        pytest.skip(f"no samples at {SAMPLES}")
    unknown: list[str] = []
    for export in find_exports([SAMPLES]):
        said = known(export.platform) if isinstance(export, Export) else None
        if not isinstance(export, Export) or said is None:
            continue
        with watching(Watch(said)) as watch:
            list(read(export, ReadSettings()))
        assert watch is not None
        unknown += [f"{export.platform} {each.path}" for each in watch.unknown]
    assert unknown == []
