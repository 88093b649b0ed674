import contextlib
import io
import json
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.errors import SourceFormatError
from chatward.sources import file_text, json_cursor, jsontext
from chatward.sources.file_text import FileText, as_utf8
from chatward.sources.json_cursor import Cursor
from chatward.sources.json_values import Broken, parse
from chatward.sources.jsontext import ANY, json_lines, load_json, saved

MESSAGES = (("messages",),)
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
records = st.lists(st.fixed_dictionaries({"id": st.integers(0, 9)}, optional={"text": values}), max_size=8)
layouts = st.sampled_from([{"indent": 1}, {"separators": (",", ":")}, {"indent": "\t"}, {}])


@pytest.fixture(autouse=True, params=[20, 2**17])
def block_bytes(request, monkeypatch):
    monkeypatch.setattr(json_cursor, "_BLOCK_BYTES", request.param)
    monkeypatch.setattr(jsontext, "_BLOCK_BYTES", request.param)


def elements(text: str | bytes) -> list[object]:
    data = text if isinstance(text, bytes) else text.encode()
    return [element for block in Cursor(data).blocks() for element in block]


def walked(text: bytes) -> dict[str, object]:
    cursor = Cursor(text)
    return {name: [each for block in cursor.blocks() for each in block] for name in cursor.fields()}


@contextlib.contextmanager
def no_guess_at_the_end() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cursor, "_last_block", lambda cursor, closing: None)
        yield


def broken(raw: str, reason: str = "json") -> Broken:
    return Broken(raw.encode(), reason)


@pytest.mark.parametrize("text", ["[]", " [ ] ", "[\n]"])
def test_an_empty_array_has_no_elements(text):
    cursor = Cursor(text.encode())
    assert cursor.opens == b"["
    assert list(cursor.blocks()) == []
    assert cursor.opens == b""


def test_a_broken_element_costs_itself_only():
    assert elements('[{"id":1},{"id":NaN},{"id":3}]') == [{"id": 1}, broken('{"id":NaN}'), {"id": 3}]


@pytest.mark.parametrize(
    "bad", ['{"id":2,"t":["a"}', '{"id":2,"t":{"a":1}', '{"id":2,"t":"a}', '{"id":2', '{"id":2,"t":[[["}']
)
def test_a_missing_bracket_or_quote_does_not_swallow_the_siblings(bad):
    found = elements('[{"id":1},' + bad + ',{"id":3},{"id":4}]')
    assert [each for each in found if isinstance(each, dict)] == [{"id": 1}, {"id": 3}, {"id": 4}]
    assert any(isinstance(each, Broken) for each in found)


def test_a_string_that_looks_like_structure_is_a_string():
    tricky = [{"id": 1, "t": '},{"id":2}]'}, {"id": 2, "t": "\\"}, {"id": 3, "t": '\\",{"id":9}'}]
    assert elements(json.dumps(tricky)) == tricky


@pytest.mark.parametrize("cut", range(1, 41))
def test_a_cut_array_gives_what_is_whole_and_one_truncated_element(cut):
    whole = '[{"id":1,"t":"a"}, {"id":2,"t":"b"}, {"id":3}]'
    found = elements(whole[:cut])
    assert isinstance(found[-1], Broken)
    assert found[-1].reason == "truncated"
    assert found[:-1] == [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}][: len(found) - 1]
    assert len(found) - 1 == whole[:cut].count("}")


def test_a_number_is_never_cut_in_two():
    numbers = [10**n for n in range(15)]
    assert elements(json.dumps(numbers)) == numbers
    assert elements("[1,2,34") == [1, 2, Broken(b"34", "truncated")]


def test_depth_exhausts_nothing():
    depth = 20 * sys.getrecursionlimit()
    bomb = "[" * depth + "]" * depth
    found = elements('[{"id":1},{"id":' + bomb + '},{"id":3}]')
    assert [found[0], found[2]] == [{"id": 1}, {"id": 3}]
    assert isinstance(found[1], Broken)
    assert isinstance(load_json(bomb.encode())[0], Broken)


def test_lone_surrogates_and_bad_bytes_become_the_replacement_character():
    assert parse(rb'"\ud800 \udc00\ud83d\ude00 \\ud800"') == "� �😀 \\ud800"
    assert parse(b'"\xff\xed\xa0\x80"') == "����"


def test_of_doubled_keys_the_last_one_counts():
    assert load_json(b'{"a":1,"a":2}') == {"a": 2}
    assert load_json(b'{"a":1,"a":2,"b":NaN}', records=MESSAGES) == {"a": 2}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_obeyed(encoding):
    assert load_json('{"a":"é"}'.encode(encoding)) == {"a": "é"}
    assert as_utf8("[]".encode(encoding)) == b"[]"


def test_records_are_saved_where_the_paths_say_and_their_surroundings_with_them():
    text = b'{"name":"x","about":NaN,"chats":{"list":[{"id":1,"messages":[{"id":1},{"id":tru}]},{"id":2,"messages":[{"i'
    assert load_json(text, records=[("chats", "list", ANY, "messages")]) == {
        "name": "x",
        "chats": {
            "list": [
                {"id": 1, "messages": [{"id": 1}, broken('{"id":tru}')]},
                {"id": 2, "messages": [broken('{"i', "truncated")]},
            ]
        },
    }


@pytest.mark.parametrize("text", ["", " ", "null", "5", '"a"', "nonsense", "\0"])
def test_what_is_no_object_or_array_is_refused(text):
    with pytest.raises(SourceFormatError):
        load_json(text.encode())


def test_a_second_value_behind_the_first_is_not_lost_in_silence():
    with pytest.raises(SourceFormatError, match="goes on"):
        load_json(b'{"a":1}{"a":2}')


def test_each_line_is_read_on_its_own():
    assert list(json_lines(b'{"a":1}\r\n\n  \n{"a"\n[2]')) == [{"a": 1}, broken('{"a"'), [2]]


@given(pieces=st.lists(st.sampled_from([b'{"a":1}', b"[2]", b"3", b" ", b"\n", b"\r", b"\r\n", b"\x0b", b'"\\n"'])))
def test_lines_end_where_the_standard_library_ends_them(pieces):
    text = b"".join(pieces)
    assert list(json_lines(text)) == [parse(line) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("end", ["\n  ]", "\n ]", "]", "\n]", '\n  ],\n  "b": [\n    1\n  ]'])
@pytest.mark.parametrize("inner", ['"x"', "[\n  ]", "[1,\n  2\n  ]", '{"c": [\n      ]\n  }', "NaN", '"\n  ]"'])
def test_how_an_array_is_indented_changes_nothing(inner, end):
    text = '{\n  "a": [\n    {"id": 1},\n    {"id": ' + inner + "}" + end + "\n}"
    guessed = walked(text.encode())
    with no_guess_at_the_end():
        assert guessed == walked(text.encode())
    assert guessed["a"][0] == {"id": 1}


@given(array=records, layout=layouts, ascii_only=st.booleans())
def test_sound_arrays_are_read_as_the_standard_library_reads_them(array, layout, ascii_only):
    text = json.dumps(array, ensure_ascii=ascii_only, **layout).encode("utf-8", "surrogatepass")
    assert elements(text) == json.loads(text.decode("utf-8", "surrogatepass"))


@given(array=records, layout=layouts, place=st.integers(0, 10_000), junk=st.binary(max_size=3))
def test_no_damage_makes_the_reading_fail_or_never_end(array, layout, place, junk):
    text = json.dumps(array, **layout).encode()
    at = place % (len(text) + 1)
    damaged = text[:at] + junk + text[at + len(junk) // 2 :]
    for cursor in (Cursor(damaged), Cursor(damaged)):
        if cursor.opens == b"[":
            list(cursor.blocks())
        else:
            list(cursor.fields())
    with contextlib.suppress(SourceFormatError):
        load_json(damaged)


@given(array=records, layout=layouts, place=st.integers(0, 10_000), junk=st.binary(max_size=3))
def test_guessing_where_an_array_ends_gives_what_walking_to_its_end_gives(array, layout, place, junk):
    text = json.dumps({"a": array, "b": array}, **layout).encode()
    at = place % len(text)
    damaged = text[:at] + junk + text[at + len(junk) // 2 :]
    guessed = load_json_or_none(damaged)
    with no_guess_at_the_end():
        assert load_json_or_none(damaged) == guessed


def load_json_or_none(text: bytes) -> object:
    with contextlib.suppress(SourceFormatError):
        return load_json(text, records=(("a",), ("b",)))
    return None


@contextlib.contextmanager
def small_windows(near: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_cursor, "_NEAR_BYTES", near)
        patch.setattr(json_cursor, "_WINDOW_BYTES", near)
        patch.setattr(file_text, "_PIECE_BYTES", near)
        yield


def as_file(text: bytes) -> FileText:
    return FileText(io.BytesIO(text), len(text))


@given(
    array=records,
    layout=layouts,
    place=st.integers(0, 10_000),
    junk=st.binary(max_size=3),
    near=st.integers(64, 200),
)
def test_a_window_that_moves_over_a_text_sees_what_is_in_the_whole(array, layout, place, junk, near):
    text = json.dumps({"id": "x", "a": array, "b": array}, **layout).encode()
    at = place % len(text)
    damaged = text[:at] + junk + text[at + len(junk) // 2 :]
    whole = saved(Cursor(damaged), (("a",), ("b",)))
    with small_windows(near):
        assert saved(Cursor(as_file(damaged)), (("a",), ("b",))) == whole


def test_a_value_larger_than_memory_may_be_costs_itself_only(monkeypatch):
    monkeypatch.setattr(json_cursor, "_LONGEST_BYTES", 200)
    large = [{"id": number, "text": "y" * 20} for number in range(50)]
    text = json.dumps({"first": 1, "large": large, "next": [1, 2]}).encode()
    with small_windows(50):
        cursor = Cursor(as_file(text))
        found = {name: cursor.value() for name in cursor.fields()}
    assert found["first"] == 1
    assert found["next"] == [1, 2]
    assert isinstance(found["large"], Broken)
    assert len(found["large"].raw) <= 200


def test_what_is_passed_by_may_be_of_any_size(monkeypatch):
    monkeypatch.setattr(json_cursor, "_LONGEST_BYTES", 200)
    text = json.dumps({"passed": [["]" * 90, {"a": "{" * 30}]] * 40, "next": 2}).encode()
    with small_windows(50):
        cursor = Cursor(as_file(text))
        assert {name: cursor.value() for name in cursor.fields() if name != "passed"} == {"next": 2}


def test_lines_of_a_large_file_are_the_lines_of_its_text():
    text = b"".join(b'{"a":%d}\n' % number for number in range(99))
    with small_windows(7):
        assert list(json_lines(as_file(text))) == list(json_lines(text))


def test_a_file_that_became_shorter_while_it_was_read_is_refused():
    with small_windows(4), pytest.raises(SourceFormatError, match="became shorter"):
        list(json_lines(FileText(io.BytesIO(b"[1]\n[2]\n"), 20)))


@pytest.mark.parametrize("word", ["NaN", "Infinity", "nope", "01", '"a\tb"', '"\\x"'])
def test_a_wrong_word_costs_its_element_alone_though_a_part_of_it_begins_as_elements_do(word):
    bad = f'{{"id": {word}, "sent": [null, {{"id": 1}}]}}'
    assert elements(f'[{{"id": 1}}, {bad}, {{"id": 2}}]') == [{"id": 1}, broken(bad), {"id": 2}]
