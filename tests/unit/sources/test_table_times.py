"""Times of tables: whole columns are read as Python reads each value, whatever the format and the zone."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.table.times import Times, times_of

BERLIN = ZoneInfo("Europe/Berlin")
TWO = datetime(2024, 3, 5, 14, 0, tzinfo=UTC)


def times(
    *values: str | None, time_format: str = "iso", zones: list[str | None] | None = None, zone: object = None
) -> Times:
    return times_of(pa.array(values, pa.string()), time_format, zones and pa.array(zones, pa.string()), zone)


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("2024-03-05T14:00:00Z", TWO, "second"),
        ("2024-03-05 14:00:00 UTC", TWO, "second"),
        ("2024-03-05T15:00:00+01:00", TWO, "second"),
        ("2024-03-05T19:30+0530", TWO, "minute"),
        ("2024-03-05T12:00:00-02", TWO, "second"),
        (" 2024-03-05T14:00:00.5Z ", TWO + timedelta(milliseconds=500), "millisecond"),
        ("2024-03-05T14:00:00,123456789Z", TWO + timedelta(microseconds=123_456), "microsecond"),
        ("20240305T140000Z", TWO, "second"),
    ],
)
def test_iso_times_with_an_offset_name_the_instant(text, instant, precision):
    found = times(text, zone=BERLIN)
    assert found.utc.to_pylist() == [instant]
    assert found.local.to_pylist() == [None]
    assert (found.zone_source.to_pylist(), found.precision.to_pylist()) == (["explicit"], [precision])


def test_wall_clocks_are_of_the_declared_zone_or_assumed_to_be_utc():
    texts = ("2024-03-05 15:00", "2024-07-05 16:00:00", "2024-03-05")
    declared, assumed = times(*texts, zone=BERLIN), times(*texts)
    assert declared.utc.to_pylist() == [TWO, TWO.replace(month=7), datetime(2024, 3, 4, 23, tzinfo=UTC)]
    assert set(declared.zone_source.to_pylist()) == {"declared"}
    assert declared.precision.to_pylist() == ["minute", "second", "day"]
    assert set(assumed.zone_source.to_pylist()) == {"assumed"}
    assert declared.local.to_pylist() == assumed.local.to_pylist()
    assert assumed.utc.to_pylist()[0] == datetime(2024, 3, 5, 15, tzinfo=UTC)


def test_a_column_of_zones_counts_more_than_the_declared_zone_and_less_than_a_written_offset():
    zones = ["America/New_York", "+05:30", "Nowhere/Land", None, "Europe/Berlin"]
    texts = ["2024-03-05 09:00", "2024-03-05 19:30", "2024-03-05 15:00", "2024-03-05 15:00", "2024-03-05T14:00Z"]
    found = times(*texts, zones=zones, zone=BERLIN)
    assert found.utc.to_pylist() == [TWO] * 5
    assert found.zone_source.to_pylist() == ["explicit", "explicit", "declared", "declared", "explicit"]


@pytest.mark.parametrize(
    ("time_format", "text", "precision"),
    [("epoch_s", "1709647200", "second"), ("epoch_ms", "1709647200000", "millisecond"),
     ("epoch_us", "1709647200000000", "microsecond"), ("epoch_s", " 1709647200.0", "second"),
     ("epoch_s", "1.7096472e9", "second")],
)  # fmt: skip
def test_seconds_since_1970_name_the_instant(time_format, text, precision):
    found = times(text, time_format=time_format, zone=BERLIN)
    assert found.utc.to_pylist() == [TWO]
    assert (found.zone_source.to_pylist(), found.precision.to_pylist()) == (["explicit"], [precision])


@pytest.mark.parametrize(
    ("time_format", "text", "precision"),
    [
        ("%d.%m.%Y %H:%M", "5.3.2024 14:00", "minute"),
        ("%m/%d/%Y, %H:%M:%S", "03/05/2024, 14:00:00", "second"),
        ("%Y%m%d%H%M%S", "20240305140000", "second"),
        ("%Y年%m月%d日 %H:%M (UTC)", "2024年3月5日 14:00 (UTC)", "minute"),
        ("%d %b %Y %I:%M %p", "05 Mar 2024 02:00 PM", "minute"),
        ("%d/%m/%y %H:%M:%S.%f", "05/03/24 14:00:00.000", "microsecond"),
    ],
)
def test_patterns_are_read_as_strptime_does(time_format, text, precision):
    found = times(text, time_format=time_format)
    assert (found.utc.to_pylist(), found.precision.to_pylist()) == ([TWO], [precision])


def test_an_offset_in_a_pattern_names_the_instant():
    found = times("05.03.2024 15:00 +0100", time_format="%d.%m.%Y %H:%M %z", zone=ZoneInfo("Asia/Tokyo"))
    assert (found.utc.to_pylist(), found.zone_source.to_pylist()) == ([TWO], ["explicit"])


@pytest.mark.parametrize("time_format", ["iso", "epoch_s", "epoch_ms", "%d.%m.%Y %H:%M", "%d %b %Y"])
def test_what_is_no_time_is_null_and_costs_no_other(time_format):
    good = {
        "iso": "2024-03-05",
        "epoch_s": "1",
        "epoch_ms": "1",
        "%d.%m.%Y %H:%M": "29.02.2024 23:59",
        "%d %b %Y": "1 Jan 2024",
    }
    bad = ["2024-02-30", "30.02.2024 10:00", "2024-13-01T00:00Z", "10.10.2024 24:00", "soon", "", " ", None, "9" * 30,
           "-" * 9, "2024-03-05T25:00", "1e999", "nan", "\x00", "99999-01-01", "0000-01-01"]  # fmt: skip
    found = times(*bad, good[time_format], time_format=time_format, zone=BERLIN).utc.to_pylist()
    assert found[-1] is not None
    assert found[:-1] == [None] * len(bad)


def test_of_an_hour_that_the_clock_shows_twice_the_first_is_taken_and_one_that_it_skips_moves_on():
    found = times("2024-10-27 02:30", "2024-03-31 02:30", zone=BERLIN).utc.to_pylist()
    assert found == [datetime(2024, 10, 27, 0, 30, tzinfo=UTC), datetime(2024, 3, 31, 1, 30, tzinfo=UTC)]


ZONES = st.sampled_from(
    [BERLIN, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/St_Johns")]
)
CLOCKS = st.datetimes(datetime(1973, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001  # wall clocks


@given(st.lists(CLOCKS, min_size=1, max_size=5), ZONES)
def test_whole_columns_of_wall_clocks_are_read_as_python_reads_each(clocks, zone):
    clocks = [clock.replace(microsecond=0) for clock in clocks]
    wanted = [clock.replace(tzinfo=zone).astimezone(UTC) for clock in clocks]
    assert times(*(clock.isoformat() for clock in clocks), zone=zone).utc.to_pylist() == wanted
    texts = [clock.strftime("%d/%m/") + f"{clock.year:04d}" + clock.strftime(" %H-%M-%S") for clock in clocks]
    assert times(*texts, time_format="%d/%m/%Y %H-%M-%S", zone=zone).utc.to_pylist() == wanted


@given(st.lists(st.tuples(CLOCKS, st.integers(-14 * 60, 14 * 60)), min_size=1, max_size=5))
def test_whole_columns_of_offset_times_are_read_as_python_reads_each(pairs):
    instants = [clock.replace(tzinfo=timezone(timedelta(minutes=offset))) for clock, offset in pairs]
    assert times(*(instant.isoformat() for instant in instants)).utc.to_pylist() == [
        instant.astimezone(UTC) for instant in instants
    ]


@given(
    st.lists(st.text(max_size=25), max_size=6),
    st.sampled_from(["iso", "epoch_s", "epoch_us", "%Y-%m-%d", "%d %B %Y %z"]),
)
def test_no_text_breaks_the_column_that_it_stands_in(texts, time_format):
    found = times(*texts, time_format=time_format, zone=BERLIN)
    assert len(found.utc) == len(found.local) == len(found.zone_source) == len(found.precision) == len(texts)
