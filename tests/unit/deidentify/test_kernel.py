"""Texts in, pseudonymised texts out, and not a byte changed that was not found."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.deidentify import Tokeniser, pseudonymise_texts, replace
from chatward.deidentify.kernel import shows_tokens, value_tokens
from chatward.detect import Detector, Kind, NameIndex, Spans

DETECTOR, TOKENISER = Detector(), Tokeniser(bytes(32))
NAMES = NameIndex([("Anna Muster", 0), ("Max Mustermann", 1), ("Max Meier", 2)])
PEOPLE = ["a" * 26, "b" * 26, "c" * 26]
PIECES = st.sampled_from(
    ["jane@example.com", "+49 171 1234567", "Anna", "Max", "é", "谢谢", " ", "\u200b", "😀", "192.168.1.1", "x"]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=7).map("".join)


def pseudonymise(texts, *, names=NAMES, known=None):
    return pseudonymise_texts(texts, DETECTOR, names, TOKENISER, known or {}, people=PEOPLE)


def one(text, **options):
    return pseudonymise(pa.array([text]), **options)[0][0].as_py()


def spans_of(*rows):
    return Spans.of([(row, start, end, Kind.EMAIL) for row, start, end in rows])


def test_a_value_gives_way_to_a_token_of_its_kind():
    assert re.fullmatch(r"Mail \[EMAIL:[a-z2-7]{16}\], ok", one("Mail jane@example.com, ok"))


@pytest.mark.parametrize(
    ("one_way", "other_way"),
    [
        ("jane@example.com", "JANE@Example.com"),
        ("+49 171 1234567", "+49(0)171-1234567"),
        ("+49 171 1234567", "@491711234567"),
        ("4111 1111 1111 1111", "4111111111111111"),
        ("＋４９ １７１ １２３４５６７", "+491711234567"),
    ],
)
def test_two_ways_of_writing_a_value_have_one_token(one_way, other_way):
    assert one(one_way) == one(other_way)


def test_two_values_have_two_tokens():
    assert one("jane@example.com") != one("john@example.com")


def test_who_is_known_has_the_token_of_the_columns_whatever_names_him():
    known = {("email", "anna@example.com"): PEOPLE[0], ("phone", "+491711234567"): PEOPLE[0]}
    text = "Anna, anna muster, Anna@example.com and +49 171 1234567"
    token = "a" * 26
    expected = f"[PERSON:{token}], [PERSON:{token}], [EMAIL:{token}] and [PHONE:{token}]"
    assert one(text, known=known) == expected


def test_a_name_that_is_nobodys_here_gives_way_only_where_everybodys_are_looked_for():
    detector = Detector(tags_names=True)
    texts = pa.array(
        ["Anna, ask Michael", "ask \u200bMichael \u200b😀", "my name is Max Michael", None, "ask anna@michael.com"]
    )
    assert pseudonymise(texts)[0][1].as_py() == texts[1].as_py()
    shown = pseudonymise_texts(texts, detector, NAMES, TOKENISER, {}, people=PEOPLE)[0].to_pylist()
    (own,) = value_tokens(TOKENISER, "person", ["michael"])
    assert shown[0] == f"[PERSON:{PEOPLE[0]}], ask [PERSON:{own}]"
    assert shown[1] == f"ask \u200b[PERSON:{own}] \u200b😀"
    assert re.fullmatch(rf"my name is \[PERSON:[a-z2-7]{{16}}\] \[PERSON:{own}\]", shown[2])
    assert shown[3] is None
    assert re.fullmatch(r"ask \[EMAIL:[a-z2-7]{16}\]", shown[4])


def test_a_name_of_several_people_has_none_of_their_tokens():
    assert re.fullmatch(r"\[PERSON:[a-z2-7]{16}\] ist da", one("Max ist da"))


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_columns_of_every_kind_come_back_with_their_nulls(kind):
    column = pa.array(["a", None, "", "Anna 😀", None], kind)
    result, counts = pseudonymise(column)
    assert result.type == kind
    assert result.to_pylist() == ["a", None, "", f"[PERSON:{PEOPLE[0]}] 😀", None]
    assert counts == {"PERSON": 1}
    assert pseudonymise(column[3:])[0].to_pylist() == result.to_pylist()[3:]
    assert pseudonymise(column.dictionary_encode())[0].to_pylist() == result.to_pylist()


def test_empty_columns_stay_empty():
    for column in (pa.array([], pa.string()), pa.array([None, None], pa.string()), pa.chunked_array([], pa.string())):
        result, counts = pseudonymise(column)
        assert (result.to_pylist(), counts) == (column.to_pylist(), {})


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=6), st.data())
@settings(deadline=None)
def test_a_text_becomes_the_same_in_every_batch(texts, data):
    cut = data.draw(st.integers(0, len(texts)))
    column = pa.array(texts, pa.string())
    whole, counts = pseudonymise(column)
    parts, counts_of_parts = pseudonymise(pa.chunked_array([column[:cut], column[cut:]]))
    assert parts.to_pylist() == whole.to_pylist()
    assert counts_of_parts == counts
    assert [one(text) if text is not None else None for text in texts] == whole.to_pylist()


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=6))
@settings(deadline=None)
def test_every_byte_outside_the_spans_stays(texts):
    column = pa.array(texts, pa.string())
    spans = DETECTOR.find(column, NAMES)
    marks = pa.array([f"<{i}>" for i in range(len(spans))], pa.string())
    for row, (before, after) in enumerate(zip(texts, replace(column, spans, marks).to_pylist(), strict=True)):
        if before is None:
            assert after is None
            continue
        octets, expected, done = before.encode(), b"", 0
        for i in np.flatnonzero(spans.row == row):
            expected += octets[done : spans.start[i]] + f"<{i}>".encode()
            done = spans.end[i]
        assert after.encode() == expected + octets[done:]


def test_spans_that_touch_each_other_and_the_ends_are_replaced_in_order():
    column = pa.array(["ab", "", "c"])
    spans = spans_of((0, 0, 1), (0, 1, 2), (2, 0, 1))
    assert replace(column, spans, pa.array(["X", "", "Z"])).to_pylist() == ["X", "", "Z"]


def test_a_column_without_spans_stays_as_it_is():
    column = pa.array(["ab", None, "c"])
    assert replace(column, spans_of(), pa.array([], pa.string())).to_pylist() == ["ab", None, "c"]


def test_nothing_is_left_to_find_in_what_comes_out():
    texts = pa.array(
        ["jane@example.com +49 171 1234567 4111 1111 1111 1111 Anna Muster @jane_doe http://a.b/c 10.0.0.1"]
    )
    result, counts = pseudonymise(texts)
    assert sum(counts.values()) == 7
    assert len(DETECTOR.find(result, NAMES)) == 0


def test_texts_that_show_a_token_are_told_from_those_that_do_not():
    shown, _ = pseudonymise(pa.array(["Anna Muster", "mail jane@example.com", "Muster", "plain", None]))
    (own,) = value_tokens(TOKENISER, "email", ["jane@example.com"])
    assert shows_tokens(shown, [PEOPLE[0]]).tolist() == [True, False, True, False, False]
    assert shows_tokens(shown, [own, "q" * 26]).tolist() == [False, True, False, False, False]
    assert shows_tokens(shown, []).tolist() == [False] * 5


def test_a_name_that_several_bear_is_shown_as_no_known_persons():
    shown, _ = pseudonymise(pa.array(["ask Max", "ask Anna"]))
    assert shows_tokens(shown, [], any_person=True).tolist() == [True, False]
