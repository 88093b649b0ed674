"""When Telegram's records happened."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

import pyarrow as pa

from chatward.sources.instants import LAST_MICROSECOND, microseconds


class Clock:
    """Reads times: exports since 2022 name the instant, older ones only the exporting computer's wall clock.

    The wall clock is read in the zone given, or in UTC for want of one. Of an hour that it went through twice
    the first is taken.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone or UTC
        self._source = "assumed" if zone is None else "declared"
        self._wall_clock = lru_cache(maxsize=1024)(self._read_wall_clock)  # many messages of one second, in old groups

    def times(self, records: Sequence[Any]) -> tuple[list[int | None], list[str]]:
        """Return the instant of each record in microseconds since 1970, None where it has none, and the zone source."""
        try:
            instants = [int(record["date_unixtime"]) * 1_000_000 for record in records]
        except (KeyError, TypeError, ValueError, OverflowError):
            instants = [LAST_MICROSECOND + 1]
        if -LAST_MICROSECOND <= min(instants, default=0) <= max(instants, default=0) <= LAST_MICROSECOND:
            return [*instants], ["explicit"] * len(instants)
        found = [self._time(record) for record in records]
        return [instant for instant, _ in found], [source for _, source in found]

    def _time(self, record: Any) -> tuple[int | None, str]:
        if not isinstance(record, dict):
            return None, self._source
        try:
            instant = int(record["date_unixtime"]) * 1_000_000
        except (KeyError, TypeError, ValueError, OverflowError):
            instant = LAST_MICROSECOND + 1
        if abs(instant) <= LAST_MICROSECOND:
            return instant, "explicit"
        date = record.get("date")
        return self._wall_clock(date) if isinstance(date, str) else None, self._source

    def _read_wall_clock(self, date: str) -> int | None:
        wall_clock = _wall_clock(date)
        return None if wall_clock is None else microseconds(wall_clock, self._zone)


def wall_clocks(dates: list[Any]) -> pa.Array:
    """Return wall-clock times as written, null where one is missing or odd."""
    try:
        return pa.array(dates, pa.string()).cast(pa.timestamp("us"))
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([_wall_clock(date) for date in dates], pa.timestamp("us"))


def _wall_clock(date: Any) -> datetime | None:
    try:
        wall_clock = datetime.fromisoformat(date)
    except (TypeError, ValueError):
        return None
    return wall_clock if wall_clock.tzinfo is None else None
