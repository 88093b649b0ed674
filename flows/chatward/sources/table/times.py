"""When the records of a table were sent: ISO 8601, seconds since 1970, or any pattern; whole columns at a time."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from chatward.sources.instants import microseconds
from chatward.sources.table.part import mapped
from chatward.sources.table.zones import Microseconds, named_zone, offsets, written_offset

_US = pa.timestamp("us")
_MICROSECOND = timedelta(microseconds=1)
_FIRST, _LAST = -62_135_596_800_000_000, 253_402_300_799_999_999  # the years that a datetime can name
_EPOCH_FORMATS = {"epoch_s": (1_000_000, "second"), "epoch_ms": (1_000, "millisecond"), "epoch_us": (1, "microsecond")}
# of the times of Parquet: precision, and microseconds in each; None where a microsecond holds several
_UNITS = {
    "s": ("second", 1_000_000), "ms": ("millisecond", 1_000), "us": ("microsecond", 1), "ns": ("microsecond", None),
}  # fmt: skip
_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})", "H": r"(?P<H>\d{1,2})",
    "M": r"(?P<M>\d{1,2})", "S": r"(?P<S>\d{1,2})", "f": r"(?P<f>\d{1,6})",
}  # fmt: skip
_ISO = (
    r"^\s*(?P<Y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"
    r"(?:[T ](?P<H>\d{2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?: ?(?P<z>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Times:
    """Columns of instants; where ``utc`` is null the time could not be read."""

    utc: pa.Array
    local: pa.Array
    zone_source: pa.Array
    precision: pa.Array


@dataclass(frozen=True, slots=True)
class _Read:
    """Times as written: an instant where the offset is known, else a wall clock. All arrays have equal length.

    Attributes:
        clock: microseconds since 1970 on the clock that the text shows.
        is_read: where there is one.
        offset: microseconds by which it is ahead of UTC.
        has_offset: where that is known.
    """

    clock: Microseconds
    is_read: npt.NDArray[np.bool_]
    offset: Microseconds
    has_offset: npt.NDArray[np.bool_]
    precision: pa.Array


def times_of(values: pa.Array, time_format: str, zones: pa.Array | None, zone: tzinfo | None) -> Times:
    """Return the times in a column.

    Args:
        values: texts, or what Parquet has as times or dates.
        time_format: as in ``TableMapping``.
        zones: of each record, the zone that its own column names; None without such a column.
        zone: what the policy declares.
    """
    read = _read(values, time_format)
    offset, is_known = (read.offset, read.has_offset) if zones is None else _offsets_of(zones, read)
    wall = ~is_known
    if wall.any():
        offset = np.where(wall, offsets(read.clock, zone or UTC), offset)
    utc = read.clock - offset
    is_read = read.is_read & (utc >= _FIRST) & (utc <= _LAST)
    source = pc.if_else(pa.array(is_known), "explicit", "assumed" if zone is None else "declared")
    return Times(
        utc=_array(utc, is_read, pa.timestamp("us", tz="UTC")),
        local=_array(read.clock, is_read & ~read.has_offset, _US),
        zone_source=source,
        precision=read.precision,
    )


def _read(values: pa.Array, time_format: str) -> _Read:
    kind = values.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _typed(values)
    if time_format in _EPOCH_FORMATS:
        return _epochs(values, *_EPOCH_FORMATS[time_format])
    if time_format == "iso":
        return _with_others(values, _matched(values, _ISO), _from_iso)
    if pattern := _numeric(time_format):
        return _matched(values, pattern)
    return _parsed(values, partial(_from_pattern, time_format), _precision_of(time_format))


def _typed(values: pa.Array) -> _Read:
    """Return the times of a column of Parquet; those beyond what a datetime can name are not read."""
    is_date = pa.types.is_date(values.type)
    precision, factor = ("day", 86_400_000_000) if is_date else _UNITS[values.type.unit]
    numbers = (values.cast(pa.date32()).cast(pa.int32()) if is_date else values).cast(pa.int64())
    if factor is None:
        numbers = pc.divide(numbers, 1000)
    else:
        is_near = pc.and_(pc.greater_equal(numbers, _FIRST // factor), pc.less_equal(numbers, _LAST // factor))
        numbers = pc.multiply(pc.if_else(is_near, numbers, None), factor)
    has_offset = np.full(len(values), not is_date and values.type.tz is not None)
    return _known(numbers, has_offset, _repeated(precision, len(values)))


def _epochs(values: pa.Array, factor: int, precision: str) -> _Read:
    try:
        numbers = pc.multiply_checked(values.cast(pa.int64()), factor)
    except pa.ArrowInvalid:
        numbers = mapped(values, lambda text: _epoch(text, factor), pa.int64())
    return _known(numbers, np.ones(len(values), np.bool_), _repeated(precision, len(values)))


def _epoch(text: str, factor: int) -> int | None:
    try:
        number = int(Decimal(text.strip()) * factor)
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return number if _FIRST <= number <= _LAST else None


def _known(numbers: pa.Array, has_offset: npt.NDArray[np.bool_], precision: pa.Array) -> _Read:
    is_read = numbers.is_valid().to_numpy(zero_copy_only=False)
    clock = numbers.fill_null(0).to_numpy(zero_copy_only=False)
    is_read &= (clock >= _FIRST) & (clock <= _LAST)
    return _Read(np.where(is_read, clock, 0), is_read, np.zeros(len(clock), np.int64), has_offset, precision)


def _numeric(time_format: str) -> str | None:
    """Return the pattern of a format of digits alone, which whole columns are matched with; None for any other."""
    found = re.split(r"%(.)", time_format)
    directives = found[1::2]
    if not {"Y", "m", "d"} <= set(directives) <= _DIRECTIVES.keys() or len(set(directives)) < len(directives):
        return None
    parts = (re.escape(text) if place % 2 == 0 else _DIRECTIVES[text] for place, text in enumerate(found))
    return rf"^\s*{''.join(parts)}\s*$"


def _matched(values: pa.Array, pattern: str) -> _Read:
    """Return the times of texts that a pattern's groups take apart; others are not read."""
    found = pc.extract_regex(values, pattern)
    names = {field.name for field in found.type}
    groups = {name: pc.struct_field(found, name) for name in names}
    is_read = found.is_valid().to_numpy(zero_copy_only=False)
    year, month, day, hour, minute, second = (_number(groups.get(name), len(values)) for name in "YmdHMS")
    is_read &= (year > 0) & (month >= 1) & (month <= 12) & (day >= 1) & (hour < 24) & (minute < 60) & (second < 60)
    months = np.where(is_read, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    is_read &= day <= ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    days = months.astype("datetime64[D]").astype(np.int64) + day - 1
    clock = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + _fraction(groups.get("f"), len(values))
    offset, has_offset = _written_offsets(groups.get("z"), len(values))
    return _Read(np.where(is_read, clock, 0), is_read, offset, has_offset, _precisions(groups, len(values)))


def _number(digits: pa.Array | None, size: int) -> Microseconds:
    if digits is None:
        return np.zeros(size, np.int64)
    filled = pc.if_else(pc.equal(pc.fill_null(digits, ""), ""), "0", digits)
    return np.asarray(filled.cast(pa.int64()).to_numpy(zero_copy_only=False))


def _fraction(digits: pa.Array | None, size: int) -> Microseconds:
    if digits is None:
        return np.zeros(size, np.int64)
    padded = pc.utf8_rpad(pc.fill_null(digits, ""), 6, "0")
    return np.asarray(pc.utf8_slice_codeunits(padded, 0, 6).cast(pa.int64()).to_numpy(zero_copy_only=False))


def _written_offsets(zones: pa.Array | None, size: int) -> tuple[Microseconds, npt.NDArray[np.bool_]]:
    if zones is None:
        return np.zeros(size, np.int64), np.zeros(size, np.bool_)
    written = mapped(zones, written_offset, pa.int64())
    known = written.is_valid().to_numpy(zero_copy_only=False)
    return np.asarray(written.fill_null(0).to_numpy(zero_copy_only=False)), known


def _precisions(groups: dict[str, pa.Array], size: int) -> pa.Array:
    precision = _repeated("day", size)
    for name, word in (("H", "minute"), ("S", "second")):
        if name in groups:
            precision = pc.if_else(_is_there(groups[name]), word, precision)
    if "f" in groups:
        digits = pc.utf8_length(pc.fill_null(groups["f"], ""))
        precision = pc.if_else(pc.greater(digits, 0), "millisecond", precision)
        precision = pc.if_else(pc.greater(digits, 3), "microsecond", precision)
    return precision


def _is_there(texts: pa.Array) -> pa.Array:
    return pc.not_equal(pc.fill_null(texts, ""), "")


def _with_others(values: pa.Array, read: _Read, parse: Callable[[str], datetime]) -> _Read:
    """Return what was read, and what else ``parse`` can make out among the rest."""
    missing = ~read.is_read
    if not missing.any():
        return read
    rest = _parsed(values.filter(pa.array(missing)), parse, "second")
    merged = {name: np.array(getattr(read, name)) for name in ("clock", "is_read", "offset", "has_offset")}
    for name, column in merged.items():
        column[missing] = getattr(rest, name)
    return replace(read, **merged, precision=pc.replace_with_mask(read.precision, pa.array(missing), rest.precision))


def _parsed(values: pa.Array, parse: Callable[[str], datetime], precision: str) -> _Read:
    """Return the times of texts that are parsed one by one, each distinct one once."""
    times = {text: _time(parse, text) for text in values.unique().to_pylist()}
    found = [times[text] for text in values.to_pylist()]
    columns = np.array([time or (0, 0, False) for time in found], np.int64).reshape(-1, 3)
    is_read = np.array([time is not None for time in found], np.bool_)
    has_offset = columns[:, 2].astype(np.bool_)
    return _Read(columns[:, 0], is_read, columns[:, 1], has_offset, _repeated(precision, len(found)))


def _time(parse: Callable[[str], datetime], text: str | None) -> tuple[int, int, bool] | None:
    """Return clock, offset and whether that is known; None for what is no time."""
    try:
        time = parse(text or "")
    except (ValueError, OverflowError):
        return None
    offset = time.utcoffset()
    clock = microseconds(time.replace(tzinfo=None))
    return clock, (offset or timedelta()) // _MICROSECOND, offset is not None


def _from_iso(text: str) -> datetime:
    return datetime.fromisoformat(text.strip())


def _from_pattern(time_format: str, text: str) -> datetime:
    return datetime.strptime(text.strip(), time_format)  # noqa: DTZ007  # a wall clock, whose zone the caller knows


def _precision_of(time_format: str) -> str:
    for directives, precision in ((("%f",), "microsecond"), (("%S", "%c", "%X", "%T"), "second"), (("%M",), "minute")):
        if any(directive in time_format for directive in directives):
            return precision
    return "day"


def _offsets_of(zones: pa.Array, read: _Read) -> tuple[Microseconds, npt.NDArray[np.bool_]]:
    """Return the offsets of clocks whose zone stands in a column of its own; what is unknown there stays unknown."""
    offset, is_known = read.offset.copy(), read.has_offset.copy()
    texts = pc.fill_null(zones.cast(pa.string()), "")
    for text in texts.unique().to_pylist():
        zone = named_zone(text.strip())
        rows = ~read.has_offset & pc.equal(texts, text).to_numpy(zero_copy_only=False)
        if zone and rows.any():
            offset[rows] = offsets(read.clock[rows], zone)
            is_known[rows] = True
    return offset, is_known


def _repeated(word: str, size: int) -> pa.Array:
    return pa.repeat(pa.scalar(word, pa.string()), size)


def _array(numbers: Microseconds, is_valid: npt.NDArray[np.bool_], kind: Any) -> pa.Array:
    return pa.array(np.where(is_valid, numbers, 0), pa.int64(), mask=~is_valid).cast(kind)
