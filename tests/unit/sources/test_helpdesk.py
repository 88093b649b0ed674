"""What the readers of help desks share: times in every spelling, and records however they were put together."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reading import rows_of
from support.zendesk import batches_of, comment

from chatward.sources.helpdesk.documents import Layout, records
from chatward.sources.helpdesk.instants import instant
from chatward.sources.helpdesk.people import People
from chatward.sources.helpdesk.rows import Reading
from chatward.sources.helpdesk.values import id_or_none
from chatward.sources.json_values import Broken

LAYOUT = Layout(frozenset({"things", "others"}), frozenset({"count", "next"}), (("parts",),))
SECOND = 1_709_647_200_000_000


@pytest.mark.parametrize(
    ("given", "microseconds", "precision"),
    [
        (1_709_647_200, SECOND, "second"),
        (1_709_647_200_123, SECOND + 123_000, "millisecond"),
        (1_709_647_200_123_456, SECOND + 123_456, "microsecond"),
        (1_709_647_200_123_456_789, SECOND + 123_456, "microsecond"),
        ("1709647200", SECOND, "second"),
        (1_709_647_200.5, SECOND + 500_000, "microsecond"),
        ("2024-03-05T14:00:00Z", SECOND, "second"),
        ("2024-03-05T14:00:00.123Z", SECOND + 123_000, "millisecond"),
        ("2024-03-05T14:00:00.123456789Z", SECOND + 123_456, "microsecond"),
        ("2024-03-05 14:00:00 UTC", SECOND, "second"),
        ("2024-03-05 15:00:00 +0100", SECOND, "second"),
        ("2024-03-05T09:00:00.120-05:00", SECOND + 120_000, "millisecond"),
    ],
)
def test_a_time_is_an_instant_of_some_precision(given: Any, microseconds: int, precision: str):
    assert instant(given) == (microseconds, precision, "explicit")


@pytest.mark.parametrize(
    "given", [None, True, "", "soon", 0, -1, 10**30, "9" * 5000, "²", [], {}, "0001-01-01T00:00:00Z", float("inf")]
)
def test_what_is_no_time_is_none(given: Any):
    assert instant(given) is None


def test_a_time_without_zone_is_in_the_declared_one_or_assumed_to_be_utc():
    assert instant("2024-03-05T15:00:00", ZoneInfo("Europe/Berlin")) == (SECOND, "second", "declared")
    assert instant("2024-03-05T14:00:00") == (SECOND, "second", "assumed")
    assert instant("2024-03-05T14:00:00Z", ZoneInfo("Europe/Berlin")) == (SECOND, "second", "explicit")


@given(microseconds=st.integers(0, 250_000_000_000_000_000), offset=st.integers(-840, 840))
def test_every_instant_comes_back_from_how_it_is_written(microseconds: int, offset: int):
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    found = instant(at.astimezone(timezone(timedelta(minutes=offset))).isoformat())
    assert found is not None
    assert found[0] == microseconds


def found(data: bytes) -> list[tuple[str, Any]]:
    return [(section, value) for section, values in records(data, LAYOUT) for value in values]


def test_the_records_of_a_page_stand_in_its_sections():
    page = {"count": 3, "things": [{"id": 1}, {"id": 2}], "others": [{"id": 3}], "next": None}
    expected = [("things", {"id": 1}), ("things", {"id": 2}), ("others", {"id": 3})]
    assert found(json.dumps(page).encode()) == expected
    assert found(json.dumps([page], indent=1).encode()) == expected
    assert found(json.dumps(page).encode() + b"\n" + json.dumps(page).encode()) == 2 * expected


def test_an_object_with_any_other_field_is_a_record_even_if_it_holds_a_section():
    record = {"id": 7, "things": [{"id": 1}]}
    assert found(json.dumps(record).encode()) == [("", record)]


def test_a_page_may_say_more_behind_its_records():
    assert found(b'{"things": [{"id": 1}], "new_field": {"id": 9}}') == [("things", {"id": 1})]


def test_a_line_that_is_broken_costs_only_itself():
    values = [value for _, value in found(b'{"id": 1}\n{"id": oops}\n\n{"id": 3}\n')]
    assert [value if isinstance(value, dict) else value.reason for value in values] == [{"id": 1}, "json", {"id": 3}]


def test_of_a_record_that_is_cut_the_sound_parts_stay():
    ((_, record),) = found(b'{"things": [{"id": 1, "parts": [{"x": 1}, {"x": 2}, {"x')
    assert record["id"] == 1
    assert record["parts"][:2] == [{"x": 1}, {"x": 2}]
    assert isinstance(record["parts"][2], Broken)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "a", "b"]), st.integers(-(2**63), 2**64 - 1), min_size=1), max_size=9
    )
)
def test_every_record_comes_out_once_and_in_order(things: list[dict[str, int]]):
    assert [value for _, value in found(json.dumps({"things": things, "count": 1}).encode())] == things
    assert [value for _, value in found(json.dumps(things).encode())] == things
    assert [value for _, value in found("\n".join(map(json.dumps, things)).encode())] == things


def test_staff_stay_staff_and_what_is_known_of_people_adds_up():
    reading = Reading()
    people = People(reading.collected, frozenset())
    people.meet("x_id:1", None, "staff", ("email:a@b.example",))
    people.meet("x_id:1", "Ana", "customer", ("phone:+49",))
    last = reading.collected.batch().participants.to_pylist()[-1]
    assert (last["display_name"], last["role"]) == ("Ana", "staff")
    assert last["same_as"] == ["email:a@b.example", "phone:+49"]


def test_somebody_with_ever_more_identifiers_does_not_cost_ever_more():
    reading = Reading()
    people = People(reading.collected, frozenset())
    for number in range(1000):
        people.meet("x_id:1", None, None, (f"email:{number}@b.example",))
    assert reading.collected.batch().participants.num_rows < 50


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("18446744073709551616", "18446744073709551616"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("-12345678901234567890123", "-12345678901234567890123"),
        ('"00012345678901234567890"', "00012345678901234567890"),
        ("35436.0", "35436"),
        ("3.5436E+4", "35436"),
        ("-0", "0"),
    ],
)
@pytest.mark.parametrize("form", ['{{"things": [{{"id": {}}}], "count": 1}}', '[{{"id": {}}}]', '{{"id" : {}\n}}'])
def test_an_id_is_exact_however_large_it_is_and_however_a_number_is_written(form: str, written: str, id_: str):
    ((record,),) = [values for _, values in records(form.format(written).encode(), LAYOUT) if values]
    assert id_or_none(record["id"]) == id_


def test_a_long_number_that_somebody_wrote_stays_what_it_was():
    words = 'my "id": 12345678901234567890123, and \\"x\\": 98765432109876543210}'
    ((record,),) = [values for _, values in records(json.dumps({"body": words}).encode(), LAYOUT) if values]
    assert record["body"] == words


@pytest.mark.parametrize("written", ["1.2345678901234567e+19", "35436.5"])
def test_a_record_whose_id_has_lost_digits_is_told_and_never_taken_for_another(written: str, tmp_path: Path):
    path = tmp_path / "comments.json"
    page = {"comments": [comment(ticket_id=1, id="ID"), comment(ticket_id=1, id=6)], "next_page": None}
    path.write_text(json.dumps(page).replace('"ID"', written))
    batches = batches_of(path)
    assert [row["platform_message_id"] for row in rows_of(batches)] == ["6"]
    assert [row["reason"] for row in rows_of(batches, "rejects")] == ["bad_id"]
