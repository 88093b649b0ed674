"""Writes what is true of a sample world, beside it: no real workspace has this."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from chatward.sample.blocks import Block
from chatward.sample.cast import Cast
from chatward.sample.exports import Placement
from chatward.sample.texts import Spans

_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("kind", pa.string())])
MESSAGES = pa.schema(
    [
        ("source", pa.string()),
        ("file", pa.string()),
        ("platform_message_id", pa.string()),
        ("conversation", pa.string()),
        ("person_id", pa.string()),
        ("sent_at_utc", pa.timestamp("us", tz="UTC")),
        ("kind", pa.string()),
        ("text", pa.string()),
        ("spans", pa.list_(_SPAN)),
    ]
)
_IDENTIFIER = pa.struct([("type", pa.string()), ("identifier", pa.string())])
PEOPLE = pa.schema(
    [
        ("person_id", pa.string()),
        ("role", pa.string()),
        ("locale", pa.string()),
        ("is_canary", pa.bool_()),
        ("identifiers", pa.list_(_IDENTIFIER)),
    ]
)


class MessageTruth:
    """A Parquet file to which the truth about one block of messages after the other is added."""

    def __init__(self, path: Path, cast: Cast) -> None:
        self._writer = pq.ParquetWriter(path, MESSAGES, compression="zstd")
        self._person_ids = pa.array([person.person_id for person in cast.people])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._writer.close()

    def add(self, block: Block, placement: Placement) -> None:
        """Append the messages of a block in its order."""
        text, spans = _as_exported(block, placement)
        kind = block.kind.copy()
        for row, rewritten in placement.rewritten.items():
            kind[row] = rewritten.kind
        keys = pa.array([thread.key for thread in block.threads])
        thread = np.repeat(np.arange(len(block.threads)), block.first[1:] - block.first[:-1])
        columns = {
            "source": pa.array([block.source] * len(block)),
            "file": pa.array(placement.files),
            "platform_message_id": pa.array(placement.ids, pa.string())
            if placement.ids
            else pa.nulls(len(block), pa.string()),
            "conversation": keys.take(pa.array(thread)),
            "person_id": self._person_ids.take(pa.array(block.sender)),
            "sent_at_utc": pa.array(placement.sent_us, pa.timestamp("us", tz="UTC")),
            "kind": pa.array(kind),
            "text": text,
            "spans": _span_lists(spans, len(block)),
        }
        self._writer.write_table(pa.table(columns, schema=MESSAGES))


def _as_exported(block: Block, placement: Placement) -> tuple[Any, Spans]:
    """Return texts and spans with those that the export words itself put in the place of the block's."""
    if not placement.rewritten:
        return block.text, block.spans
    rows = np.array(sorted(placement.rewritten))
    mask = np.zeros(len(block), dtype=np.bool_)
    mask[rows] = True
    text = pc.replace_with_mask(block.text, mask, pa.array([placement.rewritten[row].text for row in rows.tolist()]))
    kept = ~mask[block.spans.row]
    added = [(row, *span) for row in rows.tolist() for span in placement.rewritten[row].spans]
    new_row, new_start, new_end, new_kind = zip(*added, strict=True) if added else ((), (), (), ())
    row = np.concatenate([block.spans.row[kept], np.array(new_row, dtype=np.int64)])
    start = np.concatenate([block.spans.start[kept], np.array(new_start, dtype=np.int64)])
    end = np.concatenate([block.spans.end[kept], np.array(new_end, dtype=np.int64)])
    kind = np.concatenate([block.spans.kind[kept], np.array(new_kind, dtype="U11")])
    order = np.lexsort((start, row))
    return text, Spans(row[order], start[order], end[order], kind[order])


def _span_lists(spans: Spans, count: int) -> Any:
    ends = np.concatenate([[0], np.cumsum(np.bincount(spans.row, minlength=count))])
    arrays = [
        pa.array(spans.start, pa.int32()),
        pa.array(spans.end, pa.int32()),
        pa.array(spans.kind, pa.string()),
    ]
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.StructArray.from_arrays(arrays, fields=list(_SPAN)))


def write_people(folder: Path, cast: Cast) -> None:
    """Write ``people.parquet`` and ``canaries.txt``."""
    pq.write_table(
        pa.Table.from_pylist(list(_people(cast)), schema=PEOPLE), folder / "people.parquet", compression="zstd"
    )
    (folder / "canaries.txt").write_text("".join(f"{line}\n" for line in cast.canary_strings()), encoding="utf-8")


def _people(cast: Cast) -> Iterator[dict[str, Any]]:
    for person in cast.people:
        yield {
            "person_id": person.person_id,
            "role": person.role,
            "locale": person.locale_name,
            "is_canary": bool(person.marker),
            "identifiers": [{"type": kind, "identifier": value} for kind, value in person.identifiers],
        }
