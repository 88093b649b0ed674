"""Reads an export of any size in parts that fit into memory; nothing of it is handed on before all of it was read."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from chatward.intake.aside import put_aside
from chatward.intake.assembling import Parts, assembled, tables_of
from chatward.intake.bounding import bounded
from chatward.intake.covering import NO_SPANS
from chatward.intake.identifying import Keys
from chatward.intake.repeats import Repeats
from chatward.intake.results import FileRead, Part, Reading, SourceTask
from chatward.intake.tally import Tally
from chatward.sources import recognise
from chatward.sources.records import CONVERSATIONS, Batch, Export, empty

LARGE_BYTES = 2**22
"""Larger exports, as delivered, are read in parts; an archive may unpack to a hundred times as much."""

PART_BYTES = 2**25
"""About so many bytes of records make a part."""


def add_large(
    reading: Reading,
    export: Export,
    file_id: str,
    task: SourceTask,
    keys: Keys,
    finish: Callable[[Tally], FileRead],
) -> None:
    """Add an export to what was read: its last part to the tables, those before it sealed.

    Args:
        finish: returns the file as read, or raises what forbids to store any of it.

    Raises:
        Error: nothing of it may be stored, and nothing was added.
    """
    tally, parts, waiting = Tally(reconciles=task.reconciles), _Parts(file_id, task, keys), list[Batch]()
    before: list[Part] = []
    try:
        for batch in bounded(recognise.read(export, task.settings), task.limits.field_bytes):
            if waiting and _bytes(waiting) + _bytes([batch]) > PART_BYTES:
                records, _ = put_aside(task.spill, parts.assembled(waiting), task.hints, tally.end, beside=True)
                before.append(Part(records, task.source, file_id, not before, NO_SPANS))
                waiting = []
            waiting.append(batch)
            tally.note(batch)
        file = finish(tally)
        last = parts.assembled(waiting, tally.spans())
    except BaseException:
        for part in before:
            part.records.discard()
        raise
    last["messages"] = tally.end.date(last["messages"])
    reading.before += [replace(part, spans=last["spans"]) for part in before]
    reading.begun += [] if before else [file_id]
    reading.files.append(file)
    reading.add(last)


class _Parts:
    """Makes tables of the parts of one file, in their order."""

    def __init__(self, file_id: str, task: SourceTask, keys: Keys) -> None:
        self._file_id, self._task, self._keys = file_id, task, keys
        self._repeats = Repeats()
        self._conversations = empty(CONVERSATIONS)

    def assembled(self, batches: Sequence[Batch], spans: pa.Table = NO_SPANS) -> dict[str, pa.Table]:
        """Return the tables of the next part, as ``assembling`` does; what the export shows in full comes last.

        Readers tell a conversation once: each part tells again those that its records are of, for they are gated by it.
        """
        tables = tables_of(batches)
        new, known = tables["conversations"]["conversation_key"], self._conversations
        met = [new, *(tables[name]["conversation_key"].cast(pa.string()) for name in ("messages", "events"))]
        keys = pa.chunked_array([chunk for column in met for chunk in column.chunks], pa.string()).unique()
        again = known.filter(pc.is_in(known["conversation_key"], keys.drop_null()))
        self._conversations = pa.concat_tables([known, tables["conversations"]])
        tables["conversations"] = pa.concat_tables([again, tables["conversations"]])
        tables["spans"] = spans
        by_name = {name: [table] for name, table in tables.items()}
        rows = {name: [table.num_rows] for name, table in tables.items()}
        return assembled(Parts([self._file_id], by_name, rows), self._task, self._keys, self._repeats)


def _bytes(batches: Sequence[Batch]) -> int:
    return sum(table.nbytes for batch in batches for table in (batch.messages, batch.events, batch.rejects))
