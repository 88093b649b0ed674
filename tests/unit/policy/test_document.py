"""Reading policy text: what YAML allows and a policy needs, and what is refused with the line of it."""

import pytest

from chatward.policy.document import MOST_BYTES, parse

BROKEN = {
    "an empty file": (b"", 1, "empty"),
    "a file of comments": (b"# nothing\n\n", 1, "empty"),
    "a tab as indentation": (b"a:\n\tb: 1\n", 2, "tab"),
    "an unclosed bracket": (b"a: 1\nb: [1, 2\nc: 3\n", 3, "not YAML"),
    "a second document": (b"a: 1\n---\nb: 2\n", 2, "one document"),
    "UTF-16": ("a: 1\n".encode("utf-16"), 1, "UTF-8"),
    "Latin-1": ("a: 1\nb: Köln\n".encode("latin-1"), 2, "UTF-8"),
    "a NUL": (b"a: 1\nb: x\0y\n", 2, "control character"),
    "brackets without end": (b"a: " + b"[" * 5000, 1, "nested too deeply"),
    "deep nesting": (b"a: 1\nb: " + b"[" * 40 + b"]" * 40, 2, "nested too deeply"),
    "an alias of itself": (b"a: 1\nb: &b [*b]\n", 2, "nested too deeply"),
    "an alias of nothing": (b"a: 1\nb: *c\n", 2, "not YAML"),
    "a file too large": (b"#" * (MOST_BYTES + 1), 1, "at most"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_text_that_cannot_be_read_is_refused_with_its_line(case):
    data, line, message = BROKEN[case]
    (problem,) = parse(data).problems
    assert problem.line == line
    assert message in problem.message


@pytest.mark.parametrize("level", ["[{}]", "{{<<: [{}]}}"])
def test_aliases_of_aliases_do_not_unfold_without_bound(level):
    levels = [f"a{n}: &a{n} {level.format(', '.join([f'*a{n - 1}'] * 10))}\n" for n in range(1, 12)]
    (problem,) = parse(("a0: &a0 {x: 1}\n" + "".join(levels)).encode()).problems
    assert "unfold to too much" in problem.message


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfa: 1\nb: 2\n", b"a: 1\r\nb: 2\r\n", b"a: 1\nb: 2"])
def test_a_byte_order_mark_and_any_line_end_are_fine(data):
    document = parse(data)
    assert document.content == {"a": 1, "b": 2}
    assert document.line_of(("b",)) == 2


def test_values_are_plain_json_and_days_stay_text():
    document = parse(b"a: 2024-01-01\nb: [1, 2.5, true, null, 'x']\nc: no\nd: 012\n")
    assert document.content == {"a": "2024-01-01", "b": [1, 2.5, True, None, "x"], "c": "no", "d": 12}


def test_every_value_knows_the_line_of_its_key():
    document = parse(b"a:\n  - x\n  - y:\n      z: 1\nb: 2\n")
    assert [document.line_of(place) for place in [("a",), ("a", 1), ("a", 1, "y", "z"), ("b",)]] == [1, 3, 4, 5]


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it():
    document = parse(b"a: 1\nb:\n  c: 2\n")
    assert document.line_of(("b", "missing", 3)) == 2


def test_a_key_that_stands_twice_is_named_with_both_lines():
    document = parse(b"a: 1\nb: {c: 1,\n  c: 2}\na: 3\n")
    assert [(problem.where, problem.line) for problem in document.problems] == [("b.c", 3), ("a", 4)]
    assert "line 2" in document.problems[0].message


def test_anchors_aliases_and_merge_keys_are_followed():
    document = parse(b"a: &a {x: 1, y: 2}\nb: *a\nc:\n  <<: *a\n  y: 3\nd: {<<: [{z: 1}, *a]}\n")
    assert document.problems == ()
    assert document.content == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": 2},
        "c": {"y": 3, "x": 1},
        "d": {"z": 1, "x": 1, "y": 2},
    }


@pytest.mark.parametrize("text", ["1: x", "[a]: x", "null: x", "<<: 3"])
def test_a_key_that_is_no_name_is_refused(text):
    (problem,) = parse(f"ok: 1\n{text}\n".encode()).problems
    assert problem.line == 2


@pytest.mark.parametrize("value", ["!x 1", "!!binary aGk=", ".inf", ".nan", '"\\ud800"', "9" * 5000])
def test_a_value_that_json_does_not_know_is_refused(value):
    (problem,) = parse(f"a: 1\nb: {value}\n".encode()).problems
    assert (problem.where, problem.line) == ("b", 2)
