"""By how much wall clocks are ahead of UTC: as written beside them, or by their zone."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Microseconds = npt.NDArray[np.int64]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_QUARTER = 900_000_000  # zones change between two quarters of an hour, but for a few before 1973
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?")


def written_offset(text: str) -> int | None:
    """Return the microseconds of a written offset like ``+02:00``; names stand for none but UTC's."""
    if text in ("Z", "z", "UTC", "GMT"):
        return 0
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    minutes = 60 * int(found["hours"]) + int(found["minutes"] or 0)
    return (-minutes if found["sign"] == "-" else minutes) * 60_000_000


def named_zone(text: str) -> tzinfo | None:
    """Return the zone of an IANA name or a written offset; None for what is neither."""
    written = written_offset(text)
    try:
        return ZoneInfo(text) if written is None else timezone(timedelta(microseconds=written))
    except (KeyError, ValueError, OSError):
        return None


def offsets(clock: Microseconds, zone: tzinfo) -> Microseconds:
    """Return by how much wall clocks are ahead of UTC; of an hour that a clock shows twice the first is taken."""
    quarters, places = np.unique(clock // _QUARTER, return_inverse=True)
    return np.array([_offset_at(int(quarter) * _QUARTER, zone) for quarter in quarters], np.int64)[places]


def _offset_at(clock: int, zone: tzinfo) -> int:
    wall = (_EPOCH + timedelta(microseconds=clock)).replace(tzinfo=zone)
    return (wall.utcoffset() or timedelta()) // _MICROSECOND
