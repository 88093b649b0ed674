"""Takes readings in: links people, notes what is reported, and has the records wait until they are decided on.

Whom a record concerns and on which basis it may be kept depends on everybody whom a run names. So nothing is decided
before all was read, or as much of it as may wait; then each month is written once. What the gate need not know, above
all texts, waits sealed on the disk, by months, as the workers put it aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from chatward import queries
from chatward.intake.aside import Numbered, changed
from chatward.intake.hinting import with_hints
from chatward.intake.results import FileRead, Reading
from chatward.warehouse.connection import RECORD_ID
from chatward.warehouse.erasure.arriving_words import ArrivingWords
from chatward.warehouse.gate.deciding import note_conversations
from chatward.warehouse.gate.hinted import hints_of
from chatward.warehouse.gate.suppressing import write_list
from chatward.warehouse.gate.turning_away import suppress_conversations, without_suppressed
from chatward.warehouse.moment import Moment
from chatward.warehouse.people.people import link_people
from chatward.warehouse.records.changing import note_changes
from chatward.warehouse.records.opting import take_choices
from chatward.warehouse.records.reconciling import note_spans
from chatward.warehouse.store import Warehouse

_ARRIVING = ("arriving_messages", "arriving_events", "arriving_conversations", "arriving_spans", "arriving_rejects")


@dataclass(slots=True)
class Waiting:
    """What was taken in and not stored yet; its records are in the tables of ``schema/waiting``, too.

    Attributes:
        begun: ids of files whose first records are among it.
        files: those whose last records are.
        sources: whose records they are.
        parts: the records.
        rows: how many there are, by kind.
        nbytes: what they took in memory.
    """

    begun: list[str] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    parts: list[Numbered] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RECORD_ID, 0))
    nbytes: int = 0

    @property
    def months(self) -> set[str]:
        """The months of its records."""
        return {name.partition("/")[0] for part in self.parts for name in part.records.rows}

    def parts_of(self, month: str) -> list[Numbered]:
        """Return what the parts have of a month."""
        found = [replace(part, records=part.records.of_month(month)) for part in self.parts]
        return [part for part in found if part.records.rows]

    def clear(self) -> None:
        """Let go of all that was stored."""
        for part in self.parts:
            part.records.discard()
        for each in (self.begun, self.files, self.sources, self.parts):
            each.clear()
        self.rows, self.nbytes = dict.fromkeys(RECORD_ID, 0), 0


def take_in(warehouse: Warehouse, readings: Sequence[Reading], moment: Moment, waiting: Waiting) -> None:
    """Add readings to what waits.

    What is noted of people, conversations and changes stays where a run is cut off afterwards: it is met again when the
    files are read again, and ids stay.
    """
    if not any(reading.files or reading.begun or reading.nbytes for reading in readings):
        return
    connection = warehouse.connection
    if not waiting.sources:
        connection.execute(queries.load("schema/waiting"))
    people = pa.concat_tables([reading.people for reading in readings])
    words = ArrivingWords(warehouse, people["identifier_type"].unique().to_pylist())
    for reading in readings:
        _number(reading, words, warehouse.spill, hints_of(moment.policy), waiting)
    _register(connection, readings, words, waiting)
    link_people(warehouse, without_suppressed(warehouse, people), moment)
    take_choices(warehouse, moment)
    begun = [file_id for reading in readings for file_id in reading.begun]
    ended = [file for reading in readings for file in reading.files]
    waiting.begun += begun
    waiting.files += ended
    waiting.sources |= {reading.source for reading in readings}
    with warehouse.transaction():
        note_changes(connection)
        note_spans(connection, begun=begun, ended=[file.file_id for file in ended])
        _store_conversations(connection)
        suppress_conversations(warehouse)
    write_list(warehouse)
    _wait(connection)
    for name in _ARRIVING:
        connection.unregister(name)


def _number(reading: Reading, words: ArrivingWords, spill: Path, hints: frozenset[str], waiting: Waiting) -> None:
    """Number the records of a reading after those that wait; nothing in them names somebody who was erased since."""
    firsts = dict(waiting.rows)
    waiting.rows = {kind: rows + getattr(reading, kind).num_rows for kind, rows in firsts.items()}
    if reading.aside is None:
        return
    if words.is_needed:

        def without_erased(records: pa.Table, kind: str) -> pa.Table:
            return with_hints(words.without(records.drop_columns("hints"), kind), hints)

        left = {kind: getattr(reading, kind) for kind in RECORD_ID}
        reading.aside, left = changed(spill, reading.aside, left, without_erased)
        reading.messages, reading.events = left["messages"], left["events"]
    waiting.nbytes += reading.aside.nbytes
    waiting.parts.append(Numbered(reading.aside, firsts))


def _register(
    connection: duckdb.DuckDBPyConnection, readings: Sequence[Reading], words: ArrivingWords, waiting: Waiting
) -> None:
    """Make what is left of readings visible to SQL as ``arriving_<kind>``, the records numbered as they wait."""
    tables: list[pa.Table] = []
    for kind, rows in waiting.rows.items():
        table = pa.concat_tables([getattr(reading, kind) for reading in readings])
        numbers = pa.array(np.arange(rows - table.num_rows, rows))
        tables.append(table.unify_dictionaries().combine_chunks().append_column("row_number", numbers))
    conversations, spans, rejects = (
        pa.concat_tables([getattr(reading, name) for reading in readings])
        for name in ("conversations", "spans", "rejects")
    )
    tables += [words.titled(conversations, tables[0]), spans, words.unread(rejects)]
    for name, table in zip(_ARRIVING, tables, strict=True):
        connection.register(name, table)


def _store_conversations(connection: duckdb.DuckDBPyConnection) -> None:
    """Store conversations and who wrote in them; leave ``batch_customers`` (conversation_id, customer_id)."""
    customers = queries.load("core/conversation_customers")
    connection.execute(
        "create or replace temp view batch_conversations as select conversation_id from arriving_conversations"
    )
    connection.execute(f"create or replace temp table former_customers as {customers}")
    connection.execute(
        """create or replace temp table former_conversations as
        select conversation_id from gov.conversations
        where conversation_id in (select conversation_id from arriving_conversations)"""
    )
    connection.execute(queries.load("core/new_conversations"))
    connection.execute(queries.load("core/better_conversations"))
    connection.execute(queries.load("core/new_conversation_members"))
    connection.execute(f"create or replace temp table batch_customers as {customers}")
    note_conversations(connection, queries.load("core/changed_conversations"))


def _wait(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to the tables of ``schema/waiting`` what the gate must know of what arrived."""
    connection.execute(queries.load("core/waiting_records"))
    connection.execute(
        """insert into waiting_suppressed_people select person, until_utc from batch_suppressed_people;
        insert into waiting_suppressed_customers select conversation_id, until_utc from batch_suppressed_customers"""
    )
