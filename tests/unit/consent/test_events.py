"""Every line of a consent file is an event, or a reject that says where and why; none costs another."""

import codecs
import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.consent.events import ConsentEvent, ConsentReject, parse

COLUMNS = (
    "event_id", "identifier_type", "identifier", "purpose", "action", "notice_version", "effective_at", "recorded_at",
    "channel", "steps",
)  # fmt: skip
HEADER = ",".join(COLUMNS)
SPACED = " , ".join(column.title().replace("_", " ") for column in COLUMNS)
QUOTED = ",".join(f'"{column}"' for column in COLUMNS)
PURPOSES = {"quality"}


def line(number: int, **changed: str) -> str:
    """Return a good line about person ``number``, with some cells changed."""
    cells = {
        "event_id": f"c{number}", "identifier_type": "phone", "identifier": f"+49{number}", "purpose": "quality",
        "action": "granted", "notice_version": "n1", "effective_at": "2026-01-02T10:00:00Z", "recorded_at": "",
        "channel": "web", "steps": "1",
    }  # fmt: skip
    return ",".join((cells | changed).values())


def read(text: str | bytes, *, json_lines: bool = False) -> tuple[list[str], list[tuple[int, str]]]:
    """Return whom the events are of, and line and reason of each reject."""
    data = text if isinstance(text, bytes) else text.encode()
    items = list(parse(data, json_lines=json_lines, purposes=PURPOSES))
    events = [item.identifier for item in items if isinstance(item, ConsentEvent)]
    return events, [(item.line, item.reason) for item in items if isinstance(item, ConsentReject)]


def test_an_open_quote_costs_its_own_line_and_none_behind_it() -> None:
    text = "\n".join([HEADER, line(1), line(2, channel='"web'), line(3), line(4), ""])
    assert read(text) == (["+491", "+493", "+494"], [(3, "open_quote")])


def test_two_open_quotes_do_not_pair_up_over_the_lines_between_them() -> None:
    text = "\n".join([HEADER, line(1, identifier='"+491'), line(2), line(3, identifier='+493"'), line(4), ""])
    assert read(text) == (["+492", '+493"', "+494"], [(2, "open_quote")])


def test_an_open_quote_on_the_last_line_is_a_reject() -> None:
    assert read("\n".join([HEADER, line(1), line(2, channel='"')])) == (["+491"], [(3, "open_quote")])


def test_a_line_break_inside_quotes_makes_two_rejects_and_no_event() -> None:
    text = "\n".join([HEADER, line(1, channel='"we\nb"'), line(2), ""])
    assert read(text) == (["+492"], [(2, "open_quote"), (3, "no_identifier")])


def test_quotes_that_close_are_fine() -> None:
    text = "\n".join([HEADER, line(1, channel='"call, ""urgent"""'), ""])
    (event,) = parse(text.encode(), json_lines=False, purposes=PURPOSES)
    assert isinstance(event, ConsentEvent)
    assert event.channel == 'call, "urgent"'


FORMS = {
    "a byte order mark": codecs.BOM_UTF8 + f"{HEADER}\n{line(1)}\n".encode(),
    "semicolons": f"{HEADER}\n{line(1)}\n".replace(",", ";").encode(),
    "tabs": f"{HEADER}\n{line(1)}\n".replace(",", "\t").encode(),
    "ends of lines as on Windows": f"{HEADER}\r\n{line(1)}\r\n".encode(),
    "ends of lines as on old Macs": f"{HEADER}\r{line(1)}\r".encode(),
    "no end of the last line": f"{HEADER}\n{line(1)}".encode(),
    "a header in other letters and with spaces": f"{SPACED}\n{line(1)}\n".encode(),
    "a header in quotes": f"{QUOTED}\n{line(1)}\n".encode(),
    "comments and empty lines": f"# who\n\n{HEADER}\n# what\n \n,,,,,,,,,\n{line(1)}\n".encode(),
    "a column more": f"{HEADER},clerk\n{line(1)},x\n".encode(),
    "two columns more of one name": f"{HEADER},,\n{line(1)},,\n".encode(),
    "empty cells more": f"{HEADER}\n{line(1)},,,\n".encode(),
    "optional cells less": f"{HEADER}\n{line(1).removesuffix(',web,1')}\n".encode(),
}  # fmt: skip


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS)
def test_forms_in_which_a_spreadsheet_may_save_a_file_are_read(data: bytes) -> None:
    assert read(data) == (["+491"], [])


LINES = {
    "too many cells": (line(1, channel="web, by Anna"), "too_many_cells"),
    "another encoding": (line(1, channel="Zoë"), "encoding"),
    "a null character": (line(1, channel="a\0b"), "encoding"),
    "words behind a quote": (line(1, channel='"web"x'), "open_quote"),
    "no purpose": (line(1, purpose=""), "no_purpose"),
    "another purpose": (line(1, purpose="curiosity"), "unknown_purpose"),
    "another action": (line(1, action="maybe"), "unknown_action"),
    "no time": (line(1, effective_at="soon"), "no_time"),
    "no time that anybody knows": (line(1, effective_at="0001-01-01T00:00:00"), "no_time"),
    "no time of recording": (line(1, recorded_at="soon"), "no_time"),
}


@pytest.mark.parametrize(("bad", "reason"), LINES.values(), ids=LINES)
def test_a_bad_line_is_told_with_its_place_and_reason(bad: str, reason: str) -> None:
    text = "\n".join([HEADER, line(8), bad, line(9), ""])
    data = text.encode("latin-1" if reason == "encoding" else "utf-8")
    assert read(data) == (["+498", "+499"], [(3, reason)])


def test_a_last_line_that_was_cut_off_is_a_reject_though_its_cells_would_do() -> None:
    cut = line(2).removesuffix(":00Z,,web,1")  # a time that has lost its zone
    assert read("\n".join([HEADER, line(1), cut])) == (["+491"], [(3, "cut_off")])


HEADERS = {
    "a missing column": (HEADER.replace("purpose,", ""), "header_without_purpose"),
    "a repeated column": (HEADER.replace("notice_version", "Purpose "), "header_repeats_purpose"),
    "no header": (line(1), "header_without_identifier_type"),
    "an open quote": ('"' + HEADER, "header_open_quote"),
    "another encoding": (HEADER + ",é", "header_encoding"),
}


@pytest.mark.parametrize(("header", "reason"), HEADERS.values(), ids=HEADERS)
def test_under_a_bad_header_every_line_is_a_reject(header: str, reason: str) -> None:
    data = "\n".join([header, line(2), "", line(3), ""]).encode("latin-1")
    assert read(data) == ([], [(1, reason), (2, reason), (4, reason)])


def test_a_file_with_nothing_in_it_has_nothing_to_tell() -> None:
    assert read("") == read("\n\n") == read(HEADER + "\n") == ([], [])


def test_a_spreadsheet_file_of_another_encoding_is_told_line_by_line() -> None:
    events, rejects = read(f"{HEADER}\n{line(1)}\n".encode("utf-16"))
    assert events == []
    assert {reason for _, reason in rejects} == {"header_encoding"}


GOOD = {
    "identifier_type": "phone", "identifier": "+491", "purpose": "quality", "action": "granted",
    "effective_at": "2026-01-02",
}  # fmt: skip
OBJECTS = {
    "torn": (json.dumps(GOOD)[:-9], "json"),
    "no object": ("[1]", "json"),
    "a list for a name": (json.dumps(GOOD | {"identifier": ["+491"]}), "no_identifier"),
    "a fraction for a number": (json.dumps(GOOD | {"identifier": 4.9e11}), "no_identifier"),
    "a flag for a purpose": (json.dumps(GOOD | {"purpose": True}), "no_purpose"),
    "null": (json.dumps(GOOD | {"action": None}), "no_action"),
}


@pytest.mark.parametrize(("bad", "reason"), OBJECTS.values(), ids=OBJECTS)
def test_a_bad_object_is_one_reject_wherever_it_stands(bad: str, reason: str) -> None:
    good = json.dumps(GOOD | {"identifier": "+498"})
    assert read(f"{good}\n{bad}", json_lines=True) == (["+498"], [(2, reason)])
    assert read(f"{bad}\n\n{good}\n", json_lines=True) == (["+498"], [(1, reason)])


def test_an_object_in_another_encoding_is_one_reject() -> None:
    data = "\n".join(json.dumps(GOOD | {"channel": each}, ensure_ascii=False) for each in ("Zoë", "Zoe"))
    assert read(data.encode("latin-1"), json_lines=True) == (["+491"], [(1, "encoding")])


def test_a_text_may_hold_what_only_other_programs_take_for_the_end_of_a_line() -> None:
    data = json.dumps(GOOD | {"channel": "a\u2028b"}, ensure_ascii=False)
    assert read(data, json_lines=True) == (["+491"], [])


@given(data=st.binary(max_size=300), json_lines=st.booleans())
def test_no_bytes_break_the_reader_of_consent(data: bytes, json_lines: bool) -> None:
    read(data, json_lines=json_lines)


CELL = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ['"', '""', ",", "#", "\x00"]
)


@given(rows=st.lists(st.lists(CELL, max_size=12), max_size=8))
def test_every_line_that_says_something_is_an_event_or_a_reject(rows: list[list[str]]) -> None:
    lines = [",".join(row) for row in rows]
    data = "\n".join([HEADER, *lines, line(7), ""]).encode()
    items = list(parse(data, json_lines=False, purposes=PURPOSES))
    told = {item.line for item in items if isinstance(item, ConsentReject)}
    silent = {
        number
        for number, text in enumerate(lines, 2)
        if not re.sub('[,"\0]', "", text).strip() or text.lstrip().startswith("#")
    }
    events = sum(isinstance(item, ConsentEvent) for item in items)
    assert events == 1
    assert set(range(2, len(lines) + 2)) - told <= silent


@given(cells=st.lists(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"])), max_size=9))
def test_what_a_writer_of_csv_writes_is_read_as_it_was(cells: list[str]) -> None:
    made = io.StringIO()
    csv.writer(made).writerow([*COLUMNS, *(f"more_{place}" for place in range(len(cells)))])
    csv.writer(made).writerow([*line(1).split(","), *cells])
    assert read(made.getvalue()) == (["+491"], [])


@given(text=st.text(max_size=40))
def test_a_reject_has_no_word_of_its_line(text: str) -> None:
    reasons = {"open_quote", "too_many_cells", "encoding", "no_action"}
    data = f'{HEADER}\n"{text}",x,y,quality\n'.encode(errors="surrogatepass")
    for item in parse(data, json_lines=False, purposes=PURPOSES):
        assert isinstance(item, ConsentReject)
        assert item.reason in reasons | {f"no_{column}" for column in COLUMNS}


def test_what_was_recorded_before_it_happened_was_recorded_when_it_happened() -> None:
    text = f"{HEADER}\n{line(1, effective_at='2026-01-02', recorded_at='2026-01-01')}\n"
    (event,) = parse(text.encode(), json_lines=False, purposes=PURPOSES)
    assert isinstance(event, ConsentEvent)
    assert event.recorded_at == event.effective_at == datetime(2026, 1, 2, tzinfo=UTC)
