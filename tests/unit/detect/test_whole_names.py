"""Names with all of their words, and names behind words that announce them."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.linear import takes_time_in_proportion

from chatward.detect import Detector, Kind, Spans, layout
from chatward.detect.persons.completing import completed
from chatward.detect.persons.cues import announced, without_titles
from chatward.detect.spans import without_overlaps

NAMES = ["Anna", "Zofia", "Wiśniewska", "O'Sullivan", "Carter-Hill", "-Hill", "al-Zahra", "Ñ", "Łukasz", "Заур", "İnci"]
CUES = [
    "my name is",
    "MY NAME’S",
    "ich heiſse",
    "меня зовут",
    "Mrs",
    "mr.",
    "Dr",
    "Frau",
    "12 Oak",
    "name:",
    "my name :",
]
CLOSINGS = ["ФИО:", "kind regards", "MfG", "Grüße,", "att"]
OTHERS = ["van", "de", "E.", "J", "x", "pls", "THE", "@a", "#b", "1", "é", "😀", "d'"]
BETWEEN = [" "] * 5 + ["\n", "\u00a0", "\u2003", ",", ".", ":", "'", "-"]
PIECES = st.sampled_from([*NAMES, *CUES, *CLOSINGS, *OTHERS, *BETWEEN])
TEXTS = st.lists(st.lists(PIECES, max_size=9).map("".join), min_size=1, max_size=6)


def words(spans, texts):
    return [texts[row].encode()[start:end].decode() for row, start, end in rows(spans)]


def rows(spans):
    return list(zip(spans.row.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True))


def name_in(text, name):
    start = len(text[: text.index(name)].encode())
    return Spans.of([(0, start, start + len(name.encode()), Kind.PERSON)])


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("hi Zofia Wiśniewska!", "Zofia", "Zofia Wiśniewska"),
        ("ask Margaret O'Sullivan", "Margaret", "Margaret O'Sullivan"),
        ("ask Margaret O'Sullivan", "Sullivan", "O'Sullivan"),
        ("Dwayne Carter-Hill's order", "Dwayne Carter", "Dwayne Carter-Hill"),
        ("Keira E. Forster", "Keira", "Keira E. Forster"),
        ("Keira E. Forster", "Forster", "Keira E. Forster"),
        ("Willemine van der Brinke", "Willemine", "Willemine van der Brinke"),
        ("Anna Please call", "Anna", "Anna"),
        ("Anna\nWiśniewska", "Anna", "Anna"),
        ("Anna-maria", "Anna", "Anna"),
        ("Anna's", "Anna", "Anna"),
        ("Anna @Wiśniewska", "Anna", "Anna"),
        ("Thanks Anna", "Anna", "Anna"),
        ("ex-Anna", "Anna", "Anna"),
        ("Anna", "Anna", "Anna"),
    ],
)
def test_a_name_goes_as_far_as_its_words_do(text, found, whole):
    assert words(completed(name_in(text, found), pa.array([text])), [text]) == [whole]


def test_two_words_of_one_name_become_one():
    text = "Zofia Wiśniewska"
    both = Spans.concat([name_in(text, "Zofia"), name_in(text, "Wiśniewska")])
    assert words(completed(both, pa.array([text])), [text]) == [text]


@pytest.mark.parametrize(
    ("found", "left"), [("Mrs Brown", ["Brown"]), ("Dr. Frau Löwe", ["Löwe"]), ("Mr.", []), ("Mira", ["Mira"])]
)
def test_a_title_is_no_part_of_a_name(found, left):
    assert words(without_titles(name_in(found, found), pa.array([found])), [found]) == left


@pytest.mark.parametrize("text", ["at 12 Maple Dr Xanadu", "at 7 Old Oak Dr. Xanadu", "a Mr support"])
def test_not_every_title_announces_a_name(text):
    assert words(announced(pa.array([text])), [text]) == []


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_looking_at_signs_first_loses_no_name(texts):
    column = pa.array(texts)
    name = [(row, *found) for row, text in enumerate(texts) for found in places(text, "Anna", "Hill", "Wiśniewska")]
    names = without_overlaps(Spans.of([(*each, Kind.PERSON) for each in name]))
    each = [rows(completed(names, column)), rows(announced(column)), rows(without_titles(names, column))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "FEW_ROWS", 0)
        assert [rows(completed(names, column)), rows(announced(column)), rows(without_titles(names, column))] == each


def places(text, *wanted):
    octets = text.encode()
    for word in wanted:
        start = octets.find(word.encode())
        if start >= 0:
            yield start, start + len(word.encode())


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_names_are_whole_characters_and_do_not_overlap(texts):
    found = Detector(tags_names=True).find(pa.array(texts))
    words(found, texts)
    assert rows(without_overlaps(found)) == rows(found)


@pytest.mark.parametrize(
    "piece", ["Mr ", "1 a Dr Bob ", "name: ", "my name is ", "Anna ", "Anna-", "A-", "o'", ">", " "]
)
def test_names_take_time_in_proportion_to_the_length_of_the_text(piece):
    detector = Detector(tags_names=True)
    assert takes_time_in_proportion(lambda text: detector.find(pa.array([text])), piece, before="my name is ")
