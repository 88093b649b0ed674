"""Rows with a text, out of files of many kinds: plain text, JSON lines, CSV and Parquet."""

import codecs
import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

from chatward.errors import SourceFormatError, UsageError

FORMATS = ("text", "jsonl", "csv", "parquet")
_BY_ENDING = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
}  # fmt: skip
_PARQUET = b"PAR1"
_GLANCE = 4_096  # bytes that tell the format of a file whose name does not
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
        field: name of the column with the text; plain text, each of whose lines is one, has no use for it.
        file_format: one of ``FORMATS``; None to tell by the name's ending, else by ``field`` and how the file begins.

    Raises:
        UsageError: the file is missing, or is a table and no field is named.
        SourceFormatError: it is not what its format says.
    """
    file_format = file_format or _BY_ENDING.get(path.suffix.lower())
    if file_format and file_format not in FORMATS:
        raise UsageError(f"the format is none of {', '.join(FORMATS)}")
    with _opened(path) as file:
        file_format = file_format or (_told(file.peek(_GLANCE)) if field else "text")
        if file_format == "text":
            yield from (Row(number, line.translate(_SURROGATES)) for number, line in enumerate(_lines(file), start=1))
        elif field is None:
            raise UsageError(f"{file_format} has columns, and none is named", hint="name the text's with --field")
        else:
            yield from _ROWS[file_format](file, field)


def _told(head: bytes) -> str:
    """Return the format of a file with a named field that begins so: text, if no line of it could be an object."""
    if head.startswith(_PARQUET):
        return "parquet"
    return "jsonl" if any(line.startswith("{") for line in _starts(head)) else "text"


def _starts(head: bytes) -> list[str]:
    """Return how lines begin, whatever the coding: for UTF-16 it is enough here to leave its zeros out."""
    return [line.strip("\ufeffÿþ\0 \t") for line in _decoded(head).replace("\0", "").splitlines()]


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    if str(path) == "-":
        yield BufferedReader(sys.stdin.buffer)  # type: ignore[arg-type]  # typeshed knows no peek in it
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


def _json_rows(file: BufferedReader, field: str) -> Iterator[Row]:
    """Yield the rows of JSON lines, or of one array."""
    is_array = "".join(_starts(file.peek(_GLANCE))).startswith("[")
    lines = _elements(list(_lines(file))) if is_array else _lines(file)
    return (_json_row(number, line, field) for number, line in enumerate(lines, start=1))


def _elements(lines: list[str]) -> Iterable[str]:
    """Return the elements of an array as JSON lines; the lines themselves where they are no array."""
    try:
        found = json.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return lines
    return map(json.dumps, found)


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


_ROWS: dict[str, Callable[[BufferedReader, str], Iterator[Row]]] = {
    "jsonl": _json_rows,
    "csv": _csv_rows,
    "parquet": _parquet_rows,
}
