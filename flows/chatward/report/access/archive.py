"""Writes a dossier as one zip: a page to read, JSON, and CSV. Equal dossiers give equal bytes."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from chatward.report.access.gathering import Dossier
from chatward.report.pages import templates

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheets take for a formula."""


def to_zip(dossier: Dossier) -> bytes:
    """Return the zip: ``index.html``, ``data.json`` and one ``csv/….csv`` a table that has rows."""
    content = {
        "index.html": templates().get_template("access.html").render(dossier=dossier).encode(),
        "data.json": orjson.dumps(
            {"about": dossier.about, **dossier.tables},
            option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NAIVE_UTC,
        ),
        **{f"csv/{name}.csv": to_csv(rows) for name, rows in dossier.tables.items() if rows},
    }
    return _zipped(content, dossier.about["made_at_utc"])


def to_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV in UTF-8 with a byte order mark, which spreadsheets need.

    No cell is a formula: one that would begin like one begins with an apostrophe.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return b"\xef\xbb\xbf" + table.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = "" if value is None else str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def _zipped(content: Mapping[str, bytes], at: datetime) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, date_time=(max(at.year, 1980), *at.timetuple()[1:6]))
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, data)
    return archive.getvalue()
