"""The one clock reads times that anything can be reckoned from, and says of others what is wrong with them."""

from datetime import UTC, datetime

import pytest

from chatward import clock
from chatward.errors import UsageError


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("yesterday", "not an ISO 8601"),
        ("0001-01-01T00:00:00+05:00", "of the year 1"),
        ("1899-12-31", "of the year 1899"),
        ("9999-12-31", "of the year 9999"),
    ],
)
def test_a_time_that_nothing_can_be_reckoned_from_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        clock.parse_instant(text)


def test_a_time_without_an_offset_is_utc_and_a_bare_date_its_first_instant() -> None:
    assert clock.parse_instant("2026-11-23") == datetime(2026, 11, 23, tzinfo=UTC)
    assert clock.parse_instant("2026-11-23T00:30:00+01:00") == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
