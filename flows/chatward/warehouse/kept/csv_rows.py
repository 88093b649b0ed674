"""Reads the small CSV files that people keep: strictly, since of a row that is misread nobody would hear."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from chatward.errors import ConfigError
from chatward.warehouse.moment import naive_utc

_DATE_CHARS = len("2026-11-23")


def rows_of(path: Path, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """Yield the rows of a register, cells stripped; none where there is no file.

    Rows whose first cell begins with ``#`` are left out; a cell of an ``optional`` column that is not there is empty.

    Raises:
        ConfigError: the file is no CSV, lacks a column, or has a row whose cells have moved.
    """
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise ConfigError(
                    f"{shown(path)} has no column {', '.join(missing)}",
                    hint=f"its header must name {', '.join(columns)}, separated by commas",
                )
            for row in reader:
                values = {name: (row.get(name) or "").strip() for name in (*columns, *optional)}
                if not values[columns[0]].startswith("#"):
                    _check_row(row, path, reader.line_num)
                    yield values
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            f"{shown(path)} is no CSV file in UTF-8 ({type(error).__name__})",
            hint="save it as CSV in UTF-8; a quote that is opened must be closed",
        ) from None


def instant_of(text: str, path: Path, column: str) -> datetime | None:
    """Return the instant, in UTC without a zone, that a cell names; None for an empty one.

    Raises:
        ConfigError: it is no ISO 8601 time.
    """
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
        return instant if instant.tzinfo is None else naive_utc(instant)
    except (ValueError, OverflowError):  # the latter before the year 1 or after 9999 in UTC
        raise ConfigError(
            f"{shown(path)}: {column} is not an ISO 8601 time", hint="write it like 2026-11-23T09:00:00Z"
        ) from None


def end_of(text: str, path: Path, column: str) -> datetime | None:
    """Return like ``instant_of`` the last instant that a cell includes: a day on its own is meant wholly."""
    instant = instant_of(text, path, column)
    if instant and len(text) <= _DATE_CHARS:
        instant += timedelta(days=1) - timedelta(microseconds=1)
    return instant


def day_of(text: str, path: Path, column: str) -> date | None:
    """Return the day that a cell names; None for an empty one.

    Raises:
        ConfigError: it is no ISO 8601 date.
    """
    instant = instant_of(text, path, column)
    return instant.date() if instant else None


def shown(path: Path) -> str:
    """Return the file's name with its folder's, as messages name it."""
    return f"{path.parent.name}/{path.name}"


def _check_row(row: Mapping[str | None, Any], path: Path, line: int) -> None:
    """Refuse a row whose cells have moved: of a swallowed or shifted hold nobody would hear.

    Raises:
        ConfigError: it has more cells than the header, or one that does not end on its line.
    """
    if any(row.get(None, ())):
        raise ConfigError(
            f"{shown(path)}: line {line} has more cells than the header",
            hint="put a cell with a comma in it between quotes",
        )
    if any("\n" in cell or "\r" in cell for cell in row.values() if isinstance(cell, str)):
        raise ConfigError(
            f"{shown(path)}: a cell before line {line} goes over the end of its line",
            hint="close its quote, and write each cell on one line",
        )
