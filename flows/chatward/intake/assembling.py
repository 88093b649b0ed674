"""Puts batches together to the tables that the warehouse takes, with ids for what is in them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from chatward.intake.covering import SPANS, identified_spans
from chatward.intake.identifying import Keys, conversations_table, identified_events, identified_messages, people_table
from chatward.intake.repeats import Repeats
from chatward.intake.results import SourceTask
from chatward.sources.records import CONVERSATIONS, EVENTS, MESSAGES, PARTICIPANTS, REJECTS, Batch

_PARTS = {
    "messages": MESSAGES, "events": EVENTS, "participants": PARTICIPANTS, "conversations": CONVERSATIONS,
    "rejects": REJECTS,
}  # fmt: skip
_SCHEMAS = {**_PARTS, "spans": SPANS}


def tables_of(batches: Sequence[Batch]) -> dict[str, pa.Table]:
    """Return what batches hold as whole tables, by the names of ``Batch``."""
    return {name: _whole(batches, name, schema) for name, schema in _PARTS.items()}


def _whole(batches: Sequence[Batch], name: str, schema: pa.Schema) -> pa.Table:
    tables = [getattr(batch, name).replace_schema_metadata(None) for batch in batches]
    tables = [table if table.schema.equals(schema) else table.cast(schema) for table in tables]
    if len(tables) == 1:
        return tables[0]
    return pa.concat_tables(tables) if tables else schema.empty_table()


def assembled(
    file_ids: Sequence[str],
    parts: Mapping[str, Sequence[pa.Table]],
    task: SourceTask,
    keys: Keys,
    repeats: Repeats | None = None,
) -> dict[str, pa.Table]:
    """Return the tables of a ``Reading``: those of all files put together, with ids for all that is in them.

    Args:
        file_ids: of the files.
        parts: the tables of ``tables_of`` by name, and ``spans``, one for each file.
        task: whose entries they are.
        keys: under which ids are made.
        repeats: counts equal records over the parts of one file; None where these are whole files.
    """
    tables = {name: _joined(parts[name], schema) for name, schema in _SCHEMAS.items()}
    messages = _with_file_ids(tables["messages"], file_ids, parts["messages"])
    events = _with_file_ids(tables["events"], file_ids, parts["events"])
    return {
        "messages": identified_messages(messages, task.source, keys, repeats),
        "events": identified_events(events, task.source, keys, repeats),
        "people": people_table(tables["participants"], messages, events, task.settings, task.source, keys),
        "conversations": conversations_table(tables["conversations"], task.source, keys),
        "rejects": _with_file_ids(tables["rejects"], file_ids, parts["rejects"]),
        "spans": identified_spans(_with_file_ids(tables["spans"], file_ids, parts["spans"]), task.source, keys),
    }


def _joined(tables: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks() if tables else schema.empty_table()


def _with_file_ids(table: pa.Table, file_ids: Sequence[str], parts: Sequence[pa.Table]) -> pa.Table:
    rows = np.repeat(np.arange(len(file_ids), dtype=np.int32), [part.num_rows for part in parts])
    ids = pa.DictionaryArray.from_arrays(pa.array(rows), pa.array(list(file_ids), pa.string()))
    return table.append_column("file_id", ids)
