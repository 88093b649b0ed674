"""Rows with a text, out of files of many kinds: plain text, JSON lines, CSV and Parquet."""

import codecs
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from chatward.errors import SourceFormatError, UsageError

FORMATS = ("text", "jsonl", "csv", "parquet")
_BY_ENDING = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
}  # fmt: skip
_DELIMITERS = ",;\t|"
_LONGEST_LANGUAGE = 35  # characters of a tag of BCP 47 that everybody must take (RFC 5646, 4.4.1)
_LONGEST_FIELD = 2**31 - 1
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")

Label = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its text, or why it has none.

    Attributes:
        number: counted from 1, of the lines or rows of the file.
        text: None where the row holds null, or cannot be read.
        labels: the row's own ``spans``, in characters.
        problem: why the row cannot be read, without its words.
        language: the row's own ``language``, where it has one that is a short text.
    """

    number: int
    text: str | None
    labels: tuple[Label, ...] = ()
    problem: str | None = None
    language: str | None = None


def read_rows(path: Path, field: str | None, file_format: str | None) -> Iterator[Row]:
    """Yield the rows of a file, or of standard input for ``-``.

    Text in UTF-8, or UTF-16 with its mark; a line that is neither is read as Latin-1, so that none is lost.

    Args:
        path: the file.
        field: name of the column with the text; None for plain text.
        file_format: one of ``FORMATS``; None to tell by the name's ending, and by ``field``.

    Raises:
        UsageError: the file is missing, or is a table and no field is named.
        SourceFormatError: it is not what its format says.
    """
    file_format = file_format or _BY_ENDING.get(path.suffix.lower(), "jsonl" if field else "text")
    if file_format not in FORMATS:
        raise UsageError(f"the format is none of {', '.join(FORMATS)}")
    if file_format != "text" and field is None:
        raise UsageError(f"{file_format} has columns, and none is named", hint="name the text's with --field")
    with _opened(path) as file:
        if file_format == "parquet":
            yield from _parquet_rows(file, str(field))
        elif file_format == "csv":
            yield from _csv_rows(file, str(field))
        else:
            for number, line in enumerate(_lines(file), start=1):
                yield Row(number, line.translate(_SURROGATES)) if field is None else _json_row(number, line, field)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise UsageError(
            f"the file cannot be opened: {error.strerror}", hint="look at its path and its rights"
        ) from None
    with file:
        yield file


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines without their ends."""
    for number, line in enumerate(file):
        if not number and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from (line + file.read()).decode("utf-16", errors="replace").splitlines()
            return
        octets = line.removeprefix(codecs.BOM_UTF8) if not number else line
        yield _decoded(octets).removesuffix("\n").removesuffix("\r")


def _decoded(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _json_row(number: int, line: str, field: str) -> Row:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return Row(number, None, problem="no JSON")
    if not isinstance(record, dict):
        return Row(number, None, problem="no JSON object")
    return _row(number, record, field)


def _row(number: int, record: dict[str, Any], field: str) -> Row:
    if field not in record:
        return Row(number, None, problem="no such field")
    text = record[field]
    if text is not None and not isinstance(text, str):
        return Row(number, None, problem="the field is no text")
    try:
        labels = tuple(_labels(record.get("spans")))
    except (TypeError, ValueError, KeyError, IndexError):
        return Row(number, None, problem="spans are not [start, end, type]")
    language = record.get("language")
    is_told = isinstance(language, str) and 0 < len(language) <= _LONGEST_LANGUAGE and language.isprintable()
    return Row(number, text and text.translate(_SURROGATES), labels, language=language if is_told else None)


def _labels(spans: Any) -> Iterator[Label]:
    """Yield labelled spans: lists, or objects as other tools write them; in CSV the JSON of them."""
    for span in json.loads(spans) if isinstance(spans, str) and spans else spans or ():
        if isinstance(span, dict):
            label = span.get("label") or span.get("entity_type") or span["type"]
            yield int(span["start"]), int(span["end"]), str(label)
        else:
            yield int(span[0]), int(span[1]), str(span[2])


def _csv_rows(file: IO[bytes], field: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    lines = (line + "\n" for line in _lines(file))
    header = next(lines, "")
    delimiter = max(_DELIMITERS, key=header.count)
    names = next(csv.reader([header], delimiter=delimiter), [])
    if field not in names:
        raise SourceFormatError("line 1: the header has no such column", hint="see --field")
    number = 1
    for cells in _csv_records(lines, delimiter):
        number += 1
        if cells is None or len(cells) != len(names):
            yield Row(number, None, problem="not as many columns as the header has")
        else:
            yield _row(number, dict(zip(names, cells, strict=True)), field)


def _csv_records(lines: Iterable[str], delimiter: str) -> Iterator[list[str] | None]:
    """Yield the records; None for what is none."""
    records = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error:
            yield None
            continue
        if cells:
            yield cells


def _parquet_rows(file: IO[bytes], field: str) -> Iterator[Row]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(file if file.seekable() else pa.BufferReader(file.read()))
    except (pa.ArrowInvalid, OSError):
        raise SourceFormatError("the file is no Parquet file") from None
    names = table.schema_arrow.names
    if field not in names:
        raise SourceFormatError("the file has no such column", hint="see --field")
    number = 0
    try:
        for batch in table.iter_batches(columns=[name for name in (field, "spans", "language") if name in names]):
            for record in batch.to_pylist():
                number += 1
                yield _row(number, record, field)
    except (pa.ArrowInvalid, OSError):
        raise SourceFormatError(f"the file is damaged behind row {number}") from None
