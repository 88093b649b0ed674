"""Rows on their way into batches, for readers that go through an export record by record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from chatward.sources.jsontext import Broken
from chatward.sources.records import BATCH_BYTES, BATCH_ROWS, CONVERSATIONS, EVENTS, MESSAGES, PARTICIPANTS, Batch
from chatward.sources.tables import Rejects, Rows, build

Row = tuple[Any, ...]

_PART = 512  # records made rows of at a time: a batch ends between two parts


class Cells:
    """Collects rows of one schema laid end to end, so that every n-th cell makes a column: no row costs an object.

    Attributes:
        add: appends one row, its values in the order of the columns.
    """

    def __init__(self, schema: pa.Schema, columns: Sequence[str], constants: Mapping[str, Any]) -> None:
        self._schema = schema
        self._columns = columns
        self._constants = constants
        self._cells: list[Any] = []
        self.add: Callable[[Row], None] = self._cells.extend

    def characters(self, column: str, row: int) -> int:
        """Return how many characters a column has from a row on, 0 if it is none of the columns given."""
        if column not in self._columns:
            return 0
        width = len(self._columns)
        values = self._cells[row * width + self._columns.index(column) :: width]
        return sum(len(value) for value in values if value.__class__ is str)

    def __len__(self) -> int:
        return len(self._cells) // len(self._columns)

    def table(self) -> pa.Table:
        """Return the rows so far; a column that is neither given nor constant is null."""
        cells, width = self._cells, len(self._columns)
        columns = {name: cells[place::width] for place, name in enumerate(self._columns)}
        return build(self._schema, len(cells) // width, {**self._constants, **columns})


class UnreadableError(Exception):
    """A record that no row can be made of; its argument is the reason, a code."""


class Collected:
    """Collects rows until ``batch`` hands them out; people and conversations only when they say something new.

    Attributes:
        records: how many records the rows come from; ``take`` counts those it takes.
        whole: the next batch's ``Batch.whole``.
    """

    def __init__(self, columns: Sequence[str], constants: Mapping[str, Any]) -> None:
        self._columns = columns
        self._constants = constants
        self._said: set[tuple[Any, ...]] = set()
        self._start()

    def _start(self) -> None:
        self.records = self._characters = 0
        self.whole: set[str] = set()
        self._messages = Cells(MESSAGES, self._columns, self._constants)
        self.events, self.rejects = Rows(EVENTS), Rejects()
        self._participants, self._conversations = Rows(PARTICIPANTS), Rows(CONVERSATIONS)

    def take(
        self,
        records: Sequence[Any],
        message: Callable[[dict[str, Any], int], Row | None],
        refuse: Callable[[int, str, Any], None],
    ) -> Iterator[Batch]:
        """Take records in their order, and yield a batch whenever one is full.

        Args:
            records: the elements of one array, ``Broken`` or no object some of them.
            message: returns a record's row, in the order of the columns that were given, None if it is no message;
                raises ``UnreadableError``.
            refuse: called with place, reason and record for each that no row can be made of.
        """
        for start in range(0, len(records), _PART):
            part = records[start : start + _PART]
            if self.records + len(part) > BATCH_ROWS or self._characters + self.rejects.raw_bytes > BATCH_BYTES:
                yield self.batch()
            self.records += len(part)
            add, rows = self._messages.add, len(self._messages)
            for place, record in enumerate(part, start + 1):
                if not isinstance(record, dict):
                    refuse(place, record.reason if isinstance(record, Broken) else "not_an_object", record)
                    continue
                try:
                    if row := message(record, place):
                        add(row)
                except UnreadableError as error:
                    refuse(place, str(error), record)
            self._characters += self._messages.characters("text", rows)

    def add_person(self, key: str, name: str | None, role: str | None, same_as: tuple[str, ...] = ()) -> None:
        """Add a participant, unless all of this was said of them before."""
        if self._is_new(("person", key, name, role, same_as)):
            self._participants.add(sender_key=key, display_name=name, role=role, same_as=list(same_as))

    def add_conversation(self, key: str, title: str | None, kind: str | None) -> None:
        """Add a conversation, unless all of this was said of it before."""
        if self._is_new(("conversation", key, title, kind)):
            self._conversations.add(conversation_key=key, title=title, kind=kind)

    def _is_new(self, row: tuple[Any, ...]) -> bool:
        is_new = row not in self._said
        self._said.add(row)
        return is_new

    def batch(self) -> Batch:
        """Return what was collected since the last batch."""
        batch = Batch(
            records=self.records,
            messages=self._messages.table(),
            events=self.events.table(),
            participants=self._participants.table(),
            conversations=self._conversations.table(),
            rejects=self.rejects.table(),
            whole=frozenset(self.whole),
        )
        self._start()
        return batch
