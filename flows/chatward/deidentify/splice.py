"""Puts other texts in the place of spans, a whole column at once, and leaves every other byte as it is."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chatward.detect import Spans, layout


def replace(texts: pa.Array, spans: Spans, replacements: pa.Array) -> pa.Array:
    """Return ``texts`` with each span replaced.

    The bytes of the column are cut at every row and span; the pieces that are spans are exchanged, and the pieces laid
    one behind the other are the bytes of the new column.

    Args:
        texts: string array, with nulls and offset or without.
        spans: in bytes, sorted and not overlapping; none in a null.
        replacements: string array with one text for each span.
    """
    offsets, octets = layout.offsets_and_bytes(texts)
    starts, ends = offsets[spans.row] + spans.start, offsets[spans.row] + spans.end
    # Of equal places a span's end comes first, then the row's bound, then the next span's start.
    cuts = np.concatenate([ends, offsets, starts])
    order = np.argsort(cuts, kind="stable")
    place_of = np.empty(len(order), dtype=np.int64)
    place_of[order] = np.arange(len(order))
    row_cuts, span_cuts = place_of[len(ends) : len(ends) + len(offsets)], place_of[len(ends) + len(offsets) :]
    pieces = layout.strings_of(cuts[order], octets)
    is_span = np.zeros(len(pieces), dtype=bool)
    is_span[span_cuts] = True
    pieces = pc.replace_with_mask(pieces, pa.array(is_span), replacements.cast(pa.string()))
    piece_offsets, new_octets = layout.offsets_and_bytes(pieces)
    validity = None if not texts.null_count else pc.is_valid(texts).buffers()[1]
    return layout.strings_of(piece_offsets[row_cuts], new_octets, validity)
