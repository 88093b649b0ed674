"""Tables in Parquet: every type of column, and damage that costs its own rows alone."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from pyarrow import parquet
from support.reading_tables import table

from chatward.errors import SourceFormatError


def test_parquet_of_all_types_is_read(tmp_path):
    at = datetime(2024, 3, 5, 14, tzinfo=UTC)
    columns = {
        "id": pa.array([1.0, None]), "at": pa.array([at, None], pa.timestamp("ms", tz="Europe/Berlin")),
        "who": pa.array(["a", "b"]).dictionary_encode(), "words": pa.array([True, False]),
    }  # fmt: skip
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table(columns), sink)
    reading = table(tmp_path, bytes(sink.getvalue()))
    (row,) = reading.messages
    assert (row["platform_message_id"], row["sender_key"], row["text"]) == ("1", "email:a", "true")
    assert (row["sent_at_utc"], row["precision"], row["zone_source"]) == (at, "millisecond", "explicit")
    assert reading.reasons == {2: "no_time"}


@pytest.mark.parametrize(
    ("kind", "good"),
    [("timestamp[ms]", 1_709_647_200_000), ("timestamp[us]", 1_709_647_200_000_000),
     ("timestamp[ns]", 1_709_647_200_000_000_000), ("date32", 19_787), ("date64", 1_709_596_800_000)],
)  # fmt: skip
def test_times_of_parquet_that_no_calendar_holds_are_rejected_alone(tmp_path, kind, good):
    is_small = kind == "date32"
    odd = [2**31 - 1, -(2**31)] if is_small else [2**62 // 86_400_000 * 86_400_000, -(2**62) // 86_400_000 * 86_400_000]
    numbers = pa.array([good, *odd], pa.int32() if is_small else pa.int64())
    times = numbers.cast(pa.type_for_alias(kind))
    sink = pa.BufferOutputStream()
    columns = {"id": ["1", "2", "3"], "at": times, "who": ["a"] * 3, "words": ["x"] * 3}
    parquet.write_table(pa.table(columns), sink)
    reading = table(tmp_path, bytes(sink.getvalue()))
    assert reading.messages[0]["sent_at_utc"].date() == datetime(2024, 3, 5, tzinfo=UTC).date()
    if kind != "timestamp[ns]":  # whose whole range is within the calendar
        assert reading.reasons == {2: "bad_time", 3: "bad_time"}


def test_a_damaged_row_group_of_parquet_costs_its_own_rows(tmp_path):
    rows = {"id": [str(n) for n in range(300)], "at": ["2024-03-05"] * 300, "who": ["a"] * 300}
    sink = pa.BufferOutputStream()
    words = pa.table({**rows, "words": [f"unlike any other {n}" for n in range(300)]})
    parquet.write_table(words, sink, row_group_size=100, compression="none", use_dictionary=False)
    data = bytearray(sink.getvalue())
    place = data.index(b"unlike any other 150") - 4
    data[place : place + 4] = b"\xff\xff\xff\x7f"
    reading = table(tmp_path, bytes(data))
    assert reading.records == 300
    assert reading.reasons == dict.fromkeys(range(101, 201), "damaged")
    assert len(reading.messages) == 200
    with pytest.raises(SourceFormatError, match="damaged or cut off"):
        table(tmp_path, bytes(data[:-20]))
