"""Tells what an export shows in full, so that what is missing in it must have been deleted.

An export that misses anything by itself, be it one record that could not be read, shows nothing in full.
"""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

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


def latest(messages: pa.Table, events: pa.Table) -> pa.Scalar | None:
    """Return the latest instant that an export names, None where it names none."""
    instants = [pc.max(messages["sent_at_utc"]), pc.max(events["at_utc"]), pc.max(messages["as_of_utc"])]
    return max((instant for instant in instants if instant.is_valid), key=lambda instant: instant.value, default=None)


def spans(batches: Sequence[Batch], tables: Mapping[str, pa.Table], end: pa.Scalar | None) -> pa.Table:
    """Return what one export shows in full, as SPANS.

    Args:
        batches: as read.
        tables: all of their messages, events and rejects.
        end: the export's latest instant.
    """
    whole = frozenset[str]().union(*(batch.whole for batch in batches))
    if not whole or end is None or tables["rejects"].num_rows:
        return SPANS.empty_table()
    said = tables["messages"].select(["conversation_key", "sent_at_utc", "sender_key"])
    told = tables["events"].select(["conversation_key", "at_utc"]).rename_columns(["conversation_key", "sent_at_utc"])
    records = pa.concat_tables([_plain(said), _plain(told)], promote_options="default")
    records = records.filter(pc.is_in(records["conversation_key"], pa.array(sorted(whole))))
    found = records.group_by("conversation_key").aggregate(
        [("sent_at_utc", "min"), ("sent_at_utc", "max"), ("sender_key", "count_distinct")]
    )
    columns = [found["conversation_key"], found["sent_at_utc_min"], found["sent_at_utc_max"]]
    return pa.table([*columns, pa.repeat(end, found.num_rows), found["sender_key_count_distinct"]], names=SPANS.names)


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
