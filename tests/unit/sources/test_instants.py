"""Times of ISO 8601."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.instants import instant

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(later=st.timedeltas(timedelta(0), timedelta(days=2_000_000)), offset_minutes=st.integers(-1439, 1439))
def test_every_instant_survives_being_written_in_any_offset(later, offset_minutes):
    at = (EPOCH + timedelta(days=1) + later).astimezone(timezone(timedelta(minutes=offset_minutes)))
    read_back = instant(at.isoformat())
    assert read_back is not None
    assert EPOCH + timedelta(microseconds=read_back[0]) == at


@pytest.mark.parametrize(
    ("written", "precision"),
    [
        ("2016-11-03T11:59:50Z", "second"),
        ("2016-11-03 11:59:50", "second"),
        ("2016-11-03T11:59:50.5+00:00", "millisecond"),
        ("2016-11-03T12:59:50.123+01:00", "millisecond"),
        ("2016-11-03T11:59:50.1234567Z", "microsecond"),
    ],
)
def test_the_precision_is_that_of_the_fraction(written, precision):
    microseconds, found = instant(written)
    assert (microseconds // 1_000_000, found) == (1_478_174_390, precision)


@pytest.mark.parametrize(
    "written",
    [None, 5, "", "soon", "2016-11-03", "2016-13-03T11:59:50Z", "1969-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59"],
)
def test_what_is_no_time_since_1970_is_none(written):
    assert instant(written) is None
