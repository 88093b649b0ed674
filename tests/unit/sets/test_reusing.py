"""Which rows of a former partition are taken again, and in which order they stand among new ones."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from chatward.sets.reusing import find_places, weave

IDS = st.dictionaries(st.binary(min_size=1, max_size=2), st.integers(0, 2), max_size=12)


def table(rows: dict[bytes, int]) -> pa.Table:
    ids = sorted(rows)
    return pa.table(
        {"message_id": pa.array(ids, pa.binary()), "version": pa.array([rows[i] for i in ids], pa.uint64())}
    )


@given(noted=IDS, wanted=IDS)
def test_a_row_is_taken_again_only_of_the_same_message_and_version(noted: dict[bytes, int], wanted: dict[bytes, int]):
    places = find_places(table(wanted), table(noted))
    ids = sorted(noted)
    for message_id, place in zip(sorted(wanted), places.tolist(), strict=True):
        is_same = message_id in noted and noted[message_id] == wanted[message_id]
        assert (place >= 0) is is_same
        assert not is_same or ids[place] == message_id


@given(noted=IDS, wanted=IDS)
def test_rows_taken_and_rows_made_stand_in_the_order_that_was_wanted(noted: dict[bytes, int], wanted: dict[bytes, int]):
    former, rows = table(noted), table(wanted)
    places = find_places(rows, former)
    assert weave(former, places, rows.filter(pa.array(places < 0))).equals(rows.combine_chunks())


def test_what_is_all_taken_is_as_it_was():
    former = table({b"a": 1, b"b": 2})
    assert weave(former, np.array([0, 1]), former.slice(0, 0)).equals(former)
