"""Tables of LinkedIn that are broken, odd, or made to harm."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.exports.linkedin import HEADER, row, table
from support.reading import gathered

from chatward.sources import collected
from chatward.sources.linkedin import reader as linkedin
from chatward.sources.recognise import find_exports
from chatward.sources.records import Export, ReadSettings

ID = "2-NTg3YjNm"


def read_bytes(folder: Path, data: bytes, settings: ReadSettings | None = None, name: str = "messages.csv"):
    (folder / name).write_bytes(data)
    return gathered(linkedin.read(Export(folder, "linkedin", (name,)), settings or ReadSettings()))


def read(folder: Path, *rows: dict[str, str], settings: ReadSettings | None = None, name: str = "messages.csv"):
    return read_bytes(folder, table(*rows), settings, name)


@pytest.mark.parametrize(
    ("cells", "reason"), [({"DATE": ""}, "no_time"), ({"DATE": "soon"}, "bad_time"), ({"DATE": "99"}, "bad_time")]
)
def test_a_row_without_a_time_costs_no_other(tmp_path, cells, reason):
    fine = row(ID, "Acme Care", "fine")
    rows = read(tmp_path, fine, fine | cells, fine)
    assert [each["record"] for each in rows["messages"]] == [1, 3]
    assert [(each["record"], each["reason"]) for each in rows["rejects"]] == [(2, reason)]


def lines_of(*contents: str) -> list[str]:
    return [",".join(HEADER), *(",".join(row(ID, "Acme Care", content).values()) for content in contents)]


@pytest.mark.parametrize(
    ("content", "reason"), [('"never closed', "columns"), ("a,b", "columns"), ('"closed"by,', "columns")]
)
def test_a_row_with_a_quote_or_a_comma_too_many_costs_no_other(tmp_path, content, reason):
    text = "\n".join(lines_of("first", content, '"two\nlines"', "last")) + "\n"
    rows = read_bytes(tmp_path, text.encode())
    assert [each["text"] for each in rows["messages"]] == ["first", "two\nlines", "last"]
    assert [(each["record"], each["reason"]) for each in rows["rejects"]] == [(2, reason)]


def test_a_very_long_cell_is_read_whoever_set_the_parsers_limit(tmp_path):
    csv.field_size_limit(131_072)
    text = "\n".join(lines_of("first", f'"{"x" * 200_000}"', "last")) + "\n"
    rows = read_bytes(tmp_path, text.encode())
    assert [len(each["text"]) for each in rows["messages"]] == [5, 200_000, 4]
    assert rows["rejects"] == []


def test_what_comes_before_a_cut_is_read(tmp_path):
    data = table(*(row(ID, "Acme Care", f'"n{number}",\nx') for number in range(4)))
    most = 0
    for end in range(0, len(data), 3):
        rows = read_bytes(tmp_path, data[:end])
        assert [each["text"] for each in rows["messages"]] == [
            f'"n{number}",\nx' for number in range(len(rows["messages"]))
        ]
        assert len(rows["rejects"]) <= 1
        assert len(rows["messages"]) >= most
        most = len(rows["messages"])
    assert most == 4


def test_numbers_go_on_over_blocks_and_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(collected, "BATCH_ROWS", 600)
    monkeypatch.setattr(collected, "_PART", 100)
    rows = read(tmp_path, *[row(ID, "Acme Care", "x")] * 1500)
    assert [each["record"] for each in rows["messages"]] == list(range(1, 1501))


CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(HEADER), CELLS), max_size=5))
def test_whatever_the_cells_hold_each_row_comes_out_once(tmp_path, changes):
    rows = read(tmp_path, *(row(ID, "Acme Care", "x") | change for change in changes), row(ID, "Acme Care", "sound"))
    placed = sorted(each["record"] for name in ("messages", "events", "rejects") for each in rows[name])
    assert placed == list(range(1, len(changes) + 2))
    assert rows["messages"][-1]["text"] == "sound"


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.sampled_from('",\n\r;x2- 0'), max_size=80))
def test_no_text_stops_the_reading(tmp_path, text):
    read_bytes(tmp_path, f"{','.join(HEADER)}\n{text}".encode())


@pytest.mark.parametrize("line", ['2-abcdef,"', "2-abcdef," + "," * 20, '2-abcdef,a,b,c,"2024-01-01 00:00'])
def test_rows_made_to_take_long_do_not(tmp_path, line):
    start = time.process_time()
    read_bytes(tmp_path, "\n".join([",".join(HEADER), *[line] * 20_000]).encode())
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "text", ["CONVERSATION ID,x\n", "From,To,Content\n", "CONVERSATION ID,CONVERSATION TITLE,FROM\n"]
)
def test_what_only_looks_alike_is_none_of_linkedin(tmp_path, text):
    (tmp_path / "messages.csv").write_text(text)
    assert not any(isinstance(found, Export) for found in find_exports([tmp_path / "messages.csv"]))
