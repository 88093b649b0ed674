"""Puts batches together to the tables that the warehouse takes, with ids for what is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Parts:
    """What some files hold, before it has ids.

    Attributes:
        file_ids: of the files.
        tables: those of ``tables_of`` by name, and ``spans``; each holds rows of one file or of some, in their order.
        rows: by the same names, how many rows each file has.
    """

    file_ids: Sequence[str]
    tables: Mapping[str, Sequence[pa.Table]]
    rows: Mapping[str, Sequence[int]]

    def joined(self, name: str) -> pa.Table:
        """Return a table of all files."""
        tables = self.tables[name]
        return (
            pa.concat_tables(tables).unify_dictionaries().combine_chunks() if tables else _SCHEMAS[name].empty_table()
        )

    def owned(self, name: str) -> pa.Table:
        """Return a table of all files, with the id of the file that each row is of."""
        owners = np.repeat(np.arange(len(self.file_ids), dtype=np.int32), self.rows[name])
        ids = pa.DictionaryArray.from_arrays(pa.array(owners), pa.array(list(self.file_ids), pa.string()))
        return self.joined(name).append_column("file_id", ids)


def assembled(parts: Parts, task: SourceTask, keys: Keys, repeats: Repeats | None = None) -> dict[str, pa.Table]:
    """Return the tables of a ``Reading``: those of all files put together, with ids for all that is in them.

    Args:
        task: whose entries they are.
        keys: under which ids are made.
        repeats: counts equal records over the parts of one file; None where these are whole files.
    """
    messages, events = parts.owned("messages"), parts.owned("events")
    return {
        "messages": identified_messages(messages, task.source, keys, repeats),
        "events": identified_events(events, task.source, keys, repeats),
        "people": people_table(parts.joined("participants"), messages, events, task.settings, task.source, keys),
        "conversations": conversations_table(parts.joined("conversations"), task.source, keys),
        "rejects": parts.owned("rejects"),
        "spans": identified_spans(parts.owned("spans"), task.source, keys),
    }
