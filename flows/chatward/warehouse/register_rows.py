"""Reads the small CSV registers that people keep."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chatward.errors import ConfigError


def register_rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows of a register that people keep, by column; none where there is no such file.

    Rows whose first cell begins with ``#`` are left out.

    Raises:
        ConfigError: it is no CSV in UTF-8, lacks a column, or has a row whose cells have moved.
    """
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise ConfigError(
                    f"{path.parent.name}/{path.name} has no column {', '.join(missing)}",
                    hint=f"its header must name {', '.join(columns)}, separated by commas",
                )
            for row in reader:
                values = {name: (row[name] or "").strip() for name in columns}
                if not values[columns[0]].startswith("#"):
                    _check_row(row, path, reader.line_num)
                    yield values
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            f"{path.parent.name}/{path.name} is no CSV file in UTF-8 ({type(error).__name__})",
            hint="save it as CSV in UTF-8; a quote that is opened must be closed",
        ) from None


def _check_row(row: Mapping[str | None, Any], path: Path, line: int) -> None:
    """Refuse a row whose cells have moved: of a swallowed or shifted hold nobody would hear.

    Raises:
        ConfigError: it has more cells than the header, or one that does not end on its line.
    """
    if any(row.get(None, ())):
        raise ConfigError(
            f"{path.parent.name}/{path.name}: line {line} has more cells than the header",
            hint="put a cell with a comma in it between quotes",
        )
    if any("\n" in cell or "\r" in cell for cell in row.values() if isinstance(cell, str)):
        raise ConfigError(
            f"{path.parent.name}/{path.name}: a cell before line {line} goes over the end of its line",
            hint="close its quote, and write each cell on one line",
        )
