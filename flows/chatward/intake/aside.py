"""Puts records aside, sealed by months, and leaves what must be known of them before they are decided on.

Texts take most of the memory, and nobody needs them until their month is stored: they never reach the process that
decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chatward.intake.dating import End
from chatward.intake.hinting import with_hints
from chatward.intake.sealing import Sealed, seal

_LEFT = {
    "messages": (
        "file_id", "source", "month", "conversation_id", "sender_index", "sent_at_utc", "as_of_utc", "message_id",
        "platform_message_id", "hints",
    ),
    "events": (
        "file_id", "source", "month", "conversation_id", "actor_index", "at_utc", "event", "event_id", "target_id",
        "text", "hints",
    ),
}  # fmt: skip
"""The kinds of records, and the columns that are left of each; of texts only those of edits, which act on messages."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of all that is left of a kind: the first, and how many."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Records:
    """Records that wait on the disk; those without a time are not among them, for nothing is ever stored of these.

    Attributes:
        sealed: tables called ``<month>/<kind>``, perhaps beside others.
        rows: by the same names, which rows of what is left they are.
        end: when messages hold that do not say it; not known before all of their export was read.
        nbytes: what they took in memory.
    """

    sealed: Sealed
    rows: Mapping[str, Rows]
    end: End
    nbytes: int

    def table(self, name: str) -> pa.Table:
        """Return the table of this name, without the month."""
        table = self.sealed.table(name)
        return self.end.date(table) if name.endswith("/messages") else table

    def of_month(self, month: str) -> "Records":
        """Return those of a month alone, which are told to another process in few words; ``nbytes`` stays."""
        rows = {name: rows for name, rows in self.rows.items() if name.startswith(f"{month}/")}
        places = {name: self.sealed.places[name] for name in rows}
        return replace(self, sealed=replace(self.sealed, places=places), rows=rows)

    def discard(self) -> None:
        """Remove them."""
        self.sealed.discard()


@dataclass(frozen=True, slots=True)
class Numbered:
    """Records of one reading among all that wait: ``firsts`` are the numbers of the first ones, by kind."""

    records: Records
    firsts: Mapping[str, int]

    def numbers(self, name: str) -> range:
        """Return the numbers of the rows of a table."""
        rows = self.records.rows[name]
        first = self.firsts[name.partition("/")[2]] + rows.first
        return range(first, first + rows.count)


def put_aside(
    folder: Path, read: Mapping[str, pa.Table], hints: frozenset[str], end: End, *, beside: bool = False
) -> tuple[Records, dict[str, pa.Table]]:
    """Seal records by months; return where they wait, and tables with what is left of them, ordered by month.

    Args:
        folder: below which they wait.
        read: tables of a reading, by name; those that hold no records are left as they are.
        hints: of what texts are looked through for.
        end: as in ``Records``.
        beside: whether what is left is sealed beside them.

    Raises:
        ConfigError: the disk is full or not writable.
    """
    left, sealed, rows = dict(read), dict[str, pa.Table](), dict[str, Rows]()
    for kind, columns in _LEFT.items():
        ordered, months = _ordered(with_hints(read[kind], hints))
        left[kind] = _without_words(ordered.select(columns))
        whole = ordered.drop_columns("month")
        for month, each in months:
            rows[f"{month}/{kind}"] = each
            sealed[f"{month}/{kind}"] = whole.slice(each.first, each.count)
    nbytes = sum(read[kind].nbytes for kind in _LEFT)
    return Records(seal(folder, {**sealed, **(left if beside else {})}), rows, end, nbytes), left


def changed(
    folder: Path, records: Records, left: Mapping[str, pa.Table], change: Callable[[pa.Table, str], pa.Table]
) -> tuple[Records, dict[str, pa.Table]]:
    """Return what ``put_aside`` does, with texts and hints of records changed; the former ones are removed.

    Args:
        change: returns a table of this kind with the same rows.
    """
    tables = {name: change(records.table(name), name.partition("/")[2]) for name in records.rows}
    sealed = seal(folder, tables)
    records.discard()
    now = dict(left)
    for kind in _LEFT:
        told = [table.select(["hints", "text"]) for name, table in tables.items() if name.endswith(f"/{kind}")]
        now[kind] = _told_anew(left[kind], told)
    return Records(sealed, records.rows, End(), records.nbytes), now


def _told_anew(left: pa.Table, told: list[pa.Table]) -> pa.Table:
    """Return what is left of records with other texts and hints; those without a time come last and have none."""
    timeless = left.slice(sum(table.num_rows for table in told))
    for name in {"hints", "text"}.intersection(left.column_names):
        chunks = [chunk for table in (*told, timeless) for chunk in table[name].chunks]
        place = left.schema.get_field_index(name)
        left = left.set_column(place, left.schema.field(place), pa.chunked_array(chunks, left.schema.field(place).type))
    return _without_words(left)


def _without_words(left: pa.Table) -> pa.Table:
    """Return what is left of records without texts that act on nothing."""
    if "text" not in left.column_names:
        return left
    place = left.schema.get_field_index("text")
    acts = pc.and_(pc.equal(left["event"].cast(pa.string()), "message_edited"), pc.is_valid(left["month"]))
    words = pc.if_else(acts, left["text"], pa.scalar(None, pa.string()))
    return left.set_column(place, left.schema.field(place), words)


def _ordered(table: pa.Table) -> tuple[pa.Table, list[tuple[str, Rows]]]:
    """Return the rows ordered by month, else as they were, and the rows of each; those without one come last."""
    table = table.unify_dictionaries().combine_chunks()  # from one piece rows are taken far faster than from many
    months = table["month"].combine_chunks()
    names = months.dictionary.to_pylist()
    codes = months.indices.fill_null(len(names)).to_numpy()
    counts = np.bincount(codes, minlength=len(names))[: len(names)]
    ends = np.cumsum(counts)
    rows = [
        (month, Rows(end - count, count))
        for month, end, count in zip(names, ends.tolist(), counts.tolist(), strict=True)
        if count
    ]
    is_ordered = bool((codes[1:] >= codes[:-1]).all())
    return table if is_ordered else table.take(np.argsort(codes, kind="stable")), rows
