"""Wall clocks to instants, and most of all the hours that clocks skip or show twice."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.sources.whatsapp.times import to_utc

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
    "America/Sao_Paulo", "Asia/Pyongyang",
)  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2037-01-01")


def instants(walls: list[str], zone: tzinfo | None, *, chats: list[int] | None = None) -> list[str]:
    seconds = [int((datetime.fromisoformat(wall).replace(tzinfo=UTC) - EPOCH).total_seconds()) for wall in walls]
    owners = None if chats is None else np.array(chats, dtype=np.int64)
    found = to_utc(np.array(seconds, dtype=np.int64), zone, owners)
    return [(EPOCH + timedelta(seconds=int(second))).strftime("%Y-%m-%dT%H:%M") for second in found]


def test_without_a_zone_the_wall_clock_is_utc() -> None:
    assert instants(["2024-07-01T12:00"], None) == ["2024-07-01T12:00"]


def test_summer_and_winter_have_their_own_offsets() -> None:
    walls = ["2024-01-01T12:00", "2024-07-01T12:00", "2025-01-01T12:00"]
    assert instants(walls, BERLIN) == ["2024-01-01T11:00", "2024-07-01T10:00", "2025-01-01T11:00"]


def test_the_minute_before_and_the_minute_of_each_change() -> None:
    walls = ["2024-03-31T01:59", "2024-03-31T03:00", "2024-10-27T01:59", "2024-10-27T03:00"]
    assert instants(walls, BERLIN) == ["2024-03-31T00:59", "2024-03-31T01:00", "2024-10-26T23:59", "2024-10-27T02:00"]


def test_a_time_that_the_clocks_skip_moves_forward() -> None:
    assert instants(["2024-03-31T02:30"], BERLIN) == ["2024-03-31T01:30"]


def test_a_time_shown_twice_is_the_first_one() -> None:
    assert instants(["2024-10-27T02:30"], BERLIN) == ["2024-10-27T00:30"]


def test_a_step_back_in_the_file_shows_that_the_clocks_were_set_back() -> None:
    walls = ["2024-10-27T02:10", "2024-10-27T02:50", "2024-10-27T02:20", "2024-10-27T02:55", "2024-10-27T03:00"]
    expected = ["2024-10-27T00:10", "2024-10-27T00:50", "2024-10-27T01:20", "2024-10-27T01:55", "2024-10-27T02:00"]
    assert instants(walls, BERLIN) == expected


def test_neighbours_out_of_order_by_a_minute_do_not_set_the_clocks_back() -> None:
    walls = ["2024-10-27T02:10", "2024-10-27T02:09", "2024-10-27T02:30"]
    assert instants(walls, BERLIN) == ["2024-10-27T00:10", "2024-10-27T00:09", "2024-10-27T00:30"]


def test_the_clocks_of_one_chat_are_not_set_back_by_another_s() -> None:
    walls = ["2024-10-27T02:50", "2024-10-27T02:20", "2024-10-27T02:10", "2024-10-27T02:30"]
    expected = ["2024-10-27T00:50", "2024-10-27T01:20", "2024-10-27T00:10", "2024-10-27T00:30"]
    assert instants(walls, BERLIN, chats=[0, 0, 1, 1]) == expected


def test_a_zone_may_be_a_fixed_offset_and_a_file_may_be_empty() -> None:
    assert instants(["2024-07-01T12:00"], timezone(timedelta(hours=5, minutes=45))) == ["2024-07-01T06:15"]
    assert instants([], BERLIN) == []


@pytest.mark.parametrize("name", ZONES)
@settings(deadline=None)
@given(walls=st.lists(st.datetimes(FIRST, LAST), min_size=1, max_size=30))
def test_every_wall_clock_becomes_the_instant_that_python_finds(name: str, walls: list[datetime]) -> None:
    zone = ZoneInfo(name)
    # an export does not write which of two equal hours it means: the first
    ordered = sorted(wall.replace(microsecond=0, fold=0) for wall in walls)
    seconds = np.array([int((wall.replace(tzinfo=UTC) - EPOCH).total_seconds()) for wall in ordered])
    expected = [int(wall.replace(tzinfo=zone).timestamp()) for wall in ordered]
    assert to_utc(seconds, zone).tolist() == expected
