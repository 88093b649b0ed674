"""What holds of every table: whatever stands in it, each record is one row or one reject."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.table import csv_parts, json_parts
from chatward.sources.table.mapping import TableMapping
from chatward.sources.table.part import RECORD, Part

FIELDS = st.text(st.sampled_from('ab,;"\n\r é'), max_size=6)
LINES = st.lists(st.text(st.sampled_from('a,"\n\r '), max_size=12), max_size=12)


def _together(parts: list[Part]) -> tuple[int, list[dict[str, Any]], list[tuple[int, str, Any]]]:
    rows = [row for part in parts for row in part.rows.to_pylist()]
    return sum(part.records for part in parts), rows, [
        (each.record, each.reason, each.raw) for part in parts for each in part.broken
    ]  # fmt: skip


@given(st.lists(st.tuples(FIELDS, FIELDS, FIELDS), max_size=20), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_as_csv_is_read_again(rows, end):
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([("x", "y", "z"), *rows])
    parts = list(csv_parts.parts(text.getvalue().encode(), TableMapping(sent_at="x", text="y", zone="z")))
    _, found, broken = _together(parts)
    assert broken == []
    assert [(row["x"], row["y"], row["z"]) for row in found] == rows


@given(LINES)
def test_whole_blocks_and_single_records_are_read_alike_and_nothing_is_lost(lines):
    text = ("x,y\n" + "\n".join(lines)).encode()
    mapping = TableMapping(sent_at="x", text="y")
    both = _together(list(csv_parts.parts(text, mapping)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_parts._Table, "whole_block", lambda *_: None)
        one_by_one = _together(list(csv_parts.parts(text, mapping)))
    assert both == one_by_one
    assert both[0] == len(both[1]) + len(both[2])
    numbers = sorted([row[RECORD] for row in both[1]] + [number for number, _, _ in both[2]])
    assert numbers == list(range(1, both[0] + 1))


@given(st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=3), st.dictionaries(st.sampled_from("ab"),
       st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
       | st.text(max_size=3), lambda inner: st.lists(inner, max_size=2), max_leaves=3))), max_size=8))  # fmt: skip
def test_every_line_of_json_is_one_row_or_one_reject(values):
    text = "\n".join(map(json.dumps, values)).encode()
    records, rows, broken = _together(list(json_parts.parts(text, TableMapping(sent_at="a", text="b"))))
    assert records == len(values) == len(rows) + len(broken)
    assert len(rows) == sum(isinstance(value, dict) for value in values)
