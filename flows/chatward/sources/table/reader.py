"""Reads tables: CSV, JSON lines or a JSON array, and Parquet, told apart by their first bytes."""

from collections.abc import Iterator

from chatward.sources.files import read_members
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.table import csv_parts, json_parts, parquet_parts
from chatward.sources.table.encoding import as_text
from chatward.sources.table.mapping import TableMapping, declared
from chatward.sources.table.part import Part, gathered
from chatward.sources.table.rows import batch_of


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the table's records in file order, as messages and events.

    Records are rejected as ``no_time``, ``bad_time``, ``no_target``, or as ``part.Broken`` lists.

    Raises:
        ConfigError: the settings do not say which column is what.
        SourceFormatError: a file is no table, lacks a column that the policy names, or has an encoding that nobody
            declared.
    """
    mapping = declared(settings.table)
    for member, data in read_members(export):
        for part in gathered(_parts(data, mapping)):
            yield batch_of(part, member, mapping, settings)


def _parts(data: bytes, mapping: TableMapping) -> Iterator[Part]:
    if data.startswith(parquet_parts.MAGIC):
        return parquet_parts.parts(data, mapping)
    text = as_text(data, mapping.encoding)
    if text.lstrip()[:1] in (b"{", b"["):
        return json_parts.parts(text, mapping)
    return csv_parts.parts(text, mapping)
