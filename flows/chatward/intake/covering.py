"""Tells what an export shows in full, so that what is missing in it must have been deleted.

An export that misses anything by itself, be it one record that could not be read, shows nothing in full.
"""

from dataclasses import dataclass, field

import pyarrow as pa

from chatward.intake.identifying import Keys, conversation_id
from chatward.sources.records import INSTANT, Batch

SPANS = pa.schema(
    [
        ("conversation_key", pa.string()),
        # the instants of the first and the last record of the conversation
        ("from_utc", INSTANT),
        ("until_utc", INSTANT),
        # the latest instant of the export: of two exports the later one is newer
        ("as_of_utc", INSTANT),
        # how many people wrote in it
        ("writers", pa.int64()),
    ]
)
"""One row per conversation that an export shows in full."""
NO_SPANS = SPANS.empty_table()
"""What most exports show in full."""


@dataclass(slots=True)
class _Span:
    """One conversation in an export: first and last instant, microseconds since 1970, and who wrote."""

    from_us: int
    until_us: int
    writers: set[str]


@dataclass(slots=True)
class Coverage:
    """How fully an export shows its conversations, from one batch after the other."""

    _whole: set[str] = field(default_factory=set)
    _spans: dict[str, _Span] = field(default_factory=dict)

    def note(self, batch: Batch) -> None:
        """Take in a batch."""
        self._whole |= batch.whole
        said = batch.messages.select(["conversation_key", "sent_at_utc", "sender_key"])
        told = batch.events.select(["conversation_key", "at_utc"]).rename_columns(["conversation_key", "sent_at_utc"])
        records = pa.concat_tables([_plain(said), _plain(told)], promote_options="default")
        found = records.group_by("conversation_key").aggregate(
            [("sent_at_utc", "min"), ("sent_at_utc", "max"), ("sender_key", "distinct")]
        )
        instants = (found[f"sent_at_utc_{edge}"].cast(pa.int64()).to_pylist() for edge in ("min", "max"))
        columns = (found["conversation_key"].to_pylist(), *instants, found["sender_key_distinct"].to_pylist())
        for key, first, last, writers in zip(*columns, strict=True):
            if first is not None:
                span = self._spans.setdefault(key, _Span(first, last, set()))
                span.from_us, span.until_us = min(span.from_us, first), max(span.until_us, last)
                span.writers.update(filter(None, writers))

    def spans(self, end_us: int | None) -> pa.Table:
        """Return what the export shows in full, as SPANS; ``end_us`` is its latest instant, as in a span."""
        shown = {} if end_us is None else {key: self._spans[key] for key in sorted(self._whole & self._spans.keys())}
        rows = [
            {
                "conversation_key": key,
                "from_utc": span.from_us,
                "until_utc": span.until_us,
                "as_of_utc": end_us,
                "writers": len(span.writers),
            }
            for key, span in shown.items()
        ]
        return pa.Table.from_pylist(rows, schema=SPANS)


def identified_spans(spans: pa.Table, source: str, keys: Keys) -> pa.Table:
    """Return spans as the warehouse stores them: with ids of conversations instead of keys, which name somebody."""
    ids = [conversation_id(keys.dedupe, source, key) for key in spans["conversation_key"].to_pylist()]
    instants = {name: spans[name].cast(pa.timestamp("us")) for name in ("from_utc", "until_utc", "as_of_utc")}
    return pa.table(
        {
            "file_id": spans["file_id"].cast(pa.string()),
            "source": pa.array([source] * len(ids), pa.string()),
            "conversation_id": pa.array(ids, pa.binary()),
            **instants,
            "writers": spans["writers"],
        }
    )


def _plain(table: pa.Table) -> pa.Table:
    """Return the table with plain texts: dictionaries differ from batch to batch."""
    texts = [place for place, field in enumerate(table.schema) if pa.types.is_dictionary(field.type)]
    for place in texts:
        table = table.set_column(place, table.schema.names[place], table.column(place).cast(pa.string()))
    return table
