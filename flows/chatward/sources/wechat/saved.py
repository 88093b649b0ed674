"""JSON of WeChat's exporters: chatlog's answers, and PyWxDump's rows as objects; each object is a row of their CSV."""

from collections.abc import Iterator, Mapping
from typing import Any

from chatward.sources.json_values import Broken, written
from chatward.sources.jsontext import load_json
from chatward.sources.transcript.csv_rows import CsvRow

_PAGES = ("items", "messages", "data", "list")
_RECORDS = ((), *((name,) for name in _PAGES))
_TITLES = ("title", "desc", "nickname", "label", "poiname")

Fields = dict[str, str]


def rows_of(value: Any) -> list[Any]:
    """Return the rows of a list, or of a page that holds one."""
    pages = (value.get(name) for name in _PAGES) if isinstance(value, dict) else (value,)
    return next((page for page in pages if isinstance(page, list)), [])


def saved_rows(text: str) -> tuple[str, list[tuple[CsvRow, Fields | None]], dict[int, str]]:
    """Return the rows of a JSON text with their fields, None for what is no row; the text in which such lie, and why.

    Raises:
        SourceFormatError: the text is no JSON at its very top.
    """
    found: list[tuple[CsvRow, Fields | None]] = []
    kept, reasons = "", {}
    for place, record in enumerate(rows_of(load_json(text.encode(), records=_RECORDS)), 1):
        if isinstance(record, dict):
            found.append((CsvRow(0, 0, None), dict(_told(record))))
            continue
        is_broken = isinstance(record, Broken)
        reasons[place] = record.reason if is_broken else "not_an_object"
        start = len(kept)
        kept += (record.raw if is_broken else written(record)).decode("utf-8", "replace")
        found.append((CsvRow(start, len(kept), None), None))
    return kept, found, reasons


def _told(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield an object's values as a table has them; what was sent is named where nothing was written."""
    about = record.get("contents")
    named = [about[name] for name in _TITLES if isinstance(about.get(name), str)] if isinstance(about, dict) else []
    for name, value in record.items():
        if isinstance(value, str | int | float):
            yield name, str(value)
    if named and not record.get("content"):
        yield "content", named[0]
